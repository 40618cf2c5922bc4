"""Broken results, explained: what is at fault, how far off, and the likely cause."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import get_args

from rowsmith.tools.checks.expressions.siblings import parent_columns
from rowsmith.tools.checks.model import CheckResult, Finding, Kind
from rowsmith.tools.plan import Plan

ORDER: tuple[str, ...] = get_args(Kind)
"""From what others stand on to what stands on others."""


def findings(results: Iterable[CheckResult], plan: Plan) -> list[Finding]:
    """A finding for each broken result, those that explain others first."""
    broken = sorted(
        (result for result in results if result.status == "broken"),
        key=lambda result: _rank(result.check.kind),
    )
    return [_finding(result, broken, plan) for result in broken]


def _finding(result: CheckResult, broken: Sequence[CheckResult], plan: Plan) -> Finding:
    check = result.check
    return Finding(
        result=result,
        columns=check.columns or check.tables,
        off=how_far_off(result),
        cause=_cause(result, plan),
        place=check.place,
        because_of=tuple(other.check.id for other in broken if explains(other, result)),
    )


def explains(other: CheckResult, result: CheckResult) -> bool:
    """Whether the break of `other` lies at the bottom of that of `result`.

    It does where `result` reads a column that is at fault there, and that check asks for something more basic.
    """
    if _rank(other.check.kind) >= _rank(result.check.kind):
        return False
    return any(column in result.check.needs for column in other.check.columns[:1])


def how_far_off(result: CheckResult) -> str:
    """The size of the miss in words."""
    if result.measured is None or result.expected is None:
        return _counted(result)
    accepted = ""
    if result.low is not None and result.high is not None and result.low != result.high:
        accepted = f" (accepted: {_number(result.low)} to {_number(result.high)})"
    return f"{_number(result.measured)} instead of {_number(result.expected)}{accepted}"


def _counted(result: CheckResult) -> str:
    if result.check.kind == "rule" and (result.rows <= 1 or result.check.place.startswith("rules.")):
        return "it is not so"
    if result.rows <= 1:
        return f"{result.violations} missing or wrong"
    share = f" ({result.violations / result.rows:.2%})" if result.violations <= result.rows else ""
    return f"{result.violations:,} of {result.rows:,} rows{share}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"


def _cause(result: CheckResult, plan: Plan) -> str:
    check = result.check
    table = plan.table(check.tables[0]) if check.tables else None
    parent = ", ".join(parent_columns(table)) if table is not None else ""
    return _phrases()[check.kind].format(
        column=check.columns[0] if check.columns else "",
        columns=" and ".join(check.columns) or "the tables",
        parent=parent or "group",
    )


def _rank(kind: str) -> int:
    return ORDER.index(kind)


@cache
def _phrases() -> dict[str, str]:
    text = (files("rowsmith.tools.checks") / "causes.json").read_text(encoding="utf-8")
    return {str(kind): str(said) for kind, said in json.loads(text).items()}
