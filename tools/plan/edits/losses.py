"""What edits left without meaning: places that named something that is gone."""

from __future__ import annotations

from dataclasses import dataclass

from rowsmith.tools.errors import ExpressionError
from rowsmith.tools.plan.edits.places import Spot, spots
from rowsmith.tools.plan.edits.renaming import SLOT, is_literal
from rowsmith.tools.plan.expressions import resolve_in_table, resolve_overall
from rowsmith.tools.plan.expressions.scope import columns_of
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import QueryRows


@dataclass(frozen=True, slots=True)
class Loss:
    """A place of the plan and the text there that no longer means anything."""

    place: str
    text: str


def losses(before: Plan, after: Plan) -> list[Loss]:
    """Places of `after` that had a meaning in `before` and have lost it."""
    return [
        Loss(spot.where, spot.text)
        for spot in spots(after)
        if not _means(after, spot) and _means(before, spot)
    ]


def _means(plan: Plan, spot: Spot) -> bool:
    if spot.kind == "table":
        return plan.table(spot.text) is not None
    if spot.kind == "column":
        table = plan.table(spot.table or "")
        return table is not None and (spot.text in columns_of(table) or isinstance(table.rows, QueryRows))
    if spot.kind == "query":
        return True
    texts = SLOT.findall(spot.text) if spot.kind == "slots" else [spot.text]
    return all(is_literal(text) or _resolves(plan, spot.table, text) for text in texts)


def _resolves(plan: Plan, table: str | None, text: str) -> bool:
    try:
        resolve_overall(plan, text) if table is None else resolve_in_table(plan, table, text)
    except ExpressionError:
        return False
    return True
