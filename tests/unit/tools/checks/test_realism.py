"""What looks made up is found, and what only is a little odd is not."""

from __future__ import annotations

import duckdb
import pytest

from rowsmith.tools.checks import CheckResult, compile_checks, run_checks
from rowsmith.tools.plan import plan_from_friendly
from rowsmith.tools.plan.friendly.parts import Friendly

COLUMNS: dict[str, Friendly] = {
    "id": "sequence",
    "name": {"semantic": "person_name"},
    "email": {"semantic": "email", "fits": "name"},
    "born_on": {"date": ["1940-01-01", "2005-12-31"]},
    "age": {"expression": "date_diff('year', born_on, as_of())"},
    "city": {"semantic": "city"},
    "amount": {"decimal": [1, 100000], "shape": "lognormal", "median": 300, "spread": 4},
    "count": {"integer": [0, 5000]},
    "weight": {"decimal": [0, 900]},
    "note": {"text": "a note", "words": [2, 12]},
}
PLAN = plan_from_friendly(
    {"name": "x", "as_of": "2024-06-30", "tables": {"people": {"rows": 400, "key": "id", "columns": COLUMNS}}}
)
GOOD = {
    "id": "i",
    "name": "'Ann Lee' || chr(97 + (i % 26)::int)",
    "email": "'ann.' || i || '@example.org'",
    "born_on": "date '1960-01-01' + (i * 20)::int",
    "age": "40",
    "city": "'Town ' || chr(97 + (i % 20)::int)",
    "amount": "(pow(10, 1 + 3 * i / 400.0))::decimal(12, 2)",
    "count": "(i * 37) % 4999",
    "weight": "(i * 2.21)::decimal(9, 2)",
    "note": "'note ' || i",
}


def broken(spoilt: dict[str, str] | None = None, rows: int = 400) -> list[CheckResult]:
    chosen = ", ".join(f'{sql} as "{name}"' for name, sql in (GOOD | (spoilt or {})).items())
    checks = [check for check in compile_checks(PLAN) if check.kind == "realism"]
    with duckdb.connect() as connection:
        connection.execute(f"create table people as select {chosen} from range(1, {rows + 1}) t(i)")
        return [one for one in run_checks(connection, checks) if one.status != "holds"]


def test_good_data_holds() -> None:
    assert broken() == []


@pytest.mark.parametrize(
    ("column", "sql", "said"),
    [
        ("email", "case when i = 7 then 'zoe@example.org' else 'ann.' || i || '@example.org' end", "email"),
        ("age", "case when i = 3 then 130 else 40 end", "age"),
        ("age", "case when i = 3 then -1 else 40 end", "age"),
        ("born_on", "case when i = 3 then date '1890-01-01' else date '1960-01-01' end", "born_on"),
        ("born_on", "case when i = 3 then date '2024-07-01' else date '1960-01-01' end", "born_on"),
        ("count", "case when i % 3 = 0 then 500 else i + 1 end", "count"),
        ("weight", "case when i % 3 = 0 then i % 800 + 1 else i + 0.37 end", "weight"),
        ("amount", "(pow(10, 1 + 3 * i / 400.0) * 0 + 5 * pow(10, i % 4))::decimal(12, 2)", "amount"),
        ("note", "'same'", "note"),
        ("city", "'Ann Lee' || chr(97 + (i % 26)::int)", "city"),
    ],
)
def test_what_looks_made_up_is_found(column: str, sql: str, said: str) -> None:
    found = broken({column: sql})
    assert f"people.{said}" in [name for one in found for name in one.check.columns]


def test_names_in_other_letters_are_left_out() -> None:
    assert broken({"name": "'Łucja Ødegård ' || i", "email": "'x' || i || '@example.org'"}) == []


def test_repeated_rows_are_found() -> None:
    spoilt = {"name": "'Ann Lee' || (i % 3)", "weight": "(i % 3)::decimal(9, 2) + 0.5"}
    found = broken(spoilt)
    assert any("not the same in many rows" in one.check.name for one in found)


def test_few_rows_say_nothing() -> None:
    assert broken({"count": "500", "note": "'same'", "city": "'Ann Lee'"}, rows=20) == []
