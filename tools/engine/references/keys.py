"""From keys to rows: for references whose key is given by SQL or written out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.tools.engine.arrow import to_arrow
from rowsmith.tools.engine.assembly import picked_or_null, validity
from rowsmith.tools.engine.casting import as_type, common_type
from rowsmith.tools.engine.protocols import Bits, Index, Rows, Sampler
from rowsmith.tools.engine.references.samplers import as_vector
from rowsmith.tools.engine.sources import NumberedSource
from rowsmith.tools.engine.tables.base import BaseTable
from rowsmith.tools.engine.vector import INTEGER, Type, Vector
from rowsmith.tools.errors import GenerationError


@dataclass(frozen=True)
class KeyedSampler:
    """The row whose key has a value that another sampler gives; null where it gives null.

    Raises:
        GenerationError: a value that is no key of the target.
    """

    values: Sampler
    target: BaseTable
    column: str
    where: str
    type: Type = INTEGER

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        wanted = self.values.draw(rows, bits)
        numbers = self._rows_of(wanted)
        unknown = np.flatnonzero((numbers < 0) & validity(wanted))
        if len(unknown):
            shown = to_arrow(wanted)[int(unknown[0])]
            raise GenerationError(
                f"{self.target.name} has no {self.column} {shown}, which row {int(rows.ids[unknown[0]]) + 1}"
                f" of {rows.table} refers to.",
                where=self.where,
                hint="Let the expression give a key that exists, or null.",
            )
        return as_vector(numbers)

    def _rows_of(self, wanted: Vector) -> Index:
        source = self.target.source(self.column)
        if isinstance(source, NumberedSource) and wanted.type == INTEGER:
            offset = np.asarray(wanted.values, dtype=np.int64) - source.start
            row = offset // source.step
            known = (row * source.step == offset) & (row >= 0) & (row < self.target.count())
            return np.where(known & validity(wanted), row, -1)
        kind = common_type((source.type, wanted.type), self.where)
        found = pc.index_in(_plain(as_type(wanted, kind)), value_set=self._all_keys(kind))
        return np.asarray(found.fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int64)

    def _all_keys(self, kind: Type) -> pa.Array[Any]:
        mark = ("keys", self.target.name, self.column, kind)
        return self.target.world.stored.get(mark, self.where, lambda: self._read_keys(kind))

    def _read_keys(self, kind: Type) -> pa.Array[Any]:
        blocks = self.target.world.blocks(self.target)
        return pa.concat_arrays([_plain(as_type(block.column(self.column), kind)) for block in blocks])


def _plain(vector: Vector) -> pa.Array[Any]:
    array = to_arrow(vector)
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    return array.cast(pa.decimal128(18, vector.type.digits)) if vector.type.name == "decimal" else array


@dataclass(frozen=True)
class KeyOfSampler:
    """The key of the row that a reference chooses, where the reference is only a part of a column's sampler."""

    chooser: Sampler
    target: BaseTable
    column: str

    @property
    def type(self) -> Type:
        return self.target.source(self.column).type

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        from rowsmith.tools.engine.rows.block import step_to

        drawn = self.chooser.draw(rows, bits)
        numbers = np.asarray(drawn.values, dtype=np.int64)
        step = step_to(self.target, numbers if drawn.valid is None else np.where(drawn.valid, numbers, -1))
        return picked_or_null(step.block.column(self.column), step.index)
