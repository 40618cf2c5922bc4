"""The items of lists as rows: each sees its row's columns and has bits of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix2
from rowsmith.tools.engine.assembly import picked
from rowsmith.tools.engine.protocols import Rows
from rowsmith.tools.engine.vector import Vector
from rowsmith.tools.errors import GenerationError
from rowsmith.tools.plan.expressions import Input, Resolved

_PLACE = np.uint64(0x4954454D504C4143)


@dataclass(frozen=True)
class Items:
    """Rows repeated for the items of their lists.

    Attributes:
        rows: the rows that hold the lists.
        owner: for each item the index of its row.
        place: for each item its place in the list, from 0.
    """

    rows: Rows
    owner: Integers
    place: Integers

    @property
    def table(self) -> str:
        return self.rows.table

    @property
    def ids(self) -> Bits:
        """Random numbers below 2**60 in place of row numbers, so that no two items are alike."""
        return self._mixed(self.rows.ids) >> np.uint64(4)

    @property
    def position(self) -> Integers:
        return self.rows.position[self.owner]

    @property
    def group(self) -> Integers:
        return self.rows.group[self.owner]

    @property
    def siblings(self) -> Integers:
        return self.rows.siblings[self.owner]

    def __len__(self) -> int:
        return len(self.owner)

    def column(self, name: str) -> Vector:
        return picked(self.rows.column(name), self.owner)

    def input(self, wanted: Input) -> Vector:
        return picked(self.rows.input(wanted), self.owner)

    def evaluate(self, expression: Resolved) -> Vector:
        return picked(self.rows.evaluate(expression), self.owner)

    def bits(self, *path: str) -> Bits:
        return self._mixed(self.rows.bits(*path))

    def take(self, index: Integers) -> Rows:
        return Items(self.rows, self.owner[index], self.place[index])

    def overlaid(self, column: str, values: Vector) -> Rows:
        raise GenerationError("The items of a list hold no columns.", where=self.table)

    def whole(self, levels: int = 1) -> tuple[Rows, Integers]:
        raise GenerationError("The items of a list have no siblings.", where=self.table)

    def _mixed(self, numbers: Bits) -> Bits:
        return mix2(numbers[self.owner], self.place.view(np.uint64), _PLACE)
