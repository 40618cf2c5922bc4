"""Signs that a noun phrase names an entity, and how much each weighs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rowsmith.agents.models.offline.lexicon.load import mapping, table, words
from rowsmith.agents.models.offline.ontology.columns import is_exactly_known, is_known, knowledge
from rowsmith.agents.models.offline.ontology.knowledge import is_known as is_known_entity
from rowsmith.agents.models.offline.reading.evidence_lists import (
    had,
    listed,
    own_table,
    there_are,
    there_should_be,
)
from rowsmith.agents.models.offline.reading.noun_phrases import (
    NounPhrase,
    is_function,
    is_plural,
    is_verb,
    noun_phrase,
)
from rowsmith.agents.models.offline.reading.sign import Sign, is_count, usable, weight_of
from rowsmith.agents.models.offline.text.items import Item
from rowsmith.agents.models.offline.text.quantity import Quantity

EACH = frozenset({"each", "every", "per"})


STATISTICS = words("words", "statistics")


SUMMARIES = words("words", "summaries")


COUNT_MARKS = frozenset({":", "(", "=", "like", "x", "*", "--", "-", "->", "about", "around"})


def signs(items: Sequence[Item], first: bool) -> Iterator[Sign]:
    """Every sign in a clause, but for what is only counted in a column; `first`: the clause begins its line."""
    return (sign for sign in all_signs(items, first) if not is_number_of(items, sign.phrase.start))


def is_number_of(items: Sequence[Item], at: int) -> bool:
    """A number of players: a column, and no sign of a table."""
    if at < 2 or items[at - 1].word != "of" or items[at - 2].word not in words("words", "counts"):
        return False
    return at == 2 or items[at - 3].word in {"a", "an", ",", "and", "with", "have"}


def all_signs(items: Sequence[Item], first: bool) -> Iterator[Sign]:
    for at, item in enumerate(items):
        if item.symbol in {"N", "R", "Y"}:
            yield from counted(items, at)
        elif item.word in EACH:
            yield from after(items, at + 1, 0.5 if is_price_before(items, at) else 2.0, "each")
            yield from repeated(items, at)
        elif item.word in words("words", "periods"):
            yield from periodic(items, at)
        elif item.word in STATISTICS and is_plural(item.raw):
            yield from statistics(items, at)
        elif item.word == "table" and item.raw.lower() == "table":
            yield from before_table(items, at)
    yield from listed(items)
    if items and items[0].symbol == "w":
        yield from opening(items, first)
    for at, item in enumerate(items[:-1]):
        if item.word == "," and items[at + 1].symbol == "w":
            yield from opening(items[at + 1 :], first=False, fresh=False)
    yield from of_them(items)
    yield from own_table(items)
    yield from there_are(items)
    yield from there_should_be(items)
    yield from had(items)
    yield from subjects(items)


def periodic(items: Sequence[Item], at: int) -> Iterator[Sign]:
    """daily stats, monthly totals: the period belongs to the name."""
    head = items[at + 1] if at + 1 < len(items) else None
    before = items[at - 1].word if at else ","
    if head is not None and head.symbol == "w" and before in {",", "and", "with", ":", ";"}:
        phrase = noun_phrase(items, at + 1, after_number=True)
        if phrase is not None and usable(phrase) and phrase.is_plural and not is_known(phrase.words):
            yield Sign(phrase, 2.5, "periodic")
    if head is not None and head.word in SUMMARIES and head.symbol == "w":
        chosen = items[at : at + 2]
        phrase = NounPhrase(at, at + 2, tuple(i.word for i in chosen), tuple(i.raw for i in chosen))
        yield Sign(phrase, 3.0, "periodic")


def statistics(items: Sequence[Item], at: int) -> Iterator[Sign]:
    """player stats: a table of numbers about players."""
    if at and items[at - 1].symbol == "w" and not is_function(items[at - 1].word):
        phrase = noun_phrase(items, at - 1, after_number=True)
        if phrase is not None and phrase.end == at + 1 and len(phrase.words) > 1:
            yield Sign(phrase, 2.5, "statistics")


def counted(items: Sequence[Item], at: int) -> Iterator[Sign]:
    value = items[at].value
    if not isinstance(value, Quantity) or value.unit or not is_count(value):
        return
    if at > 1 and items[at - 1].word == "of" and items[at - 2].word in {"best", "out"}:
        return
    if at > 1 and items[at - 1].word == "of" and is_measured(items[at - 2]):
        return
    phrase = noun_phrase(items, at + 1, after_number=True)
    if usable(phrase, counted=True) and phrase is not None and phrase.is_plural:
        yield Sign(phrase, weight_of(phrase, 3.0), "counted")
    elif usable(phrase) and phrase is not None and is_known_entity(phrase.words) and items[at].symbol == "R":
        yield Sign(phrase, 1.5, "counted")
    yield from count_behind(items, at)


def count_behind(items: Sequence[Item], at: int) -> Iterator[Sign]:
    """customers: 500, customers (500), guild=40, orders ~1100, customers 350; not talk = 0."""
    value = items[at].value
    if isinstance(value, Quantity) and value.single in {0, 1}:
        return
    end = at
    while end > 0 and items[end - 1].word in COUNT_MARKS and not items[end - 1].symbol.isupper():
        end -= 1
    start = end
    while (
        start > 0
        and items[start - 1].symbol == "w"
        and not is_function(items[start - 1].word)
        and end - start < 3
    ):
        start -= 1
    phrase = noun_phrase(items, start, after_number=True) if start < end else None
    if (
        phrase is None
        or phrase.end != end
        or not usable(phrase, counted=True)
        or items[at].symbol not in {"N", "Y"}
    ):
        return
    if at + 1 < len(items) and items[at + 1].word in {"/", "-", "%", "or"}:
        return
    opens = start == 0 or items[start - 1].word in {
        ",",
        ".",
        "and",
        "counts",
        ":",
        ";",
        "count",
        ")",
        "with",
        "they",
        "their",
        "its",
    }
    soft = isinstance(value, Quantity) and value.is_soft
    if phrase.is_plural and opens:
        strong = 3.0 if end < at or soft or items[at].symbol == "N" else 1.5
        listed = at + 1 < len(items) and items[at + 1].word == "("
        yield Sign(phrase, strong if listed else weight_of(phrase, strong), "count behind")
    elif opens and (soft or end < at or is_large(value)) and is_known_entity(phrase.words):
        yield Sign(phrase, weight_of(phrase, 2.0), "count behind")
    elif end < at and items[at - 1].word == "=":
        yield Sign(phrase, 1.5, "count behind")


def is_measured(item: Item) -> bool:
    """A capacity of 20 to 60 seats: the number is that of a column."""
    return item.symbol == "w" and knowledge((item.word,)).kind in {"integer", "decimal"}


def is_large(value: object) -> bool:
    return isinstance(value, Quantity) and value.single is not None and value.single >= 20


def after(items: Sequence[Item], at: int, weight: float, why: str) -> Iterator[Sign]:
    phrase = noun_phrase(items, at, after_number=True, one=True)
    if usable(phrase) and phrase is not None and not phrase.is_plural:
        owns = phrase.end < len(items) and items[phrase.end].word == "have"
        yield Sign(phrase, weight if owns else weight_of(phrase, weight), why)


def before_table(items: Sequence[Item], at: int) -> Iterator[Sign]:
    """A leave table, plans table, a table for artists, table of users."""
    start = at
    while (
        start > 0
        and items[start - 1].symbol == "w"
        and not is_function(items[start - 1].word)
        and at - start < 3
    ):
        start -= 1
    phrase = noun_phrase(items[:at], start, after_number=True) if start < at else None
    if phrase is not None and usable(phrase) and phrase.end == at:
        yield Sign(phrase, 3.0, "table")
    if at + 1 < len(items) and items[at + 1].word in {"for", "of", "with"}:
        begin = at + 2
        while begin < len(items) and items[begin].word in {"the", "all", "our", "a"}:
            begin += 1
        phrase = noun_phrase(items, begin, after_number=True)
        if usable(phrase) and phrase is not None and items[at + 1].word != "with":
            yield Sign(phrase, 3.0, "table")


def is_price_before(items: Sequence[Item], at: int) -> bool:
    """22 euros per player: a price and not a number per parent."""
    value = items[at - 1].value if at else None
    return isinstance(value, Quantity) and value.unit in table("units")["money"]


def is_step(item: Item) -> bool:
    return item.symbol == "U" or item.word in {"hour", "day", "week", "month", "quarter", "year"}


def repeated(items: Sequence[Item], at: int) -> Iterator[Sign]:
    """Measurements every 3 hours: what is repeated is a table."""
    if items[at].word != "every" or at + 1 >= len(items) or not is_step(items[at + 1]):
        return
    start = at
    while start and items[start - 1].symbol == "w" and not is_function(items[start - 1].word):
        start -= 1
    phrase = noun_phrase(items[:at], start, after_number=True) if start < at else None
    if phrase is not None and usable(phrase) and phrase.is_plural and not is_verb(phrase.head):
        yield Sign(phrase, 2.5, "repeated")


def of_them(items: Sequence[Item]) -> Iterator[Sign]:
    """Customers, around 1,200 of them: the number comes after the name."""
    for at in range(1, len(items) - 2):
        spoken = (
            items[at].symbol in {"N", "R"}
            and items[at + 1].word == "of"
            and items[at + 2].word in {"them", "those", "these", "they"}
        )
        if spoken and items[at - 1].word == ",":
            begin = at - 1
            while begin and items[begin - 1].symbol == "w" and not is_function(items[begin - 1].word):
                begin -= 1
            phrase = noun_phrase(items[: at - 1], begin, after_number=True) if begin < at - 1 else None
            if phrase is not None and usable(phrase) and phrase.is_plural:
                yield Sign(phrase, 3.0, "of them")


def weight_of_subject(phrase: NounPhrase, verb: str) -> float:
    if is_exactly_known(phrase.words):
        return 0.5
    return 1.5 if verb in {"have", "be"} or phrase.start == 0 else 1.0


def opening(items: Sequence[Item], first: bool, fresh: bool = True) -> Iterator[Sign]:
    """A clause that begins with a noun phrase and a colon or a dash, or is nothing but that phrase."""
    begin = 0
    while begin < len(items) - 1 and items[begin].word in {
        "the",
        "our",
        "finally",
        "also",
        "then",
        "and",
        ",",
    }:
        begin += 1
    phrase = noun_phrase(items, begin, after_number=True)
    if phrase is None or not usable(phrase):
        return
    follows = items[phrase.end] if phrase.end < len(items) else None
    known = is_known_entity(phrase.words) or is_known_entity(phrase.words[-1:])
    if follows is None:
        if phrase.is_plural and known and fresh:
            yield Sign(phrase, 1.5, "alone")
    elif follows.word in {":", "--", "->"} and not follows.symbol.isupper():
        if fresh or (
            known and items[phrase.end + 1 : phrase.end + 2] and items[phrase.end + 1].symbol in {"N", "R"}
        ):
            yield from headed(items, phrase, known, first)
    elif (
        phrase.is_plural
        and known
        and (follows.word in {"of", "for", "with"} or follows.symbol in {"T", "D", "N"})
    ):
        doubtful = is_exactly_known(phrase.words) and follows.symbol in {"N", "R"}
        yield Sign(phrase, 0.5 if doubtful else 1.5, "opening")


def headed(items: Sequence[Item], phrase: NounPhrase, known: bool, first: bool) -> Iterator[Sign]:
    rest = items[phrase.end + 1 :]
    if (rest and rest[0].word == "one" and any(item.word in {"row", "per"} for item in rest[:3])) or (
        rest and rest[0].symbol == "N" and len(rest) > 2 and rest[1].word in {"per", "row"}
    ):
        yield Sign(phrase, 3.0, "grid")
    elif rest and rest[0].word in {"each", "every"}:
        yield Sign(phrase, 2.5, "headed")
    elif phrase.is_plural and not is_attribute_head(phrase):
        yield Sign(phrase, 2.0 if known else 1.0, "headed")


def is_attribute_head(phrase: NounPhrase) -> bool:
    return is_exactly_known(phrase.words) and not is_known_entity(phrase.words)


def subjects(items: Sequence[Item]) -> Iterator[Sign]:
    """A noun phrase before "has", "are", or a verb: a product has, sellers list, certificates are."""
    for at in range(1, len(items)):
        verb = items[at].word
        if not (
            verb in {"have", "be"}
            or (is_verb(verb) and items[at].symbol == "w")
            or verb in {"can", "may", "must"}
        ):
            continue
        start = at
        while (
            start > 0
            and items[start - 1].symbol == "w"
            and not is_function(items[start - 1].word)
            and at - start < 3
        ):
            start -= 1
        phrase = noun_phrase(items[:at], start, after_number=True) if start < at else None
        if phrase is None or phrase.end != at or not usable(phrase) or verb in mapping("verbs", "irregular"):
            continue
        known = is_known_entity(phrase.words)
        article = start > 0 and items[start - 1].word in {"a", "an"}
        if known and (phrase.is_plural or article):
            yield Sign(phrase, weight_of_subject(phrase, verb), "subject")
        elif verb == "have" and start > 0 and items[start - 1].word in EACH:
            yield Sign(phrase, 1.0, "subject")
        elif verb == "have" and article:
            yield Sign(phrase, weight_of(phrase, 2.0), "subject")
