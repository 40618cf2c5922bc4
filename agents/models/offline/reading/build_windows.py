"""When things happen: windows of dates, said of a column, a verb or the whole."""

from __future__ import annotations

from rowsmith.agents.models.offline.lexicon.load import mapping, words
from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.build_timing import timed
from rowsmith.agents.models.offline.reading.build_values import attribute_words
from rowsmith.agents.models.offline.reading.event_dates import event_place
from rowsmith.agents.models.offline.reading.statements import (
    During,
    Has,
    Place,
    Within,
)
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View, window_of
from rowsmith.agents.models.offline.text.inflection import stem
from rowsmith.agents.models.offline.text.items import Mention
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.agents.models.offline.text.times import Window

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
    items, context = view.sentence.items, view.context
    if context.naming and context.naming == context.entity and context.knows(context.entity) is None:
        return context.entity
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


def date_of_verb(view: View) -> Reading | None:
    """The date the shop was opened: opened_on."""
    entity, verb = view.context.entity, view.item("v")
    if not entity or verb is None or not is_participle(verb.raw.lower()):
        return None
    view.context.attribute, view.context.adjacent = verb_date(view, entity, verb.raw.lower()), True
    view.context.pending = None
    return view.made(Has(view.context.attribute, view.quote))


BUILDERS: dict[str, Builder] = {
    "window": window,
    "window_all": window_all,
    "window_verb": window_verb,
    "window_none": window_none,
    "date_of_verb": date_of_verb,
}
