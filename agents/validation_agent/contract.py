"""A judgement as the contract that people and programs read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from rowsmith.agents.coverage import coverage
from rowsmith.agents.requirements import (
    CheckOutcome,
    Contract,
    JudgedRequirement,
    JudgedRule,
    Requirement,
    Status,
)
from rowsmith.agents.validation_agent.judge import Judgement
from rowsmith.tools.checks.model import CheckResult, Example
from rowsmith.tools.plan.data import Scalar

UNREAD, CONTEXT = "not_understood", "context"
OPEN: tuple[Status, ...] = ("not_checkable", "not_understood", "error")


def build_contract(judgement: Judgement, messages: Sequence[str]) -> Contract:
    """The contract of a judged dataset, its rounds still empty."""
    requirements = tuple(_judged(one, results) for one, results in judgement.requirements)
    rules = tuple(
        JudgedRule(name=f"{one.check.place}: {one.check.name}", status=one.status, checks=(_outcome(one),))
        for one in judgement.rules
    )
    return Contract(
        status=_status(requirements, rules),
        coverage=_covered(requirements, messages),
        requirements=requirements,
        rules=rules,
    )


def _status(
    requirements: Sequence[JudgedRequirement], rules: Sequence[JudgedRule]
) -> Literal["passed", "open_points", "failed"]:
    statuses = [one.status for one in requirements] + [one.status for one in rules]
    if "broken" in statuses:
        return "failed"
    return "open_points" if any(status in OPEN for status in statuses) else "passed"


def _judged(requirement: Requirement, results: Sequence[CheckResult]) -> JudgedRequirement:
    status, reason = _verdict(requirement, results)
    kept = requirement.model_dump(exclude={"reading", "reason", "checks"})
    return JudgedRequirement(**kept, status=status, reason=reason, checks=tuple(map(_outcome, results)))


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
    )


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
