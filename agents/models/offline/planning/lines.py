"""Prices that lines copy from what they name, and totals that add up their lines."""

from __future__ import annotations

from collections.abc import Sequence

from rowsmith.agents.models.offline.planning.draft import PlanDraft, TableDraft
from rowsmith.agents.models.offline.reading.statements import Statement, Summed


def add_copies(draft: PlanDraft) -> None:
    """A column that usually copies another's value (a line's price from its product) does, where that is there."""
    for table in draft.tables.values():
        for column in table.columns.values():
            wanted = column.pop("copy", None)
            path = _found(draft, table, str(wanted)) if wanted else None
            if path is not None:
                column.clear()
                column["expression"] = path


def _found(draft: PlanDraft, table: TableDraft, wanted: str) -> str | None:
    """The path of product.price: a reference to that kind of thing that has such a column."""
    kind, _, name = wanted.partition(".")
    for link in table.links.values():
        parent = draft.tables[link.parent]
        named = parent.entity.one == kind or (parent.known is not None and parent.known.name == (kind,))
        if named and name in parent.columns:
            return f"{link.column.removesuffix('_id')}.{name}"
    return None


def add_sums(draft: PlanDraft, statements: Sequence[Statement]) -> None:
    """Totals that usually add up their lines do, where nothing else was said of them."""
    said = {(s.place.entity, s.place.attribute) for s in statements if isinstance(s, Summed)}
    for table in draft.tables.values():
        if table.known is None:
            continue
        for name, kind in table.known.sums.items():
            column = table.columns.get(name)
            child = next(
                (t for t in draft.tables.values() if t.known is not None and t.known.name == kind), None
            )
            if (
                column is None
                or child is None
                or (table.name, name) in said
                or child.link_to(table.name) is None
            ):
                continue
            if "expression" not in column and {"quantity", "unit_price"} <= child.columns.keys():
                column.clear()
                column["expression"] = (
                    f"round(coalesce(sum({child.name}.quantity * {child.name}.unit_price), 0), 2)"
                )
