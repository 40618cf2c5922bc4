"""Samplers that can list every value that a row may have."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np

from rowsmith.tools.chance.arrays import Integers
from rowsmith.tools.engine.protocols import Rows, Sampler
from rowsmith.tools.engine.vector import Vector

MOST = 2**20


@runtime_checkable
class Listable(Sampler, Protocol):
    """A sampler that also lists its values."""

    def listed(self, rows: Rows) -> tuple[Integers, Vector] | None:
        """Every value of every row: the index of its row, ascending, and the value. None for too many."""
        ...


def spread(low: Integers, high: Integers, length: int) -> tuple[Integers, Integers] | None:
    """The whole numbers of each row's range [low, high]: the index of the row and the number; None for too many.

    `low` and `high` hold a number for each of `length` rows, or one for all.
    """
    low = np.broadcast_to(low, (length,))
    counts = np.broadcast_to(np.maximum(high - low + 1, 0), (length,))
    if float(counts.astype(np.float64).sum()) > MOST:
        return None
    owner = np.repeat(np.arange(len(low)), counts)
    starts = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - starts[owner] + low[owner]
