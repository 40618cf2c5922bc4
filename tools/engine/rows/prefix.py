"""Where each parent's rows begin: the only thing that is remembered of a whole table.

The counts are kept in as few bytes as they need, and the row number of every 1024th parent's first row. The row
numbers between are added up when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rowsmith.tools.engine.protocols import Index

STRIDE = 1024
_SIZES = (np.uint8, np.uint16, np.uint32)


@dataclass(frozen=True)
class Prefix:
    """How many rows each parent has.

    Attributes:
        counts: unsigned[n], padded with zeros to whole strides.
        firsts: int64; the row number of the first row of parents 0, 1024, ..., and at the end that of all rows.
        parents: n.
    """

    counts: npt.NDArray[Any]
    firsts: Index
    parents: int

    @classmethod
    def of(cls, parts: Iterable[Index]) -> Prefix:
        """The prefix of counts that come in parts."""
        kept = [_small(part) for part in parts]
        parents = sum(len(part) for part in kept)
        kind = max((part.dtype for part in kept), key=lambda one: one.itemsize, default=np.dtype(np.uint8))
        counts = np.zeros(-(-parents // STRIDE) * STRIDE, dtype=kind)
        place = 0
        for part in kept:
            counts[place : place + len(part)] = part
            place += len(part)
        firsts = np.zeros(len(counts) // STRIDE + 1, dtype=np.int64)
        np.cumsum(counts.reshape(-1, STRIDE).sum(axis=1, dtype=np.int64), out=firsts[1:])
        return cls(counts, firsts, parents)

    @property
    def total(self) -> int:
        return int(self.firsts[-1])

    def counts_of(self, parents: Index) -> Index:
        """How many rows each of these parents has."""
        return self.counts[parents].astype(np.int64)

    def starts_of(self, parents: Index) -> Index:
        """The row number of the first row of each of these parents; of all rows for the parent after the last."""
        if not len(parents):
            return np.zeros(0, dtype=np.int64)
        strides, place = np.unique(np.minimum(parents // STRIDE, len(self.firsts) - 2), return_inverse=True)
        if not len(self.counts):
            return np.zeros(len(parents), dtype=np.int64)
        found: Index = self._starts(strides)[place * (STRIDE + 1) + parents - strides[place] * STRIDE]
        return found

    def parents_of(self, rows: Index) -> Index:
        """The parent of each row number."""
        if not len(rows):
            return np.zeros(0, dtype=np.int64)
        stride = np.searchsorted(self.firsts, rows, side="right") - 1
        strides, place = np.unique(stride, return_inverse=True)
        starts = self._starts(strides)
        found = np.searchsorted(starts, rows, side="right") - 1
        parents: Index = strides[place] * STRIDE + found - place * (STRIDE + 1)
        return parents

    def _starts(self, strides: Index) -> Index:
        """The row numbers at which each parent of these strides begins, and one for each stride's end."""
        counts = self.counts.reshape(-1, STRIDE)[strides]
        starts = np.empty((len(strides), STRIDE + 1), dtype=np.int64)
        starts[:, 0] = self.firsts[strides]
        np.cumsum(counts, axis=1, dtype=np.int64, out=starts[:, 1:])
        starts[:, 1:] += starts[:, :1]
        return starts.reshape(-1)


def _small(counts: Index) -> npt.NDArray[Any]:
    largest = int(counts.max(initial=0))
    kind = next((size for size in _SIZES if largest <= np.iinfo(size).max), np.uint64)
    return counts.astype(kind)
