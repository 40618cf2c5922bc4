"""A sentence of items, encoded as one string in which patterns are matched."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from rowsmith.agents.models.offline.text.items import Item
from rowsmith.agents.models.offline.text.quantity import Quantity


def small(item: Item) -> str:
    """One, two and adjectives can be spelled out in patterns: their value joins the code."""
    value = item.value
    if item.symbol == "J":
        return f"={item.word}"
    if item.symbol == "N" and isinstance(value, Quantity) and value.single in {1, 2} and not value.unit:
        return f"={value.single:g}"
    return ""


class Sentence:
    """Items in order; `code` has one field per item, ended by a space, and `offsets` where each begins."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = tuple(items)

    def __len__(self) -> int:
        return len(self.items)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        return tuple(
            f"{item.symbol}{i}{small(item)} " if item.symbol.isupper() else f"{item.word} "
            for i, item in enumerate(self.items)
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """The plain words and marks among the items."""
        return frozenset(item.word for item in self.items if not item.symbol.isupper())

    @cached_property
    def code(self) -> str:
        return "".join(self.fields)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        places, at = [], 0
        for field in self.fields:
            places.append(at)
            at += len(field)
        return (*places, at)

    def index_at(self, offset: int) -> int:
        """The index of the item that begins at this offset of `code`."""
        return bisect_left(self.offsets, offset)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where items[start:end] stand in the message."""
        return self.items[start].start, self.items[end - 1].end

    def __str__(self) -> str:
        return " ".join(item.raw or item.word for item in self.items)
