"""Findings: what explains what, how far off, and a cause for every kind of check."""

from __future__ import annotations

from typing import get_args

import duckdb
import pytest

from rowsmith.tools.checks import findings
from rowsmith.tools.checks.findings import how_far_off
from rowsmith.tools.checks.model import Check, CheckResult, Kind, Violations
from tests.unit.tools.checks.conftest import results, tables
from tests.unit.tools.checks.test_shop import DATA, PLAN


def result(kind: Kind, **told: object) -> CheckResult:
    one = Check(
        "x", "x", kind, ("t",), ("t.a",), Violations("select 1", "select 1"), "tables.t", needs=("t.a",)
    )
    return CheckResult(one, "broken", **told)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_has_a_cause(kind: Kind) -> None:
    plan = tables("t:\n  rows: 1\n  key: id\n  columns:\n    id: sequence\n")
    (finding,) = findings([result(kind, violations=1, rows=9)], plan)
    assert len(finding.cause) > 20
    assert "{" not in finding.cause
    assert finding.columns == ("t.a",)


OFF = [
    (result("range", violations=12, rows=500), "12 of 500 rows (2.40%)"),
    (
        result("rows", violations=20, rows=480, measured=480, expected=500, low=500, high=500),
        "480 instead of 500",
    ),
    (
        result("share", measured=0.31, expected=0.2, low=0.18, high=0.22),
        "0.31 instead of 0.2 (accepted: 0.18 to 0.22)",
    ),
    (result("rule", violations=1, rows=1), "it is not so"),
    (result("structure", violations=1, rows=1), "1 missing or wrong"),
    (result("reference", violations=9, rows=3), "9 of 3 rows"),
]


@pytest.mark.parametrize(("broken", "said"), OFF)
def test_how_far_off_it_is(broken: CheckResult, said: str) -> None:
    assert how_far_off(broken) == said


def test_a_break_below_explains_the_break_above(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(DATA)
    database.execute("update orders set ordered_at = '2022-01-01' where order_id = 9")
    database.execute("update orders set total = 1 where order_id = 9")
    found = {one.result.check.id: one for one in findings(results(database, PLAN).values(), PLAN)}
    assert set(found) == {
        "orders.ordered_at.range",
        "orders.shipped_on.distance",
        "orders.rule.after joining",
        "orders.total.value",
    }
    assert found["orders.rule.after joining"].because_of == ("orders.ordered_at.range",)
    assert found["orders.ordered_at.range"].because_of == ()
    assert found["orders.total.value"].place == "tables.orders.columns.total"
    assert "recomputed" in found["orders.total.value"].cause
    assert found["orders.total.value"].off == "1 of 400 rows (0.25%)"


def test_what_holds_is_no_finding(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(DATA)
    assert findings(results(database, PLAN).values(), PLAN) == []
