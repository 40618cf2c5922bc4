"""Rows that are numbered below their parent, and columns that count on."""

from __future__ import annotations

from rowsmith.agents.models.offline.reading.build_windows import verb_date
from rowsmith.agents.models.offline.reading.event_dates import event_place
from rowsmith.agents.models.offline.reading.links import parents_of, refer
from rowsmith.agents.models.offline.reading.statements import (
    Numbered,
)
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.items import Mention


def order_column(view: View, entity: str) -> str:
    verb = view.item("v")
    if verb is not None:
        return verb_date(view, entity, verb.raw.lower()).attribute
    return event_place(view.context, entity).attribute


def numbered(view: View) -> Reading | None:
    """Numbers start at 1 in every show and go up by date."""
    place = view.place("a") or view.subject()
    if place is None:
        return None
    start = view.quantity("n")
    parent = view.entity("p") or parent_of(view, place.entity)
    by = view.mention("d")
    order = (
        event_place(view.context, place.entity).attribute if by and by.words[-1] in {"date", "time"} else ""
    )
    if by and not order:
        order = view.context.place(by, place.entity).attribute
    within = refer(view.context, place.entity, parent) if parent else ""
    return view.made(Numbered(place, view.quote, within, order, int(start.low or 1) if start else 1))


def parent_of(view: View, entity: str) -> str:
    """The parent in which things are counted: the one whose children were counted, else the only one."""
    counted_in = view.context.counted.get(entity)
    if counted_in:
        return counted_in
    parents = parents_of(view.context, entity)
    return next(iter(sorted(parents)), "") if len(parents) == 1 else ""


def numbered_list(view: View) -> Reading | None:
    numbers = [view.quantity(name) for name in ("n", "m", "k")]
    if [n.single if n else None for n in numbers] != [1, 2, 3]:
        return None
    return numbered(view)


def numbered_rows(view: View) -> Reading | None:
    """Instalments, numbered from 1."""
    entity = view.context.entity
    if not entity:
        return None
    place = view.context.declare(entity, Mention(("number",), ("number",), entity))
    parent = view.entity("p") or parent_of(view, entity)
    within = refer(view.context, entity, parent) if parent else ""
    return view.made(Numbered(place, view.quote, within))


def counting(view: View) -> Reading | None:
    """Batch codes counting up."""
    place = view.subject()
    if place is None:
        return None
    verb = view.item("v")
    by = order_column(view, place.entity) if verb is not None else ""
    return view.made(Numbered(place, view.quote, by=by))


BUILDERS: dict[str, Builder] = {
    "numbered": numbered,
    "numbered_list": numbered_list,
    "numbered_rows": numbered_rows,
    "counting": counting,
}
