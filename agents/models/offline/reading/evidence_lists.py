"""Signs of entities in lists, in headings of their own, and after what has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rowsmith.agents.models.offline.lexicon.load import words
from rowsmith.agents.models.offline.ontology.columns import is_exactly_known
from rowsmith.agents.models.offline.ontology.knowledge import is_known as is_known_entity
from rowsmith.agents.models.offline.reading.noun_phrases import (
    NounPhrase,
    is_function,
    is_plural,
    is_verb,
    noun_phrase,
)
from rowsmith.agents.models.offline.reading.sign import Sign, usable
from rowsmith.agents.models.offline.text.items import Item

EVERY = frozenset({"each", "every"})


def listed(items: Sequence[Item]) -> Iterator[Sign]:
    """Known entities in a list: companies, contacts, deals; users, recipes and comments."""
    phrases = list(list_members(items))
    known = [
        phrase for phrase in phrases if is_known_entity(phrase.words) or is_known_entity(phrase.words[-1:])
    ]
    if len(known) >= 2 and (2 * len(known) >= len(phrases) or is_collection(items)):
        for phrase in phrases:
            compound = len(phrase.words) > 1 and is_known_entity(phrase.words)
            if phrase.is_plural or compound:
                yield Sign(phrase, 2.5 if phrase in known else 2.0, "listed")


def is_collection(items: Sequence[Item]) -> bool:
    """A db for a car wash: customers, vehicles, wash programs: what is listed are tables."""
    colon = next((at for at, item in enumerate(items) if item.word == ":"), 0)
    return any(item.raw.lower() in words("words", "collections") for item in items[:colon])


def list_members(items: Sequence[Item]) -> Iterator[NounPhrase]:
    """Noun phrases that a comma, "and", "with" or a colon comes before, and a comma or the end after."""
    for at in range(len(items)):
        before = items[at - 1].word if at else ","
        begin = at
        if before in {",", "and", "with", "a", "an", "of", ":", "+", "--", "for"} and items[at].symbol == "w":
            phrase = noun_phrase(
                items, begin, after_number=is_plural(items[begin].raw) or is_noun(items, begin)
            )
            if phrase is not None and ends_member(items, phrase.end) and usable(phrase):
                if not is_exactly_known(phrase.words) or phrase.is_plural:
                    yield phrase


def is_noun(items: Sequence[Item], at: int) -> bool:
    """A verb with a noun after it acts: make bookings; alone it is a thing: match."""
    after = items[at + 1] if at + 1 < len(items) else None
    return not is_verb(items[at].word) or after is None or after.symbol != "w" or is_function(after.word)


def ends_member(items: Sequence[Item], at: int) -> bool:
    if at >= len(items):
        return True
    return (
        items[at].word in {",", "and", "(", "+", ".", "with", "--", "or"} and not items[at].symbol.isupper()
    )


def had(items: Sequence[Item]) -> Iterator[Sign]:
    """35% of the policies have claims, each household has one meter: a known thing after "have"."""
    for at, item in enumerate(items[:-1]):
        if item.word == "have" and items[at + 1].symbol == "w":
            phrase = noun_phrase(items, at + 1, after_number=True)
            if phrase is not None and usable(phrase) and phrase.is_plural and is_known_entity(phrase.words):
                yield Sign(phrase, 0.5 if is_exactly_known(phrase.words) else 1.5, "had")
        if item.word == "have" and items[at + 1].word in {"a", "an", "one"}:
            phrase = noun_phrase(items, at + 2, after_number=True)
            if phrase is not None and is_described(items, phrase.end) and is_known_entity(phrase.words):
                yield Sign(phrase, 2.5, "had with")
        if announces_children(items, at):
            phrase = noun_phrase(items, at + 1, after_number=True)
            if phrase is not None and usable(phrase) and phrase.is_plural and is_known_entity(phrase.words):
                yield Sign(phrase, 1.5, "parts")
        if item.word == "have" and items[at + 1].symbol == "N":
            phrase = noun_phrase(items, at + 2, after_number=True)
            if phrase is not None and usable(phrase) and is_known_entity(phrase.words):
                yield Sign(phrase, 0.0 if is_exactly_known(phrase.words) else 1.5, "had one")


def is_described(items: Sequence[Item], at: int) -> bool:
    """Orders have a review with stars and a text: what is had has columns of its own."""
    return at + 1 < len(items) and items[at].word == "with" and items[at + 1].symbol != "P"


def announces_children(items: Sequence[Item], at: int) -> bool:
    """split into modules, made up of stages, as many instalments as."""
    before = items[at - 1].word if at else ""
    return (
        items[at].word == "into"
        and before in {"split", "divide", "break", "group", "organise", "organize", "down"}
    ) or (items[at].word == "many" and before == "as")


def own_table(items: Sequence[Item]) -> Iterator[Sign]:
    """Campaigns (keep them in their own table), airlines (tables of their own)."""
    text = " ".join(item.word for item in items)
    if "own table" not in text and "table of they own" not in text and "table of their own" not in text:
        return
    for at, item in enumerate(items):
        if item.word == "(" and any(other.raw.lower() in {"table", "tables"} for other in items[at : at + 8]):
            start = at
            while start > 0 and items[start - 1].symbol == "w" and not is_function(items[start - 1].word):
                start -= 1
            phrase = noun_phrase(items[:at], start, after_number=True) if start < at else None
            if phrase is not None and usable(phrase):
                yield Sign(phrase, 3.0, "own table")


def there_are(items: Sequence[Item]) -> Iterator[Sign]:
    """Each visit with a vet (there are 8): what is counted in brackets behind its name."""
    for at in range(1, len(items) - 3):
        said = " ".join(item.word for item in items[at : at + 3])
        if said in {"( there be", "( we have"} and items[at + 3].symbol in {"N", "Y"}:
            start = at
            while start > 0 and items[start - 1].symbol == "w" and not is_function(items[start - 1].word):
                start -= 1
            phrase = noun_phrase(items[:at], start, after_number=True) if start < at else None
            if phrase is not None and phrase.end == at and usable(phrase):
                yield Sign(phrase, 3.0, "counted")


def there_should_be(items: Sequence[Item]) -> Iterator[Sign]:
    """There should be a payment for every month: what is there once for each step is a table."""
    for at in range(1, len(items) - 3):
        said = [item.word for item in items[max(0, at - 4) : at]]
        if items[at - 1].word in {"a", "one"} and "there" in said and items[at].symbol == "w":
            phrase = noun_phrase(items, at, after_number=True)
            behind = [item.word for item in items[phrase.end : phrase.end + 2]] if phrase else []
            if (
                phrase is not None
                and usable(phrase)
                and behind[:1] == ["for"]
                and behind[1:]
                and behind[1] in EVERY
            ):
                yield Sign(phrase, 3.0, "grid")
