"""Grids whose step is a number of calendar months."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Integers
from rowsmith.tools.engine.samplers.spans import first_days, months_of


@dataclass(frozen=True)
class MonthGrid:
    """Every so many months the same day of the month (the last one where a month is shorter) and time.

    Attributes:
        step: months from point to point.
        month: the month of point 0, since January 1970.
        day: 0-based day of the month.
        clock: ticks since midnight.
        ticks: ticks of a day: 1 for dates, 86400 for moments.
    """

    step: int
    month: int
    day: int
    clock: int
    ticks: int

    @classmethod
    def anchored(cls, step: int, low: int, ticks: int) -> MonthGrid:
        """The grid that begins at `low`."""
        day = np.array([low // ticks], dtype=np.int64)
        month = months_of(day)
        return cls(step, int(month[0]), int(day[0] - first_days(month)[0]), low % ticks, ticks)

    def point(self, index: Integers) -> Integers:
        """The point of each index, in ticks since 1970."""
        months = self.month + index * self.step
        start = first_days(months)
        day = np.minimum(start + self.day, first_days(months + 1) - 1)
        return day * self.ticks + self.clock

    def first(self, units: Integers) -> Integers:
        """The index of the first point at or above each moment."""
        below = self.last(units)
        return below + (self.point(below) < units)

    def last(self, units: Integers) -> Integers:
        """The index of the last point at or below each moment."""
        near = (months_of(units // self.ticks) - self.month) // self.step
        near += self.point(near + 1) <= units
        return near - (self.point(near) > units)
