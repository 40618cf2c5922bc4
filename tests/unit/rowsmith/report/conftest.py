"""A small dataset whose names and values try to break the page."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from rowsmith.agents.requirements import CheckOutcome, Contract, JudgedRequirement, JudgedRule, Round
from rowsmith.report import Subject
from rowsmith.tools.plan import plan_from_friendly

HOSTILE = "</style><script>alert(1)</script>\u202e\x07 & \"'"
WORDS = f"9 owners and {HOSTILE} pets"

PLAN = plan_from_friendly(
    {
        "name": "kennel",
        "seed": 5,
        "tables": {
            "owners": {"rows": 9, "key": "owner_id", "columns": {"owner_id": "sequence"}},
            "pets": {
                "rows": {"per": "owner_id", "count": [0, 3]},
                "key": "pet_id",
                "columns": {
                    "pet_id": "sequence",
                    "owner_id": {"reference": "owners"},
                    "mother_id": {"reference": "pets", "nulls": 0.5},
                    "born_on": {"date": ["2020-01-01", "2024-01-01"]},
                    "name": {"category": [HOSTILE, "Rex"]},
                },
            },
        },
    }
)

CONTRACT = Contract(
    status="failed",
    coverage=0.5,
    coverage_says="50 % of the telling words are understood.",
    requirements=(
        JudgedRequirement(
            id="r1",
            quote="9 owners",
            span=(0, 8),
            message=0,
            says="there are 9 owners",
            kind="count",
            status="broken",
            checks=(
                CheckOutcome(
                    sql="select '</pre>'", violations=2, rows=9, examples=({HOSTILE: HOSTILE, "n": None},)
                ),
                CheckOutcome(sql="select 1", violations=0, rows=9),
            ),
            plan_says=("owners.rows: 8",),
        ),
        JudgedRequirement(
            id="r2",
            quote=HOSTILE,
            span=(13, 13 + len(HOSTILE)),
            message=0,
            says=HOSTILE,
            kind="context",
            status="not_understood",
            reason="No requirement covers these words.",
        ),
    ),
    rules=(
        JudgedRule(
            name="rules.x: heavy",
            status="broken",
            kind="statistic",
            columns=("pets.name",),
            off="12 instead of 10 (accepted: 9 to 11)",
            cause="It is drawn another way.",
            checks=(
                CheckOutcome(sql="s", violations=3, rows=20, measured=12, expected=10, low=9, high=11),
            ),
        ),
        JudgedRule(name="n: whole", status="holds", checks=(CheckOutcome(sql="s", violations=0, rows=1),)),
    ),
    rounds=(
        Round(findings=2, edits=1, found=(HOSTILE,), changes=("the rows of owners become 9",), diff="-a\n+b\n c"),
        Round(findings=1, edits=1, note="tried again"),
    ),
    note="All 2 rounds of repairs are used up.",
)  # fmt: skip


@pytest.fixture
def kennel(tmp_path: Path) -> Subject:
    data = tmp_path / "data.duckdb"
    with duckdb.connect(str(data)) as connection:
        connection.execute("create table owners as select i as owner_id from range(1, 10) t(i)")
        connection.execute(
            "create table pets as select i as pet_id, 1 + i % 7 as owner_id,"
            " case when i > 4 then i - 1 end as mother_id, date '2020-01-01' + (i * 7)::int as born_on,"
            " case when i % 2 = 0 then ? else 'Rex' end as name from range(1, 31) t(i)",
            [HOSTILE],
        )
        connection.execute(f'create table "{HOSTILE.replace(chr(34), chr(34) * 2)}" as select 1 as x')
    return Subject(PLAN, CONTRACT, data, (WORDS,))
