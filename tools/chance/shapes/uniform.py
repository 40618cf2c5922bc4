"""Uniform: every value between the bounds is as likely.

A missing bound follows from statistics: with one bound, place is the logarithm of the span; with none, place is
the middle and width the span.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.family import Family, Known
from rowsmith.tools.chance.shapes.law import Law


@dataclass(frozen=True)
class StandardUniform:
    """On [0, 1]."""

    mode: float = 0.5
    smooth: bool = False

    def pdf(self, y: float) -> float:
        return 1.0 if 0 <= y <= 1 else 0.0

    def cdf(self, y: float) -> float:
        return min(max(y, 0.0), 1.0)

    def sf(self, y: float) -> float:
        return min(max(1 - y, 0.0), 1.0)

    def ppf(self, u: float) -> float:
        return u

    def isf(self, v: float) -> float:
        return 1 - v

    def partial(self, order: int, y: float) -> float:
        return math.pow(min(max(y, 0.0), 1.0), order + 1) / (order + 1)


def _parameters(bounds: Bounds) -> int:
    return (not math.isfinite(bounds.low)) + (not math.isfinite(bounds.high))


def _member(place: float, width: float, bounds: Bounds) -> Law:
    low, high = bounds.edges
    if bounds.finite:
        return Law(low, high - low, StandardUniform())
    if math.isfinite(low):
        return Law(low, math.exp(place), StandardUniform())
    if math.isfinite(high):
        return Law(high - math.exp(place), math.exp(place), StandardUniform())
    return Law(place - width / 2, width, StandardUniform())


def _places(width: float, value: float, bounds: Bounds) -> tuple[float, float]:
    ends = [edge for edge in bounds.edges if math.isfinite(edge)]
    if not ends:
        return value - width, value + width
    centre = math.log(max(abs(value - ends[0]), 1e-9))
    return centre - 5, centre + 7


def _widths(scale: float) -> tuple[float, float]:
    return scale * 1e-6, scale * 100


def _known(bounds: Bounds) -> Known:
    return {}


FAMILY = Family(
    "uniform", _parameters, _member, _places, _known, _widths, lambda value, _bounds: abs(value) or 1.0
)
