"""The last resort: all candidates of a row are listed, and one of them is chosen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from rowsmith.tools.chance.streams import uniform_integers, unit
from rowsmith.tools.engine.protocols import Bits, Index

Reals = npt.NDArray[np.float64]
Pairs = Callable[[Index], tuple[Index, Index, Reals | None]]
PAIRS = 4_000_000


def chosen(owners: Index, weights: Reals | None, rows: int, bits: Bits) -> Index:
    """Which of a row's pairs is chosen, -1 for a row without any.

    Args:
        owners: the row of each pair, ascending.
        weights: how likely each pair is compared with the row's others; None for all alike.
        rows: how many rows there are.
        bits: random bits per row.
    """
    everyone = np.arange(rows)
    first = np.searchsorted(owners, everyone, side="left")
    last = np.searchsorted(owners, everyone, side="right")
    if weights is None:
        places = first + uniform_integers(bits, np.maximum(last - first, 1))
        return np.where(last > first, places, -1)
    sums = np.concatenate([[0.0], np.cumsum(weights)])
    low, high = sums[first], sums[last]
    places = np.searchsorted(sums, low + unit(bits) * (high - low), side="right") - 1
    places = np.clip(places, first, np.maximum(last - 1, first))
    return np.where(high > low, places, -1)


def in_pieces(rows: Index, candidates: int, pairs: Pairs, bits: Bits) -> Index:
    """One candidate per row from all its pairs, so many rows at a time that their pairs fit memory.

    Args:
        rows: places of the rows that choose.
        candidates: the most candidates that one of them can have.
        pairs: gives for some of the rows the pairs of a place among these and a candidate, with weights.
        bits: random bits per row.
    """
    step = max(1, PAIRS // max(1, candidates))
    found = np.full(len(rows), -1, dtype=np.int64)
    for start in range(0, len(rows), step):
        here = slice(start, start + step)
        owners, numbers, weights = pairs(rows[here])
        place = chosen(owners, weights, len(rows[here]), bits[here])
        if len(numbers):
            found[here] = np.where(place < 0, -1, numbers[np.maximum(place, 0)])
    return found
