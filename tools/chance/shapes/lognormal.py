"""Lognormal: the logarithm of the distance above zero, or above a negative lower bound, is normal.

Place and width are the mean and the standard deviation of that logarithm, before the bounds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.family import Family, Known, above, base
from rowsmith.tools.chance.shapes.law import Law
from rowsmith.tools.chance.shapes.normal import BEYOND, StandardNormal

_NORMAL = StandardNormal()


@dataclass(frozen=True)
class StandardLognormal:
    """Median 1."""

    sigma: float
    smooth: bool = True

    @property
    def mode(self) -> float:
        return math.exp(-self.sigma * self.sigma)

    def _score(self, y: float) -> float:
        return math.log(y) / self.sigma if y > 0 else -math.inf

    def pdf(self, y: float) -> float:
        return _NORMAL.pdf(self._score(y)) / (self.sigma * y) if 0 < y < math.inf else 0.0

    def cdf(self, y: float) -> float:
        return _NORMAL.cdf(self._score(y))

    def sf(self, y: float) -> float:
        return _NORMAL.sf(self._score(y))

    def ppf(self, u: float) -> float:
        return math.exp(self.sigma * _NORMAL.ppf(u))

    def isf(self, v: float) -> float:
        return math.exp(-self.sigma * _NORMAL.ppf(v))

    def partial(self, order: int, y: float) -> float:
        shift = order * self.sigma
        return math.exp(shift * shift / 2) * _NORMAL.cdf(self._score(y) - shift)


def _member(place: float, width: float, bounds: Bounds) -> Law:
    return Law(base(bounds), math.exp(place), StandardLognormal(width))


def _places(width: float, value: float, bounds: Bounds) -> tuple[float, float]:
    origin, centre = base(bounds), math.log(above(value, base(bounds), bounds))
    low, high = bounds.edges
    lower = math.log(low - origin) if origin < low < math.inf else centre - 2 * width * width
    upper = math.log(high - origin) if math.isfinite(high) else centre + width * width
    return min(lower, centre) - BEYOND * width, max(upper, centre) + BEYOND * width


def _width(value: float, bounds: Bounds) -> float:
    """So that the upper bound lies 2.5 standard deviations above, within a quarter and 1.2."""
    if not math.isfinite(bounds.high):
        return 0.6
    origin = base(bounds)
    ratio = math.log(above(bounds.edges[1], origin, bounds) / above(value, origin, bounds))
    return min(max(ratio / 2.5, 0.25), 1.2)


def _known(bounds: Bounds) -> Known:
    if not bounds.finite:
        return {}
    low, high = bounds.low - base(bounds), bounds.high - base(bounds)
    return {"median": base(bounds) + (math.sqrt(low * high) if low > high / 100 else high / 10)}


FAMILY = Family("lognormal", lambda _bounds: 2, _member, _places, _known, lambda _scale: (0.005, 5.0), _width)
