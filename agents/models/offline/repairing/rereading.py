"""Repairs by reading the words again: where the plan says something else, what they say is put back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rowsmith.agents.tasks import ProposedEdits, RepairPlan
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.edits import Edit, diff

NOTE = "The plan did not say what the words say."


def reread(task: RepairPlan, read: Plan) -> ProposedEdits:
    """Edits that make the tables at fault what the plan `read` from the same words says of them."""
    return ProposedEdits(edits=tuple(_at_fault(task, diff(task.plan, read))), note=NOTE)


def _at_fault(task: RepairPlan, edits: tuple[Edit, ...]) -> Iterator[Edit]:
    """Edits of tables that a finding names: what holds keeps its rows."""
    named = set(re.findall(r"\w+", " ".join(task.findings)))
    for edit in edits:
        table = getattr(edit, "table", None)
        name = table if isinstance(table, str) else getattr(table, "name", None)
        if name in named:
            yield edit
