"""What every table of a run has: its plan, its columns' sources, its references, its streams."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any, Protocol

import numpy as np

from rowsmith.tools.chance.streams import stream_key
from rowsmith.tools.engine.aggregation.memory import Stored
from rowsmith.tools.engine.evaluation.connection import Evaluator
from rowsmith.tools.engine.protocols import Bits, Index, Sampler
from rowsmith.tools.engine.rows.block import Block, Broods, Source
from rowsmith.tools.engine.rows.successive import family_of_earlier, successive
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.dependencies import Node
from rowsmith.tools.plan.expressions import Aggregate, Input, Resolved
from rowsmith.tools.plan.growth import grows

KEPT = 200_000
"""A table with no more rows than that is made once and kept where others refer to it."""


class World(Protocol):
    """All tables of a run."""

    @property
    def plan(self) -> Plan: ...

    @property
    def scale(self) -> float: ...

    @property
    def evaluator(self) -> Evaluator: ...

    @property
    def stored(self) -> Stored: ...

    @property
    def needed(self) -> Set[Node]:
        """The columns that others depend on."""
        ...

    def table(self, name: str) -> BaseTable: ...

    def compiled(self, table: BaseTable, column: str) -> Source: ...

    def chooser(self, table: BaseTable, reference: str) -> Sampler: ...

    def type_of(self, expression: Resolved, where: str | None = None) -> Type: ...

    def recursion(self, table: str, column: str) -> tuple[str, ...]:
        """The columns that must be made along with one that depends on its own earlier values."""
        ...

    def earlier(self, table: str, column: str) -> tuple[Input, ...]:
        """What these columns use of earlier rows."""
        ...

    def input_type(self, wanted: Input, table: str | None) -> Type | None: ...

    def counting(self, table: Any) -> Any: ...

    def blocks(self, table: BaseTable) -> Iterator[Block]: ...

    def evaluate(self, rows: Block, expression: Resolved) -> Vector: ...

    def aggregate(self, rows: Block, wanted: Aggregate) -> Vector: ...


class BaseTable:
    """The parts that root and child tables share."""

    def __init__(self, world: World, plan: Table) -> None:
        self.world, self.plan = world, plan
        self._keys: dict[tuple[str, ...], np.uint64] = {}
        self._kept: Block | None = None

    @property
    def name(self) -> str:
        return self.plan.name

    @property
    def evaluator(self) -> Evaluator:
        return self.world.evaluator

    @property
    def link(self) -> str | None:
        return None

    def count(self) -> int:
        raise NotImplementedError

    def whole(self) -> Block:
        raise NotImplementedError

    def source(self, column: str) -> Source:
        return self.world.compiled(self, column)

    def key(self, *path: str) -> np.uint64:
        found = self._keys.get(path)
        if found is None:
            found = self._keys[path] = stream_key(self.world.plan.seed, self.plan.origin, *path)
        return found

    def target(self, reference: str) -> BaseTable:
        return self.world.table(target_of(self.plan, reference))

    def below(self, child: str) -> BaseTable:
        return self.world.table(child)

    def kept(self) -> Block | None:
        if self._kept is None and self.count() <= KEPT:
            self._kept = self.whole()
        return self._kept

    def pilot(self, rows: int) -> Block:
        """The first so many rows, to learn a distribution from.

        Where the table could grow they are made even if it has fewer, so that adding rows changes nothing.
        """
        if grows(self.world.plan, self.name, self.world.needed):
            return self.imagined(rows)
        return self.rows(np.arange(min(rows, self.count()), dtype=np.uint64))

    def imagined(self, rows: int) -> Block:
        """The first so many rows, whether the table has them or not."""
        raise NotImplementedError

    def referred(self, reference: str, rows: Block) -> Index:
        column = self.plan.column(reference)
        origin = column.origin if column is not None else reference
        drawn = self.world.chooser(self, reference).draw(rows, rows.bits(origin))
        found = np.asarray(drawn.values, dtype=np.int64)
        return found if drawn.valid is None else np.where(drawn.valid, found, -1)

    def recursion(self, column: str) -> tuple[str, ...]:
        return self.world.recursion(self.name, column)

    def family_of_earlier(self, rows: Block, column: str) -> tuple[Block, Index]:
        return family_of_earlier(rows, self.world.earlier(self.name, column))

    def successive(self, rows: Block, column: str) -> dict[str, Vector]:
        return successive(rows, self.recursion(column), self.world.earlier(self.name, column))

    def aggregate(self, rows: Block, wanted: Aggregate) -> Vector:
        return self.world.aggregate(rows, wanted)

    def evaluate(self, rows: Block, expression: Resolved) -> Vector:
        return self.world.evaluate(rows, expression)

    def rows(self, ids: Bits) -> Block:
        raise NotImplementedError

    def brood(self, parents: Block) -> Broods:
        raise NotImplementedError


def target_of(plan: Table, reference: str) -> str:
    """The table that a reference column leads to."""
    from rowsmith.tools.plan.samplers import Reference

    column = plan.column(reference)
    if column is None or not isinstance(column.sampler, Reference):
        raise KeyError(reference)
    return column.sampler.tables[0].table
