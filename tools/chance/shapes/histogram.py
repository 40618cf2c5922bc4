"""Histogram: bins with weights, even within each."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from rowsmith.tools.chance.shapes.atoms import Atoms
from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.law import Law
from rowsmith.tools.errors import PlanError

Bins = Sequence[tuple[float, float, float]]


@dataclass(frozen=True)
class StandardHistogram:
    """The bins as they are: (from, to, weight), in order and apart."""

    bins: tuple[tuple[float, float, float], ...]
    smooth: bool = False

    @cached_property
    def _sums(self) -> list[float]:
        sums = list(accumulate(weight for _, _, weight in self.bins))
        return [0.0, *(total / sums[-1] for total in sums[:-1]), 1.0]

    @property
    def mode(self) -> float:
        start, end, _ = max(self.bins, key=lambda each: each[2] / (each[1] - each[0]))
        return (start + end) / 2

    def pdf(self, y: float) -> float:
        for index, (start, end, _) in enumerate(self.bins):
            if start <= y < end:
                return (self._sums[index + 1] - self._sums[index]) / (end - start)
        return 0.0

    def cdf(self, y: float) -> float:
        share = 0.0
        for index, (start, end, _) in enumerate(self.bins):
            inside = min(max((y - start) / (end - start), 0.0), 1.0)
            share += (self._sums[index + 1] - self._sums[index]) * inside
        return share

    def sf(self, y: float) -> float:
        return 1 - self.cdf(y)

    def ppf(self, u: float) -> float:
        index = min(max(bisect_right(self._sums, u) - 1, 0), len(self.bins) - 1)
        start, end, _ = self.bins[index]
        mass = self._sums[index + 1] - self._sums[index]
        return start + (end - start) * (min((u - self._sums[index]) / mass, 1.0) if mass > 0 else 0.0)

    def isf(self, v: float) -> float:
        return self.ppf(1 - v)

    def partial(self, order: int, y: float) -> float:
        total = 0.0
        for index, (start, end, _) in enumerate(self.bins):
            upto = min(max(y, start), end)
            mass = self._sums[index + 1] - self._sums[index]
            total += mass * (upto ** (order + 1) - start ** (order + 1)) / ((order + 1) * (end - start))
        return total


def histogram(bins: Bins, bounds: Bounds) -> Law | Atoms:
    """The law of these bins within the bounds.

    Whole numbers belong to the bin that begins at them; a bin's end belongs to it where no other begins there.

    Raises:
        PlanError: no bins, bins out of order or that overlap, bad weights, or none within the bounds.
    """
    ordered = tuple((float(start), float(end), float(weight)) for start, end, weight in bins)
    for start, end, weight in ordered:
        if end < start or (end == start and not bounds.integer) or not weight >= 0:
            raise PlanError(f"The bin [{start:g}, {end:g}, {weight:g}] is none: from, to above it, weight.")
    for (_, end, _), (start, _, _) in pairwise(ordered):
        if start < end:
            raise PlanError(
                f"The bins that end at {end:g} and begin at {start:g} overlap or are out of order."
            )
    return _whole(ordered, bounds) if bounds.integer else _real(ordered, bounds)


def _real(bins: tuple[tuple[float, float, float], ...], bounds: Bounds) -> Law:
    law = StandardHistogram(bins) if any(weight for _, _, weight in bins) else None
    if law is None or law.cdf(bounds.high) - law.cdf(bounds.low) <= 0:
        raise PlanError(f"No bin with a weight lies within {bounds}.")
    return Law(0.0, 1.0, law)


def _whole(bins: tuple[tuple[float, float, float], ...], bounds: Bounds) -> Atoms:
    step = bounds.step or 1.0
    first = bounds.low if math.isfinite(bounds.low) else float(math.ceil(bins[0][0]))
    last = bounds.high if math.isfinite(bounds.high) else float(math.floor(bins[-1][1]))
    begins = {start for start, _, _ in bins}
    count = round((last - first) // step) + 1
    starts, masses = [0], [0.0]
    for start, end, weight in bins:
        below, upto = math.ceil((start - first) / step), math.floor((end - first) / step)
        until = upto if end in begins and end > start and first + upto * step == end else upto + 1
        inside = range(max(below, 0), min(until, count))
        if not inside:
            continue
        starts += [inside.start, inside.stop]
        masses += [weight * len(inside) / (until - below), 0.0]
    if not any(masses):
        raise PlanError(f"No bin with a weight lies within {bounds}.")
    return Atoms(first, step, *_apart(starts, masses, count), count)


def _apart(starts: list[int], masses: list[float], count: int) -> tuple[list[float], list[int]]:
    """Leaves out the gaps between bins that hold no value."""
    ends = [*starts[1:], count]
    kept = [index for index, (start, end) in enumerate(zip(starts, ends, strict=True)) if end > start]
    return [masses[index] for index in kept], [starts[index] for index in kept]
