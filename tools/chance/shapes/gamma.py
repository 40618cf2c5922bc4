"""Gamma: one hump that leans to the lower bound (or zero), where it begins.

Place is the logarithm of its mean above that, width its standard deviation over that mean, before the bounds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.exponential import origin
from rowsmith.tools.chance.shapes.family import Family, Known, above
from rowsmith.tools.chance.shapes.law import Law
from rowsmith.tools.chance.shapes.roots import invert_share
from rowsmith.tools.chance.shapes.special import gamma_above, gamma_below


@dataclass(frozen=True)
class StandardGamma:
    """Scale 1, mean `k`."""

    k: float
    smooth: bool = True

    @property
    def mode(self) -> float:
        return max(self.k - 1, 0.0)

    def pdf(self, y: float) -> float:
        if not 0 < y < math.inf:
            return math.nan if y == 0 else 0.0
        return math.exp((self.k - 1) * math.log(y) - y - math.lgamma(self.k))

    def cdf(self, y: float) -> float:
        return gamma_below(self.k, y)

    def sf(self, y: float) -> float:
        return gamma_above(self.k, y)

    def ppf(self, u: float) -> float:
        if u <= 0 or u >= 1:
            return 0.0 if u <= 0 else math.inf
        if u > 0.5:
            return self.isf(1 - u)
        return math.exp(invert_share(self._cdf_at, self._pdf_at, u, self._guess(u), self._ends(u)))

    def isf(self, v: float) -> float:
        if v <= 0 or v >= 1:
            return math.inf if v <= 0 else 0.0
        if v > 0.5:
            return self.ppf(1 - v)
        return math.exp(invert_share(self._sf_at, self._pdf_at, v, self._guess(1 - v), self._ends(v)))

    def _cdf_at(self, t: float) -> float:
        return gamma_below(self.k, math.exp(t))

    def _sf_at(self, t: float) -> float:
        return gamma_above(self.k, math.exp(t))

    def _pdf_at(self, t: float) -> float:
        return math.exp(self.k * t - math.exp(t) - math.lgamma(self.k))

    def _guess(self, u: float) -> float:
        """Of the logarithm, which is nearly normal."""
        score = NormalDist().inv_cdf(u) if u < 1 else 8.0
        return math.log(self.k) + score / math.sqrt(self.k)

    def _ends(self, tail: float) -> tuple[float, float]:
        """Logarithms below and above the quantile with this share of either tail beyond it."""
        far = math.log(1 / tail)
        least = (math.log(tail) + math.lgamma(self.k + 1)) / self.k
        return least, math.log(self.k + far + 2 * math.sqrt(self.k * far) + 1)

    def partial(self, order: int, y: float) -> float:
        factor = self.k if order == 1 else self.k * (self.k + 1)
        return factor * gamma_below(self.k + order, y)


def _member(place: float, width: float, bounds: Bounds) -> Law:
    k = 1 / (width * width)
    return Law(origin(bounds), math.exp(place) / k, StandardGamma(k))


def _places(_width: float, value: float, bounds: Bounds) -> tuple[float, float]:
    centre = math.log(above(value, origin(bounds), bounds))
    upper = math.log(bounds.span) if math.isfinite(bounds.span) else centre
    return centre - 5, max(centre, upper) + 10


def _known(bounds: Bounds) -> Known:
    return {"mean": bounds.low + (bounds.high - bounds.low) / 4} if bounds.finite else {}


FAMILY = Family(
    "gamma",
    lambda _bounds: 2,
    _member,
    _places,
    _known,
    lambda _scale: (0.02, 5.0),
    lambda _value, _bounds: 0.6,
)
