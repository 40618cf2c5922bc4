"""Columns while they change: a sampler in place of another, or under a condition; bounds of numbers."""

from __future__ import annotations

from typing import Any

from rowsmith.agents.models.offline.planning.draft import Friendly, PlanDraft, TableDraft, number
from rowsmith.agents.models.offline.planning.moments import kind_of
from rowsmith.agents.models.offline.reading.statements import Condition, Place, Word

MODIFIERS = ("nulls", "unique", "hidden", "follows", "_kind")
NUMBERS = ("integer", "decimal")


def replace(column: Friendly, sampler: Friendly) -> None:
    """Another sampler in the column's place; what is done to the values stays."""
    keep = {k: v for k, v in column.items() if k in MODIFIERS}
    column.clear()
    column |= {**sampler, **keep}


def plain_value(value: Word) -> Any:
    return number(value) if isinstance(value, float) else value


def place_of(draft: PlanDraft, place: Place) -> tuple[TableDraft, Friendly] | None:
    table = draft.tables.get(place.entity)
    if table is None or place.attribute in table.links or draft.named(table, place.attribute) in table.links:
        return None
    if table.written:
        return None
    return table, table.columns.setdefault(
        place.attribute, {"text": place.attribute.replace("_", " "), "words": [1, 3]}
    )


def span_of(column: Friendly) -> tuple[float, float] | None:
    """The constant bounds of a number, None for anything else."""
    for kind in NUMBERS:
        bounds = column.get(kind)
        if isinstance(bounds, list) and all(isinstance(b, int | float) for b in bounds):
            return bounds[0], bounds[1]
    return None


def _used(sampler: Friendly) -> Any:
    values = sampler.get("category")
    return values[0] if isinstance(values, list) and len(values) == 1 else sampler


def under(draft: PlanDraft, table: TableDraft, column: Friendly, when: Condition, sampler: Friendly) -> None:
    """A sampler under a condition; what the column was stands for the other rows."""
    test = draft.condition(table.name, when)
    if test is None:
        return
    plain: Any = {k: v for k, v in column.items() if k not in MODIFIERS and k != "exact"}
    if "text" in plain and any(kind in sampler for kind in NUMBERS):
        plain = None
    arms = list(column["switch"]) if "switch" in column else [{"use": plain}]
    kind = kind_of(column)
    replace(column, {"switch": [{"when": test, "use": _used(sampler)}, *arms]})
    if kind:
        column["_kind"] = kind
