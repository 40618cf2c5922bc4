"""A place with an address of its own, for what several columns of a table share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rowsmith.tools.engine.protocols import Measured, Rows, Sampler, Scope
from rowsmith.tools.engine.vector import Type
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.expressions import Resolved
from rowsmith.tools.plan.samplers import Sampler as Model


@dataclass(frozen=True)
class SharedPlace:
    """A scope whose draws are addressed by the table's part (a segment) and not by the column that asks."""

    asking: Scope
    address: tuple[str, ...]
    where: str

    @property
    def plan(self) -> Plan:
        return self.asking.plan

    @property
    def table(self) -> Table:
        return self.asking.table

    @property
    def locale(self) -> str:
        return self.asking.locale

    def inside(self, *part: str) -> Scope:
        return SharedPlace(self.asking.inside(*part), (*self.address, *part), self.where)

    def resolve(self, sql: str) -> Resolved:
        return self.asking.resolve(sql)

    def type_of(self, expression: Resolved) -> Type:
        return self.asking.type_of(expression)

    def column_type(self, column: str) -> Type:
        return self.asking.column_type(column)

    def sampler(self, model: Model) -> Sampler:
        return self.asking.sampler(model)

    def key(self, *path: str) -> np.uint64:
        return self.asking.key(*path)

    def count(self) -> int:
        return self.asking.count()

    def pilot(self) -> Rows:
        return self.asking.pilot()

    def scan(self, measure: Callable[[Rows], Measured]) -> Measured:
        return self.asking.scan(measure)
