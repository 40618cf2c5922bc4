"""Patterns such as ``+44 7### ######``: fixed signs and places that are filled.

``#`` is a digit, ``%`` a digit from 1 to 9, ``&`` one from 2 to 9, ``?`` a capital letter, ``*`` one of the consonants that codes and
number plates use, ``~`` a lower-case hexadecimal digit, ``^`` an upper-case one, ``@`` a digit or letter
but I, O and Q. All rows are filled at once
in one matrix of bytes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith.tools.chance.alias import AliasTable
from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix, uniform_integers
from rowsmith.tools.errors import PlanError

ALPHABETS = {
    "#": "0123456789",
    "%": "123456789",
    "&": "23456789",
    "?": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "*": "BCDFGHJKLMNPRSTVWXYZ",
    "~": "0123456789abcdef",
    "^": "0123456789ABCDEF",
    "@": "ABCDEFGHJKLMNPRSTUVWXYZ0123456789",
}
LARGEST = 2**62
_CHUNK = 8192
_INNER = np.uint64(0x5041545445524E)
Bytes: TypeAlias = "np.ndarray[tuple[int, int], np.dtype[np.uint8]]"


@dataclass(frozen=True)
class Patterns:
    """Several patterns, each with a weight."""

    texts: tuple[str, ...]
    weights: tuple[int, ...]

    @classmethod
    def of(cls, texts: Sequence[str], weights: Sequence[int] | None = None) -> Patterns:
        return cls(tuple(texts), tuple(weights or [1] * len(texts)))

    @cached_property
    def capacities(self) -> Integers:
        """How many values each pattern has, at most 2**62."""
        sizes = [math.prod(len(ALPHABETS.get(sign, ".")) for sign in text) for text in self.texts]
        return np.array([min(size, LARGEST) for size in sizes], dtype=np.int64)

    def apart(self) -> Patterns:
        """These patterns without those that share a value with a larger one."""
        order = np.argsort(-self.capacities, kind="stable").tolist()
        kept: list[int] = []
        for place in order:
            if not any(_meet(self.texts[place], self.texts[other]) for other in kept):
                kept.append(place)
        return Patterns(
            tuple(self.texts[place] for place in kept), tuple(self.weights[place] for place in kept)
        )

    @property
    def size(self) -> int:
        return min(sum(map(int, self.capacities)), LARGEST)

    @cached_property
    def _alias(self) -> AliasTable:
        return AliasTable.from_weights(self.weights)

    def draw(self, bits: Bits) -> pa.StringArray:
        """string[n]: a pattern by weight, filled."""
        return self.filled(*self.choose(bits))

    def drawn(self, chosen: Integers, bits: Bits) -> pa.StringArray:
        """string[n]: the chosen pattern of each row, filled."""
        return self.filled(chosen, uniform_integers(mix(bits, _INNER), self.capacities[chosen]))

    def at(self, index: Integers) -> pa.StringArray:
        """string[n]: the index-th value; distinct when the patterns can't give the same text.

        Raises:
            PlanError: an index beyond what the patterns hold.
        """
        return self.filled(*self.place(index))

    def choose(self, bits: Bits) -> tuple[Integers, Integers]:
        """For each row a pattern by weight and a number that it holds."""
        chosen = self._alias.draw(bits) if len(self.texts) > 1 else np.zeros(len(bits), dtype=np.int64)
        return chosen, uniform_integers(mix(bits, _INNER), self.capacities[chosen])

    def place(self, index: Integers) -> tuple[Integers, Integers]:
        """The pattern and the number of the index-th value.

        Raises:
            PlanError: an index beyond what the patterns hold.
        """
        if len(index) and int(index.max()) >= self.size:
            raise PlanError(f"This pattern has only {self.size} different values.")
        ends = np.cumsum([int(size) for size in self.capacities], dtype=np.int64)
        chosen = np.searchsorted(ends, index, side="right").astype(np.int64)
        return chosen, index - (ends - self.capacities)[chosen]

    def filled(self, chosen: Integers, numbers: Integers) -> pa.StringArray:
        """string[n]: the chosen pattern of each row with its places holding the number, its last sign first."""
        return _strings(self.cells(chosen, numbers), self._tables[2][chosen])

    def cells(self, chosen: Integers, numbers: Integers) -> Bytes:
        """uint8[n, width]: the same as `filled`, before it becomes text."""
        table = self._tables[0]
        cells = np.empty((len(chosen), table.shape[1]), dtype=np.uint8)
        for start in range(0, len(chosen), _CHUNK):
            rows = slice(start, start + _CHUNK)
            self._fill(cells[rows], chosen[rows], numbers[rows].view(np.uint64))
        return cells

    def _fill(self, cells: Bytes, chosen: Integers, numbers: Bits) -> None:
        table, sizes, _ = self._tables
        cells[:] = table[chosen]
        left = numbers
        for place in range(table.shape[1] - 1, -1, -1):
            least, most = int(sizes[:, place].min()), int(sizes[:, place].max())
            if most == 1:
                continue
            spread = np.uint64(most) if least == most else sizes[chosen, place]
            quotient = left // spread
            digits = (left - quotient * spread).view(np.int64)
            left = quotient
            same = (table[:, place] == table[0, place]).all()
            cells[:, place] = (
                _SIGNS[table[0, place]].take(digits) if same else _SIGNS[cells[:, place], digits]
            )

    @cached_property
    def _tables(self) -> tuple[Bytes, NDArray[np.uint64], Integers]:
        """Signs, how many signs each place can hold, and lengths, by pattern."""
        width = max(len(text.encode()) for text in self.texts)
        rows = [text.encode().ljust(width, b"\0") for text in self.texts]
        table = np.array([list(row) for row in rows], dtype=np.uint8).reshape(len(rows), width)
        spread = [[len(ALPHABETS.get(chr(sign), ".")) for sign in row] for row in rows]
        sizes = np.array(spread, dtype=np.uint64)
        return table, sizes, np.array([len(text.encode()) for text in self.texts], dtype=np.int64)


def _meet(one: str, other: str) -> bool:
    """Whether some text matches both patterns."""
    signs = zip(one, other, strict=False)
    return len(one) == len(other) and all(
        set(ALPHABETS.get(a, a)) & set(ALPHABETS.get(b, b)) for a, b in signs
    )


def _sign_table() -> Bytes:
    table = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 36, axis=1)
    for wildcard, alphabet in ALPHABETS.items():
        table[ord(wildcard), : len(alphabet)] = np.frombuffer(alphabet.encode(), dtype=np.uint8)
    return table


_SIGNS = _sign_table()


def _strings(cells: Bytes, lengths: Integers) -> pa.StringArray:
    """string[n] from rows of bytes, of which the first `lengths` count."""
    offsets = np.zeros(len(lengths) + 1, dtype=np.int32)
    np.cumsum(lengths, out=offsets[1:])
    same = not len(lengths) or int(lengths.min()) == cells.shape[1]
    used = cells.reshape(-1) if same else cells[np.arange(cells.shape[1]) < lengths[:, None]]
    return pa.StringArray.from_buffers(
        len(lengths), pa.py_buffer(offsets.data), pa.py_buffer(np.ascontiguousarray(used).data)
    )


def fixed_text(cells: Bytes) -> pa.StringArray:
    """string[n] from uint8[n, width]."""
    return _strings(cells, np.full(len(cells), cells.shape[1], dtype=np.int64))
