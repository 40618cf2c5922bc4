"""What the kinds of values can't give is not asked of them."""

from __future__ import annotations

from rowsmith.agents.models.offline.planning.draft import Friendly, PlanDraft
from rowsmith.tools.semantics import semantic_kind


def keep_possible(draft: PlanDraft) -> None:
    """Usual uniqueness falls where there are more rows than values; correlations fall with expressions."""
    for table in draft.tables.values():
        for column in table.columns.values():
            size = _size(column, draft.locale)
            if size is not None and column.get("unique") is True and table.amount > size:
                del column["unique"]
            if "expression" in column:
                column.pop("follows", None)


def _size(column: Friendly, locale: str) -> int | None:
    """How many different values the column can hold, None where there is no telling."""
    if "semantic" in column:
        return semantic_kind(str(column["semantic"]), locale).size
    values = column.get("category")
    return len(values) if values is not None else None
