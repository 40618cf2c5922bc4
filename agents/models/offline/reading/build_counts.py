"""Builders of the table `phrases_counts`."""

from __future__ import annotations

from dataclasses import replace

from rowsmith.agents.models.offline.lexicon.load import words
from rowsmith.agents.models.offline.reading.event_dates import event_place
from rowsmith.agents.models.offline.reading.noun_phrases import is_plural
from rowsmith.agents.models.offline.reading.statements import (
    Children,
    Condition,
    During,
    Place,
    Rows,
    Statement,
    Word,
)
from rowsmith.agents.models.offline.reading.states import declared_value
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.quantity import Firmness, Quantity

ROLES = words("clause_reader", "roles")
DESCRIBING = words("clause_reader", "describing")
EACH = frozenset({"each", "every"})


def is_whole(quantity: Quantity) -> bool:
    ends = [end for end in (quantity.low, quantity.high) if end is not None]
    return not quantity.unit and all(end == int(end) and end >= 0 for end in ends)


def count(view: View) -> Reading | None:
    """So many of an entity; a range right after "each X" says how many each has."""
    entity, quantity = view.entity("e"), view.quantity("n")
    if quantity is None or not is_whole(quantity) or is_heading(view) or is_back_reference(view, quantity):
        return None
    context = view.context
    following = view.sentence.items[view.end].word if view.end < len(view.sentence) else ""
    if following in {"per", "for", "row", "record", "entry"} and quantity.single == 1:
        return None
    if quantity.single == 1 and not view.found.options.get("strong"):
        return None
    parent = context.each
    if parent and parent != entity and not view.found.options.get("strong"):
        return view.made(Children(parent, entity, at_least_zero(quantity), view.quote))
    if quantity.single is None and quantity.low is None:
        return None
    spoken = context.entity
    context.speak_of(entity)
    if spoken and spoken != entity and is_aside(view):
        context.speak_of(spoken)
        context.naming = entity
        return view.made(Rows(entity, quantity, view.quote))
    context.listing, context.naming = is_followed_by_list(view), entity
    return view.made(Rows(entity, quantity, view.quote))


def is_aside(view: View) -> bool:
    """400 employees in 8 departments: what follows is of the employees."""
    items = view.sentence.items
    return view.start > 0 and items[view.start - 1].word in {"in", "at", "across", "over", "from", "on"}


def is_followed_by_list(view: View) -> bool:
    """Donors: 800, blood type, sex, ...: attributes follow without a verb."""
    items, at = view.sentence.items, view.end
    while at < len(items) and (items[at].symbol in {"T", "Y"} or items[at].word in {"in", "for", "during"}):
        at += 1
    if at + 1 >= len(items) or items[at].word not in {",", ":"}:
        return False
    role = items[at + 1].word in ROLES and at + 2 < len(items) and items[at + 2].symbol == "E"
    return items[at + 1].symbol == "A" or role


def of_each(view: View) -> Reading | None:
    """16 teams of two players."""
    parent, child = view.entity("p"), view.entity("c")
    rows, each = view.quantity("n"), view.quantity("k")
    if parent == child or rows is None or each is None or not is_whole(rows):
        return None
    view.context.speak_of(child)
    view.context.naming = child
    return view.made(Rows(parent, rows, view.quote), Children(parent, child, each, view.quote))


def count_late(view: View) -> Reading | None:
    """Bookings jan to mar 2024 ~5k; rides, one row per pass, about 40k: the number comes last."""
    context, quantity = view.context, view.quantity("n")
    entity = view.entity("e") or context.entity
    if (
        not entity
        or quantity is None
        or not is_whole(quantity)
        or context.adjacent
        or (quantity.low or 0) < 20
    ):
        return None
    if not view.has("t") and (not quantity.is_soft or (entity in context.rows and context.turn == 0)):
        return None
    after = view.sentence.items[view.end] if view.end < len(view.sentence) else None
    if after is not None and (after.symbol or after.word not in {",", ")", "."}):
        return None
    made: list[Statement] = [Rows(entity, quantity, view.quote)]
    span = view.window("t")
    if span is not None:
        place = Place(entity, "") if context.turn == 0 else event_place(context, entity)
        made.append(During(place, span, view.quote))
    context.speak_of(entity)
    return view.made(*made)


def is_heading(view: View) -> bool:
    """Boat hire: 24 boats. The number after a heading is that of the next thing."""
    items, at = view.sentence.items, view.end
    while at < len(items) and items[at].symbol in {"J", "X"}:
        at += 1
    colon = any(item.word == ":" and not item.symbol.isupper() for item in items[view.start : view.end])
    return colon and at < len(items) and items[at].symbol == "E"


def is_back_reference(view: View, quantity: Quantity) -> bool:
    """One of the two teams; after visit 3."""
    items, at = view.sentence.items, view.start
    if at > 1 and items[at - 1].word == "the" and items[at - 2].word == "of":
        return True
    item = view.item("e")
    bare = view.end - view.start == 2 and item is not None and items[view.start].symbol == "E"
    return (
        bare
        and item is not None
        and not is_plural(item.raw)
        and not quantity.is_soft
        and (quantity.low or 0) < 20
    )


def count_open(view: View) -> Reading | None:
    """Courses (80 in total, ...: the bracket stays open for what else is said."""
    quantity = view.quantity("n")
    if quantity is None:
        return None
    view.context.speak_of(view.entity("e"))
    return view.made(Rows(view.entity("e"), quantity, view.quote))


def count_spoken(view: View) -> Reading | None:
    entity, quantity = view.context.entity, view.quantity("n")
    before = view.sentence.items[view.start - 1].word if view.start else ""
    if not entity or quantity is None or not is_whole(quantity) or before in {"in", "on", "into", "to"}:
        return None
    return view.made(Rows(entity, quantity, view.quote))


def count_named(view: View) -> Reading | None:
    """Each visit with a vet (there are 8): how many there are of what was just named."""
    entity, quantity = view.context.naming or view.context.entity, view.quantity("n")
    if not entity or quantity is None or not is_whole(quantity):
        return None
    return view.made(Rows(entity, quantity, view.quote))


def count_sketch(view: View) -> Reading | None:
    """What follows a sketch after dashes: -- 12 lakes in Sweden."""
    entity, quantity = view.context.entity, view.quantity("n")
    if not view.context.sketch or not entity or quantity is None:
        return None
    return view.made(Rows(entity, quantity, view.quote))


def restated(view: View) -> Reading | None:
    """(so 1200 measurements): the number of rows that was said in another way, perhaps by another name."""
    context = view.context
    if context.turn == 1 and view.entity("e") and is_same_count(view, context.entity):
        context.vocabulary.merge(view.entity("e"), context.entity)
        context.rows.pop(view.entity("e"), None)
        return None
    entity, quantity = view.entity("e") or view.context.entity, view.quantity("n")
    if not entity or quantity is None or not is_whole(quantity):
        return None
    return view.made(Rows(entity, quantity, view.quote))


def is_same_count(view: View, entity: str) -> bool:
    """Whether the number is that of the children counted just before: 120 batches of 10 bolts are 1,200."""
    context, quantity = view.context, view.quantity("n")
    parents = context.rows.get(context.counted.get(entity, ""))
    if (
        quantity is None
        or quantity.single is None
        or parents is None
        or parents.single is None
        or entity in context.rows
    ):
        return False
    return parents.single > 0 and quantity.single % parents.single == 0


def at_least_zero(quantity: Quantity) -> Quantity:
    return replace(quantity, low=0.0) if quantity.low is None else quantity


def children(view: View) -> Reading | None:
    parent, child, quantity = view.entity("p"), view.entity("c"), view.quantity("n")
    if parent == child or quantity is None or not is_whole(quantity):
        return None
    if quantity.single == 1 and not view.has("q"):
        return None
    quantity = narrowed(quantity, view.quantity("m"))
    view.context.speak_of(child)
    view.context.each, view.context.naming = "", child
    return view.made(Children(parent, child, at_least_zero(quantity), view.quote))


def narrowed(quantity: Quantity, other: Quantity | None) -> Quantity:
    """At least one item, never more than six: the second bound joins the first."""
    if other is None:
        return quantity
    low = quantity.low if quantity.low is not None else other.low
    high = quantity.high if quantity.high is not None else other.high
    return replace(quantity, low=low, high=high)


def children_restated(view: View) -> Reading | None:
    """(so six players per team): in the place of what was said before."""
    parent, child, quantity = view.entity("p"), view.entity("c"), view.quantity("n")
    if parent == child or quantity is None or not is_whole(quantity):
        return None
    view.context.speak_of(child)
    return view.made(Children(parent, child, quantity, view.quote, instead=True))


def children_spoken(view: View) -> Reading | None:
    """0-40 per member: of what was spoken of last."""
    parent, quantity = view.entity("p"), view.quantity("n")
    child = view.context.entity
    if child == parent:
        others = [name for name in reversed(view.context.recent) if name != parent]
        child = others[0] if others else ""
    following = view.sentence.items[view.end].word if view.end < len(view.sentence) else ""
    if (
        not child
        or quantity is None
        or not is_whole(quantity)
        or (quantity.single == 1 and following in EACH)
    ):
        return None
    return view.made(Children(parent, child, at_least_zero(quantity), view.quote))


def children_each(view: View) -> Reading | None:
    """Each with 10 to 60 episodes: each of what was spoken of last."""
    parent, child, quantity = view.context.entity, view.entity("c"), view.quantity("n")
    if not parent or parent == child or quantity is None or not is_whole(quantity):
        return None
    if quantity.single == 1 or opens_a_description(view):
        return None
    view.context.speak_of(child)
    return view.made(Children(parent, child, at_least_zero(quantity), view.quote))


def opens_a_description(view: View) -> bool:
    """60 courses, each belonging to a department: "each" says what every course has, and not how many there are."""
    items = view.sentence.items
    if view.end >= len(items) or items[view.end - 1].word != "each":
        return False
    return items[view.end].word in DESCRIBING or items[view.end].raw.lower() in DESCRIBING


def children_zero(view: View) -> Reading | None:
    return view.made(
        Children(view.entity("p"), view.entity("c"), Quantity(0, None, Firmness.about), view.quote)
    )


def childless(view: View) -> Reading | None:
    child = view.entity("c") or view.context.entity
    if not child or child == view.entity("p"):
        return None
    return view.made(Children(view.entity("p"), child, Quantity(0, None, Firmness.about), view.quote))


def children_least(view: View) -> Reading | None:
    return view.made(Children(view.entity("p"), view.entity("c"), Quantity(1, None), view.quote))


def children_state(view: View) -> Reading | None:
    """A full-timer works 16 to 20 shifts: children of the parents in one state."""
    quantity, condition = view.quantity("n"), worker_state(view, view.word("s"))
    if quantity is None or condition is None:
        return None
    child = view.entity("c")
    view.context.speak_of(child)
    return view.made(Children(condition.place.entity, child, quantity, view.quote, condition))


def children_state_more(view: View) -> Reading | None:
    """..., the half-timers 7 to 10: the same children for parents in another state."""
    quantity = view.quantity("n")
    number = view.quantity("k")
    word = f"{number.single:g}" if number is not None and number.single is not None else view.word("s")
    condition = worker_state(view, word)
    child = view.context.entity
    if quantity is None or condition is None or child == condition.place.entity:
        return None
    return view.made(Children(condition.place.entity, child, quantity, view.quote, condition))


def worker_state(view: View, word: str) -> Condition | None:
    """full-timer, half-timer, the 80 percenters: the value of a percentage among several."""
    for place, values in view.context.values.items():
        numbers = [value for value in values if isinstance(value, float)]
        if len(numbers) >= 2 and (found := percentage(word, numbers)) is not None:
            return Condition(place, "=", (found,))
    return state_value(view, word)


def percentage(word: str, numbers: list[float]) -> Word | None:
    if word.startswith("full"):
        return max(numbers)
    if word.startswith(("half", "part")):
        return min(numbers)
    return next((number for number in numbers if f"{number:g}" == word), None)


def state_value(view: View, word: str) -> Condition | None:
    for entity in view.context.vocabulary.entities:
        found = declared_value(view.context, entity, (word,))
        if found is not None:
            return found
    return None


def place_of(entity: str) -> Place:
    return Place(entity, "")


BUILDERS: dict[str, Builder] = {
    "count": count,
    "of_each": of_each,
    "count_late": count_late,
    "count_open": count_open,
    "count_spoken": count_spoken,
    "count_named": count_named,
    "count_sketch": count_sketch,
    "restated": restated,
    "children": children,
    "children_restated": children_restated,
    "children_spoken": children_spoken,
    "children_each": children_each,
    "children_zero": children_zero,
    "childless": childless,
    "children_least": children_least,
    "children_state": children_state,
    "children_state_more": children_state_more,
}
