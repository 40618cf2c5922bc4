"""Columns that are filled only in some states of the row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.tools.chance.arrays import Bits, Flags
from rowsmith.tools.engine.casting import as_text
from rowsmith.tools.engine.modifiers.nulls import drawn_where
from rowsmith.tools.engine.protocols import Rows, Sampler
from rowsmith.tools.engine.samplers.category import encoded
from rowsmith.tools.engine.values import typed_values
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.plan import Table
from rowsmith.tools.plan.samplers import States


@dataclass(frozen=True)
class OnlyInStates:
    """Draws values where a state column holds one of the states that fill this column."""

    sampler: Sampler
    column: str
    filling: pa.Array[pa.StringScalar]

    @property
    def type(self) -> Type:
        return self.sampler.type

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        return drawn_where(self.sampler, self._kept(rows), rows, bits)

    def _kept(self, rows: Rows) -> Flags:
        held = pc.is_in(as_text(rows.column(self.column)), value_set=self.filling)
        return np.asarray(held.to_numpy(zero_copy_only=False), dtype=np.bool_)


def in_states(sampler: Sampler, column: str, table: Table) -> Sampler:
    """The sampler, null outside the states that fill the column; each state column has its say."""
    for name, states in _states(table):
        if any(column in state.fills for state in states.values):
            written = as_text(encoded(typed_values([state.value for state in states.values])))
            fills = pa.array([column in state.fills for state in states.values])
            sampler = OnlyInStates(sampler, name, written.filter(fills))
    return sampler


def _states(table: Table) -> Iterator[tuple[str, States]]:
    for column in table.columns:
        if isinstance(column.sampler, States):
            yield column.name, column.sampler
