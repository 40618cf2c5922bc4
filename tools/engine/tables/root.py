"""Tables whose rows have no parent: so many, or written out."""

from __future__ import annotations

import numpy as np

from rowsmith.tools.engine.protocols import Bits
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.tables.amounts import settled
from rowsmith.tools.engine.tables.base import BaseTable, World
from rowsmith.tools.plan import Table
from rowsmith.tools.plan.table import FixedRows, WrittenRows


class RootTable(BaseTable):
    """A fixed number of rows, or those that the plan writes out."""

    def __init__(self, world: World, plan: Table, *, scaled: bool = True) -> None:
        super().__init__(world, plan)
        if isinstance(plan.rows, WrittenRows):
            self._count = len(plan.rows.cells)
        elif isinstance(plan.rows, FixedRows):
            self._count = settled(plan.rows.amount, world.scale if scaled else 1.0, self.key("#rows"))

    def count(self) -> int:
        return self._count

    def rows(self, ids: Bits) -> Block:
        return Block(self, ids)

    def imagined(self, rows: int) -> Block:
        return self.rows(np.arange(rows, dtype=np.uint64))

    def whole(self) -> Block:
        return self.rows(np.arange(self._count, dtype=np.uint64))
