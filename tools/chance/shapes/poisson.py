"""Poisson: counts of what happens by chance, in steps from zero. Place is the logarithm of their mean before the
bounds.
"""

from __future__ import annotations

import math

from rowsmith.tools.chance.shapes.atoms import Atoms
from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.family import Family, Known, Member
from rowsmith.tools.chance.shapes.law import Law
from rowsmith.tools.chance.shapes.normal import StandardNormal

_LARGE = 1e5  # above it a normal law differs by less than a hundredth of a standard deviation
_FAR = 12  # standard deviations outside of which nothing is listed


def _member(place: float, _width: float, bounds: Bounds) -> Member:
    step = bounds.step or 1.0
    start = round(bounds.low / step) if bounds.low >= 0 and bounds.low % step == 0 else 0
    mean = math.exp(place)
    if mean > _LARGE:
        return Law(bounds.low + (mean - start) * step, math.sqrt(mean) * step, StandardNormal())
    reach = _FAR * math.sqrt(mean) + 30
    first = max(start, math.floor(min(mean - reach, start + bounds.count - 1)))
    last = min(start + bounds.count - 1, max(math.ceil(mean + reach), first))
    masses = _masses(mean, first, int(last))
    return Atoms.single(bounds.low + (first - start) * step, step, masses)


def _masses(mean: float, first: int, last: int) -> list[float]:
    """Of first..last, as multiples of the largest: each is the one before times mean / count."""
    top = min(max(math.floor(mean), first), last)
    rising, falling = [1.0], [1.0]
    for count in range(top + 1, last + 1):
        rising.append(rising[-1] * mean / count)
    for count in range(top, first, -1):
        falling.append(falling[-1] * count / mean)
    return falling[:0:-1] + rising


def _places(_width: float, value: float, bounds: Bounds) -> tuple[float, float]:
    step = bounds.step or 1.0
    count = max((value - min(bounds.low, 0.0)) / step, 0.01)
    top = (bounds.high - min(bounds.low, 0.0)) / step if math.isfinite(bounds.high) else count
    return math.log(count) - 8, math.log(max(top, count)) + 8


def _known(bounds: Bounds) -> Known:
    return {"mean": (bounds.low + bounds.high) / 2} if bounds.finite else {}


FAMILY = Family("poisson", lambda _bounds: 1, _member, _places, _known, counted=True)
