"""Whole steps from bits: exact probabilities, monotone in the bits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.alias import CumulativeTable
from rowsmith.tools.chance.arrays import Bits, Integers, Reals
from rowsmith.tools.chance.chunks import by_chunk
from rowsmith.tools.chance.shapes.atoms import Atoms


@dataclass(frozen=True)
class IntegerTable:
    """Values low, low + step, low + 2 step, ...; the table chooses a value, or a block of neighbours.

    Attributes:
        low, step: the values.
        table: which of the blocks.
        starts, lengths: int64; each block's first value in steps and how many it has; None where every block is
            one value, in order.
    """

    low: float
    step: float
    table: CumulativeTable
    starts: Integers | None
    lengths: Integers | None

    @classmethod
    def of(cls, atoms: Atoms) -> IntegerTable:
        """The table of a list of masses."""
        table = CumulativeTable.from_weights(atoms.masses)
        if atoms.starts is None:
            return cls(atoms.first, atoms.step, table, None, None)
        starts, lengths = (np.array(each, dtype=np.int64) for each in (atoms.starts, atoms.lengths))
        return cls(atoms.first, atoms.step, table, starts, lengths)

    def invert(self, bits: Bits) -> Integers:
        """The value at each row's bits, for a `low` and a `step` that are whole."""
        steps = self.steps(bits)
        if self.step != 1:
            steps *= int(self.step)
        steps += int(self.low)
        return steps

    def invert_real(self, bits: Bits) -> Reals:
        """The value at each row's bits as low + step * index."""
        values: Reals = self.steps(bits).astype(np.float64)
        values *= self.step
        values += self.low
        return values

    def steps(self, bits: Bits) -> Integers:
        """The index of the value: how many steps above `low`."""
        return by_chunk(self._steps, np.int64, bits)

    def _steps(self, bits: Bits) -> Integers:
        index = self.table.invert(bits)
        if self.starts is None or self.lengths is None:
            return index
        begin = np.where(index > 0, self.table.edges.take(index - 1), 0)
        width = self.table.edges.take(index) - begin
        inside = ((bits >> np.uint64(11)).view(np.int64) - begin).astype(np.float64)
        inside /= width
        length = self.lengths.take(index)
        inside *= length
        return self.starts.take(index) + np.minimum(inside.astype(np.int64), length - 1)
