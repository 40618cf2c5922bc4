"""Builders of the table `phrases_order` that compare attributes."""

from __future__ import annotations

from dataclasses import replace

from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.build_grids import STEPS
from rowsmith.agents.models.offline.reading.build_windows import is_participle, verb_date
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.event_dates import event_place
from rowsmith.agents.models.offline.reading.links import parents_of
from rowsmith.agents.models.offline.reading.statements import (
    Matching,
    Op,
    Ordered,
    Place,
    Statement,
    Within,
)
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.inflection import stem
from rowsmith.agents.models.offline.text.items import Mention
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.agents.models.offline.text.times import Duration

OPERATORS: dict[str, Op] = {
    "<": "<", ">": ">", "<=": "<=", ">=": ">=", "<>": "<>", "!=": "<>", "=<": "<=", "before": "<", "after": ">",
}  # fmt: skip


def chain(view: View) -> Reading | None:
    """placed_at < picked_up_at < delivered_at; min < max."""
    words = [item.word for item in view.sentence.items[view.start : view.end]]
    operators: list[Op] = [OPERATORS[word] for word in words if word in OPERATORS]
    places = [view.place(name) for name in "abcd" if view.has(name)]
    made: list[Statement] = []
    for left, op, right in zip(places, operators, places[1:], strict=False):
        if left is None or right is None or left == right:
            return None
        made.append(turned(left, op, right, view))
    return view.made(*made)


def turned(left: Place, op: Op, right: Place, view: View) -> Ordered:
    """The later or the lesser first, as the planner makes it from the other."""
    if op == "<":
        return Ordered(right, ">", left, view.quote)
    return Ordered(left, op, right, view.quote)


def target(view: View, subject: Place) -> Place | None:
    """What is compared with: an attribute, or an entity with its attribute or verb ("the order's date")."""
    entity = view.entity("b")
    if entity:
        mention = view.mention("c")
        verb = view.item("v")
        if mention is not None and mention.words in {("date",), ("time",), ("day",)}:
            return dated(view.context, entity)
        if mention is not None:
            return view.context.place(mention, entity)
        if verb is not None:
            return verb_date(view, entity, verb.raw.lower())
        return dated(view.context, entity)
    mention = view.mention("b")
    if mention is None:
        return None
    return near(view.context, subject, mention)


def near(context: Context, subject: Place, mention: Mention) -> Place | None:
    """The attribute that a mention means beside a subject: of its own entity or of a parent, by its stem if need be."""
    order = [subject.entity, *sorted(parents_of(context, subject.entity))]
    if mention.owner:
        order = [mention.owner]
    for name in order:
        found = context.existing(mention, name) if name in context.vocabulary.entities else None
        if found is not None and found != subject:
            return found
    for name in order:
        found = by_stem(context, name, mention, subject)
        if found is not None and comparable(context, subject, found):
            return found
    if knowledge(mention.words).kind or mention.owner:
        return context.place(mention)
    return None


def comparable(context: Context, a: Place, b: Place) -> bool:
    """Dates are compared with dates, numbers with numbers; what is not known may be either."""
    kinds = [kind_of(context, place) for place in (a, b)]
    return "" in kinds or kinds[0] == kinds[1]


def kind_of(context: Context, place: Place) -> str:
    owner = context.vocabulary.entities.get(place.entity)
    attribute = owner.attributes.get(place.attribute) if owner else None
    kind = knowledge(attribute.words).kind if attribute else ""
    return {"date": "date", "datetime": "date", "integer": "number", "decimal": "number"}.get(kind, "")


def by_stem(context: Context, entity: str, mention: Mention, subject: Place) -> Place | None:
    owner = context.vocabulary.entities.get(entity)
    wanted = {stem(word) for word in mention.words}
    for attribute in owner.attributes.values() if owner else ():
        place = Place(entity, attribute.name)
        known = [stem(word) for word in attribute.words if word not in {"on", "at", "date", "time"}]
        same = bool(wanted) and bool(known) and (wanted <= set(known) or set(known) <= wanted)
        if place != subject and (same or "".join(known) in wanted):
            return place
    return None


def dated(context: Context, entity: str) -> Place:
    place = event_place(context, entity)
    return Place(entity, "date") if place.attribute == "@date" else place


def compare(view: View, op: Op) -> Reading | None:
    subject = view.subject()
    if subject is None:
        return None
    other = target(view, subject)
    if other is None or other == subject:
        return None
    return view.made(Ordered(subject, op, other, view.quote, view.duration("u"), when=view.context.when))


def is_date_place(view: View, place: Place) -> bool:
    attribute = view.context.vocabulary.entities[place.entity].attributes.get(place.attribute)
    return attribute is not None and knowledge(attribute.words).kind in {"date", "datetime", ""}


def after(view: View) -> Reading | None:
    return compare(view, ">")


def before(view: View) -> Reading | None:
    return compare(view, "<")


def not_before(view: View) -> Reading | None:
    return compare(view, ">=")


def not_after(view: View) -> Reading | None:
    return compare(view, "<=")


def distance(view: View) -> Reading | None:
    """15 to 60 days after the launch."""
    return compare(view, ">")


def later(view: View) -> Reading | None:
    """Dropoff time (3 to 90 min later): after the date that was named before it."""
    subject, length = view.subject(), view.duration("u")
    if subject is None or length is None or not is_date_place(view, subject):
        return None
    owner = view.context.vocabulary.entities[subject.entity]
    dates = [
        name
        for name, a in owner.attributes.items()
        if name != subject.attribute
        and is_date_place(view, Place(owner.name, name))
        and knowledge(a.words).kind
    ]
    if not dates:
        return None
    return view.made(
        Ordered(
            subject, ">", Place(owner.name, dates[-1] if len(dates) == 1 else dates[0]), view.quote, length
        )
    )


def distance_before(view: View) -> Reading | None:
    return compare(view, "<")


def verbs_distance(view: View) -> Reading | None:
    """Arriving 3 to 45 days after departing: both dates have the names of the verbs."""
    entity, first, second = view.context.entity, view.item("v"), view.item("w")
    if not entity or first is None or second is None or not first.raw.lower().endswith("ing"):
        return None
    left, right = (verb_date(view, entity, participle(item.raw.lower())) for item in (first, second))
    return view.made(Ordered(left, ">", right, view.quote, view.duration("u")))


def participle(word: str) -> str:
    """arriving -> arrived."""
    base = word.removesuffix("ing")
    return base + "ed" if word.endswith("ing") else word


def verb_before(view: View) -> Reading | None:
    """Bought before the concert."""
    entity, verb, other = view.context.entity, view.item("v"), view.entity("e")
    if not entity or verb is None or other == entity:
        return None
    if not is_participle(verb.raw.lower()):
        return None
    place = verb_date(view, entity, verb.raw.lower())
    op: Op = "<" if "before" in [item.word for item in view.sentence.items[view.start : view.end]] else ">"
    return view.made(Ordered(place, op, dated(view.context, other), view.quote))


def none_before(view: View) -> Reading | None:
    """No transaction before the account was opened; first message never before ticket creation."""
    child, parent = view.entity("c"), view.entity("e")
    verb, mention = view.item("v"), view.mention("y")
    if child == parent:
        return None
    if not parent:
        parent = mention.owner if mention is not None else ""
        if not parent:
            return None
    if verb is not None:
        right = verb_date(view, parent, verb.raw.lower())
    elif mention is not None:
        right = by_stem(view.context, parent, mention, Place("", "")) or dated(view.context, parent)
    else:
        right = dated(view.context, parent)
    return view.made(Ordered(dated(view.context, child), ">=", right, view.quote))


def old_enough(view: View) -> Reading | None:
    """Every customer 18+ when the account was opened."""
    person, thing, verb = view.entity("e"), view.entity("f"), view.item("v")
    number = view.quantity("n")
    if number is None or verb is None or person == thing or number.low is None:
        return None
    words = ("birth", "date")
    born = view.context.existing(Mention(words, words), person) or view.context.existing(
        Mention(("date", "of", "birth"), ()), person
    )
    born = (
        born
        or view.context.existing(Mention(("dob",), ()), person)
        or view.context.declare(person, Mention(words, words, person))
    )
    opened = verb_date(view, thing, verb.raw.lower())
    return view.made(Ordered(opened, ">", born, view.quote, Duration(number.low, None, "year")))


def at_most(view: View) -> Reading | None:
    """Never above the claimed amount; never more than asking price, max 15% discount."""
    subject = view.subject()
    other = target(view, subject) if subject else None
    if subject is None or other is None or other == subject:
        return None
    off = view.quantity("p")
    if off is not None and off.high is not None:
        return view.made(Ordered(subject, "<=", other, view.quote, times=Quantity(round(1 - off.high, 6), 1)))
    return view.made(Ordered(subject, "<=", other, view.quote))


def at_least(view: View) -> Reading | None:
    return compare(view, ">=")


def more_than(view: View) -> Reading | None:
    return compare(view, ">")


def less_than(view: View) -> Reading | None:
    return compare(view, "<")


def up_to_attribute(view: View) -> Reading | None:
    """Points between 0 and max_points of that exam."""
    subject, low = view.subject(), view.quantity("n")
    if subject is None or low is None:
        return None
    owner = view.entity("f")
    mention = view.mention("b")
    other = view.context.place(mention, owner) if owner and mention else target(view, subject)
    if other is None:
        return None
    return view.made(
        Ordered(subject, "<=", other, view.quote), Within(subject, Quantity(low.low, None), view.quote)
    )


def between_attributes(view: View) -> Reading | None:
    """Between launch and deadline."""
    subject, a, b = view.subject(), view.mention("b"), view.mention("c")
    if subject is None or a is None or b is None:
        return None
    first, last = near(view.context, subject, a), near(view.context, subject, b)
    if first is None or last is None:
        return None
    return view.made(Ordered(subject, ">=", first, view.quote), Ordered(subject, "<=", last, view.quote))


def ratio_range(view: View) -> Reading | None:
    """Tonnes per hectare between 2 and 11."""
    top, bottom, quantity = view.place("a"), view.mention("b"), view.quantity("q")
    if top is None or bottom is None or quantity is None or bottom.words[-1] in STEPS:
        return None
    other = near(view.context, top, bottom)
    if other is None or other == top:
        return None
    return view.made(Ordered(top, "=", other, view.quote, times=replace(quantity, unit="")))


def own_group(view: View) -> Reading | None:
    """Pupils only have results for exams of their own class."""
    left, child, right, group = view.entity("p"), view.entity("c"), view.entity("e"), view.entity("g")
    if len({left, child, right, group}) < 4:
        return None
    column = view.context.vocabulary.entities[group].key_name
    return view.made(Matching(child, left, right, column, view.quote))


BUILDERS: dict[str, Builder] = {
    "chain": chain,
    "after": after,
    "after_by": after,
    "before": before,
    "not_before": not_before,
    "not_after": not_after,
    "distance": distance,
    "later": later,
    "distance_before": distance_before,
    "verbs_distance": verbs_distance,
    "verb_before": verb_before,
    "none_before": none_before,
    "old_enough": old_enough,
    "at_most": at_most,
    "at_least": at_least,
    "more_than": more_than,
    "less_than": less_than,
    "up_to_attribute": up_to_attribute,
    "between_attributes": between_attributes,
    "ratio_range": ratio_range,
    "own_group": own_group,
}
