"""The edits that take an edit back."""

from __future__ import annotations

from rowsmith.tools.plan.edits import model as m
from rowsmith.tools.plan.edits.apply import apply
from rowsmith.tools.plan.edits.diff import diff
from rowsmith.tools.plan.plan import Plan


def inverse(plan: Plan, edit: m.Edit) -> tuple[m.Edit, ...]:
    """Edits that lead from the plan after `edit` back to `plan`. Raises PlanError where `edit` can't be applied."""
    match edit:
        case m.RenameColumn(table=table, column=column, to=to):
            back: m.Edit = m.RenameColumn(table=table, column=to, to=column)
        case m.RenameTable(table=table, to=to):
            back = m.RenameTable(table=to, to=table)
        case _:
            return diff(apply(plan, [edit]), plan)
    after = apply(plan, [edit])
    restored = apply(after, [back])
    return (back, *diff(restored, plan))
