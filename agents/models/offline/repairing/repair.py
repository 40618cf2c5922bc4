"""Repairs whose cause is certain: shares that strayed are dealt exactly, what can't be made becomes simpler."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rowsmith.agents.models.offline.planning.mending import simpler
from rowsmith.agents.models.offline.text.inflection import singular
from rowsmith.agents.tasks import ProposedEdits, RepairPlan
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.column import Nulls
from rowsmith.tools.plan.edits import Edit
from rowsmith.tools.plan.edits.model import AddColumn, SetColumn, SetKey
from rowsmith.tools.plan.samplers import Boolean, Category, Sequence, States

PLACE = re.compile(r"^(?:asked .*?: )?(?:tables\.)?(\w+)\.(?:columns\.)?(\w+)")
FAULTS = ("Binder Error", "can't", "may repeat", " is expected", "No function", "Conversion Error")
SIMPLER = "What can't be made is made in a simpler way."
SHARED = (Category, States, Boolean)


def repair_plan(task: RepairPlan) -> ProposedEdits:
    """Edits for the findings whose place is a column; none where no cause is certain."""
    edits: dict[tuple[str, str], Edit] = {}
    for table, column in _places(task):
        mended = _exact(column)
        if mended is not None and mended != column:
            edits[table, column.name] = SetColumn(table=table, column=mended)
    if edits:
        return ProposedEdits(edits=tuple(edits.values()), note="Shares are dealt exactly.")
    faults = [finding for finding in task.findings if any(sign in finding for sign in FAULTS)]
    simpler_ones = tuple(_mended(task.plan, faults))
    return ProposedEdits(edits=simpler_ones, note=SIMPLER if simpler_ones else "No cause is certain.")


def _mended(plan: Plan, faults: list[str]) -> Iterator[Edit]:
    """Another column, or another key, for each that can't be made; what was asked of it then shows as not met."""
    for name, place in dict.fromkeys((found[1], found[2]) for one in faults if (found := PLACE.match(one))):
        table = plan.table(name)
        column = table.column(place) if table is not None else None
        if table is not None and column is not None:
            yield SetColumn(table=name, column=simpler(table, column))
        elif table is not None and place == "key":
            yield from _own_key(table)


def _own_key(table: Table) -> Iterator[Edit]:
    """A number of its own for a table whose key may repeat."""
    name = f"{singular(table.name)}_id"
    if table.column(name) is None and len(table.key) > 1:
        yield AddColumn(table=table.name, column=Column(name=name, sampler=Sequence()), at=0)
        yield SetKey(table=table.name, key=(name,))


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
