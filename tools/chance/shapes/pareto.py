"""Pareto: falls from a least value as a power; the survival function is (x / least)**-exponent.

With a lower bound above zero that is the least value, and place is minus the logarithm of the exponent. Without,
place is the logarithm of the least value and width is 1 / exponent.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.family import Family, Known, above
from rowsmith.tools.chance.shapes.law import Law

_EIGHTY_TWENTY = 1.16  # the exponent with which a fifth holds four fifths (Newman 2005)


@dataclass(frozen=True)
class StandardPareto:
    """Least value 1."""

    exponent: float
    mode: float = 1.0
    smooth: bool = True

    def pdf(self, y: float) -> float:
        return self.exponent * math.pow(y, -self.exponent - 1) if y >= 1 else 0.0

    def cdf(self, y: float) -> float:
        return -math.expm1(-self.exponent * math.log(y)) if y > 1 else 0.0

    def sf(self, y: float) -> float:
        return math.exp(-self.exponent * math.log(y)) if y > 1 else 1.0

    def ppf(self, u: float) -> float:
        return math.exp(-math.log1p(-u) / self.exponent) if u < 1 else math.inf

    def isf(self, v: float) -> float:
        return math.exp(-math.log(v) / self.exponent) if v > 0 else math.inf

    def partial(self, order: int, y: float) -> float:
        rest = order - self.exponent
        if y <= 1:
            return 0.0
        if y == math.inf:
            return math.inf if rest >= 0 else -self.exponent / rest
        if abs(rest) < 1e-12:
            return self.exponent * math.log(y)
        return self.exponent * math.expm1(min(rest * math.log(y), 700.0)) / rest


def _is_bounded(bounds: Bounds) -> bool:
    return math.isfinite(bounds.low) and bounds.edges[0] > 0


def _parameters(bounds: Bounds) -> int:
    return 1 if _is_bounded(bounds) else 2


def _member(place: float, width: float, bounds: Bounds) -> Law:
    if _is_bounded(bounds):
        return Law(0.0, bounds.edges[0], StandardPareto(math.exp(-place)))
    return Law(0.0, math.exp(place), StandardPareto(1 / width))


def _places(width: float, value: float, bounds: Bounds) -> tuple[float, float]:
    if _is_bounded(bounds):
        return -7.0, 5.0
    centre = math.log(above(value, 0.0, bounds))
    return centre - 10 * width - 3, centre + 1


def _known(bounds: Bounds) -> Known:
    if _is_bounded(bounds):
        return {"exponent": _EIGHTY_TWENTY}
    return {"median": bounds.high / 50} if 0 < bounds.high < math.inf else {}


FAMILY = Family(
    "pareto",
    _parameters,
    _member,
    _places,
    _known,
    lambda _scale: (0.02, 20.0),
    lambda _value, _bounds: 1 / 1.5,
)
