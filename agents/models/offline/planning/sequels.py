"""When things usually happen: at their hours and weekdays, and after what they belong to."""

from __future__ import annotations

from rowsmith.agents.models.offline.planning.draft import Friendly, Link, PlanDraft, TableDraft
from rowsmith.agents.models.offline.planning.moments import KINDS, event_of


def place_sequels(draft: PlanDraft) -> None:
    """A row happens after the row that it belongs to: a comment after its post, an order after the sign-up."""
    for table in draft.tables.values():
        _usual_times(table)
        _after_parent(draft, table)


def _usual_times(table: TableDraft) -> None:
    """The hours and weekdays at which such things happen, where no others were said."""
    known, own = table.known, event_of(table)
    column = table.columns.get(own) if own is not None else None
    if known is None or column is None or own in table.per or "step" in column:
        return
    if known.hours and isinstance(column.get("datetime"), list) and "hours" not in column:
        column["hours"] = dict(known.hours)
    if known.weekdays and set(KINDS) & column.keys() and "weekdays" not in column:
        column["weekdays"] = dict(known.weekdays)


def _after_parent(draft: PlanDraft, table: TableDraft) -> None:
    """A row happens after the row that it belongs to: a comment after its post, an order after the sign-up."""
    own, link = event_of(table), _belongs_to(draft, table)
    if own is None or link is None:
        return
    parent = draft.tables[link.parent]
    event = event_of(parent)
    column = table.columns[own]
    kind = next((k for k in KINDS if isinstance(column.get(k), list) and "step" not in column), None)
    if event is None or kind is None or own in table.per or not all(_is_iso(end) for end in column[kind]):
        return
    other = next(
        (parent.columns[event][k] for k in KINDS if isinstance(parent.columns[event].get(k), list)), None
    )
    if (
        other is None
        or not all(_is_iso(end) for end in other)
        or other[0] >= column[kind][1]
        or other[1] <= column[kind][0]
    ):
        return
    start, end = column[kind]
    path = f"{link.column.removesuffix('_id')}.{event}"
    if link.column not in table.per:
        _inside_window(column, kind, path)
    elif kind == "date":
        column[kind] = [
            f"greatest(cast({path} as date), date '{start}')",
            f"greatest(cast({path} as date), date '{end}')",
        ]
    else:
        last = f"greatest({path}, timestamp '{end} 23:59:59')"
        column[kind] = [f"greatest({path}, timestamp '{start}')", last]


def _inside_window(column: Friendly, kind: str, path: str) -> None:
    """From that moment on, within the window that the column has."""
    start, end = column[kind]
    if kind == "date":
        column[kind] = [f"least(greatest(cast({path} as date), date '{start}'), date '{end}')", end]
        return
    last = f"timestamp '{end} 23:59:59'"
    column[kind] = [f"least(greatest({path}, timestamp '{start}'), {last})", last]


def _belongs_to(draft: PlanDraft, table: TableDraft) -> Link | None:
    """The reference to what a row is part of: what it is counted through, else what its kind usually is."""
    if table.per:
        return table.links.get(table.per[0])
    for link in table.links.values():
        kind = draft.tables[link.parent].known
        if kind is not None and table.known is not None and table.known.parents.get(kind.name) is not None:
            return link
    return None


def _is_iso(text: str) -> bool:
    return len(text) == len("2024-01-31") and text[4] == "-"
