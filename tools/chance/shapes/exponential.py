"""Exponential: falls from the lower bound (or zero). Place is the logarithm of its mean above that, before the
upper bound. On whole numbers it is the geometric law.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.family import Family, Known, above
from rowsmith.tools.chance.shapes.law import Law
from rowsmith.tools.chance.shapes.special import gamma_below


@dataclass(frozen=True)
class StandardExponential:
    """Mean 1."""

    mode: float = 0.0
    smooth: bool = True

    def pdf(self, y: float) -> float:
        return math.exp(-y) if y >= 0 else 0.0

    def cdf(self, y: float) -> float:
        return -math.expm1(-y) if y > 0 else 0.0

    def sf(self, y: float) -> float:
        return math.exp(-y) if y > 0 else 1.0

    def ppf(self, u: float) -> float:
        return -math.log1p(-u) if u < 1 else math.inf

    def isf(self, v: float) -> float:
        return -math.log(v) if v > 0 else math.inf

    def partial(self, order: int, y: float) -> float:
        return order * gamma_below(order + 1.0, y)


def origin(bounds: Bounds) -> float:
    """The lower bound, or zero."""
    return bounds.edges[0] if math.isfinite(bounds.low) else 0.0 - (bounds.step or 0.0) / 2


def _member(place: float, _width: float, bounds: Bounds) -> Law:
    return Law(origin(bounds), math.exp(place), StandardExponential())


def _places(_width: float, value: float, bounds: Bounds) -> tuple[float, float]:
    centre = math.log(above(value, origin(bounds), bounds))
    upper = math.log(bounds.span) if math.isfinite(bounds.span) else centre
    return centre - 8, max(centre, upper) + 12


def _known(bounds: Bounds) -> Known:
    return {"mean": bounds.low + (bounds.high - bounds.low) / 5} if bounds.finite else {}


FAMILY = Family("exponential", lambda _bounds: 1, _member, _places, _known)
