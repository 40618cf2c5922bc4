"""Beta: one hump between two bounds, leaning to either.

Place is the log-odds of its mean between them; width is the square root of 1 / (a + b + 1), so that its standard
deviation is that times sqrt(m (1 - m)) of the span.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.family import Family, Known, require
from rowsmith.tools.chance.shapes.law import Law
from rowsmith.tools.chance.shapes.roots import invert_share
from rowsmith.tools.chance.shapes.special import beta_below


@dataclass(frozen=True)
class StandardBeta:
    """On [0, 1]."""

    a: float
    b: float
    smooth: bool = True

    @property
    def mode(self) -> float:
        if self.a > 1 and self.b > 1:
            return (self.a - 1) / (self.a + self.b - 2)
        return 0.0 if self.a < self.b else 1.0

    def pdf(self, y: float) -> float:
        if not 0 < y < 1:
            return math.nan
        ends = (self.a - 1) * math.log(y) + (self.b - 1) * math.log1p(-y)
        return math.exp(min(ends - self._log_beta, 700.0))

    def cdf(self, y: float) -> float:
        return beta_below(self.a, self.b, y)

    def sf(self, y: float) -> float:
        return beta_below(self.b, self.a, 1 - y)

    def ppf(self, u: float) -> float:
        if u <= 0 or u >= 1:
            return 0.0 if u <= 0 else 1.0
        if u > 0.5:
            return 1 - StandardBeta(self.b, self.a).ppf(1 - u)
        score = NormalDist().inv_cdf(u) * math.sqrt(1 / self.a + 1 / self.b)
        start = math.log(self.a / self.b) + score
        ends = math.log(u) / self.a - 40 / min(self.a, 1.0), 700.0
        return _share(invert_share(lambda t: self.cdf(_share(t)), self._pdf_at, u, start, ends))

    def _pdf_at(self, t: float) -> float:
        """The density of the log-odds."""
        return math.exp(-self.a * _log1p_exp(-t) - self.b * _log1p_exp(t) - self._log_beta)

    @property
    def _log_beta(self) -> float:
        return math.lgamma(self.a) + math.lgamma(self.b) - math.lgamma(self.a + self.b)

    def isf(self, v: float) -> float:
        return 1 - StandardBeta(self.b, self.a).ppf(v)

    def partial(self, order: int, y: float) -> float:
        whole = self.a / (self.a + self.b)
        if order == 2:
            whole *= (self.a + 1) / (self.a + self.b + 1)
        return whole * beta_below(self.a + order, self.b, y)


def _log1p_exp(t: float) -> float:
    return t if t > 40 else math.log1p(math.exp(t))


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-odds)) if odds > -700 else math.exp(odds)


def _parameters(bounds: Bounds) -> int:
    require(bounds, "beta", low=True, high=True)
    return 2


def _member(place: float, width: float, bounds: Bounds) -> Law:
    total, mean = 1 / (width * width) - 1, _share(place)
    return Law(bounds.edges[0], bounds.span, StandardBeta(total * mean, total * _share(-place)))


def _places(_width: float, _value: float, _bounds: Bounds) -> tuple[float, float]:
    return -9.0, 9.0


def _width(value: float, bounds: Bounds) -> float:
    """A sixth of the span as standard deviation, or less so that both ends fall to zero."""
    mean = min(max((value - bounds.edges[0]) / bounds.span, 0.01), 0.99)
    humped = 1 / math.sqrt(1 + 1.2 / min(mean, 1 - mean))
    return min(1 / 6 / math.sqrt(mean * (1 - mean)), humped)


def _known(bounds: Bounds) -> Known:
    return {"mean": (bounds.low + bounds.high) / 2}


FAMILY = Family("beta", _parameters, _member, _places, _known, lambda _scale: (0.02, 0.99), _width)
