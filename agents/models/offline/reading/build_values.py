"""Builders of the table `phrases_values` that speak of numbers and dates."""

from __future__ import annotations

from dataclasses import replace

from rowsmith.agents.models.offline.lexicon.load import mapping, table, words
from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.build_relations import event_place
from rowsmith.agents.models.offline.reading.statements import (
    Condition,
    During,
    Has,
    Law,
    Measured,
    OneOf,
    Place,
    Skewed,
    Statement,
    Within,
)
from rowsmith.agents.models.offline.reading.value_lists import value_list
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View, window_of
from rowsmith.agents.models.offline.text.inflection import stem
from rowsmith.agents.models.offline.text.items import Mention, lemma
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.agents.models.offline.text.times import Duration, Window

TEXT_UNITS = frozenset(
    {"digit", "character", "letter", "capital", "small_letter", "word", "sentence", "decimal_place"}
)
DATED = (
    "on",
    {
        "join",
        "hire",
        "birth",
        "publish",
        "release",
        "found",
        "enroll",
        "sign",
        "subscribe",
        "register",
        "buil",
        "establish",
        "construct",
        "plant",
        "launch",
        "issue",
        "donat",
        "pledg",
        "submit",
        "appli",
    },
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


def window(view: View) -> Reading | None:
    """In 2023: of the date that was just named, or of the entity's own date."""
    item = view.item("t")
    span = window_of(item) if item else None
    if span is None:
        return None
    place = dated_subject(view)
    if place is None:
        return entity_window(view, span)
    if is_year(view, place) and span.start and span.end:
        return view.made(Within(place, Quantity(span.start.year, span.end.year, unit="year"), view.quote))
    if is_year(view, place):
        low, high = (span.start.year if span.start else None), (span.end.year if span.end else None)
        return view.made(Within(place, Quantity(low, high, unit="year"), view.quote))
    return view.made(During(place, span, view.quote))


def dated_subject(view: View) -> Place | None:
    place = view.subject() if view.context.adjacent else None
    if place is None:
        return None
    kind = knowledge(attribute_words(view, place)).kind
    if kind == "" and not (view.context.listing or view.context.sketch):
        return None
    return place if kind in {"date", "datetime", ""} or is_year(view, place) else None


def is_year(view: View, place: Place) -> bool:
    names = attribute_words(view, place)
    return bool(names) and names[-1] in {"year", "vintage"} and knowledge(names).kind == "integer"


def entity_window(view: View, span: Window) -> Reading | None:
    entity = window_owner(view)
    if not entity:
        return None
    if view.start == 0 and not view.context.waiting:
        view.context.waiting = (span, view.quote)
        return view.made()
    place = (
        Place(entity, "")
        if view.context.turn == 0 or entity in view.context.grids
        else event_place(view.context, entity)
    )
    return view.made(During(place, span, view.quote))


def window_owner(view: View) -> str:
    """Whose date a window is: of what was named just before or comes right after, else of what has dates."""
    from rowsmith.agents.models.offline.reading.build_timing import timed

    items, context = view.sentence.items, view.context
    direct = view.start > 0 and items[view.start - 1].symbol == "E"
    if direct and items[view.start].word != "," and items[view.start - 1].value == context.entity:
        return context.entity
    grid = next((name for name in reversed(context.recent) if name in context.grids), "")
    if grid and (not direct or items[view.start].word == ","):
        return grid
    if direct and items[view.start - 1].value == context.entity:
        return context.entity
    at = view.end
    while at < len(items) and (items[at].word == "," or items[at].symbol in {"N", "J"}) and at - view.end < 4:
        at += 1
    if view.start and at < len(items) and items[at].symbol == "E" and items[at - 1].symbol in {"N", "J"}:
        following = items[at].value
        return following if isinstance(following, str) else ""
    return timed(view, context.entity) if context.entity else ""


def remember_period(view: View, span: Window) -> None:
    """A window of whole weeks, which "within the four weeks" may mean later."""
    if span.start is None or span.end is None:
        return
    days = (span.end - span.start).days + 1
    if days % 7 == 0:
        view.context.period, view.context.period_length = span, (days / 7, "week")


def window_all(view: View) -> Reading | None:
    span = view.window("t")
    return view.made(During(Place("*", ""), span, view.quote)) if span else None


def window_verb(view: View) -> Reading | None:
    """Created Jan-Jun 2024; signed up between two months: the date of that verb."""
    span, verb = view.window("t"), view.item("v")
    entity = view.context.entity
    if span is None or verb is None or not entity or not is_participle(verb.raw.lower()):
        return None
    place = verb_date(view, entity, verb.raw.lower(), view.sentence.items[view.start + 1].word)
    view.context.attribute = place
    return view.made(During(place, span, view.quote))


def is_participle(word: str) -> bool:
    irregular = mapping("verbs", "irregular")
    if word in words("words", "function") or word in {
        "be",
        "is",
        "are",
        "based",
        "called",
        "used",
        "starting",
    }:
        return False
    return (word.endswith("ed") and len(word) > 4) or (
        word in irregular and word not in {"sale", "sales", "loan"}
    )


def verb_date(view: View, entity: str, verb: str, after: str = "") -> Place:
    """The date at which something was done: one that the entity has, or a new one, joined_on, created_at."""
    particle = after if after in {"up", "out", "off"} else ""
    owner = view.context.vocabulary.entities[entity]
    for attribute in owner.attributes.values():
        if stem(verb) in {stem(word) for word in attribute.words} and knowledge(attribute.words).kind in {
            "date",
            "datetime",
        }:
            return Place(entity, attribute.name)
    if verb == "born":
        words_ = ("date", "of", "birth")
        return view.context.declare(entity, Mention(words_, words_, entity))
    parts = (verb, particle) if particle else (verb,)
    preposition, dated = DATED
    ending = preposition if any(stem(verb).startswith(d) or d.startswith(stem(verb)) for d in dated) else "at"
    words_ = (*parts, ending)
    return view.context.declare(entity, Mention(words_, words_, entity))


def window_none(view: View) -> Reading | None:
    """No hire before 2005: the date lies in what is left."""
    place, item = view.place("a"), view.item("t")
    if place is None or item is None or not isinstance(item.value, Window):
        return None
    span = item.value
    left = Window(None, span.start) if span.end is None else Window(span.end, None)
    return view.made(During(place, left, view.quote))


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


def date_of_verb(view: View) -> Reading | None:
    """The date the shop was opened: opened_on."""
    entity, verb = view.context.entity, view.item("v")
    if not entity or verb is None or not is_participle(verb.raw.lower()):
        return None
    view.context.attribute, view.context.adjacent = verb_date(view, entity, verb.raw.lower()), True
    view.context.pending = None
    return view.made(Has(view.context.attribute, view.quote))


def stored_as(view: View) -> Reading | None:
    """(store them as 0.05, 0.08 and 0.12): the values as they are written."""
    place = view.context.attribute
    found = value_list(view.sentence.items, view.end)
    if place is None or found is None:
        return None
    end = found.end + (found.end < len(view.sentence) and view.sentence.items[found.end].word == ")")
    return view.made(OneOf(place, found.values, view.quote_to(end), instead=True), end=end)


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


def nothing(condition: Condition) -> Condition:
    return condition


BUILDERS: dict[str, Builder] = {
    "range": number_range,
    "range_time": range_time,
    "range_percent": range_percent,
    "exact_when": exact_when,
    "range_all": range_all,
    "unit_range": unit_range,
    "verb_range": verb_range,
    "verb_values": verb_values,
    "range_examples": range_examples,
    "positive": positive,
    "stepped": stepped,
    "step": step,
    "digits": digits,
    "window": window,
    "window_all": window_all,
    "window_verb": window_verb,
    "window_none": window_none,
    "attribute_of": attribute_of,
    "date_of_verb": date_of_verb,
    "stored_as": stored_as,
    "law": law,
    "statistic": statistic,
    "tail": tail,
    "skew": skew,
    "skew_entity": skew_entity,
}
