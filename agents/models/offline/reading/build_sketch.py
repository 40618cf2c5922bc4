"""Builders of the table `phrases_sketch`."""

from __future__ import annotations

from dataclasses import replace

from rowsmith.agents.models.offline.lexicon.load import table
from rowsmith.agents.models.offline.reading.links import refer
from rowsmith.agents.models.offline.reading.statements import Has, Key, Refers
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View


def primary(view: View) -> Reading | None:
    place = view.subject() if view.context.sketch else None
    if place is None:
        return None
    view.context.vocabulary.entities[place.entity].key = (place.attribute,)
    return view.made(Key(place.entity, (place.attribute,), view.quote))


def target(view: View) -> Reading | None:
    """-> guild: this column refers to that table."""
    place, parent = view.subject(), view.entity("e")
    if place is None or not parent:
        return None
    owner = view.context.vocabulary.entities[parent]
    if not owner.key and parent != place.entity and place.attribute in owner.attributes:
        owner.key = (place.attribute,)
    refer(view.context, place.entity, parent, place.attribute)
    optional = place in view.context.optional
    return view.made(Refers(place.entity, parent, view.quote, role=place.attribute, optional=optional))


def typed(view: View) -> Reading | None:
    place = view.subject() if view.context.adjacent or view.context.sketch else None
    kind = view.found.options["kind"]
    if place is None or (not view.context.sketch and kind not in {"boolean"}):
        return None
    view.context.kinds[place] = kind
    if kind == "boolean":
        view.context.flags.setdefault(place.entity, set()).add(place.attribute)
    return view.made(Has(place, view.quote, kind=kind))


def unit(view: View) -> Reading | None:
    """A weight in kg."""
    place = view.subject() if view.context.adjacent else None
    word = view.word("u")
    if place is None or not (word in table("units")["time"] or word in table("units")["other"]):
        return None
    context = view.context
    attribute = context.vocabulary.entities[place.entity].attributes.get(place.attribute)
    if attribute is not None:
        context.units[place] = word
    return view.made(Has(place, view.quote, unit=word))


COPY = replace

BUILDERS: dict[str, Builder] = {"primary": primary, "target": target, "typed": typed, "unit": unit}
