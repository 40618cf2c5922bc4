"""Normal: symmetric around its mean. Place is the mean, width the standard deviation, before the bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.family import Family, Known
from rowsmith.tools.chance.shapes.law import Law

_DIST = NormalDist()
_ROOT = math.sqrt(2)
_DENSITY = 1 / math.sqrt(2 * math.pi)
BEYOND = 6.5  # standard deviations outside the bounds beyond which too little lies between them


@dataclass(frozen=True)
class StandardNormal:
    """Mean 0, standard deviation 1."""

    mode: float = 0.0
    smooth: bool = True

    def pdf(self, y: float) -> float:
        return _DENSITY * math.exp(-y * y / 2)

    def cdf(self, y: float) -> float:
        return math.erfc(-y / _ROOT) / 2

    def sf(self, y: float) -> float:
        return math.erfc(y / _ROOT) / 2

    def ppf(self, u: float) -> float:
        return _DIST.inv_cdf(u) if 0 < u < 1 else math.copysign(math.inf, u - 0.5)

    def isf(self, v: float) -> float:
        return -self.ppf(v)

    def partial(self, order: int, y: float) -> float:
        if order == 1:
            return -self.pdf(y)
        return self.cdf(y) - (y * self.pdf(y) if math.isfinite(y) else 0.0)


def _member(place: float, width: float, _bounds: Bounds) -> Law:
    return Law(place, width, StandardNormal())


def _places(width: float, value: float, bounds: Bounds) -> tuple[float, float]:
    low, high = (edge if math.isfinite(edge) else value for edge in bounds.edges)
    reach = BEYOND * width
    return low - reach, high + reach


def _width(value: float, bounds: Bounds) -> float:
    """A sixth of the span, or half the way to the nearer bound if that is less; a third with one bound."""
    nearest = min(value - bounds.edges[0], bounds.edges[1] - value)
    if math.isfinite(bounds.span):
        return max(min(bounds.span / 6, nearest / 2), bounds.span / 200)
    return nearest / 3 if 0 < nearest < math.inf else abs(value) / 5 or 1.0


def _known(bounds: Bounds) -> Known:
    return {"mean": (bounds.low + bounds.high) / 2} if bounds.finite else {}


def _widths(scale: float) -> tuple[float, float]:
    return scale * 1e-7, scale * 10


FAMILY = Family("normal", lambda _bounds: 2, _member, _places, _known, _widths, _width)
