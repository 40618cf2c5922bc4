"""Distributions over whole steps: a list of values with their masses, or of blocks of neighbouring values."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np

from rowsmith.tools.chance.arrays import Reals
from rowsmith.tools.chance.quantiles import Curve, QuantileTable


@dataclass(frozen=True)
class Atoms:
    """Masses of the values first, first + step, first + 2 step, and so on.

    Attributes:
        first, step: the values.
        masses: of each value or block, not negative; they need not sum to one.
        starts: where blocks of several values begin, in steps; None where each mass belongs to one value. A
            block deals its mass evenly; its end is the next one's start, and the last one's is `count`.
        count: how many values there are.
        exponent: the parameter of a zipf law, else NaN.
    """

    first: float
    step: float
    masses: Sequence[float]
    starts: Sequence[int] | None
    count: int
    exponent: float = math.nan

    @classmethod
    def single(cls, first: float, step: float, masses: Sequence[float], exponent: float = math.nan) -> Atoms:
        """One mass for each value."""
        return cls(first, step, masses, None, len(masses), exponent)

    @cached_property
    def lengths(self) -> Sequence[int]:
        """How many values each mass is dealt among."""
        if self.starts is None:
            return [1] * self.count
        return [end - start for start, end in zip(self.starts, [*self.starts[1:], self.count], strict=True)]

    @cached_property
    def total(self) -> float:
        return math.fsum(self.masses)

    @cached_property
    def _begins(self) -> Sequence[int]:
        return range(self.count) if self.starts is None else self.starts

    @cached_property
    def _sums(self) -> list[float]:
        return list(accumulate(self.masses))

    @cached_property
    def moments(self) -> tuple[float, float]:
        """Mean and standard deviation."""
        centres = [start + (length - 1) / 2 for start, length in zip(self._begins, self.lengths, strict=True)]
        mean = math.fsum(map(float.__mul__, centres, map(float, self.masses))) / self.total
        spread = math.fsum(
            mass * ((centre - mean) ** 2 + (length * length - 1) / 12)
            for mass, centre, length in zip(self.masses, centres, self.lengths, strict=True)
        )
        return self.first + self.step * mean, self.step * math.sqrt(spread / self.total)

    @property
    def mode(self) -> float:
        densities = [mass / length for mass, length in zip(self.masses, self.lengths, strict=True)]
        return self.first + self.step * self._begins[densities.index(max(densities))]

    def quantile(self, u: float) -> float:
        """The value at u, where each value is spread evenly over half a step to both sides."""
        index, share = self._place(u)
        return self.first + self.step * (self._begins[index] + share * self.lengths[index] - 0.5)

    def table(self) -> QuantileTable:
        """Of `quantile`: linear within each value's mass."""
        below = np.array([0.0, *self._sums]) / self._sums[-1]
        above = np.array([0.0, *accumulate(reversed(self.masses))])
        edges = np.array([*self._begins, self.count]) * self.step + (self.first - self.step / 2)
        return QuantileTable.from_curves(_curve(below, edges), _curve(above / above[-1], edges[::-1]))

    def top_share(self, tenth: float) -> float:
        """The share of the sum that the largest `tenth` of the values holds."""
        index, share = self._place(1 - tenth)
        above = math.fsum(self._sum(i) for i in range(index + 1, len(self.masses)))
        whole = self.moments[0] * self.total
        return (self._upper_sum(index, share) + above) / whole if whole > 0 else math.nan

    def _upper_sum(self, index: int, share: float) -> float:
        """The sum of a block without the lower `share` of it, which may cut one of its values."""
        begin, length = self._begins[index], self.lengths[index]
        cut = min(int(share * length), length - 1)
        rest, above = cut + 1 - share * length, length - 1 - cut
        each = rest * self._value(begin + cut) + above * self._value(begin + (cut + length) / 2)
        return self.masses[index] / length * each

    def _place(self, u: float) -> tuple[int, float]:
        wanted = u * self._sums[-1]
        index = min(bisect_left(self._sums, wanted), len(self.masses) - 1)
        before = self._sums[index - 1] if index else 0.0
        mass = self.masses[index]
        return index, min(max((wanted - before) / mass, 0.0), 1.0) if mass > 0 else 0.5

    def _value(self, index: float) -> float:
        return self.first + self.step * index

    def _sum(self, index: int) -> float:
        return self.masses[index] * self._value(self._begins[index] + (self.lengths[index] - 1) / 2)


def _curve(levels: Reals, places: Reals) -> Curve:
    """Linear from place to place; where several stand at one level the first counts."""

    def at(wanted: Reals) -> Reals:
        last = np.clip(np.searchsorted(levels, wanted, side="left"), 1, len(levels) - 1)
        width = levels[last] - levels[last - 1]
        share = np.minimum((wanted - levels[last - 1]) / np.where(width > 0, width, 1.0), 1.0)
        return places[last - 1] + (places[last] - places[last - 1]) * share

    return at
