"""References as samplers: row numbers, null where no candidate fits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rowsmith.tools.engine.protocols import Bits, Index, Rows
from rowsmith.tools.engine.references.choice import Choice
from rowsmith.tools.engine.rows.own import as_block
from rowsmith.tools.engine.vector import INTEGER, Type, Vector
from rowsmith.tools.errors import GenerationError


def as_vector(numbers: Index) -> Vector:
    """Row numbers as a column, -1 as null."""
    none = numbers < 0
    return Vector(INTEGER, numbers, ~none if none.any() else None)


def refuse_missing(numbers: Index, table: str, target: str, where: str) -> None:
    """Raises GenerationError where a row has no candidate; it says how many and names the first."""
    missing = np.flatnonzero(numbers < 0)
    if len(missing):
        raise GenerationError(
            f"{len(missing)} rows of {table} find no row of {target} that fits, the first is row {missing[0] + 1}.",
            where=where,
            hint="Loosen the condition, make more candidates, or say when the column is null.",
        )


@dataclass(frozen=True)
class ChoiceSampler:
    """One candidate per row, each row for itself."""

    choice: Choice
    where: str
    nullable: bool = False
    type: Type = INTEGER

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        numbers = self.choice.numbers(as_block(rows), bits)
        if not self.nullable:
            refuse_missing(numbers, rows.table, self.choice.pool.table.name, self.where)
        return as_vector(numbers)
