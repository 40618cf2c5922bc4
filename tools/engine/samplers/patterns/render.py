"""The texts of one form of a pattern, for many rows at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix, uniform_integers
from rowsmith.tools.engine.samplers.patterns.forms import Cell, Form
from rowsmith.tools.engine.samplers.text_matrix import as_text_rows, as_wide_rows
from rowsmith.tools.plan.patterns import Characters, Slot

_LARGEST = 2**62
Slots: TypeAlias = "Mapping[Slot, pa.Array[Any]]"
Fill: TypeAlias = "Callable[[int, int], Integers]"
"""Numbers in [0, size) for the stretch of that number: fill(number, size)."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in a row that one number below 2**62 spells."""

    cells: tuple[Characters, ...]

    @property
    def size(self) -> int:
        size = 1
        for cell in self.cells:
            size *= len(cell.choices)
        return size


def runs_of(form: Form) -> list[Run | Slot]:
    """The form as runs of characters and slots between them."""
    made: list[Run | Slot] = []
    for cell in form.cells:
        last = made[-1] if made else None
        if isinstance(cell, Slot):
            made.append(cell)
        elif isinstance(last, Run) and last.size * len(cell.choices) <= _LARGEST:
            made[-1] = Run((*last.cells, cell))
        else:
            made.append(Run((cell,)))
    return made


def drawn_numbers(bits: Bits) -> Fill:
    """Numbers of runs from the row's bits; only the first run is monotone in them."""

    def fill(number: int, size: int) -> Integers:
        own = bits if number == 0 else mix(bits, np.uint64(number))
        return uniform_integers(own, size)

    return fill


def counted_numbers(index: Integers, sizes: list[int]) -> Fill:
    """Numbers of runs as the digits of an index into the form's texts, the first run the highest."""
    digits: list[Integers] = []
    rest = index
    for size in reversed(sizes):
        upper = rest // size
        digits.insert(0, rest - upper * size)
        rest = upper
    return lambda number, size: digits[number]


def rendered(form: Form, length: int, fill: Fill, slots: Slots) -> pa.Array[Any]:
    """string[length]: null where a slot's value is null."""
    parts: list[Any] = []
    number = 0
    for part in runs_of(form):
        if isinstance(part, Slot):
            parts.append(slots[part])
        else:
            parts.append(spelled(part.cells, fill(number, part.size)))
            number += 1
    if not parts:
        return pa.array([""] * length, type=pa.string())
    made: pa.Array[Any] = parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, "")
    return made


def spelled(cells: tuple[Characters, ...], index: Integers) -> pa.StringArray:
    """The text of each index, read as a number whose digits are the cells' characters."""
    plain = all(cell.choices.isascii() for cell in cells)
    matrix = np.empty((len(index), len(cells)), dtype=np.uint8 if plain else np.uint32)
    rest = index.view(np.uint64)
    for place in range(len(cells) - 1, -1, -1):
        choices = cells[place].choices
        codes = np.array([ord(c) for c in choices], dtype=matrix.dtype)
        if len(choices) == 1:
            matrix[:, place] = codes[0]
            continue
        upper = rest // np.uint64(len(choices))
        matrix[:, place] = codes[(rest - upper * np.uint64(len(choices))).view(np.int64)]
        rest = upper
    return (
        as_text_rows(matrix.astype(np.uint8, copy=False)) if plain else as_wide_rows(matrix.astype(np.uint32))
    )


def slots_of(cells: tuple[Cell, ...]) -> list[Slot]:
    return [cell for cell in cells if isinstance(cell, Slot)]
