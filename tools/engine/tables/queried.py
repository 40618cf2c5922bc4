"""Tables that a query makes of finished ones."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from rowsmith.tools.engine.aggregation.finished import FinishedQuery
from rowsmith.tools.engine.protocols import Bits
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.tables.base import BaseTable, World
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.plan import Table


class QueryTable(BaseTable):
    """The rows of a query, ordered by the table's key; run when they are first asked for."""

    def __init__(self, world: World, plan: Table, sql: str) -> None:
        super().__init__(world, plan)
        self.query = FinishedQuery(world, sql, f"{plan.name}.rows")

    @cached_property
    def _made(self) -> dict[str, Vector]:
        return self.world.stored.get(
            ("rows", self.name), self.query.where, lambda: self.query.rows(self.plan.key)
        )

    def count(self) -> int:
        return len(next(iter(self._made.values())))

    def rows(self, ids: Bits) -> Block:
        return Block(self, ids)

    def whole(self) -> Block:
        return self.rows(np.arange(self.count(), dtype=np.uint64))

    def queried(self, column: str) -> Type | None:
        """The type of a column of the query, None where it has no such column."""
        return self.query.types.get(column)

    def values(self, column: str) -> Vector:
        """A column of the query, a value per row."""
        return self._made[column]
