"""All rows of a child table below a block of parents."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from rowsmith.tools.engine.protocols import Index
from rowsmith.tools.engine.rows.block import Block, Lineage, TableRows


@dataclass(frozen=True)
class Combinations:
    """The combinations of several columns below some parents.

    Attributes:
        block: a row per combination, parents in their order.
        counts: how many rows each combination has.
        first: the place of each parent's first combination.
    """

    block: Block
    counts: Index
    first: Index


@dataclass
class Brood:
    """The rows of `table` below `parents`.

    Attributes:
        starts: the row number of each parent's first row.
        counts: how many rows each parent has.
    """

    table: TableRows
    parents: Block
    starts: Index
    counts: Index
    combinations: Combinations | None = None
    _whole: Block | None = field(default=None, init=False)

    def __len__(self) -> int:
        return int(self.counts.sum())

    def block(self) -> Block:
        """All of them, made once."""
        if self._whole is None:
            self._whole = self._rows(0, len(self))
        return self._whole

    @property
    def is_made(self) -> bool:
        """Whether all of them have been asked for at once."""
        return self._whole is not None

    def release(self) -> None:
        """Forget the rows."""
        if self._whole is not None:
            self._whole.release()
        self._whole = None

    def part(self, first: int, stop: int) -> Block:
        """Those whose place among all of them lies in [first, stop)."""
        if first == 0 and stop >= len(self):
            return self.block()
        return self._rows(first, min(stop, len(self)))

    def select(self, places: Index) -> Block:
        """Those at these places, ascending."""
        if len(places) == len(self):
            return self.block()
        ends = np.cumsum(self.counts)
        owner = np.searchsorted(ends, places, side="right")
        return self._of(owner, self.starts[owner] + places - (ends - self.counts)[owner], places)

    def _rows(self, first: int, stop: int) -> Block:
        ends = np.cumsum(self.counts)
        begins = ends - self.counts
        inside = np.minimum(ends, stop) - np.maximum(begins, first)
        owner = np.repeat(np.arange(len(self.counts)), np.maximum(inside, 0))
        places = np.arange(first, stop, dtype=np.int64)
        shift = self.starts - begins
        if len(shift) and (shift == shift[0]).all():
            return self._of(owner, places + shift[0], places)
        return self._of(owner, places + shift[owner], places)

    def _of(self, owner: Index, numbers: Index, places: Index) -> Block:
        combinations, combination = self._combination(places)
        lineage = Lineage(self.parents, owner, self, combinations, combination)
        return Block(self.table, numbers.view(np.uint64), lineage)

    def _combination(self, places: Index) -> tuple[Block | None, Index | None]:
        if self.combinations is None:
            return None, None
        found = np.searchsorted(np.cumsum(self.combinations.counts), places, side="right")
        return self.combinations.block, found
