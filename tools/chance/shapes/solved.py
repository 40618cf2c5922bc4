"""A shape whose parameters are known: what it holds, and how its values are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Integers, Reals
from rowsmith.tools.chance.quantiles import QuantileTable
from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.integers import IntegerTable
from rowsmith.tools.chance.shapes.statistics import Body, measure
from rowsmith.tools.chance.shapes.window import Window
from rowsmith.tools.chance.streams import uniform_integers, unit


@dataclass(frozen=True)
class SolvedShape:
    """The distribution of a column.

    Attributes:
        kind: its family.
        bounds: what its values keep to.
        body: the law between the bounds, or a list of values with their masses.
    """

    kind: str
    bounds: Bounds
    body: Body

    def statistic(self, name: str) -> float:
        """A statistic of the values: mean, median, mode, sd, spread, p1 to p99, top10_share, exponent."""
        return measure(self.body, name)

    def table(self) -> QuantileTable:
        """The quantiles before rounding to the grid."""
        return self._table

    def integers(self) -> IntegerTable | None:
        """The grid's values with exact probabilities; None without a grid, or when it has more than 2**16."""
        return self._integers

    def draw(self, bits: Bits) -> Reals:
        """Values as float64[n]: monotone in the bits, within the bounds and on the grid."""
        if self.is_even:
            return self._even(bits)
        if self._integers is not None:
            return self._integers.invert_real(bits)
        values = self._table.invert(bits)
        return values if self.bounds.step is None else self._rounded(values)

    def draw_integers(self, bits: Bits) -> Integers:
        """Values of an integer column as int64[n]."""
        if self.is_even:
            return uniform_integers(bits, int(self.bounds.count)) * int(self._grid) + int(self.bounds.low)
        if self._integers is not None:
            return self._integers.invert(bits)
        return self._rounded(self._table.invert(bits)).astype(np.int64)

    @property
    def is_even(self) -> bool:
        """All values between two bounds are as likely: their draws need no table."""
        return self.kind == "uniform" and self.bounds.finite

    @property
    def _grid(self) -> float:
        return self.bounds.step or 1.0

    def _even(self, bits: Bits) -> Reals:
        if self.bounds.step is not None:
            values: Reals = uniform_integers(bits, int(self.bounds.count)).astype(np.float64)
            values *= self._grid
        else:
            values = unit(bits)
            values *= self.bounds.span
        values += self.bounds.low
        np.minimum(values, self.bounds.high, out=values)
        return values

    @cached_property
    def _table(self) -> QuantileTable:
        return self.body.table()

    @cached_property
    def _integers(self) -> IntegerTable | None:
        atoms = self.body.atoms() if isinstance(self.body, Window) else self.body
        return None if atoms is None else IntegerTable.of(atoms)

    def _rounded(self, values: Reals) -> Reals:
        """To the nearest value of the grid, halves up."""
        first, last = self.bounds.steps
        steps = np.floor((values - self.bounds.origin) / self._grid + 0.5)
        np.minimum(np.maximum(steps, first, out=steps), last, out=steps)
        steps *= self._grid
        steps += self.bounds.origin
        return steps
