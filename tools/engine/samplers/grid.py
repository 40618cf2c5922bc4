"""Grids of numbers: the multiples of a step, or the numbers with certain endings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from rowsmith.tools.chance.arrays import Flags, Integers, Reals
from rowsmith.tools.errors import PlanError


@dataclass(frozen=True)
class Grid:
    """Points repeating with a period: point i is `offsets[i % k] + period * (i // k)`, all in units.

    Attributes:
        period: 1 and more.
        offsets: int64[k], ascending, in [0, period).
    """

    period: int
    offsets: Integers

    @classmethod
    def every(cls, step: int, anchor: int = 0) -> Grid:
        """The numbers anchor + any multiple of step."""
        return cls(step, np.array([anchor % step], dtype=np.int64))

    @classmethod
    def ending(cls, ends: Sequence[str], digits: int, where: str) -> Grid:
        """The numbers whose last digits are one of `ends`: ".99", "9.90".

        Raises:
            PlanError: an ending that is no number, or has more digits than the column.
        """
        width = max(len(end.partition(".")[0]) for end in ends)
        period = 10 ** (width + digits)
        offsets: set[int] = set()
        for end in ends:
            units = _ending_units(end, digits, where)
            own = 10 ** (len(end.partition(".")[0]) + digits)
            offsets.update(range(units, period, own))
        return cls(period, np.array(sorted(offsets), dtype=np.int64))

    def first(self, units: Integers) -> Integers:
        """The index of the first point at or above each number."""
        whole = units // self.period
        place = np.searchsorted(self.offsets, units - whole * self.period, side="left")
        return whole * len(self.offsets) + place

    def last(self, units: Integers) -> Integers:
        """The index of the last point at or below each number."""
        whole = units // self.period
        place = np.searchsorted(self.offsets, units - whole * self.period, side="right")
        return whole * len(self.offsets) + place - 1

    def nearest(self, units: Reals) -> Integers:
        """The index of the point nearest to each real; the lower one of two."""
        below = self.last(np.floor(units).astype(np.int64))
        gap = units - self.point(below)
        upper: Flags = self.point(below + 1) - units < gap
        nearest: Integers = np.where(upper, below + 1, below)
        return nearest

    def point(self, index: Integers) -> Integers:
        """The point of each index, in units."""
        if len(self.offsets) == 1:
            return index * self.period + int(self.offsets[0])
        whole = index // len(self.offsets)
        return whole * self.period + self.offsets.take(index - whole * len(self.offsets))


def _ending_units(end: str, digits: int, where: str) -> int:
    whole, _, fraction = end.partition(".")
    if not (whole + fraction).isdigit() or len(fraction) > digits:
        raise PlanError(f"{end!r} is no ending of a number with {digits} digits.", where=where)
    return int(Decimal(f"0{end}").scaleb(digits))
