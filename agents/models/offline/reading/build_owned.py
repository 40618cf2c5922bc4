"""Builders of the table `phrases_owned`: numbers, states and things that an entity is said to have."""

from __future__ import annotations

import itertools

from rowsmith.agents.models.offline.lexicon.load import mapping
from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.build_presence import exactly, state_of
from rowsmith.agents.models.offline.reading.build_shares import is_no_state, state_words
from rowsmith.agents.models.offline.reading.links import refer
from rowsmith.agents.models.offline.reading.noun_phrases import is_function, is_plural
from rowsmith.agents.models.offline.reading.statements import (
    Computed,
    Condition,
    Filled,
    Place,
    Refers,
    Rows,
    ShareOf,
    Unread,
    Within,
    Written,
)
from rowsmith.agents.models.offline.reading.states import find_state, new_flag
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.items import Mention
from rowsmith.agents.models.offline.text.quantity import Quantity

MOST_NUMBERED = 200


def owned_number(view: View) -> Reading | None:
    """Each with 80 to 600 spaces; every flat has 1 to 5 bedrooms: a number of things that are no rows."""
    entity, quantity, mention = view.entity("p") or view.context.entity, view.quantity("n"), view.mention("a")
    if not entity or quantity is None or mention is None or quantity.single == 1 or quantity.unit:
        return None
    item = view.item("a")
    if item is not None and item.symbol == "w" and (not is_plural(item.raw) or is_function(item.word)):
        return None
    view.context.speak_of(entity)
    place = view.context.declare(entity, mention)
    view.context.attribute, view.context.listing = place, True
    return view.made(Within(place, quantity, view.quote))


def share_phrase(view: View) -> Reading | None:
    """15% of the artworks are on loan; 85% returned on time: a state of several words."""
    quantity, entity = view.quantity("p"), view.entity("e") or view.context.entity
    state, place = view.item("s"), state_words(view, "t")
    if quantity is None or not entity or is_no_state(place[0]):
        return None
    if state is not None and not state.raw.lower().endswith(("ed", "en", "ing")):
        return None
    said = (*state_words(view, "s"), preposition(view), *place)
    condition = find_state(view.context, said, entity) or new_flag(view.context, entity, said)
    view.context.when = view.context.last_state = condition
    view.context.speak_of(condition.place.entity)
    return view.made(ShareOf(condition, quantity, view.quote))


def preposition(view: View) -> str:
    """The word before the last one: on loan, in transit."""
    return next(
        item.word
        for item, following in itertools.pairwise(view.sentence.items[view.start : view.end])
        if following is view.item("t")
    )


def flagged(view: View) -> Reading | None:
    """About 10% of the books out of print; 5% of measurements flagged as suspect: a flag that is there or new."""
    quantity, entity, said = (
        view.quantity("p"),
        view.entity("e") or view.context.entity,
        state_words(view, "s"),
    )
    if quantity is None or not entity or not said:
        return None
    condition = find_state(view.context, said, entity) or new_flag(view.context, entity, said)
    view.context.last_state = condition
    return view.made(ShareOf(condition, quantity, view.quote))


def measured(view: View) -> Reading | None:
    """Reviews scored 1 to 10, workers aged 18 to 65: a participle names the number."""
    item, quantity, entity = view.item("v"), view.quantity("q"), view.context.entity
    name = mapping("measured_participles", "names").get(item.raw.lower()) if item is not None else None
    if name is None or quantity is None or not entity or quantity.single is not None:
        return None
    place = view.context.declare(entity, Mention((name,), (name,), entity))
    view.context.attribute = place
    return view.made(Within(place, quantity, view.quote))


def numbered_table(view: View) -> Reading | None:
    """Lanes table (1 to 8): the rows are numbered."""
    entity, quantity = view.entity("e"), view.quantity("n")
    if quantity is None or quantity.low != 1 or quantity.high is None or quantity.high > MOST_NUMBERED:
        return None
    view.context.speak_of(entity)
    rows = tuple((float(number),) for number in range(1, int(quantity.high) + 1))
    return view.made(
        Rows(entity, Quantity.exactly(quantity.high), view.quote),
        Written(entity, ("number",), rows, view.quote),
    )


def one_of_several(view: View) -> Reading | None:
    """Each sings one of four voices: a reference to what is counted."""
    child, parent, rows = view.entity("c") or view.context.entity, view.entity("p"), view.quantity("k")
    if not child or child == parent or rows is None:
        return None
    refer(view.context, child, parent)
    view.context.naming = parent
    return view.made(Rows(parent, rows, view.quote), Refers(child, parent, view.quote))


def those_record(view: View) -> Reading | None:
    """For those who escape we record the escape time: filled for them and empty for all others."""
    entity, said, mention = view.context.entity, state_words(view, "s"), view.mention("a")
    if not entity or not said or mention is None:
        return None
    condition = find_state(view.context, said, entity)
    if condition is None:
        return None
    reading = exactly(view, condition, "a")
    view.context.attribute = view.context.existing(mention, condition.place.entity)
    view.context.adjacent = True
    return reading


def ones_have(view: View) -> Reading | None:
    """Late ones have a penalty fee: filled for these rows."""
    entity, said = view.context.entity, state_words(view, "s")
    if not entity or not said or is_no_state(said[0]):
        return None
    condition = state_of(view, make=False) or new_flag(view.context, entity, said)
    view.context.last_state = condition
    return exactly(view, condition, "a")


def priced_per(view: View) -> Reading | None:
    """A price of 22 euros per player: the price is that many times the number of players."""
    place, quantity, counted = view.place("a"), view.quantity("n"), view.mention("x")
    if place is None or quantity is None or quantity.single is None or counted is None:
        return None
    for attribute in view.context.vocabulary.entities[place.entity].attributes.values():
        number = knowledge(attribute.words).kind in {"integer", "decimal", ""}
        if counted.words[-1] in attribute.words and number and attribute.name != place.attribute:
            factor = Place(place.entity, attribute.name)
            return view.made(Computed(place, f"{quantity.single:g} * {{{factor}}}", view.quote))
    return None


def empty_otherwise(view: View) -> Reading | None:
    """..., otherwise empty; for all others it stays empty: of the state spoken of last."""
    condition, place = view.context.last_state, view.context.attribute
    if condition is None or place is None or place.entity != condition.place.entity:
        return None
    return view.made(Filled(place, view.quote, empty_when=condition.negated(), only=True))


def sometimes_empty(view: View) -> Reading | None:
    """End date (sometimes unknown, like 20%)."""
    place = view.subject()
    if place is None:
        return None
    return view.made(Filled(place, view.quote, empty_share=view.quantity("p") or Quantity(0.0, 0.5)))


def only_above(view: View) -> Reading | None:
    """... only for scores of 60 or more: filled where a number is at least so much."""
    place, quantity = view.context.attribute, view.quantity("q")
    bound = view.place("b", place.entity) if place is not None else None
    if place is None or bound is None or bound == place or quantity is None or quantity.low is None:
        return None
    beyond = Condition(bound, "<=" if quantity.open_low else "<", (quantity.low,))
    return view.made(Filled(place, view.quote, empty_when=beyond, only=True))


def lasts(view: View) -> Reading | None:
    """Bookings, each 30 to 240 minutes; a course runs 8 to 16 weeks."""
    entity, quantity = view.context.entity, view.quantity("q")
    if not entity or quantity is None or not quantity.unit or quantity.low is None or quantity.high is None:
        return None
    owner = view.context.vocabulary.entities[entity]
    names = ("duration", f"{quantity.unit}s")
    known = next((a.name for a in owner.attributes.values() if "duration" in a.words), "")
    words = ("duration", quantity.unit)
    place = Place(entity, known) if known else view.context.declare(entity, Mention(words, names, entity))
    view.context.attribute = place
    return view.made(Within(place, quantity, view.quote))


def not_checked(view: View) -> Reading:
    """What is understood but can be neither made nor checked yet, listed with its reason."""
    return view.made(Unread(view.quote, view.found.options["reason"]))


BUILDERS: dict[str, Builder] = {
    "owned_number": owned_number,
    "share_phrase": share_phrase,
    "flagged": flagged,
    "measured": measured,
    "numbered_table": numbered_table,
    "one_of_several": one_of_several,
    "those_record": those_record,
    "ones_have": ones_have,
    "priced_per": priced_per,
    "empty_otherwise": empty_otherwise,
    "sometimes_empty": sometimes_empty,
    "only_above": only_above,
    "lasts": lasts,
    "not_checked": not_checked,
}
