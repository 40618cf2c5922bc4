"""A start and an end of one row: which is later, and how long lies between."""

from __future__ import annotations

from rowsmith.agents.models.offline.lexicon.load import words
from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.build_grids import STEPS
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.statements import (
    Computed,
    Ordered,
    Place,
    Spaced,
)
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.times import Duration


def end_after_start(view: View) -> Reading | None:
    entity = view.entity("e")
    ends = ends_of(view.context, entity)
    return view.made(Ordered(ends[1], ">", ends[0], view.quote)) if ends else None


def ends_of(context: Context, entity: str) -> tuple[Place, Place] | None:
    """The two dates between which an entity lasts."""
    owner = context.vocabulary.entities.get(entity)
    start = end = None
    for attribute in owner.attributes.values() if owner else ():
        if knowledge(attribute.words).kind in {"date", "datetime", "text"}:
            start = start or (Place(entity, attribute.name) if set(attribute.words) & STARTS else None)
            end = end or (Place(entity, attribute.name) if set(attribute.words) & ENDS else None)
    return (start, end) if start and end else None


STARTS = words("build_order", "starts")


ENDS = words("build_order", "ends")


def lasting(view: View) -> Reading | None:
    """Campaigns run 7 to 60 days; a ride takes 2 minutes to 3 hours."""
    entity, length = view.entity("e"), view.duration("u")
    if length is None:
        return None
    ends = ends_of(view.context, entity)
    if ends is None:
        return None
    view.context.speak_of(entity)
    return view.made(Ordered(ends[1], ">", ends[0], view.quote, length))


def within_period(view: View) -> Reading | None:
    """Within the policy period."""
    subject, parent = view.subject(), view.entity("e")
    ends = ends_of(view.context, parent)
    if subject is None or ends is None or subject.entity == parent:
        return None
    return view.made(Ordered(subject, ">=", ends[0], view.quote), Ordered(subject, "<=", ends[1], view.quote))


def plus_time(view: View) -> Reading | None:
    """Due date is loan date + 21 days."""
    place, other, length = view.place("a"), view.place("b"), view.duration("u")
    if place is None or other is None or length is None:
        return None
    return view.made(Computed(place, f"{{{other}}} + {length}", view.quote))


def spaced(view: View) -> Reading | None:
    """The due date moving on one month at a time."""
    place = view.place("a")
    unit = STEPS.get(view.word("step"))
    step = view.duration("u") or (Duration(1, 1, unit) if unit else None)
    return view.made(Spaced(place, step, view.quote)) if place and step else None


BUILDERS: dict[str, Builder] = {
    "end_after_start": end_after_start,
    "lasting": lasting,
    "within_period": within_period,
    "plus_time": plus_time,
    "spaced": spaced,
}
