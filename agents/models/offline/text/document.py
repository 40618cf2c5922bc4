"""A message as lines and sentences of items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rowsmith.agents.models.offline.text.expansions import expand_pairs
from rowsmith.agents.models.offline.text.items import Item
from rowsmith.agents.models.offline.text.layout import Line, lines_of
from rowsmith.agents.models.offline.text.scan import scan

ENDS = frozenset({".", "!", "?", ";"})
OPENING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Clause:
    """The items between two ends of a sentence, with the index of its line; `first` in its line or not, `continued` after a semicolon."""

    items: tuple[Item, ...]
    line: int
    first: bool
    continued: bool = False

    @property
    def start(self) -> int:
        return self.items[0].start

    @property
    def end(self) -> int:
        return self.items[-1].end


@dataclass(frozen=True, slots=True)
class Document:
    """The message, its lines, and the clauses of each."""

    message: str
    lines: tuple[Line, ...]
    clauses: tuple[Clause, ...]


def document(message: str) -> Document:
    lines = lines_of(message)
    clauses = [
        Clause(items, index, number == 0, message[: items[0].start].rstrip().endswith(";"))
        for index, line in enumerate(lines)
        for number, items in enumerate(sentences(expand_pairs(scan(message, line.start, line.end))))
    ]
    return Document(message, tuple(lines), tuple(clauses))


def sentences(items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """The items between full stops, exclamation and question marks and semicolons outside brackets."""
    begin, depth = 0, 0
    for at, item in enumerate(items):
        depth += (item.word in OPENING) - (item.word in OPENING.values())
        if depth <= 0 and is_end(items, at):
            if at > begin:
                yield tuple(items[begin:at])
            begin, depth = at + 1, 0
    if begin < len(items):
        yield tuple(items[begin:])


def is_end(items: Sequence[Item], at: int) -> bool:
    item = items[at]
    if item.symbol.isupper():
        return False
    if item.word == "..":
        before = items[at - 1] if at else None
        return before is not None and before.symbol not in {"C", "N"}
    return item.word in ENDS
