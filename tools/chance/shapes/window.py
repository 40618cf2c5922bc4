"""A continuous law between bounds and, on a grid, rounded to it: the distribution that a column has."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from rowsmith.tools.chance.quantiles import QuantileTable
from rowsmith.tools.chance.shapes.atoms import Atoms
from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.hermite import smooth_table
from rowsmith.tools.chance.shapes.law import Law

SMALLEST = 1e-9  # share of a law that its bounds may leave and still be computed
_DIRECT = 128
_LISTED = 2**16
_FAR = 1e-9
_NOTHING = 1e-14
_FARTHEST = 2.0**-41


@dataclass(frozen=True)
class Window:
    """A law on the condition that it lies between the bounds."""

    law: Law
    bounds: Bounds

    @cached_property
    def mass(self) -> float:
        """The share of the law that lies between the bounds."""
        return self.law.share(*self.bounds.edges)

    @cached_property
    def _below(self) -> float:
        return self.law.cdf(self.bounds.edges[0])

    @cached_property
    def _above(self) -> float:
        return self.law.sf(self.bounds.edges[1])

    @property
    def limit(self) -> float:
        """The bound that a law gathers at when almost none of it lies between them."""
        return self.bounds.low if self._below > 0.5 else self.bounds.high

    def quantile(self, u: float) -> float:
        """The value at u, before rounding to the grid."""
        if self._below < 0.5:
            return self._inside(self.law.ppf(min(self._below + u * self.mass, 1.0)))
        return self._inside(self.law.isf(self.law.sf(self.bounds.edges[0]) - u * self.mass))

    def upper_quantile(self, v: float) -> float:
        """The value at 1 - v, before rounding to the grid."""
        if self._above < 0.5:
            return self._inside(self.law.isf(min(self._above + v * self.mass, 1.0)))
        return self._inside(self.law.ppf(self.law.cdf(self.bounds.edges[1]) - v * self.mass))

    def _inside(self, x: float) -> float:
        return min(max(x, self.bounds.edges[0]), self.bounds.edges[1])

    @cached_property
    def moments(self) -> tuple[float, float]:
        """Mean and standard deviation, after rounding to the grid."""
        if self.bounds.step is None:
            return self.law.moments(*self.bounds.edges)
        first, last = self._reach(_FAR)
        if last - first < _DIRECT:
            return self._atoms(first, last).moments
        return _mixed(self._parts(first, last))

    def _parts(self, first: int, last: int) -> list[tuple[float, float, float]]:
        """Mass, mean and deviation of both ends, listed, and of what lies between, where rounding moves no mean."""
        half, step = _DIRECT // 2, self.bounds.step or 1.0
        ends = [self._atoms(first, first + half - 1)]
        low, high = self.bounds.origin + (first + half - 0.5) * step, self.bounds.edges[1]
        if math.isfinite(high):
            ends.append(self._atoms(last - half + 1, last))
            high = self.bounds.origin + (last - half + 0.5) * step
        parts = [(end.total, *end.moments) for end in ends if end.total > 0]
        mass = self.law.share(low, high)
        if mass > _NOTHING:
            mean, sd = self.law.moments(low, high)
            parts.append((mass, mean, math.sqrt(sd * sd + step * step / 12)))
        return parts

    @property
    def mode(self) -> float:
        return min(max(self.law.mode, self.bounds.low), self.bounds.high)

    @property
    def exponent(self) -> float:
        exponent: float = getattr(self.law.standard, "exponent", math.nan)
        return exponent

    def top_share(self, tenth: float) -> float:
        """The share of the sum that the largest `tenth` of the values holds."""
        first, last = self._reach(_FAR) if self.bounds.step is not None else (0, _DIRECT)
        if last - first < _DIRECT:
            return self._atoms(first, last).top_share(tenth)
        if math.isinf(self.moments[0]):
            return 1.0
        largest = self.law.moments(self.upper_quantile(tenth), self.bounds.edges[1])[0]
        return tenth * largest / self.moments[0]

    def table(self) -> QuantileTable:
        """The quantiles before rounding to the grid."""
        if not self.law.standard.smooth:
            return QuantileTable.from_ppf(self.quantile, self.upper_quantile)
        return smooth_table(self.quantile, self.upper_quantile, lambda x: self.law.pdf(x) / self.mass)

    def atoms(self) -> Atoms | None:
        """The grid's values with their probabilities; None without a grid or where they are too many."""
        if self.bounds.step is None:
            return None
        first, last = self._reach(_FARTHEST)
        return self._atoms(first, last) if last - first < _LISTED else None

    def _reach(self, far: float) -> tuple[int, int]:
        """The first and the last step that matter: all of few, else those outside of which less than `far` lies."""
        if self.bounds.count <= _DIRECT:
            return 0, int(self.bounds.count) - 1
        step, (least, most) = self.bounds.step or 1.0, self.bounds.steps
        ends = self.quantile(far), self.upper_quantile(far)
        first, last = (round((end - self.bounds.origin) / step) for end in ends)
        return int(max(first, least)), int(min(last, most))

    def _atoms(self, first: int, last: int) -> Atoms:
        step = self.bounds.step or 1.0
        start = self.bounds.origin + first * step
        edges = [start + (i - 0.5) * step for i in range(last - first + 2)]
        below, above = [self.law.cdf(x) for x in edges], [self.law.sf(x) for x in edges]
        masses = [
            max(below[i + 1] - below[i] if below[i] < 0.5 else above[i] - above[i + 1], 0.0)
            for i in range(len(edges) - 1)
        ]
        return Atoms.single(start, step, masses)


def _mixed(parts: list[tuple[float, float, float]]) -> tuple[float, float]:
    """Mean and deviation of parts of which each has a mass, a mean and a deviation."""
    total = math.fsum(mass for mass, _, _ in parts)
    mean = math.fsum(mass * own for mass, own, _ in parts) / total
    if math.isinf(mean):
        return mean, math.inf
    square = math.fsum(mass * (sd * sd + (own - mean) ** 2) for mass, own, sd in parts) / total
    return mean, math.sqrt(square)
