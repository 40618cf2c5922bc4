"""Samplers that can list every value that a row may have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

import numpy as np

from rowsmith.tools.chance.arrays import Integers
from rowsmith.tools.engine.protocols import Rows, Sampler
from rowsmith.tools.engine.vector import Vector

MOST = 2**16
"""Values of one row that are listed; of rows with more none is."""
_AT_ONCE = 2**19


@runtime_checkable
class Listable(Sampler, Protocol):
    """A sampler that also lists its values."""

    def listed(self, rows: Rows) -> tuple[Integers, Vector]:
        """Every value of every row: the index of its row, ascending, and the value."""
        ...


def listings(sampler: Listable, rows: Rows, chosen: Integers) -> Iterator[tuple[Integers, Integers, Vector]]:
    """The values of chosen rows, some rows at a time: these rows, for each value the index among them, the value."""
    size, start = _AT_ONCE // MOST, 0
    while start < len(chosen):
        part = chosen[start : start + size]
        owner, values = sampler.listed(rows.take(part))
        yield part, owner, values
        start += len(part)
        size = max(1, _AT_ONCE * len(part) // max(len(owner), len(part)))


def spread(low: Integers, high: Integers, length: int) -> tuple[Integers, Integers]:
    """The whole numbers of each row's range [low, high]: the index of the row and the number.

    `low` and `high` hold a number for each of `length` rows, or one for all.
    """
    low = np.broadcast_to(low, (length,))
    counts = np.broadcast_to(np.maximum(high - low + 1, 0), (length,))
    counts = np.where(counts > MOST, 0, counts)
    owner = np.repeat(np.arange(length), counts)
    starts = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - starts[owner] + low[owner]
