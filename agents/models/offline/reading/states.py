"""Words that say in which state a row is (cancelled, unpaid, urgent, dogs), resolved to a condition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rowsmith.agents.models.offline.lexicon.load import table
from rowsmith.agents.models.offline.ontology.columns import knowledge, known_columns
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.statements import Condition, Place, Word
from rowsmith.agents.models.offline.reading.vocabulary import Attribute, Entity
from rowsmith.agents.models.offline.text.inflection import singular, stem
from rowsmith.agents.models.offline.text.items import Mention, lemma

Words = tuple[str, ...]
SHORTEST_PREFIX = 4


def plain(text: str) -> str:
    """Lower case, letters and digits only, singular."""
    low = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    return "".join(singular(part) for part in low)


def same_value(value: Word, words: Words) -> bool:
    if isinstance(value, bool):
        return False
    said, known = plain(" ".join(words)), plain(value if isinstance(value, str) else f"{value:g}")
    if said == known or stem(said) == stem(known):
        return True
    return len(said) >= SHORTEST_PREFIX and known.startswith(said) and " " not in str(value)


def find_state(context: Context, words: Words, entity: str = "") -> Condition | None:
    """The condition that these words mean, of this entity first, then of any; None for words that are no state."""
    if not words:
        return None
    order = [entity] if entity else []
    order += [name for name in reversed(context.recent) if name not in order]
    order += [name for name in context.vocabulary.entities if name not in order]
    if words[0] in {"not", "non", "no"} or words[0].startswith(("non-", "not-")):
        return negated_state(context, words, entity)
    for finder in (declared_value, stated, own_flag):
        for name in order:
            found = finder(context, name, words)
            if found is not None:
                return found
    return usual_state(context, entity or context.entity, words) or negated_state(context, words, entity)


def declared_value(context: Context, entity: str, words: Words) -> Condition | None:
    for place, values in context.values.items():
        if place.entity == entity:
            for value in values:
                if same_value(value, words):
                    return Condition(place, "=", (value,))
    return None


def stated(context: Context, entity: str, words: Words) -> Condition | None:
    """A usual state of an entity whose state column the description names: a closed request, with a status."""
    known, owner = context.knows(entity), context.vocabulary.entities.get(entity)
    if known is None or owner is None or known.states is None or known.states[0] not in owner.attributes:
        return None
    place = Place(entity, known.states[0])
    if place in context.values:
        return None
    return next(
        (Condition(place, "=", (value,)) for value in known.states[1] if same_value(value, words)), None
    )


def own_flag(context: Context, entity: str, words: Words) -> Condition | None:
    """A flag or a date of the entity that shares the word's stem: converted, is_anonymous, churned_at."""
    owner = context.vocabulary.entities.get(entity)
    for attribute in owner.attributes.values() if owner else ():
        if shares_stem(attribute, words):
            kind = knowledge(attribute.words).kind
            if attribute.name in context.flags.get(entity, ()) or attribute.name.startswith("is_"):
                return Condition(Place(entity, attribute.name), "=", (True,))
            if kind in {"date", "datetime"} and len(attribute.words) <= 3:
                return Condition(Place(entity, attribute.name), "filled")
    return None


def shares_stem(attribute: Attribute, words: Words) -> bool:
    known = {
        stem(word) for word in attribute.words if word not in {"date", "at", "on", "time", "be", "of", "the"}
    }
    return bool(known & {stem(word) for word in words})


def usual_state(context: Context, entity: str, words: Words) -> Condition | None:
    """A state that such entities usually have: a cancelled booking, a closed case."""
    known = context.knows(entity)
    if known is None:
        return None
    for column, sampler in known.own.items():
        for value in values_of(sampler):
            if same_value(value, words):
                mention = Mention(
                    tuple(lemma(part) for part in column.split("_")), tuple(column.split("_")), entity
                )
                place = context.existing(mention) or context.declare(entity, mention)
                return Condition(place, "=", (value,))
    return None


def values_of(sampler: object) -> Iterator[str]:
    if isinstance(sampler, dict):
        for word in ("category", "states"):
            if isinstance(sampler.get(word), dict | list):
                yield from (str(value) for value in sampler[word])


def negated_state(context: Context, words: Words, entity: str) -> Condition | None:
    """unpaid is not paid, non-converted not converted."""
    first = words[0]
    if first in {"not", "non", "no"} and len(words) > 1:
        found = find_state(context, words[1:], entity)
        return found.negated() if found else None
    for prefix, length in table("states")["negations"].items():
        if first.startswith(prefix) and len(first) - length >= SHORTEST_PREFIX:
            base = find_state(context, (first[length:], *words[1:]), entity)
            if base is not None:
                return base.negated()
    opposite = table("states")["opposites"].get(first)
    if opposite and len(words) == 1 and opposite not in table("states")["opposites"]:
        found = declared_or_flag(context, entity, (opposite,))
        return found.negated() if found else None
    return None


def declared_or_flag(context: Context, entity: str, words: Words) -> Condition | None:
    return declared_value(context, entity, words) or own_flag(context, entity, words) if entity else None


def unfinished(context: Context, entity: str, words: Sequence[str]) -> Condition | None:
    """Still open: the date that ends it is empty."""
    if " ".join(words) not in table("states")["unfinished"]:
        return None
    owner = context.vocabulary.entities.get(entity)
    for attribute in owner.attributes.values() if owner else ():
        if knowledge(attribute.words).kind in {"date", "datetime"} and is_ending(attribute.words):
            return Condition(Place(entity, attribute.name), "empty")
    return None


def is_ending(words: Words) -> bool:
    return any(word.startswith(ending) for word in words for ending in table("states")["ending"])


def new_flag(context: Context, entity: str, words: Words) -> Condition:
    """A flag that the description has not named otherwise: is_paid."""
    owner = context.vocabulary.entities[entity]
    name = flag_name(words)
    owner.attributes.setdefault(name, Attribute(name, ("be", *words)))
    context.flags.setdefault(entity, set()).add(name)
    return Condition(Place(entity, name), "=", (True,))


def flag_name(words: Words) -> str:
    plain_words = [word for word in words if word not in {"a", "an", "the", "be", "have"}] or list(words)
    name = re.sub(r"[^\w]+", "_", "_".join(plain_words).lower()).strip("_")
    return name if name.startswith(("is_", "has_", "allows_", "can_")) else f"is_{name}"


def is_usual_flag(words: Sequence[str]) -> bool:
    flags: list[str] = known_columns()["flags"]
    return " ".join(words) in flags


def entity_names(entities: Sequence[Entity]) -> list[str]:
    return [entity.name for entity in entities]
