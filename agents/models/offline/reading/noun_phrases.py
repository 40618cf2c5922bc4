"""Noun phrases: the words that can name an entity, found without any grammar but word lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rowsmith.agents.models.offline.lexicon.load import mapping, words
from rowsmith.agents.models.offline.ontology.knowledge import is_known as is_known_entity
from rowsmith.agents.models.offline.text.inflection import singular
from rowsmith.agents.models.offline.text.items import Item

MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """items[start:end] of a clause; `words` are the lemmas, leading adjectives left out."""

    start: int
    end: int
    words: tuple[str, ...]
    raws: tuple[str, ...]

    @property
    def head(self) -> str:
        return self.words[-1]

    @property
    def is_plural(self) -> bool:
        return is_plural(self.raws[-1])


def is_plural(raw: str) -> bool:
    low = raw.lower()
    return singular(low) != low or low in words("words", "same_plurals")


def is_function(word: str) -> bool:
    return word in words("words", "function")


def is_verb(word: str) -> bool:
    return word in words("words", "verbs") or word in mapping("verbs", "forms")


def noun_phrase(
    items: Sequence[Item], start: int, after_number: bool = False, one: bool = False
) -> NounPhrase | None:
    """The noun phrase that begins at this item.

    After a number a word that may be a verb is a noun; after "each" (`one`) one in -s is the verb.
    """
    end = start
    while end < len(items) and end - start < MOST_WORDS and continues(items, start, end, after_number):
        if one and end > start and is_verb(items[end].word):
            break
        end += 1
    begin = start
    while begin < end - 1 and (is_adjective(items[begin]) or is_act(items, begin, end)):
        begin += 1
    while begin < end - 1 and is_participle(items[begin]) and names_entity(items[begin + 1 : end]):
        begin += 1
    if begin == end or (begin == end - 1 and is_adjective(items[begin])):
        return None
    chosen = items[begin:end]
    return NounPhrase(begin, end, tuple(i.word for i in chosen), tuple(i.raw for i in chosen))


def is_act(items: Sequence[Item], at: int, end: int) -> bool:
    """They make bookings, please add guests: a verb before what is made."""
    return items[at].raw.lower() in words("words", "acts") and is_plural(items[end - 1].raw)


def continues(items: Sequence[Item], start: int, at: int, after_number: bool) -> bool:
    item = items[at]
    if item.symbol != "w" or is_function(item.word):
        return False
    if at == start:
        return not is_verb(item.word) or after_number or is_plural(item.raw)
    before = items[at - 1]
    if is_plural(before.raw) and before.raw.lower() not in {"sales", "series", "species", "goods", "sports"}:
        return False
    if is_verb(item.word) and not is_plural(item.raw):
        return False
    return item.spaced


def is_participle(item: Item) -> bool:
    """starting, scheduled: what a noun is or was; not parking or shipping, which name a kind of it."""
    return item.raw.lower() in words("words", "participles")


def names_entity(items: Sequence[Item]) -> bool:
    return is_known_entity(tuple(item.word for item in items))


def is_adjective(item: Item) -> bool:
    return item.raw.lower() in words("words", "adjectives")
