"""What the words of a follow-up message name in a plan: tables, columns, values of columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rowsmith.agents.models.offline.ontology.columns import split_name
from rowsmith.agents.models.offline.text.items import Item, lemma

FriendlyPlan = dict[str, Any]
Words = tuple[str, ...]
DATED = frozenset({"at", "on", "date", "time", "timestamp"})
GENERIC = frozenset({"id", "name", "type", "date", "number", "code", "at", "on", "no", "note", "all", "none"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Items `start` to `end` (not included) name a table, a column of it, or a value of that column."""

    start: int
    end: int
    table: str
    column: str = ""
    value: Any = None

    @property
    def kind(self) -> str:
        return "value" if self.value is not None else "column" if self.column else "table"


def mentions(items: Sequence[Item], plan: FriendlyPlan) -> list[Mention]:
    """All mentions, longer ones first where they overlap; of equal ones tables, then columns, then values."""
    names = list(_names(plan))
    named = {words for words, _ in names}
    known = [(words, place) for words, place in names if words]
    known += [
        (words[-1:], place) for words, place in names if len(words) > 1 and _alone(words[-1:], named, names)
    ]
    found = [found for words, place in known for found in _found(items, words, place)]
    rank = {"table": 0, "column": 1, "value": 2}
    found.sort(key=lambda one: (one.start - one.end, rank[one.kind]))
    kept: list[Mention] = []
    for one in found:
        if not any(_clash(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _clash(one: Mention, other: Mention) -> bool:
    """Of the same words only the same kind of name counts: `status` of two tables may both be meant."""
    if one.end <= other.start or other.end <= one.start:
        return False
    return (one.start, one.end, one.kind) != (other.start, other.end, other.kind)


def _alone(words: Words, named: set[Words], names: Sequence[tuple[Words, Mention]]) -> bool:
    """The last word of a longer name stands for it where nothing else ends so."""
    if words in named or words[0] in GENERIC:
        return False
    kinds = {(place.kind, place.table, place.column) for full, place in names if full[-1:] == words}
    return len(kinds) == 1


def _names(plan: FriendlyPlan) -> Iterator[tuple[Words, Mention]]:
    for table, content in plan["tables"].items():
        yield from (
            (words, Mention(0, 0, table)) for words in dict.fromkeys(((table.lower(),), split_name(table)))
        )
        for column, sampler in content.get("columns", {}).items():
            for words in dict.fromkeys(((column.lower(),), *_said_as(split_name(column)))):
                yield words, Mention(0, 0, table, column)
            for value in values_of(sampler):
                yield _words_of(value), Mention(0, 0, table, column, value)


def _said_as(words: Words) -> Iterator[Words]:
    """The words of a column's name; of published_at also "published date" and "published time"."""
    yield words
    if len(words) > 1 and words[-1] in DATED:
        yield from ((*words[:-1], last) for last in ("date", "time", "day") if last != words[-1])


def _words_of(value: object) -> Words:
    return tuple(lemma(part) for part in str(value).lower().replace("_", " ").replace("-", " ").split())


def _found(items: Sequence[Item], words: Words, place: Mention) -> Iterator[Mention]:
    size = len(words)
    for start in range(len(items) - size + 1):
        if all(_says(items[start + n], words[n]) for n in range(size)):
            yield Mention(start, start + size, place.table, place.column, place.value)


def _says(item: Item, word: str) -> bool:
    said = (item.raw or item.word).lower().strip("\"'`“”‘’")
    return item.symbol in ("w", "Q") and word in (item.word, said, lemma(said))


def values_of(sampler: Any) -> list[Any]:
    """The values that a column is dealt from."""
    weights = weights_of(sampler)
    return list(weights) if weights else []


def weights_of(sampler: Any) -> dict[Any, float]:
    """The values of a category or of states with their weights, none for any other sampler."""
    if not isinstance(sampler, Mapping):
        return {}
    dealt = sampler.get("category", sampler.get("states"))
    if isinstance(dealt, Mapping):
        return {value: float(weight) for value, weight in dealt.items() if isinstance(weight, int | float)}
    if isinstance(dealt, list):
        return dict.fromkeys(dealt, 1.0)
    return {}
