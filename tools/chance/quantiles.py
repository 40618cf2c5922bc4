"""Inverse distribution functions as tables: built with `math`, read with + and * alone.

So every machine gives the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from statistics import NormalDist
from typing import TypeAlias

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Reals
from rowsmith.tools.chance.chunks import by_chunk
from rowsmith.tools.chance.steps import Steps
from rowsmith.tools.chance.streams import unit_bits
from rowsmith.tools.errors import GenerationError

Curve: TypeAlias = Callable[[Reals], Reals]

_CELLS = 4096  # of the body, addressed by 12 bits
_OUTER = 64  # cells of the body at each end that the tails replace: 1/64 of the rows
_OCTAVES = 34  # of a tail: from 2**-40 to 2**-6
_SPLIT = 7  # bits: each octave has 128 cells, each 1/128 to 1/256 of its distance from the end
_DEEPEST = 2.0**-40
_FIRST = np.int64((1023 + 19) << _SPLIT)  # exponent and upper fraction of 2**19, where the second cell begins


@cache
def _tail_levels() -> Reals:
    octaves = [math.ldexp(1 + i / 2**_SPLIT, e - 40) for e in range(_OCTAVES) for i in range(2**_SPLIT)]
    levels = np.array([0.0, *octaves, 1 / _OUTER])
    levels.flags.writeable = False
    return levels


@dataclass(frozen=True)
class QuantileTable:
    """A distribution's quantiles, linear between knots.

    The tails' knots stand at fixed relative distances from the ends, so that one draw in 2**40 is as right as
    one in ten. Beyond 2**-41 an infinite end is cut off.

    Attributes:
        body: float64[4097]; quantiles at i / 4096.
        lower: float64[4354]; quantiles at 0, at (1 + i / 128) * 2**-e for e from 40 to 7, and at 1/64.
        upper: float64[4354]; quantiles at one minus these, falling.
    """

    body: Reals
    lower: Reals
    upper: Reals

    @classmethod
    def from_ppf(
        cls, ppf: Callable[[float], float], upper_ppf: Callable[[float], float] | None = None
    ) -> QuantileTable:
        """The table of a quantile function on [0, 1]; it may be infinite at 0 and 1.

        Args:
            ppf: the quantile at u.
            upper_ppf: the quantile at 1 - v, where that can be said more exactly than ``ppf(1 - v)``.

        Raises:
            GenerationError: the function falls or is not finite inside.
        """
        from_top = upper_ppf or (lambda v: ppf(1 - v))
        return cls.from_curves(
            lambda levels: np.array([_finite(ppf, level) for level in levels.tolist()]),
            lambda levels: np.array([_finite(from_top, level) for level in levels.tolist()]),
        )

    @classmethod
    def from_curves(cls, lower: Curve, upper: Curve) -> QuantileTable:
        """The table of quantiles at many levels at once.

        Args:
            lower: the quantiles at u, float64[m] of float64[m], for u from 0 to 1/2.
            upper: the quantiles at 1 - v, for v from 0 to 1/2.

        Raises:
            GenerationError: the quantiles fall or are not finite.
        """
        half, tail = np.arange(1, _CELLS // 2 + 1) / _CELLS, _tail_levels()
        low, high = lower(np.concatenate([tail, half])), upper(np.concatenate([tail, half[:-1]]))
        size = len(tail)
        body = np.concatenate([low[:1], low[size:], high[: size - 1 : -1], high[:1]])
        return cls.from_knots(body, low[:size], high[:size])

    @classmethod
    def from_knots(cls, body: Reals, lower: Reals, upper: Reals) -> QuantileTable:
        """The table of these knots; falls within the rounding of a formula are levelled.

        Raises:
            GenerationError: knots that fall or are not finite.
        """
        return cls(_level(body), _level(lower), _level(upper[::-1])[::-1].copy())

    def invert(self, bits: Bits) -> Reals:
        """The quantile at each row's bits, read as a fraction of 2**64; monotone."""
        return by_chunk(self._invert, np.float64, bits)

    def invert_unit(self, u: Reals) -> Reals:
        """The quantile at each u in [0, 1]."""
        return self.invert(unit_bits(u))

    def cdf(self, x: Reals) -> Reals:
        """The share of the distribution at or below each x: what `invert_unit` undoes."""
        return by_chunk(self._steps.shares, np.float64, x)

    def _invert(self, bits: Bits) -> Reals:
        cell = (bits >> np.uint64(52)).view(np.int64)
        start = self.body.take(cell)
        end = self.body[1:].take(cell)
        values: Reals = ((bits << np.uint64(12)) >> np.uint64(11)).view(np.int64).astype(np.float64)
        values *= 2.0**-53
        values *= end - start
        values += start
        np.minimum(values, end, out=values)
        for rows, own, knots in (
            (np.flatnonzero(cell < _OUTER), bits, self.lower),
            (np.flatnonzero(cell >= _CELLS - _OUTER), ~bits, self.upper),
        ):
            values[rows] = _tail(knots, own[rows])
        return values

    @cached_property
    def _steps(self) -> Steps:
        tail = _tail_levels()
        inner = slice(_OUTER + 1, _CELLS - _OUTER)
        knots = np.concatenate([self.lower, self.body[inner], self.upper[::-1]])
        levels = np.concatenate([tail, (np.arange(_CELLS + 1) / _CELLS)[inner], 1 - tail[::-1]])
        return Steps.of(knots, levels)


def _tail(knots: Reals, bits: Bits) -> Reals:
    """The quantile at bits below 2**58. As a float its exponent and upper fraction bits address the cell."""
    scaled: Reals = (bits >> np.uint64(5)).view(np.int64).astype(np.float64)
    pattern = scaled.view(np.int64)
    cell = (pattern >> (52 - _SPLIT)) - (_FIRST - 1)
    share: Reals = (pattern & np.int64(2 ** (52 - _SPLIT) - 1)).astype(np.float64)
    share *= 2.0 ** (_SPLIT - 52)
    deepest = cell <= 0
    cell[deepest] = 0
    share[deepest] = scaled[deepest] * 2.0**-19
    start, end = knots.take(cell), knots[1:].take(cell)
    share *= end - start
    share += start
    inside: Reals = np.minimum(np.maximum(share, np.minimum(start, end)), np.maximum(start, end))
    return inside


def normal_scores(bits: Bits) -> Reals:
    """Standard normal values from bits; within 7.2 standard deviations."""
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
    return QuantileTable.from_ppf(
        lambda u: inverse(u) if u > 0 else -math.inf, lambda v: -inverse(v) if v > 0 else math.inf
    )


def _level(knots: Reals) -> Reals:
    levelled: Reals = np.maximum.accumulate(knots)
    slack = 1e-9 * (levelled[-1] - levelled[0])
    if not np.isfinite(knots).all() or (levelled - knots > slack).any():
        raise GenerationError("A quantile function must be finite and must not fall.")
    return levelled


def _finite(ppf: Callable[[float], float], level: float) -> float:
    """The quantile; at an infinite end the one that is half the deepest cell from it."""
    value = ppf(level)
    return ppf(_DEEPEST / 2) if level == 0 and math.isinf(value) else value
