"""A sign that a noun phrase names an entity, and which phrases may be one at all."""

from __future__ import annotations

from dataclasses import dataclass

from rowsmith.agents.models.offline.lexicon.load import table, words
from rowsmith.agents.models.offline.ontology.columns import is_exactly_known
from rowsmith.agents.models.offline.ontology.knowledge import is_known as is_known_entity
from rowsmith.agents.models.offline.reading.noun_phrases import (
    NounPhrase,
)
from rowsmith.agents.models.offline.text.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Sign:
    """A noun phrase that may name an entity, with the weight of what speaks for it."""

    phrase: NounPhrase
    weight: float
    why: str


def usable(phrase: NounPhrase | None, counted: bool = False) -> bool:
    """True unless the phrase is a unit, a measure or a word that names an entity never, or only where `counted`."""
    never = words("words", "never_entity") - (
        words("words", "entity_when_counted") if counted else frozenset()
    )
    if phrase is None or phrase.head in never:
        return is_known_entity(phrase.words) if phrase is not None and len(phrase.words) > 1 else False
    units = table("units")
    if phrase.words[0] in units["time"] or phrase.head in units["time"] or phrase.head in units["other"]:
        return False
    return phrase.raws[-1][:1].isalpha()


def is_count(value: Quantity) -> bool:
    ends = [end for end in (value.low, value.high) if end is not None]
    return all(end == int(end) and end >= 0 for end in ends)


def weight_of(phrase: NounPhrase, full: float) -> float:
    """Less for phrases that are usual columns (rooms, beds) unless they are usual entities as well."""
    if is_known_entity(phrase.words) or not is_exactly_known(phrase.words):
        return full
    return full - 1.5
