"""Tables that were sketched: `name(column, ...)`, `TABLE name: column, ...`, `name { column, ... }`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rowsmith.agents.models.offline.ontology.columns import is_known, split_name
from rowsmith.agents.models.offline.text.document import OPENING
from rowsmith.agents.models.offline.text.items import Item
from rowsmith.agents.models.offline.text.quantity import Quantity

LEAST_LIKE = 0.6
ARTICLES = frozenset({"a", "an", "the", "with", "each", "every", "and", "of", "in", "be", "or", "which"})
CONSTRAINTS = frozenset({"pk", "primary", "unique", "foreign", "fk", "key", "index", "constraint", "check"})

COUNT_MARKS = frozenset({"--", "-", "~", ":", "=", "[", "(", "->", "#", "//", "about"})
COUNT_ENDS = frozenset({",", "]", ")", "in", "during", "between", "over", "from", "total", ";"})


@dataclass(frozen=True, slots=True)
class SketchColumn:
    """The item that names a column and what was said beside it."""

    name: Item
    rest: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A table with its columns; `constraints` are items such as PK(a, b); `tail` is what follows on the line."""

    name: Item
    columns: tuple[SketchColumn, ...]
    constraints: tuple[tuple[Item, ...], ...]
    tail: tuple[Item, ...]
    singular: bool = False


def sketches_of(items: Sequence[Item]) -> tuple[Sketch, ...]:
    """The tables that a line sketches one after the other, none for a line of prose."""
    first = sketch_of(items)
    if first is None:
        return ()
    for at, item in enumerate(first.tail[:-2]):
        if item.word in {",", ";", "and"} and (rest := sketches_of(first.tail[at + 1 :])):
            return (replace(first, tail=first.tail[:at]), *rest)
    return (first,)


def sketch_of(items: Sequence[Item]) -> Sketch | None:
    """The first table that a line sketches, None for a line of prose."""
    at = 1 if items and items[0].word == "table" and len(items) > 1 and items[0].raw.lower() == "table" else 0
    named = at == 1
    if at + 1 >= len(items) or items[at].symbol != "w" or not items[at].raw.replace("_", "").isalnum():
        return None
    name, opener = items[at], items[at + 1]
    if opener.word in {"(", "{"}:
        end = closing(items, at + 1)
        inner, tail = items[at + 2 : end], items[end + 1 :]
    elif opener.word == ":":
        end = counted_from(items, at + 2)
        inner, tail = items[at + 2 : end], items[end:]
    else:
        return None
    return built(name, inner, tail, named or opener.word == "{")


def counted_from(items: Sequence[Item], start: int) -> int:
    """Where the size of a table begins behind its columns: [40], x 8000; the end where none is given."""
    for at in range(start + 1, len(items) - 1):
        counted = items[at + 1].symbol in {"N", "R"} and items[at + 1].raw[:1] != "("
        if items[at].word == "[" and counted:
            return at
        if items[at].word == "x" and counted and items[at].spaced:
            return at
    return len(items)


def row_count(tail: Sequence[Item]) -> tuple[Quantity, int] | None:
    """The number of rows at the head of what follows a sketch, -- 70 and ~ 35, and where it ends."""
    at = 0
    while at < len(tail) and tail[at].word in COUNT_MARKS and not tail[at].symbol.isupper():
        at += 1
    if at >= len(tail) or tail[at].symbol not in {"N", "Y"}:
        return None
    value, after = tail[at].value, tail[at + 1] if at + 1 < len(tail) else None
    if not isinstance(value, Quantity) or value.unit or value.single is None or value.single < 1:
        return None
    ends = after is None or after.symbol in {"T", "Y"} or after.word in COUNT_ENDS
    return (value, at + 1) if ends else None


def closing(items: Sequence[Item], start: int) -> int:
    """The index of the bracket that closes the one at `start`; the end where none does."""
    depth = 0
    for at in range(start, len(items)):
        depth += (items[at].word in OPENING) - (items[at].word in OPENING.values())
        if depth == 0:
            return at
    return len(items)


def built(name: Item, inner: Sequence[Item], tail: Sequence[Item], named: bool) -> Sketch | None:
    parts = [part for part in split(inner) if part]
    constraints = tuple(part for part in parts if part[0].word in CONSTRAINTS)
    columns = [part for part in parts if part[0].word not in CONSTRAINTS]
    if not columns or any(part[0].symbol not in {"w", "M"} for part in columns):
        return None
    like = [is_column_like(part) for part in columns]
    formal = any("_" in part[0].raw or part[0].word == "id" for part in columns)
    enough = len(columns) >= 2 and (formal or (len(columns) >= 3 and all(like)))
    if not (named or enough) or sum(like) < LEAST_LIKE * len(like) or is_wordy(columns):
        return None
    made = tuple(SketchColumn(part[0], part[1:]) for part in columns)
    return Sketch(name, made, constraints, tuple(tail))


def split(items: Sequence[Item]) -> list[tuple[Item, ...]]:
    """The items between commas and semicolons outside brackets."""
    parts: list[list[Item]] = [[]]
    depth = 0
    for item in items:
        depth += (item.word in OPENING) - (item.word in OPENING.values())
        if depth == 0 and item.word in {",", ";"} and not item.symbol.isupper():
            parts.append([])
        else:
            parts[-1].append(item)
    return [tuple(part) for part in parts]


def is_column_like(part: Sequence[Item]) -> bool:
    raw = part[0].raw
    return "_" in raw or raw.lower() in {"id", "pk"} or is_known(split_name(raw))


def is_wordy(columns: Sequence[Sequence[Item]]) -> bool:
    """True for prose: parts that begin with a or the, or that have several words before any mark."""
    starts = sum(part[0].word in ARTICLES for part in columns)
    long = sum(len(part) > 2 and all(item.symbol == "w" for item in part[:3]) for part in columns)
    return starts > 0 or long > len(columns) / 3
