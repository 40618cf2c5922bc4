"""Signs that a noun phrase names an entity, and how much each weighs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rowsmith.agents.models.offline.lexicon.load import mapping, table, words
from rowsmith.agents.models.offline.ontology.columns import is_exactly_known
from rowsmith.agents.models.offline.ontology.knowledge import is_known as is_known_entity
from rowsmith.agents.models.offline.reading.noun_phrases import (
    NounPhrase,
    is_function,
    is_plural,
    is_verb,
    noun_phrase,
)
from rowsmith.agents.models.offline.text.items import Item
from rowsmith.agents.models.offline.text.quantity import Quantity

EACH = frozenset({"each", "every", "per"})
STATISTICS = words("words", "statistics")
SUMMARIES = words("words", "summaries")
COUNT_MARKS = frozenset({":", "(", "=", "like", "x", "*", "--", "-", "->", "about", "around"})


@dataclass(frozen=True, slots=True)
class Sign:
    """A noun phrase that may name an entity, with the weight of what speaks for it."""

    phrase: NounPhrase
    weight: float
    why: str


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
    yield from had(items)
    yield from subjects(items)


def periodic(items: Sequence[Item], at: int) -> Iterator[Sign]:
    """daily stats, monthly totals: the period belongs to the name."""
    head = items[at + 1] if at + 1 < len(items) else None
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


def counted(items: Sequence[Item], at: int) -> Iterator[Sign]:
    value = items[at].value
    if not isinstance(value, Quantity) or value.unit or not is_count(value):
        return
    if at > 1 and items[at - 1].word == "of" and items[at - 2].word in {"best", "out"}:
        return
    phrase = noun_phrase(items, at + 1, after_number=True)
    if usable(phrase, counted=True) and phrase is not None and phrase.is_plural:
        yield Sign(phrase, weight_of(phrase, 3.0), "counted")
    elif usable(phrase) and phrase is not None and is_known_entity(phrase.words) and items[at].symbol == "R":
        yield Sign(phrase, 1.5, "counted")
    yield from count_behind(items, at)


def is_count(value: Quantity) -> bool:
    ends = [end for end in (value.low, value.high) if end is not None]
    return all(end == int(end) and end >= 0 for end in ends)


def weight_of(phrase: NounPhrase, full: float) -> float:
    """Less for phrases that are usual columns (rooms, beds) unless they are usual entities as well."""
    if is_known_entity(phrase.words) or not is_exactly_known(phrase.words):
        return full
    return full - 1.5


def count_behind(items: Sequence[Item], at: int) -> Iterator[Sign]:
    """customers: 500, customers (500), guild=40, orders ~1100, customers 350."""
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
    if phrase is None or phrase.end != end or not usable(phrase) or items[at].symbol not in {"N", "Y"}:
        return
    if at + 1 < len(items) and items[at + 1].word in {"/", "-", "%"}:
        return
    opens = start == 0 or items[start - 1].word in {",", ".", "and", "counts", ":", ";", "count", ")"}
    value = items[at].value
    soft = isinstance(value, Quantity) and value.is_soft
    if phrase.is_plural and opens:
        strong = 3.0 if end < at or soft or items[at].symbol == "N" else 1.5
        listed = at + 1 < len(items) and items[at + 1].word == "("
        yield Sign(phrase, strong if listed else weight_of(phrase, strong), "count behind")
    elif opens and (soft or end < at or is_large(value)) and is_known_entity(phrase.words):
        yield Sign(phrase, weight_of(phrase, 2.0), "count behind")
    elif end < at and items[at - 1].word == "=":
        yield Sign(phrase, 1.5, "count behind")


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


def repeated(items: Sequence[Item], at: int) -> Iterator[Sign]:
    """Measurements every 3 hours: what is repeated is a table."""
    if items[at].word != "every" or at + 1 >= len(items) or items[at + 1].symbol != "U":
        return
    start = at
    while start and items[start - 1].symbol == "w" and not is_function(items[start - 1].word):
        start -= 1
    phrase = noun_phrase(items[:at], start, after_number=True) if start < at else None
    if phrase is not None and usable(phrase) and phrase.is_plural:
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
        if announces_children(items, at):
            phrase = noun_phrase(items, at + 1, after_number=True)
            if phrase is not None and usable(phrase) and phrase.is_plural and is_known_entity(phrase.words):
                yield Sign(phrase, 1.5, "parts")
        if item.word == "have" and items[at + 1].symbol == "N":
            phrase = noun_phrase(items, at + 2, after_number=True)
            if phrase is not None and usable(phrase) and is_known_entity(phrase.words):
                yield Sign(phrase, 0.0 if is_exactly_known(phrase.words) else 1.5, "had one")


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
