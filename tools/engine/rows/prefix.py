"""Where each parent's rows begin: the only thing that is remembered of a whole table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rowsmith.tools.engine.protocols import Index


@dataclass(frozen=True)
class Prefix:
    """The row number of every parent's first row, and at the end how many rows there are in all."""

    starts: Index

    @classmethod
    def of(cls, counts: Index) -> Prefix:
        starts = np.zeros(len(counts) + 1, dtype=np.int64)
        np.cumsum(counts, out=starts[1:])
        return cls(starts)

    @property
    def total(self) -> int:
        return int(self.starts[-1])

    def starts_of(self, parents: Index) -> Index:
        """The row number of the first row of each of these parents."""
        return self.starts[parents]

    def counts_of(self, parents: Index) -> Index:
        return self.starts[parents + 1] - self.starts[parents]

    def parents_of(self, rows: Index) -> Index:
        """The parent of each row number."""
        return np.searchsorted(self.starts, rows, side="right") - 1
