"""Where a column's values come from: a sampler, the plan itself, or the rows referred to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rowsmith.tools.engine.assembly import picked, picked_or_null
from rowsmith.tools.engine.protocols import Index, Sampler
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.tables.queried import QueryTable
from rowsmith.tools.engine.vector import INTEGER, Type, Vector


@dataclass(frozen=True)
class SampledSource:
    """Drawn by a sampler with the column's own stream."""

    sampler: Sampler
    origin: str
    grouped: bool = False

    @property
    def type(self) -> Type:
        return self.sampler.type

    def values(self, rows: Block) -> Vector:
        return self.sampler.draw(rows, rows.bits(self.origin))


@dataclass(frozen=True)
class WrittenSource:
    """Written out in the plan, a value per row of the table."""

    written: Vector
    grouped: bool = False

    @property
    def type(self) -> Type:
        return self.written.type

    def values(self, rows: Block) -> Vector:
        return picked(self.written, rows.ids.view(np.int64))


@dataclass(frozen=True)
class QueriedSource:
    """A column of a table that a query makes."""

    table: QueryTable
    column: str
    type: Type
    grouped: bool = False

    def values(self, rows: Block) -> Vector:
        return picked(self.table.values(self.column), rows.ids.view(np.int64))


@dataclass(frozen=True)
class NumberedSource:
    """Counts the rows of the table: the value follows from the row number alone."""

    start: int
    step: int
    grouped: bool = False
    type: Type = INTEGER

    def values(self, rows: Block) -> Vector:
        return self.at(rows.ids.view(np.int64))

    def at(self, numbers: Index) -> Vector:
        """The value of each row number."""
        return Vector(INTEGER, numbers * self.step + self.start)


@dataclass(frozen=True)
class KeySource:
    """A column of the rows that a reference leads to: its key, or one of several."""

    reference: str
    column: str
    type: Type
    numbered: NumberedSource | None
    grouped: bool = False

    def values(self, rows: Block) -> Vector:
        if self.numbered is not None:
            return self._counted(self.numbered, rows.referred(self.reference))
        step = rows.up(self.reference)
        return picked_or_null(step.block.column(self.column), step.index)

    def _counted(self, numbered: NumberedSource, numbers: Index) -> Vector:
        made = numbered.at(numbers)
        none = numbers < 0
        return Vector(made.type, made.values, ~none) if none.any() else made
