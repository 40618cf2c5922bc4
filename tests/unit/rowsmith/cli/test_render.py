"""Contracts as people read them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from rowsmith.agents.requirements import CheckOutcome, Contract, JudgedRequirement, JudgedRule
from rowsmith.cli.render import ENDINGS, print_contract


def requirement(status: Any, **more: Any) -> JudgedRequirement:
    said = {
        "id": "r1",
        "quote": ", each with\n 1 to 5 orders.",
        "span": (0, 9),
        "message": 0,
        "kind": "count",
    }
    return JudgedRequirement(**{**said, "says": "customers have 1 to 5 orders", "status": status, **more})


def outcome(
    violations: int, rows: int = 200, *examples: dict[str, Any], error: str | None = None
) -> CheckOutcome:
    return CheckOutcome(sql="select 1", violations=violations, rows=rows, examples=examples, error=error)


def contract(*requirements: JudgedRequirement, **more: Any) -> Contract:
    return Contract(**{"status": "passed", "coverage": 0.5, "requirements": requirements, **more})


def lines(shown: Contract) -> list[str]:
    out = io.StringIO()
    print_contract(shown, Console(file=out, soft_wrap=True, markup=False, emoji=False, highlight=False))
    return out.getvalue().splitlines()


def test_phrases_stand_with_their_mark_and_meaning() -> None:
    shown = lines(
        contract(
            requirement("holds"),
            requirement("not_checkable", reason="There is no [red] :smile: way."),
            requirement("not_understood", says="Nobody knows.", reason="Nobody knows."),
            requirement("context"),
        )
    )
    assert shown[1:5] == [
        "Contract: 3 things asked, 1 hold, 1 not checkable, 1 not understood; 50% of the words covered",
        "  ✓ “each with 1 to 5 orders” — customers have 1 to 5 orders",
        "  ? “each with 1 to 5 orders” — customers have 1 to 5 orders (There is no [red] :smile: way.)",
        "  ? “each with 1 to 5 orders” — Nobody knows.",
    ]
    assert shown[-1] == ENDINGS["passed"]


def test_what_is_broken_shows_a_row_that_is_cut() -> None:
    row = {"customer_id": 7, "note": None, "text": "x" * 200}
    shown = lines(
        contract(requirement("broken", checks=(outcome(1234, 5000, row), outcome(0))), status="failed")
    )
    assert shown[3].startswith("      1,234 of 5,000 rows, as: customer_id 7, note empty, text xxx")
    assert shown[3].endswith("x…")
    assert len(shown[3]) < 150
    assert shown[-1] == ENDINGS["failed"]


def test_a_statistic_that_is_off_shows_what_was_found() -> None:
    shown = lines(contract(requirement("broken", checks=(outcome(1, 1, {"share": 0.5}),)), status="failed"))
    assert shown[3] == "      found, as: share 0.5"


def test_a_check_that_could_not_run_says_why() -> None:
    shown = lines(contract(requirement("error", checks=(outcome(0, 0, error="no\n such column"),))))
    assert shown[3] == "      no such column"


def test_the_plan_names_only_what_does_not_hold() -> None:
    rules = (
        JudgedRule(name="orders.total: adds up", status="holds"),
        JudgedRule(name="orders.id: unique", status="broken", checks=(outcome(2, 9),)),
    )
    shown = lines(contract(rules=rules, note="They go in circles."))
    assert shown == [
        "",
        "Plan: 1 of 2 checks hold",
        "  ✗ orders.id: unique",
        "      2 of 9 rows",
        "",
        "Repairs ended: They go in circles.",
        "",
        ENDINGS["passed"],
    ]


@pytest.mark.parametrize(("status", "mark"), [("withdrawn", "·"), ("assumed", "~")])
def test_each_status_has_its_mark(status: str, mark: str) -> None:
    assert lines(contract(requirement(status)))[2].startswith(f"  {mark} “")
