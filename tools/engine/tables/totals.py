"""All counts growing or shrinking together until their sum is a total.

The count of a parent is `clip(floor((c + h) * s), low, high)`: c drawn, h its own hash in [0, 1), s one number
for all. As that never falls with s, s is found by bisection; the few parents that move at the last step of a
double move in the order of their hashes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rowsmith.tools.engine.protocols import Index
from rowsmith.tools.errors import GenerationError

Reals = npt.NDArray[np.float64]
LARGEST = 2**40


@dataclass(frozen=True)
class Adjustment:
    """The scale just below and just above the total, and up to which hash parents take the upper one."""

    lower: float
    upper: float
    threshold: float

    def apply(self, counts: Reals, part: Reals, low: Index, high: Index) -> Index:
        below = scaled(counts, part, low, high, self.lower)
        above = scaled(counts, part, low, high, self.upper)
        return np.where(part <= self.threshold, above, below)


def scaled(counts: Reals, part: Reals, low: Index, high: Index, scale: float) -> Index:
    grown = np.minimum((counts + part) * scale, float(LARGEST))
    return np.clip(np.floor(grown).astype(np.int64), low, high)


def solve(counts: Reals, part: Reals, low: Index, high: Index, total: int, where: str) -> Adjustment:
    """The adjustment that makes the counts add up to `total`.

    Args:
        counts: what was drawn, float64[n].
        part: a hash in [0, 1) per parent, float64[n].
        low, high: the least and the most of each parent.
        total: what they must add up to.
        where: the place for the error.

    Raises:
        GenerationError: the bounds do not reach the total.
    """
    least, most = int(low.sum()), int(np.minimum(high, LARGEST).sum())
    if not least <= total <= most:
        raise GenerationError(
            f"A total of {total} can't be: the {len(counts)} counts add up to {least} to {most}.",
            where=where,
            hint="Change the total, the bounds of count, or the number of parents.",
        )
    lower, upper = _bracket(counts, part, low, high, total)
    rest = total - int(scaled(counts, part, low, high, lower).sum())
    moving = scaled(counts, part, low, high, upper) - scaled(counts, part, low, high, lower)
    return Adjustment(lower, upper, _threshold(moving, part, rest, where))


def _bracket(counts: Reals, part: Reals, low: Index, high: Index, total: int) -> tuple[float, float]:
    lower, upper = 0.0, 1.0
    while int(scaled(counts, part, low, high, upper).sum()) < total and upper < 2.0**60:
        lower, upper = upper, upper * 2
    while True:
        middle = (lower + upper) / 2
        if not lower < middle < upper:
            return lower, upper
        if int(scaled(counts, part, low, high, middle).sum()) <= total:
            lower = middle
        else:
            upper = middle


def _threshold(moving: Index, part: Reals, rest: int, where: str) -> float:
    """The hash up to which parents move, so that exactly `rest` rows are added."""
    if rest == 0:
        return -1.0
    movers = np.flatnonzero(moving)
    order = movers[np.argsort(part[movers], kind="stable")]
    added = np.cumsum(moving[order])
    place = int(np.searchsorted(added, rest))
    if place >= len(order) or int(added[place]) != rest:
        raise GenerationError("The total can't be met exactly.", where=where, hint="Use about for the total.")
    return float(part[order[place]])
