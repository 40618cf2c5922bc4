"""Distribution functions as tables: the share at or below a value, read with + - * / alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Flags, Integers, Reals

_PLACES = 2**14
_MARGIN = 0.01  # of a place, so that rounding never starts a search too far up
_MOVES = 3  # from the guide's place on; the few rows beyond are searched


@dataclass(frozen=True)
class Steps:
    """A distribution function: all knots once, rising, and the share at or below each.

    `guide` holds, for evenly spaced places, how many knots lie at or below: the search starts there.
    """

    knots: Reals
    levels: Reals
    scale: float
    guide: Integers

    @classmethod
    def of(cls, knots: Reals, levels: Reals) -> Steps:
        reach = float(knots[-1] - knots[0])
        coarse = reach <= 1e-6 * max(abs(float(knots[0])), abs(float(knots[-1])))
        scale = 0.0 if coarse else _PLACES / reach
        places = (np.arange(_PLACES + 1) - _MARGIN) / (scale or 1.0) + knots[0]
        return cls(knots, levels, scale, np.searchsorted(knots, places, side="left").astype(np.int64))

    def shares(self, x: Reals) -> Reals:
        """The share at or below each x, linear between knots."""
        cell = self.cells(x)
        above = np.minimum(cell, len(self.knots) - 1)
        below = np.maximum(above - 1, 0)
        start, level = self.knots.take(below), self.levels.take(below)
        rise = self.knots.take(above)
        rise -= start
        rise[rise == 0] = 1.0
        share: Reals = x - start
        share /= rise
        share *= self.levels.take(above) - level
        share += level
        share[cell == 0] = 0.0
        share[cell == len(self.knots)] = 1.0
        return share

    def cells(self, x: Reals) -> Integers:
        """How many knots lie at or below each x."""
        place = (x - self.knots[0]) * self.scale
        np.fmin(np.fmax(place, 0.0, out=place), _PLACES, out=place)
        cell: Integers = self.guide.take(place.astype(np.int64))
        moving = self._lagging(np.arange(len(x)), cell, x)
        for _ in range(_MOVES):
            cell[moving] += 1
            moving = self._lagging(moving, cell[moving], x[moving])
        if len(moving):
            cell[moving] = np.searchsorted(self.knots, x[moving], side="right")
        return cell

    def _lagging(self, rows: Integers, cell: Integers, x: Reals) -> Integers:
        lagging: Flags = (x >= self.knots.take(cell, mode="clip")) & (cell < len(self.knots))
        still: Integers = rows[lagging]
        return still
