"""A judgement as the contract that people and programs read."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from rowsmith.agents.coverage import coverage, coverage_in_words
from rowsmith.agents.requirements import (
    CheckOutcome,
    Contract,
    JudgedRequirement,
    JudgedRule,
    Requirement,
    Status,
)
from rowsmith.agents.validation_agent.counterpart import plan_lines
from rowsmith.agents.validation_agent.judge import Judgement
from rowsmith.tools.checks.model import CheckResult, Example, Finding
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.data import Scalar

UNREAD, CONTEXT = "not_understood", "context"
OPEN: tuple[Status, ...] = ("not_checkable", "not_understood", "error")


def build_contract(judgement: Judgement, messages: Sequence[str], plan: Plan | None = None) -> Contract:
    """The contract of a judged dataset, its rounds still empty.

    With `plan`, a broken requirement shows the plan's lines that it quarrels with.
    """
    requirements = tuple(_judged(one, results, plan) for one, results in judgement.requirements)
    explained = {finding.result.check.id: finding for finding in judgement.findings}
    rules = tuple(_rule(one, explained.get(one.check.id)) for one in judgement.rules)
    covered = _covered(requirements, messages)
    return Contract(
        status=_status(requirements, rules),
        coverage=covered,
        coverage_says=coverage_in_words(covered, _unread(requirements)) if messages else "",
        requirements=requirements,
        rules=rules,
    )


def _unread(requirements: Sequence[JudgedRequirement]) -> list[str]:
    return [one.quote for one in requirements if one.status == UNREAD]


def _rule(result: CheckResult, finding: Finding | None) -> JudgedRule:
    return JudgedRule(
        name=f"{result.check.place}: {result.check.name}",
        status=result.status,
        checks=(_outcome(result),),
        kind=result.check.kind,
        columns=result.check.columns or result.check.tables,
        off=finding.off if finding else None,
        cause=finding.cause if finding else None,
    )


def _status(
    requirements: Sequence[JudgedRequirement], rules: Sequence[JudgedRule]
) -> Literal["passed", "open_points", "failed"]:
    statuses = [one.status for one in requirements] + [one.status for one in rules]
    if "broken" in statuses:
        return "failed"
    return "open_points" if any(status in OPEN for status in statuses) else "passed"


def _judged(requirement: Requirement, results: Sequence[CheckResult], plan: Plan | None) -> JudgedRequirement:
    status, reason = _verdict(requirement, results)
    kept = requirement.model_dump(exclude={"reading", "reason", "checks"})
    says = plan_lines(plan, results) if plan is not None else ()
    outcomes = tuple(map(_outcome, results))
    return JudgedRequirement(**kept, status=status, reason=reason, checks=outcomes, plan_says=says)


def _verdict(requirement: Requirement, results: Sequence[CheckResult]) -> tuple[Status, str | None]:
    if requirement.reading != "checkable":
        return requirement.reading, requirement.reason
    statuses = {result.status for result in results}
    if "broken" in statuses:
        return "broken", requirement.reason
    if "error" in statuses:
        return "error", next(result.message for result in results if result.status == "error")
    if not results:
        return "not_checkable", requirement.reason or "No check was written for it."
    return "holds", requirement.reason


def _covered(requirements: Sequence[JudgedRequirement], messages: Sequence[str]) -> float:
    by_status: dict[str, list[JudgedRequirement]] = {"understood": [], UNREAD: [], CONTEXT: []}
    for one in requirements:
        by_status[one.status if one.status in by_status else "understood"].append(one)
    return coverage(messages, by_status["understood"], by_status[UNREAD], by_status[CONTEXT])


def _outcome(result: CheckResult) -> CheckOutcome:
    return CheckOutcome(
        sql=result.check.sql,
        violations=result.violations,
        rows=result.rows,
        examples=tuple(_plain(example) for example in result.examples),
        error=result.message if result.status == "error" else None,
        measured=_finite(result.measured),
        expected=_finite(result.expected),
        low=_finite(result.low),
        high=_finite(result.high),
    )


def _finite(value: float | None) -> float | None:
    """JSON knows no infinity."""
    return value if value is not None and math.isfinite(value) else None


def _plain(example: Example) -> dict[str, Scalar]:
    return {name: _scalar(value) for name, value in example.items()}


def _scalar(value: object) -> Scalar:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
