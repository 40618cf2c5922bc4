"""Repairs whose cause is certain: shares that strayed are dealt exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rowsmith.agents.tasks import ProposedEdits, RepairPlan
from rowsmith.tools.plan import Column, Plan
from rowsmith.tools.plan.column import Nulls
from rowsmith.tools.plan.edits import Edit
from rowsmith.tools.plan.edits.model import SetColumn
from rowsmith.tools.plan.samplers import Boolean, Category, States

PLACE = re.compile(r"^(?:asked .*?: )?(?:tables\.)?(\w+)\.(?:columns\.)?(\w+)")
SHARED = (Category, States, Boolean)


def repair_plan(task: RepairPlan) -> ProposedEdits:
    """Edits for the findings whose place is a column; none where no cause is certain."""
    edits: dict[tuple[str, str], Edit] = {}
    for table, column in _places(task):
        mended = _exact(column)
        if mended is not None and mended != column:
            edits[table, column.name] = SetColumn(table=table, column=mended)
    note = "Shares are dealt exactly." if edits else "No cause is certain."
    return ProposedEdits(edits=tuple(edits.values()), note=note)


def _places(task: RepairPlan) -> Iterator[tuple[str, Column]]:
    plan: Plan = task.plan
    for finding in task.findings:
        found = PLACE.match(finding)
        table = plan.table(found[1]) if found else None
        column = table.column(found[2]) if table is not None and found is not None else None
        if table is not None and column is not None:
            yield table.name, column


def _exact(column: Column) -> Column | None:
    """The column with its shares dealt instead of drawn, where they are drawn."""
    sampler = column.sampler
    if isinstance(sampler, Category | States | Boolean) and not sampler.exact:
        return column.model_copy(update={"sampler": sampler.model_copy(update={"exact": True})})
    modifiers = tuple(
        one.model_copy(update={"exact": True}) if isinstance(one, Nulls) and one.share is not None else one
        for one in column.modifiers
    )
    return column.model_copy(update={"modifiers": modifiers}) if modifiers != column.modifiers else None
