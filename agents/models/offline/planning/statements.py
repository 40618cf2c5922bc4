"""Who plans what was said of single columns, by the kind of statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rowsmith.agents.models.offline.planning.derived import (
    balanced,
    compared,
    computed,
    decided,
    different,
    is_number,
    matching,
    spaced,
    summed,
)
from rowsmith.agents.models.offline.planning.draft import PlanDraft
from rowsmith.agents.models.offline.planning.presence import distinct, filled, usual_fills
from rowsmith.agents.models.offline.planning.shares import share_of
from rowsmith.agents.models.offline.planning.values import numbered, one_of, shaped, within
from rowsmith.agents.models.offline.reading import statements as s

Planner = Callable[[PlanDraft, Any], None]


def samplers() -> dict[type, Planner]:
    """Statements that say what the values are."""
    return {s.OneOf: one_of, s.Within: within, s.Shaped: shaped, s.Numbered: numbered}


def relations() -> dict[type, Planner]:
    """Statements that change what the samplers give: shares, derivations, comparisons."""
    return {
        s.ShareOf: share_of,
        s.Computed: computed,
        s.Summed: summed,
        s.Decided: decided,
        s.Ordered: ordered,
        s.Balanced: balanced,
        s.Matching: matching,
        s.Spaced: spaced,
    }


def ordered(draft: PlanDraft, said: s.Ordered) -> None:
    """Numbers and references; moments are put in order elsewhere."""
    if said.times is not None or is_number(draft, said):
        compared(draft, said)
    elif said.op == "<>":
        different(draft, said)


def add_values(draft: PlanDraft, statements: Sequence[s.Statement]) -> None:
    """Every statement about single columns, in the order of the words, those under a condition last."""
    for planners in (samplers(), relations()):
        for said in sorted(statements, key=lambda one: getattr(one, "when", None) is not None):
            if (plan := planners.get(type(said))) is not None:
                plan(draft, said)


def add_presence(draft: PlanDraft, statements: Sequence[s.Statement]) -> None:
    """What is empty and what is unique, once all columns have their samplers."""
    said_empty: set[tuple[str, str]] = set()
    for said in statements:
        if isinstance(said, s.Filled):
            filled(draft, said)
            said_empty.add((said.place.entity, said.place.attribute))
        elif isinstance(said, s.Distinct) and len(said.attributes) == 1:
            distinct(draft, said)
    for table in draft.tables.values():
        usual_fills(table, {name for entity, name in said_empty if entity == table.name})
