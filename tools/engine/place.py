"""The scope of a sampler: what it may know of the place where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from rowsmith.tools.engine.protocols import Measured, Rows, Sampler
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.tables.base import BaseTable, World
from rowsmith.tools.engine.vector import Type
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.expressions import Resolved, resolve_in_table
from rowsmith.tools.plan.samplers import Sampler as Model

PILOT = 10_000


class Ground(Protocol):
    """The rows that are drawn at a place: a table's, or those that are counted."""

    def count(self) -> int: ...

    def pilot(self) -> Block: ...

    def blocks(self) -> Iterator[Block]: ...


class Builder(Protocol):
    """Compiles a sampler that stands at a place."""

    def __call__(self, said: Model, place: Place, /) -> Sampler: ...


@dataclass(frozen=True)
class Place:
    """A sampler's place in a table; `refers` where it draws row numbers for the column of a reference."""

    world: World
    rows: BaseTable
    ground: Ground
    build: Builder
    address: tuple[str, ...]
    where: str
    column: str
    refers: bool = False

    @property
    def plan(self) -> Plan:
        return self.world.plan

    @property
    def table(self) -> Table:
        return self.rows.plan

    @property
    def locale(self) -> str:
        return self.table.locale or self.plan.locale

    def inside(self, *part: str) -> Place:
        return replace(self, address=(*self.address, *part))

    def resolve(self, sql: str) -> Resolved:
        return resolve_in_table(self.plan, self.table.name, sql, self.where)

    def type_of(self, expression: Resolved) -> Type:
        return self.world.type_of(expression, self.where)

    def column_type(self, column: str) -> Type:
        return self.rows.source(column).type

    def sampler(self, model: Model) -> Sampler:
        return self.build(model, self)

    def key(self, *path: str) -> np.uint64:
        return self.rows.key(*path)

    def count(self) -> int:
        return self.ground.count()

    def pilot(self) -> Rows:
        return self.ground.pilot()

    def scan(self, measure: Callable[[Rows], Measured]) -> Measured:
        parts = [measure(rows) for rows in self.ground.blocks()]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class TableGround:
    """All rows of a table."""

    world: World
    table: BaseTable

    def count(self) -> int:
        return self.table.count()

    def pilot(self) -> Block:
        return self.table.pilot(PILOT)

    def blocks(self) -> Iterator[Block]:
        return self.world.blocks(self.table)
