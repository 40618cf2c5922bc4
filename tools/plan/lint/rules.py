"""Rules that the samplers always break, conditions that no row meets."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.errors import ExpressionError, PlanError
from rowsmith.tools.plan.lint.comparisons import Conditions
from rowsmith.tools.plan.lint.expressions import resolve
from rowsmith.tools.plan.lint.walk import texts
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import QueryRows

ROLES = {
    "rule": "Every row breaks the rule",
    "where": "No row meets the condition",
    "when": "No row meets the condition",
}


def check(plan: Plan) -> Iterator[PlanError]:
    """Conditions that the ranges of the columns rule out."""
    for text in texts(plan):
        if text.role not in ROLES or text.table is None or isinstance(text.table.rows, QueryRows):
            continue
        try:
            reason = Conditions(plan, resolve(plan, text)).never()
        except ExpressionError:
            continue
        if reason is not None:
            hint = "Change the condition, or the columns that it compares."
            yield PlanError(f"{ROLES[text.role]} {text.sql!r}: {reason}.", where=text.where, hint=hint)
