"""Numbers that a verb, a unit or an adjective speaks of: lasts 5 minutes, 3 nights, mostly small."""

from __future__ import annotations

from rowsmith.agents.models.offline.lexicon.load import table
from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.noun_phrases import is_plural
from rowsmith.agents.models.offline.reading.statements import (
    Law,
    Measured,
    OneOf,
    Place,
    Skewed,
    Within,
)
from rowsmith.agents.models.offline.reading.value_lists import value_list
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.items import Mention, lemma
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.agents.models.offline.text.times import Duration


def law(view: View) -> Reading | None:
    place = view.subject()
    return view.made(Law(place, view.found.options["shape"], view.quote)) if place else None


def statistic(view: View) -> Reading | None:
    place, item = view.subject(), view.item("q")
    quantity = view.quantity("q")
    if place is None or quantity is None or item is None:
        return None
    return view.made(Measured(place, view.found.options["statistic"], quantity, view.quote))


def tail(view: View) -> Reading | None:
    place = view.subject()
    return view.made(Skewed(place, "long_tail", view.quote)) if place else None


def skew(view: View) -> Reading | None:
    place = view.place("a") or view.subject() or amount_of(view)
    if place is None:
        return None
    return view.made(Skewed(place, view.found.options["kind"], view.quote))


def skew_entity(view: View) -> Reading | None:
    """Most gifts are small: the amount of the entity."""
    view.context.speak_of(view.entity("e"))
    place = amount_of(view)
    return view.made(Skewed(place, view.found.options["kind"], view.quote)) if place else None


def amount_of(view: View) -> Place | None:
    """The number that people mean when they call a thing small or cheap."""
    context = view.context
    entity = context.vocabulary.entities.get(context.entity)
    if entity is None:
        return None
    for attribute in entity.attributes.values():
        if knowledge(attribute.words).kind in {"integer", "decimal"}:
            return Place(entity.name, attribute.name)
    known = context.knows(entity.name)
    for column in known.columns if known else ():
        names = tuple(column.split("_"))
        if knowledge(names).kind in {"integer", "decimal"}:
            return context.declare(entity.name, Mention(names, names, entity.name))
    return context.declare(entity.name, Mention(("amount",), ("amount",), entity.name))


UNIT_NAMES = {
    "night": "nights",
    "star": "stars",
    "km": "distance_km",
    "mile": "miles",
    "kg": "weight_kg",
    "kwh": "kwh",
    "pack": "packs",
}


MEASURED_BY = {
    "last": "duration",
    "take": "duration",
    "cost": "price",
    "weigh": "weight",
    "measure": "length",
}


def verb_place(view: View, unit: str) -> Place | None:
    """What a verb measures: lasts 30 seconds -> duration_seconds, costs -> price."""
    verb = next((i.word for i in view.sentence.items[view.start : view.end] if i.word in MEASURED_BY), "")
    entity = view.entity("e")
    if not verb or not entity:
        return None
    name = MEASURED_BY[verb]
    owner = view.context.vocabulary.entities[entity]
    for attribute in owner.attributes.values():
        if name in attribute.words:
            return Place(entity, attribute.name)
    parts = (name, f"{unit}s") if name == "duration" and unit else (name,)
    return view.context.declare(entity, Mention(tuple(lemma(part) for part in parts), parts, entity))


def verb_range(view: View) -> Reading | None:
    """Each hire lasts 1 to 8 hours."""
    quantity, item = view.quantity("q"), view.item("q")
    if quantity is None or item is None or (quantity.single is not None and item.symbol != "U"):
        return None
    place = verb_place(view, quantity.unit)
    if place is None:
        return None
    view.context.speak_of(place.entity)
    view.context.attribute = place
    return view.made(Within(place, quantity, view.quote))


def gets_range(view: View) -> Reading | None:
    """Each post gets from 0 to 500 likes: a number of things that are no table of their own."""
    quantity, item, entity = view.quantity("q"), view.item("a"), view.entity("e")
    if (
        quantity is None
        or item is None
        or not is_plural(item.raw)
        or quantity.single is not None
        or quantity.unit
    ):
        return None
    name = tuple(item.raw.lower().split())
    place = view.context.declare(entity, Mention(name, name, entity))
    view.context.speak_of(entity)
    view.context.attribute = place
    return view.made(Within(place, quantity, view.quote))


def verb_values(view: View) -> Reading | None:
    """Each spot lasts 15, 30 or 45 seconds."""
    found = value_list(view.sentence.items, view.end)
    if found is None or not all(isinstance(value, float) for value in found.values):
        return None
    last = view.sentence.items[found.end - 1]
    unit = last.value.unit if isinstance(last.value, Duration) else ""
    place = verb_place(view, unit)
    if place is None:
        return None
    view.context.speak_of(place.entity)
    view.context.attribute = place
    return view.made(OneOf(place, found.values, view.quote_to(found.end)), end=found.end)


def is_own_amount(view: View, quantity: Quantity) -> bool:
    """Loans, between 1,000 and 50,000; the pledge is at least 1 dollar: a range said of the thing itself."""
    items, at = view.sentence.items, view.start
    before = at - 1 if at and items[at].word == "," else at
    while (
        before > 0
        and items[before - 1].word in {"be", "must", "should", ","}
        and not items[before - 1].symbol.isupper()
    ):
        before -= 1
    if before == 0 or items[before - 1].symbol != "E" or (before == at and items[at].word != ","):
        return False
    money = quantity.unit in table("units")["money"] or (
        not quantity.unit and (quantity.high or quantity.low or 0) >= 500
    )
    return money and items[before - 1].value == view.context.entity


def unit_range(view: View) -> Reading | None:
    """1-14 nights, said alone: the unit names the column."""
    context, quantity = view.context, view.quantity("q")
    if quantity is not None and is_own_amount(view, quantity):
        place = amount_of(view)
        context.attribute = place
        return view.made(Within(place, quantity, view.quote)) if place else None
    name = UNIT_NAMES.get(quantity.unit, "") if quantity is not None else ""
    if quantity is None or not name or context.adjacent or not context.entity:
        return None
    words_ = tuple(lemma(part) for part in name.split("_"))
    place = context.declare(context.entity, Mention(words_, tuple(name.split("_")), context.entity))
    return view.made(Within(place, quantity, view.quote))


BUILDERS: dict[str, Builder] = {
    "unit_range": unit_range,
    "gets_range": gets_range,
    "verb_range": verb_range,
    "verb_values": verb_values,
    "law": law,
    "statistic": statistic,
    "tail": tail,
    "skew": skew,
    "skew_entity": skew_entity,
}
