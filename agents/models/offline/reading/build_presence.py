"""Builders of the table `phrases_presence` that speak of what is filled, or what holds, in which state."""

from __future__ import annotations

from dataclasses import replace

from rowsmith.agents.models.offline.reading.build_shares import ending_place, says_state, state_words
from rowsmith.agents.models.offline.reading.build_windows import is_participle, verb_date
from rowsmith.agents.models.offline.reading.statements import (
    Condition,
    Filled,
    OneOf,
    Op,
    Ordered,
    Place,
    ShareOf,
    Statement,
    Within,
    Word,
)
from rowsmith.agents.models.offline.reading.states import find_state, new_flag
from rowsmith.agents.models.offline.reading.value_lists import text_of
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.quantity import Quantity


def state_of(view: View, name: str = "s", make: bool = True) -> Condition | None:
    """The condition that a state word means, of the entity named beside it or the one spoken of."""
    words, entity = state_words(view, name), view.entity("e") or view.context.entity
    if not says_state(view, name) or not entity:
        return None
    found = find_state(view.context, words, entity)
    if found is None and make and view.entity("e") and words[-1].endswith(("ed", "en")):
        found = new_flag(view.context, entity, words)
    return found


def places(view: View, entity: str, *names: str) -> list[Place]:
    mentions = [view.mention(name) for name in names]
    return [ending_place(view, entity, mention) for mention in mentions if mention is not None]


def empty_when(view: View) -> Reading | None:
    """Unpaid ones have no payment date."""
    condition = state_of(view)
    if condition is None:
        return None
    entity = view.entity("e") or condition.place.entity
    view.context.when = view.context.last_state = condition
    return view.made(
        *(Filled(place, view.quote, empty_when=condition) for place in places(view, entity, "a", "b", "c"))
    )


def only_when(view: View) -> Reading | None:
    """Only solved tickets have solved_at and a CSAT 1-5."""
    condition = state_of(view)
    if condition is None:
        return None
    return exactly(view, condition, "a", "b")


def exactly(view: View, condition: Condition, *names: str) -> Reading:
    """These columns are filled where the condition holds and empty elsewhere."""
    entity = condition.place.entity
    found = places(view, entity, *names)
    made: list[Statement] = [
        Filled(place, view.quote, empty_when=condition.negated(), only=True) for place in found
    ]
    for place, range_name in zip(found, ("q", "r"), strict=False):
        quantity = view.quantity(range_name)
        if quantity is not None:
            made.append(Within(place, quantity, view.quote))
    if found:
        view.context.attribute = found[-1]
    return view.made(*made)


def only_these(view: View) -> Reading | None:
    condition = view.context.last_state
    return exactly(view, condition, "a") if condition is not None else None


def only_for(view: View) -> Reading | None:
    condition = state_of(view)
    return exactly(view, condition, "a") if condition is not None else None


def empty_for(view: View) -> Reading | None:
    """Shipped_at empty if status is new or packed."""
    condition = both(view, state_of(view), state_of(view, "t"))
    if condition is None:
        return None
    text = view.sentence.code[view.sentence.offsets[view.start] : view.sentence.offsets[view.end]].split()
    condition = condition.negated() if "not" in text else condition
    place = places(view, condition.place.entity, "a")[0]
    return view.made(Filled(place, view.quote, empty_when=condition))


def both(view: View, first: Condition | None, second: Condition | None) -> Condition | None:
    if first is None or second is None or second.place != first.place or first.op != "=":
        return first
    return replace(first, values=(*first.values, *second.values))


def empty_unless(view: View) -> Reading | None:
    condition = state_of(view)
    return exactly(view, condition, "a") if condition is not None else None


def empty_these(view: View) -> Reading | None:
    """For those leave the name blank."""
    condition = view.context.last_state
    if condition is None:
        return None
    place = places(view, condition.place.entity, "a")[0]
    return view.made(Filled(place, view.quote, empty_when=condition, only=True))


def filled_exactly(view: View) -> Reading | None:
    """The completion date is filled exactly when progress is 100."""
    other, value = view.mention("b"), view.item("v")
    if other is None or value is None:
        return None
    place = view.context.place(other)
    spoken: Word = text_of([value])
    return exactly(view, Condition(place, "=", (spoken,)), "a")


def empty_in_period(view: View) -> Reading | None:
    """For the current semester (Fall 2024) grades are still empty: a column of its own, one of whose values this is."""
    period, value, mention = view.mention("b"), view.item("v"), view.mention("a")
    if period is None or value is None or mention is None:
        return None
    place = view.place("a")
    if place is None:
        return None
    at = view.context.declare(place.entity, replace(period, owner=place.entity))
    condition = Condition(at, "=", (value.raw,))
    return view.made(Filled(place, view.quote, empty_when=condition, only=True))


def those_have(view: View) -> Reading | None:
    """Those need a churn date: of the state that was just spoken of."""
    condition = view.context.last_state
    if condition is None:
        return None
    return exactly(view, condition, "a")


def others_have_not(view: View) -> Reading | None:
    """..., the others should not have one: said already by "those have"; it only makes it exact."""
    return view.made() if view.context.last_state is not None else None


def others_are(view: View) -> Reading | None:
    """The others are either open or in progress: the other values of that state's column."""
    condition = view.context.last_state
    x, y = view.item("x"), view.item("y")
    if condition is None or condition.op != "=" or x is None or y is None:
        return None
    values = (*condition.values, text_of([x]), text_of([y]))
    return view.made(OneOf(condition.place, values, view.quote))


def stays_empty(view: View) -> Reading | None:
    """... and the closed timestamp stays empty: for the others."""
    condition = view.context.last_state
    if condition is None:
        return None
    return exactly(view, condition, "a")


def never_state(view: View) -> Reading | None:
    """..., dropped never: they have not what was spoken of."""
    condition, place = state_of(view, make=False), view.context.attribute
    if condition is None or place is None:
        return None
    return view.made(Filled(place, view.quote, empty_when=condition))


def nullable(view: View) -> Reading | None:
    place = view.subject()
    return view.made(Filled(place, view.quote, empty_share=Quantity(0.0, 0.5))) if place else None


def not_null(view: View) -> Reading | None:
    place = view.subject()
    return view.made(Filled(place, view.quote)) if place else None


def when_prefix(view: View) -> Reading | None:
    """sms has ..., cancelled => ...: what follows is said of these rows."""
    condition = both(view, state_of(view, make=bool(view.entity("e"))), state_of(view, "t", make=False))
    if condition is None:
        return None
    view.context.speak_of(view.entity("e") or condition.place.entity)
    view.context.when = view.context.last_state = condition
    view.context.attribute = None
    return view.made()


def also_when(view: View) -> Reading | None:
    """..., non-converted 0: the same column for another state."""
    condition, place, quantity = state_of(view, make=False), view.context.attribute, view.quantity("q")
    if condition is None or place is None or quantity is None:
        return None
    return view.made(Within(place, quantity, view.quote, condition))


def value_when(view: View) -> Reading | None:
    """Monthly fee is zero for Free."""
    condition, quantity = state_of(view), view.quantity("q")
    if condition is None or quantity is None:
        return None
    place = view.place("a", view.entity("e") or condition.place.entity)
    return view.made(Within(place, quantity, view.quote, condition)) if place else None


def value_if(view: View) -> Reading | None:
    return None


def sign_when(view: View) -> Reading | None:
    """IN quantities positive, OUT negative."""
    condition = state_of(view, make=False)
    mention = view.mention("a")
    if condition is None:
        return None
    place = view.context.place(mention, condition.place.entity) if mention else view.context.attribute
    if place is None:
        return None
    view.context.attribute = place
    word = view.sentence.items[view.end - 1].word
    quantity = {
        "positive": Quantity(0, None, open_low=True),
        "negative": Quantity(None, 0, open_high=True),
    }.get(word, Quantity.exactly(0))
    return view.made(Within(place, quantity, view.quote, condition))


def none_when(view: View) -> Reading | None:
    """Controlled drugs never any refills: none, or zero of a number."""
    condition = state_of(view)
    mention = view.mention("a")
    if condition is None or mention is None:
        return None
    made: list[Statement] = [Within(view.context.place(mention), Quantity.exactly(0), view.quote, condition)]
    share = view.quantity("p")
    if share is not None:
        made.append(ShareOf(condition, share, view.quote))
    return view.made(*made)


def state_order(view: View) -> Reading | None:
    """The late ones were paid after their due date."""
    condition, verb, mention = state_of(view), view.item("v"), view.mention("b")
    if condition is None or verb is None or mention is None or not is_participle(verb.raw.lower()):
        return None
    entity = condition.place.entity
    left = verb_date(view, entity, verb.raw.lower())
    right = view.context.place(mention, entity)
    op: Op = "<" if "before" in [item.word for item in view.sentence.items[view.start : view.end]] else ">"
    return view.made(Ordered(left, op, right, view.quote, when=condition))


BUILDERS: dict[str, Builder] = {
    "empty_when": empty_when,
    "only_when": only_when,
    "only_these": only_these,
    "only_for": only_for,
    "empty_for": empty_for,
    "empty_unless": empty_unless,
    "empty_these": empty_these,
    "filled_exactly": filled_exactly,
    "empty_in_period": empty_in_period,
    "those_have": those_have,
    "others_have_not": others_have_not,
    "others_are": others_are,
    "stays_empty": stays_empty,
    "never_state": never_state,
    "nullable": nullable,
    "not_null": not_null,
    "when_prefix": when_prefix,
    "also_when": also_when,
    "value_when": value_when,
    "value_if": value_if,
    "sign_when": sign_when,
    "none_when": none_when,
    "state_order": state_order,
}
