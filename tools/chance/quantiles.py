"""Inverse distribution functions as tables: built with `math`, read with + and * alone.

So every machine gives the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from statistics import NormalDist

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags, Integers, Reals
from rowsmith.tools.chance.chunks import by_chunk
from rowsmith.tools.chance.streams import unit_bits
from rowsmith.tools.errors import GenerationError

_WIDTH = 12  # 4096 cells of the body; each outer cell is split into as many again
_CELLS = 2**_WIDTH
_SHIFT = np.uint64(64 - _WIDTH)
_DROP = np.uint64(_WIDTH)
_ELEVEN = np.uint64(11)
_OUTER = 0.5 / _CELLS**2  # where an infinite end is cut off: half an outermost cell


@dataclass(frozen=True)
class QuantileTable:
    """A distribution's quantiles, linear between knots.

    Attributes:
        body: float64[4097]; quantiles at i / 4096.
        lower, upper: float64[4097]; the first and the last cell of the body again, split into 4096.
    """

    body: Reals
    lower: Reals
    upper: Reals

    @classmethod
    def from_ppf(cls, ppf: Callable[[float], float]) -> QuantileTable:
        """The table of a quantile function on [0, 1]; it may be infinite at 0 and 1.

        Raises:
            GenerationError: the function falls or is not finite inside.
        """
        cells = range(_CELLS + 1)
        body = np.array([_finite(ppf, i / _CELLS) for i in cells])
        lower = np.array([_finite(ppf, i / _CELLS**2) for i in cells])
        upper = np.array([_finite(ppf, 1 - (_CELLS - i) / _CELLS**2) for i in cells])
        return cls.from_knots(body, lower, upper)

    @classmethod
    def from_knots(cls, body: Reals, lower: Reals, upper: Reals) -> QuantileTable:
        """The table of these knots.

        Raises:
            GenerationError: knots that fall or are not finite.
        """
        for knots in (body, lower, upper):
            if not np.isfinite(knots).all() or (np.diff(knots) < 0).any():
                raise GenerationError("A quantile function must be finite and must not fall.")
        return cls(body, lower, upper)

    def invert(self, bits: Bits) -> Reals:
        """The quantile at each row's bits, read as a fraction of 2**64; monotone."""
        return by_chunk(self._invert, np.float64, bits)

    def invert_unit(self, u: Reals) -> Reals:
        """The quantile at each u in [0, 1]."""
        return self.invert(unit_bits(u))

    def cdf(self, x: Reals) -> Reals:
        """The share of the distribution at or below each x: what `invert_unit` undoes."""
        return by_chunk(self._cdf, np.float64, x)

    def _invert(self, bits: Bits) -> Reals:
        cell = (bits >> _SHIFT).view(np.int64)
        values = _between(self.body, cell, bits << _DROP)
        outer = np.flatnonzero((cell == 0) | (cell == _CELLS - 1))
        if len(outer):
            self._refine(values, outer, bits[outer], cell[outer] == 0)
        return values

    def _refine(self, values: Reals, outer: Integers, bits: Bits, is_lower: Flags) -> None:
        inner = bits << _DROP
        cell = (inner >> _SHIFT).view(np.int64)
        inner <<= _DROP
        values[outer] = np.where(
            is_lower, _between(self.lower, cell, inner), _between(self.upper, cell, inner)
        )

    def _cdf(self, x: Reals) -> Reals:
        knots, levels = self._steps
        cell = np.searchsorted(knots, x, side="right")
        above = np.minimum(cell, len(knots) - 1)
        below = np.maximum(above - 1, 0)
        start, level = knots.take(below), levels.take(below)
        rise = knots.take(above) - start
        share: Reals = (x - start) / np.where(rise > 0, rise, 1.0)
        share *= levels.take(above) - level
        share += level
        share[cell == 0] = 0.0
        share[cell == len(knots)] = 1.0
        return share

    @cached_property
    def _steps(self) -> tuple[Reals, Reals]:
        """All knots once, from the lowest to the highest, and the share at or below each."""
        cells = np.arange(_CELLS + 1, dtype=np.float64)
        knots = np.concatenate([self.lower, self.body[2:-2], self.upper])
        levels = np.concatenate([cells / _CELLS**2, cells[2:-2] / _CELLS, 1 - (_CELLS - cells) / _CELLS**2])
        return knots, levels


def normal_scores(bits: Bits) -> Reals:
    """Standard normal values from bits; within 5.4 standard deviations."""
    return _normal().invert(bits)


def normal_cdf(z: Reals) -> Reals:
    """The standard normal distribution function: what `normal_scores` undoes."""
    return _normal().cdf(z)


def normal_quantiles(u: Reals) -> Reals:
    """The standard normal quantile at each u in [0, 1]."""
    return _normal().invert_unit(u)


@cache
def _normal() -> QuantileTable:
    inverse = NormalDist().inv_cdf
    return QuantileTable.from_ppf(lambda u: inverse(u) if 0 < u < 1 else math.copysign(math.inf, u - 0.5))


def _finite(ppf: Callable[[float], float], u: float) -> float:
    value = ppf(u)
    if math.isinf(value) and u in (0, 1):
        return ppf(min(max(u, _OUTER), 1 - _OUTER))
    return value


def _between(knots: Reals, cell: Integers, rest: Bits) -> Reals:
    """Linear from a cell's first knot to its last; `rest` is the fraction, and rounding stays inside."""
    start = knots.take(cell)
    end = knots[1:].take(cell)
    fraction: Reals = (rest >> _ELEVEN).view(np.int64).astype(np.float64)
    fraction *= 2.0**-53
    fraction *= end - start
    fraction += start
    np.minimum(fraction, end, out=fraction)
    return fraction
