"""All checks of a plan, in the order in which their findings help."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from rowsmith.tools.errors import LintError, PlanError
from rowsmith.tools.plan.lint import (
    bounds,
    expressions,
    keys,
    modifiers,
    names,
    order,
    patterns,
    references,
    rows,
    rules,
    shares,
    spans,
    statistics,
    uniqueness,
    values,
)
from rowsmith.tools.plan.lint import (
    kinds as kinds_check,
)
from rowsmith.tools.plan.plan import Plan

Check = Callable[[Plan], Iterator[PlanError]]

SPELLING: tuple[Check, ...] = (names.check, expressions.check, patterns.check, spans.check, shares.check)
"""What each part says, taken by itself."""

MEANING: tuple[Check, ...] = (
    rows.check,
    keys.check,
    bounds.check,
    statistics.check,
    modifiers.check,
    values.check,
    uniqueness.check,
    references.check,
    order.check,
    rules.check,
)
"""What the parts say together; it is asked only of plans whose names are known."""


def lint(plan: Plan, kinds: Collection[str] | None = None) -> list[PlanError]:
    """Everything that is wrong with the plan, each located ("tickets.price"); nothing for a sound one.

    Args:
        plan: any plan, sensible or not.
        kinds: the kinds of semantic values that there are; None leaves them unchecked.
    """
    found = [*_run(SPELLING, plan), *kinds_check.check(plan, kinds)]
    return _once(found or _run(MEANING, plan))


def ensure_sound(plan: Plan, kinds: Collection[str] | None = None) -> None:
    """Raise LintError with everything that is wrong with the plan."""
    if found := lint(plan, kinds):
        raise LintError(found)


def _run(checks: Iterable[Check], plan: Plan) -> list[PlanError]:
    return [finding for check in checks for finding in check(plan)]


def _once(findings: Iterable[PlanError]) -> list[PlanError]:
    return list({(finding.where, finding.message): finding for finding in findings}.values())
