"""Triangular: rises straight from the lower bound to its mode and falls straight to the upper bound.

Place is the mode's share of the way between them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.family import Family, Known, require
from rowsmith.tools.chance.shapes.law import Law


@dataclass(frozen=True)
class StandardTriangular:
    """On [0, 1]."""

    mode: float
    smooth: bool = False

    def pdf(self, y: float) -> float:
        if not 0 <= y <= 1:
            return 0.0
        return 2 * (y / self.mode if y < self.mode else (1 - y) / (1 - self.mode) if self.mode < 1 else 1.0)

    def cdf(self, y: float) -> float:
        if y > self.mode:
            return 1 - self.sf(y)
        return y * y / self.mode if y > 0 else 0.0

    def sf(self, y: float) -> float:
        if y <= self.mode:
            return 1 - self.cdf(y)
        return (1 - y) * (1 - y) / (1 - self.mode) if y < 1 else 0.0

    def ppf(self, u: float) -> float:
        return math.sqrt(u * self.mode) if u <= self.mode else 1 - math.sqrt((1 - u) * (1 - self.mode))

    def isf(self, v: float) -> float:
        return 1 - math.sqrt(v * (1 - self.mode)) if v <= 1 - self.mode else math.sqrt((1 - v) * self.mode)

    def partial(self, order: int, y: float) -> float:
        y = min(max(y, 0.0), 1.0)
        rising = min(y, self.mode)
        total = 2 * rising ** (order + 2) / ((order + 2) * self.mode) if self.mode > 0 else 0.0
        if y > self.mode:
            whole = [(y**n - self.mode**n) / n for n in (order + 1, order + 2)]
            total += 2 / (1 - self.mode) * (whole[0] - whole[1])
        return total


def _parameters(bounds: Bounds) -> int:
    require(bounds, "triangular", low=True, high=True)
    return 1


def _member(place: float, _width: float, bounds: Bounds) -> Law:
    return Law(bounds.edges[0], bounds.span, StandardTriangular(place))


def _places(_width: float, _value: float, _bounds: Bounds) -> tuple[float, float]:
    return 0.0, 1.0


def _known(bounds: Bounds) -> Known:
    return {"mode": (bounds.low + bounds.high) / 2}


FAMILY = Family("triangular", _parameters, _member, _places, _known)
