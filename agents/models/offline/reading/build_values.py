"""Builders of the table `phrases_values` that speak of numbers and dates."""

from __future__ import annotations

from dataclasses import replace

from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.statements import (
    Condition,
    During,
    OneOf,
    Place,
    Statement,
    Within,
)
from rowsmith.agents.models.offline.reading.value_lists import value_list
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.items import Mention
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.agents.models.offline.text.times import Duration

TEXT_UNITS = frozenset(
    {"digit", "character", "letter", "capital", "small_letter", "word", "sentence", "decimal_place"}
)


def attribute_words(view: View, place: Place) -> tuple[str, ...]:
    attribute = view.context.vocabulary.entities[place.entity].attributes.get(place.attribute)
    return attribute.words if attribute else ()


def number_range(view: View) -> Reading | None:
    quantity = view.quantity("q")
    place = ranged(view, quantity)
    if place is None or quantity is None or quantity.unit in TEXT_UNITS:
        return None
    kind = knowledge(attribute_words(view, place)).kind
    if kind in {"date", "datetime", "boolean"}:
        return None
    item = view.item("q")
    if item is not None and item.symbol == "P":
        return range_percent(view)
    return view.made(Within(place, quantity, view.quote, view.context.when))


def ranged(view: View, quantity: Quantity | None) -> Place | None:
    """The number that a range is said of: the one just named; "never negative" may stand further off."""
    if view.context.adjacent:
        return view.subject()
    if quantity is not None and quantity.low == 0 and quantity.high is None:
        return view.context.attribute or view.context.measure
    return None


def range_time(view: View) -> Reading | None:
    """A duration is the range of a number of minutes, days ...; of a date it is no range."""
    place, item = (view.subject() if view.context.adjacent else None), view.item("q")
    if place is None or item is None or not isinstance(item.value, Duration):
        return None
    names = attribute_words(view, place)
    if item.raw.lower().startswith(("a ", "an ")):
        return None
    if knowledge(names).kind in {"date", "datetime"}:
        return within_period(view, place, item.value)
    value = item.value
    return view.made(
        Within(place, Quantity(value.low, value.high, unit=value.unit), view.quote, view.context.when)
    )


def within_period(view: View, place: Place, length: Duration) -> Reading | None:
    """Within the four weeks: the window that was said to last so long, of all dates in the list."""
    period = view.context.period
    if period is None or length.low != 0 or view.context.period_length != (length.high, length.unit):
        return None
    places = [one for one in view.context.listed if one.entity == place.entity and is_date_of(view, one)] or [
        place
    ]
    return view.made(*(During(one, period, view.quote) for one in dict.fromkeys((*places, place))))


def is_date_of(view: View, place: Place) -> bool:
    return knowledge(attribute_words(view, place)).kind in {"date", "datetime"}


def range_percent(view: View) -> Reading | None:
    """Between 3.5 and 14.9 percent, of a rate: as the number that people write."""
    place, quantity = (view.subject() if view.context.adjacent else None), view.quantity("q")
    if place is None or quantity is None or (quantity.single is not None and not quantity.is_soft):
        return None
    if knowledge(attribute_words(view, place)).kind not in {"decimal", "integer", ""}:
        return None
    if quantity.low is None or quantity.high is None or quantity.low == quantity.high:
        return None
    return view.made(Within(place, replace(quantity.times(100), unit="percent"), view.quote))


def exact_when(view: View) -> Reading | None:
    """sms has duration zero: one number, for the rows that are spoken of."""
    quantity, when = view.quantity("q"), view.context.when
    place = view.subject() if view.context.adjacent and when is not None else None
    if place is None or quantity is None or quantity.single is None:
        return None
    return view.made(Within(place, quantity, view.quote, when))


def range_all(view: View) -> Reading | None:
    """Kills, deaths, assists, all zero or more."""
    quantity, owner = view.quantity("q"), view.context.entity
    if quantity is None or not view.context.listed:
        return None
    made: list[Statement] = [
        Within(place, quantity, view.quote) for place in view.context.listed if place.entity == owner
    ]
    return view.made(*made) if made else None


def range_examples(view: View) -> Reading | None:
    """From 1.20 for a roll to 38 euros for a big cake."""
    place, a, b = view.subject(), view.quantity("a"), view.quantity("b")
    if place is None or a is None or b is None or a.low is None or b.high is None or a.low >= b.high:
        return None
    return view.made(Within(place, Quantity(a.low, b.high, unit=b.unit or a.unit), view.quote))


def positive(view: View) -> Reading | None:
    place = view.subject()
    return view.made(Within(place, Quantity(0, None, open_low=True), view.quote)) if place else None


def stepped(view: View) -> Reading | None:
    """In half-star steps 0.5 to 5: a range and its step; of the entity's own number where none was named."""
    quantity = view.quantity("q")
    place = view.subject() or own_number(view)
    if place is None or quantity is None:
        return None
    size = (
        view.found.options.get("step")
        or (view.quantity("s") or view.quantity("p") or Quantity.exactly(0.5)).low
    )
    return view.made(Within(place, replace(quantity, unit=f"step {size:g}"), view.quote))


def own_number(view: View) -> Place | None:
    """The number that an entity is about: the rating of a rating."""
    context = view.context
    entity = context.vocabulary.entities.get(context.entity)
    if entity is None:
        return None
    words_ = entity.words[-1:]
    if knowledge(words_).kind in {"integer", "decimal", "category"}:
        return context.declare(entity.name, Mention(words_, words_, entity.name))
    return None


def step(view: View) -> Reading | None:
    place, size = view.subject(), view.quantity("s")
    if place is None or size is None or size.low is None:
        return None
    return view.made(Within(place, Quantity(None, None, unit=f"step {size.low:g}"), view.quote))


def digits(view: View) -> Reading | None:
    place, number = view.subject(), view.quantity("n")
    if place is None or (number is not None and number.unit != "decimal_place"):
        return None
    count = int(number.low or 1) if number is not None else 1
    return view.made(Within(place, Quantity(None, None, unit=f"digits {count}"), view.quote))


def attribute_of(view: View) -> Reading | None:
    """Credit score of the borrower: an attribute with its owner."""
    mention, entity = view.mention("a"), view.entity("e")
    if (
        mention is None
        or mention.owner
        or (view.context.existing(mention, entity) is None and not knowledge(mention.words).kind)
    ):
        return None
    view.context.attribute, view.context.pending = view.context.place(mention, entity), None
    view.context.adjacent = view.context.just = True
    return view.made()


def stored_as(view: View) -> Reading | None:
    """(store them as 0.05, 0.08 and 0.12): the values as they are written."""
    place = view.context.attribute
    found = value_list(view.sentence.items, view.end)
    if place is None or found is None:
        return None
    end = found.end + (found.end < len(view.sentence) and view.sentence.items[found.end].word == ")")
    return view.made(OneOf(place, found.values, view.quote_to(end), instead=True), end=end)


def nothing(condition: Condition) -> Condition:
    return condition


BUILDERS: dict[str, Builder] = {
    "range": number_range,
    "range_time": range_time,
    "range_percent": range_percent,
    "exact_when": exact_when,
    "range_all": range_all,
    "range_examples": range_examples,
    "positive": positive,
    "stepped": stepped,
    "step": step,
    "digits": digits,
    "attribute_of": attribute_of,
    "stored_as": stored_as,
}
