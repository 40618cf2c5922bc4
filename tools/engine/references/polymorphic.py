"""References to one of several tables: the table is chosen first, then a row of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from rowsmith.tools.chance.alias import AliasTable
from rowsmith.tools.engine.assembly import joined, picked, picked_or_null
from rowsmith.tools.engine.protocols import Bits, Index, Rows, Sampler
from rowsmith.tools.engine.references.samplers import as_vector
from rowsmith.tools.engine.rows.block import Block, step_to
from rowsmith.tools.engine.rows.encoding import encoded_rows, split_rows
from rowsmith.tools.engine.rows.own import as_block
from rowsmith.tools.engine.tables.base import BaseTable
from rowsmith.tools.engine.vector import INTEGER, TEXT, Type, Vector


@dataclass(frozen=True)
class PolymorphicSampler:
    """Chooses a table by weight, or as the type column says, and a row by the sampler of this table.

    Attributes:
        samplers: draw row numbers of each target.
        weights: how often each target is meant.
        types: what the type column holds for each target; with `column` this column is read.
        address: whose bits choose the table.
    """

    samplers: Sequence[Sampler]
    weights: Sequence[float]
    types: Sequence[str]
    column: str | None
    address: tuple[str, ...]
    type: Type = INTEGER

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        meant = self._meant(rows)
        numbers = np.full(len(rows), -1, dtype=np.int64)
        for place, sampler in enumerate(self.samplers):
            here = np.flatnonzero(meant == place)
            if len(here):
                drawn = sampler.draw(rows.take(here), bits[here])
                found = encoded_rows(np.asarray(drawn.values, dtype=np.int64), place)
                numbers[here] = found if drawn.valid is None else np.where(drawn.valid, found, -1)
        return as_vector(numbers)

    def _meant(self, rows: Rows) -> Index:
        if self.column is None:
            return AliasTable.from_weights(list(self.weights)).draw(rows.bits(*self.address, "table"))
        said = rows.column(self.column)
        names = said.values.cast(pa.string()).to_pylist() if isinstance(said.values, pa.Array) else []
        places = {name: place for place, name in enumerate(self.types)}
        return np.array([places.get(str(name), -1) for name in names], dtype=np.int64)


@dataclass(frozen=True)
class PolymorphicKeySource:
    """The keys of the rows referred to, of whichever table."""

    reference: str
    targets: Sequence[tuple[BaseTable, str]]
    type: Type
    grouped: bool = False

    def values(self, rows: Block) -> Vector:
        table, numbers = split_rows(rows.referred(self.reference))
        parts: list[tuple[Index, Vector]] = []
        for place, (target, column) in enumerate(self.targets):
            here = np.flatnonzero(table == place)
            step = step_to(target, numbers[here])
            parts.append((here, picked_or_null(step.block.column(column), step.index)))
        return joined(self.type, len(rows), parts)


@dataclass(frozen=True)
class TypeSource:
    """Which table a polymorphic reference leads to, by the name that the plan gives it."""

    reference: str
    names: Sequence[str]
    grouped: bool = False
    type: Type = TEXT

    def values(self, rows: Block) -> Vector:
        table, _ = split_rows(as_block(rows).referred(self.reference))
        names = Vector(TEXT, pa.array([*self.names, None], type=pa.string()))
        return picked(names, np.where(table < 0, len(self.names), table))
