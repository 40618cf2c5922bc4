"""Builders of the table `phrases_presence` that speak of shares."""

from __future__ import annotations

import itertools

from rowsmith.agents.models.offline.lexicon.load import words
from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.build_pairs import is_personal
from rowsmith.agents.models.offline.reading.links import parents_of, refer
from rowsmith.agents.models.offline.reading.statements import (
    Condition,
    Distinct,
    Filled,
    Having,
    Place,
    ShareOf,
    Statement,
)
from rowsmith.agents.models.offline.reading.states import find_state, is_usual_flag, new_flag, unfinished
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.inflection import stem
from rowsmith.agents.models.offline.text.items import Mention
from rowsmith.agents.models.offline.text.quantity import Quantity

STATE_WORDS = words("build_shares", "state_words")


NO_STATES = words("build_shares", "no_states")


def state_words(view: View, name: str) -> tuple[str, ...]:
    mention, item = view.mention(name), view.item(name)
    if item is not None and item.raw.lower().startswith("no-"):
        return (item.raw.lower().replace("-", "_").removesuffix("s"),)
    return mention.words if mention is not None else ()


def entity_of(view: View) -> str:
    return view.entity("e") or view.entity("e2") or view.context.entity


def is_no_state(word: str) -> bool:
    """A word of grammar that can't be a state: of, only, without."""
    return word in NO_STATES or (word in words("words", "function") and word not in STATE_WORDS)


def says_state(view: View, name: str) -> bool:
    """Whether a slot may name a state; words of grammar in capitals may: IN, OUT."""
    item, words_ = view.item(name), state_words(view, name)
    if item is None or not words_:
        return False
    return not is_no_state(words_[0]) or (item.raw.split()[0].isupper() and len(item.raw) > 1)


def share_state(view: View) -> Reading | None:
    """70% paid; 5% of the admissions still open (no discharge)."""
    quantity, words_, entity = view.quantity("p"), state_words(view, "s"), entity_of(view)
    if quantity is None or not words_ or is_no_state(words_[0]) or not entity or has_thing(view):
        return None
    second = view.word("s2")
    if second and not is_no_state(second):
        words_ = (*words_, second)
    condition = without_place(view, entity) or condition_for(view, entity, words_)
    if isinstance(condition, Having):
        return view.made(condition)
    if condition is None:
        return None
    condition = condition.negated() if is_negated(view) else condition
    view.context.when = condition
    view.context.last_state = condition
    view.context.speak_of(condition.place.entity)
    end = view.end - (1 if second and is_no_state(second) and not view.has("a") else 0)
    return view.made(ShareOf(condition, quantity, view.quote_to(end), among(view, condition)), end=end)


def has_thing(view: View) -> bool:
    """A quarter have a licence: no state but a thing that is had."""
    words_ = [item.word for item in view.sentence.items[view.start : view.end]]
    return any(a in {"have", "get"} and b in {"a", "an", "the"} for a, b in itertools.pairwise(words_))


def is_negated(view: View) -> bool:
    """4% never picked up."""
    state = view.item("s")
    before = [
        i.word
        for i in view.sentence.items[view.start : view.end]
        if state is not None and i.start < state.start
    ]
    return bool({"not", "never"} & set(before))


def without_place(view: View, entity: str) -> Condition | None:
    """(no discharge): the state is that this is empty."""
    mention = view.mention("a")
    if mention is None:
        return None
    place = ending_place(view, entity, mention)
    return Condition(place, "empty")


def ending_place(view: View, entity: str, mention: Mention) -> Place:
    """A mention such as "discharge" or "pickup": the column that shares its stem, else a new one."""
    owner = view.context.vocabulary.entities[entity]
    wanted = {stem(word) for word in mention.words}
    for attribute in owner.attributes.values():
        if wanted <= {stem(word) for word in attribute.words}:
            return Place(entity, attribute.name)
    return view.context.place(mention, entity)


def condition_for(view: View, entity: str, words: tuple[str, ...]) -> Condition | Having | None:
    context = view.context
    quantity = view.quantity("p")
    found = unfinished(context, entity, words)
    if found is None and quantity is not None:
        having = child_state(view, entity, words, quantity)
        if having is not None:
            return having
    found = found or find_state(context, words, entity)
    if found is not None and found.place.entity != entity and not relates(view, entity, found.place.entity):
        found = None
    return found or new_flag(context, entity, words)


def relates(view: View, entity: str, other: str) -> bool:
    return (
        other in parents_of(view.context, entity)
        or entity in parents_of(view.context, other)
        or entity == view.context.entity
    )


def child_state(view: View, entity: str, words: tuple[str, ...], quantity: Quantity) -> Having | None:
    """About half of the cars are sold: that is the share of cars with a row among the sales."""
    for name, other in view.context.vocabulary.entities.items():
        if (
            name != entity
            and stem(words[-1]) == stem(other.words[-1])
            and entity in parents_of(view.context, name)
        ):
            refer(view.context, name, entity)
            return Having(entity, name, quantity, view.quote)
    return None


def among(view: View, condition: Condition) -> Condition | None:
    return None


def share_measure(view: View) -> Reading | None:
    """A quarter are delayed by more than 15 minutes: the share of rows whose delay is above."""
    quantity, words_, entity = view.quantity("p"), state_words(view, "s"), entity_of(view)
    bound = view.quantity("u")
    if quantity is None or not words_ or not entity or bound is None or bound.low is None:
        return None
    owner = view.context.vocabulary.entities[entity]
    place = next(
        (
            Place(entity, a.name)
            for a in owner.attributes.values()
            if stem(words_[-1]) in {stem(word) for word in a.words}
            and knowledge(a.words).kind in {"integer", "decimal"}
        ),
        None,
    )
    if place is None:
        parts = (stem(words_[-1]), f"{bound.unit}s") if bound.unit else (stem(words_[-1]),)
        place = view.context.declare(entity, Mention(parts, parts, entity))
    return view.made(ShareOf(Condition(place, ">", (bound.low,)), quantity, view.quote))


def share_verb(view: View) -> Reading | None:
    """15% allow pets: a flag of verb and object."""
    quantity, words_, entity = view.quantity("p"), state_words(view, "o"), entity_of(view)
    if quantity is None or not words_ or not entity or is_no_state(words_[0]):
        return None
    known = find_state(view.context, words_, entity)
    if known is not None and known.place.entity == entity:
        return view.made(ShareOf(known, quantity, view.quote))
    verb = verb_before(view)
    raws = view.mention("o")
    named = (verb, *(raw.lower() for raw in raws.raws)) if raws else (verb, *words_)
    return view.made(ShareOf(new_flag(view.context, entity, named), quantity, view.quote))


def verb_before(view: View) -> str:
    items = view.sentence.items[view.start : view.end]
    plural_verb = next((item.word for item in items if item.word in VERBS), "has")
    return VERBS.get(plural_verb, "has")


VERBS = {"allow": "allows", "accept": "accepts", "offer": "offers", "include": "includes", "require": "requires",
         "support": "supports", "use": "uses", "speak": "speaks", "own": "owns", "want": "wants", "like": "likes"}  # fmt: skip


def target_place(view: View, entity: str) -> Place | None:
    """What is had or missing: a column, or the reference to another entity."""
    other = view.entity("a")
    if other:
        if other == entity:
            return None
        return Place(entity, refer(view.context, entity, other))
    mention = view.mention("a")
    return ending_place(view, entity, mention) if mention is not None else None


def share_without(view: View) -> Reading | None:
    quantity, entity = view.quantity("p"), entity_of(view)
    if quantity is None or not entity:
        return None
    other = view.entity("a")
    if other and entity in parents_of(view.context, other) and other not in parents_of(view.context, entity):
        return view.made(Having(entity, other, complement(quantity), view.quote))
    place = target_place(view, entity)
    return view.made(Filled(place, view.quote, empty_share=quantity)) if place else None


def complement(quantity: Quantity) -> Quantity:
    low = None if quantity.high is None else round(1 - quantity.high, 10)
    high = None if quantity.low is None else round(1 - quantity.low, 10)
    return Quantity(low, high, quantity.firmness)


def share_with(view: View) -> Reading | None:
    """40% of the orders got a review; a quarter of the homes have a heat pump; 80% have a phone."""
    quantity, entity = view.quantity("p"), entity_of(view)
    if quantity is None or not entity:
        return None
    other = view.entity("a")
    if other and other != entity:
        if entity in parents_of(view.context, other) or other not in parents_of(view.context, entity):
            column = refer(view.context, other, entity)
            view.context.speak_of(other)
            view.context.listing = [item.word for item in view.items_from(view.end)[:1]] == ["with"]
            made: list[Statement] = [Having(entity, other, quantity, view.quote)]
            if is_at_most_one(view):
                made.append(Distinct(other, (column,), view.quote))
            return view.made(*made)
        return view.made(
            Filled(
                Place(entity, refer(view.context, entity, other)),
                view.quote,
                empty_share=complement(quantity),
            )
        )
    words = state_words(view, "a")
    known = find_state(view.context, words, entity)
    if known is not None:
        return view.made(ShareOf(known, quantity, view.quote))
    mention = view.mention("a")
    if mention is None:
        return None
    if view.context.existing(mention, entity) is None and not knowledge(words).kind:
        return view.made(ShareOf(new_flag(view.context, entity, ("has", *words)), quantity, view.quote))
    place = view.context.place(mention, entity)
    return view.made(Filled(place, view.quote, empty_share=complement(quantity)))


def is_at_most_one(view: View) -> bool:
    """One review, never two."""
    number = view.quantity("k")
    words_ = [item.word for item in view.sentence.items[view.start : view.end]]
    return (number is not None and number.single == 1) or bool({"one", "a", "an"} & set(words_))


def share_empty(view: View) -> Reading | None:
    place, quantity = view.subject(), view.quantity("p")
    if place is None or quantity is None:
        return None
    return view.made(Filled(place, view.quote, empty_share=quantity))


def share_empty_named(view: View) -> Reading | None:
    place, quantity = view.place("a"), view.quantity("p")
    return view.made(Filled(place, view.quote, empty_share=quantity)) if place and quantity else None


def share_empty_entity(view: View) -> Reading | None:
    """A few missing readings (~2%): the measure that was named."""
    quantity = view.quantity("p")
    entity = view.entity("e") or view.context.entity
    place = (
        view.context.attribute if view.context.attribute and view.context.attribute.entity == entity else None
    )
    place = place or measure_of(view, entity)
    if place is None or quantity is None:
        return None
    return view.made(Filled(place, view.quote, empty_share=quantity))


def share_zero(view: View) -> Reading | None:
    """8% out of stock: a quantity of zero."""
    quantity, entity = view.quantity("p"), entity_of(view)
    owner = view.context.vocabulary.entities.get(entity)
    if quantity is None or owner is None:
        return None
    names = [
        a.name
        for a in owner.attributes.values()
        if set(a.words) & {"quantity", "stock", "amount", "on_hand", "units"}
    ]
    if not names:
        view.context.declare(entity, Mention(("quantity",), ("quantity",), entity))
    place = Place(entity, names[0] if names else "quantity")
    return view.made(ShareOf(Condition(place, "=", (0.0,)), quantity, view.quote))


def share_answered(view: View) -> Reading | None:
    """Only 30% answered the survey, rest blank: the others left the column empty."""
    quantity, place = view.quantity("p"), view.context.attribute
    if quantity is None or place is None:
        return None
    return view.made(Filled(place, view.quote, empty_share=complement(quantity)))


def measure_of(view: View, entity: str) -> Place | None:
    owner = view.context.vocabulary.entities.get(entity)
    for attribute in owner.attributes.values() if owner else ():
        if knowledge(attribute.words).kind in {"decimal", "integer"}:
            return Place(entity, attribute.name)
    return None


def state_share(view: View) -> Reading | None:
    """premium 25%; controlled drugs (about 10% of drugs); SEV1 rare (<8%)."""
    quantity, words_ = view.quantity("p"), state_words(view, "s")
    entity = entity_of(view)
    if quantity is None or not words_ or is_no_state(words_[0]) or not entity:
        return None
    context = view.context
    named = bool(view.entity("e") or view.entity("e2"))
    found = unfinished(context, entity, words_) or find_state(context, words_, entity if named else "")
    if found is None:
        item = view.item("s")
        if not named and item is not None and item.symbol == "A":
            return None
        if not named and not looks_like_state(words_) and not stands_alone(view):
            return None
        having = child_state(view, entity, words_, quantity)
        if having is not None:
            return view.made(having)
        found = new_flag(context, entity, words_)
    context.when = context.last_state = found
    context.speak_of(found.place.entity)
    return view.made(ShareOf(found, quantity, view.quote))


def stands_alone(view: View) -> bool:
    """..., express 10%, ...: a flag in a list of notes."""
    items = view.sentence.items
    before = items[view.start - 1].word if view.start else ","
    after = items[view.end].word if view.end < len(items) else ","
    item = view.item("s")
    return (
        before == ","
        and after in {",", ")"}
        and item is not None
        and item.symbol == "X"
        and view.end - view.start <= 2
    )


def looks_like_state(words: tuple[str, ...]) -> bool:
    return is_usual_flag(words) or (len(words) == 1 and words[0].endswith("ed"))


PERSONAL = is_personal


BUILDERS: dict[str, Builder] = {
    "share_state": share_state,
    "share_measure": share_measure,
    "share_verb": share_verb,
    "share_without": share_without,
    "share_with": share_with,
    "share_empty": share_empty,
    "share_empty_named": share_empty_named,
    "share_empty_entity": share_empty_entity,
    "state_share": state_share,
    "share_zero": share_zero,
    "share_answered": share_answered,
}
