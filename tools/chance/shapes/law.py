"""What a continuous distribution can say: its standard form, and that form moved and stretched."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol


class Standard(Protocol):
    """A distribution in its simplest form. Arguments may be infinite."""

    @property
    def smooth(self) -> bool:
        """The density is smooth between the ends, so that few quantiles tell all others."""
        ...

    @property
    def mode(self) -> float: ...

    def pdf(self, y: float) -> float: ...

    def cdf(self, y: float) -> float: ...

    def sf(self, y: float) -> float:
        """One minus the cdf, exact where that is near one."""
        ...

    def ppf(self, u: float) -> float: ...

    def isf(self, v: float) -> float:
        """The quantile at 1 - v."""
        ...

    def partial(self, order: int, y: float) -> float:
        """The integral of t**order times the density from the lowest t to y, for order 1 and 2."""
        ...


@dataclass(frozen=True)
class Law:
    """origin + scale * standard, with a scale above zero."""

    origin: float
    scale: float
    standard: Standard

    def at(self, x: float) -> float:
        """Where x stands on the standard form's axis."""
        return (x - self.origin) / self.scale

    @property
    def mode(self) -> float:
        return self.origin + self.scale * self.standard.mode

    def pdf(self, x: float) -> float:
        return self.standard.pdf(self.at(x)) / self.scale

    def cdf(self, x: float) -> float:
        return self.standard.cdf(self.at(x))

    def sf(self, x: float) -> float:
        return self.standard.sf(self.at(x))

    def ppf(self, u: float) -> float:
        return self.origin + self.scale * self.standard.ppf(u)

    def isf(self, v: float) -> float:
        return self.origin + self.scale * self.standard.isf(v)

    def share(self, low: float, high: float) -> float:
        """The probability between two places, exact in both tails."""
        if low == -math.inf and high == math.inf:
            return 1.0
        below = self.cdf(low)
        return self.cdf(high) - below if below < 0.5 else self.sf(low) - self.sf(high)

    def moments(self, low: float, high: float) -> tuple[float, float]:
        """Mean and standard deviation of what lies between two places; infinite where they do not exist."""
        mass, start, end = self.share(low, high), self.at(low), self.at(high)
        first = (self.standard.partial(1, end) - self.standard.partial(1, start)) / mass
        second = (self.standard.partial(2, end) - self.standard.partial(2, start)) / mass
        if math.isinf(first) or math.isinf(second):
            return self.origin + self.scale * first, math.inf
        return self.origin + self.scale * first, self.scale * math.sqrt(max(0.0, second - first * first))
