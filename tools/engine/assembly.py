"""Vectors from parts: picking rows, blanking them, joining what was made for subsets of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.tools.engine.casting import as_type
from rowsmith.tools.engine.vector import TEXT, Type, Values, Vector

Index = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def validity(vector: Vector) -> Flags:
    """True where the value is not null."""
    if isinstance(vector.values, pa.Array):
        return np.asarray(vector.values.is_valid())
    return np.ones(len(vector), dtype=np.bool_) if vector.valid is None else vector.valid


def is_true(vector: Vector) -> Flags:
    """True where a boolean is true; null counts as false."""
    flags = np.asarray(vector.values, dtype=np.bool_)
    return flags if vector.valid is None else flags & vector.valid


def picked(vector: Vector, index: Index) -> Vector:
    """The values at these rows."""
    if isinstance(vector.values, pa.Array):
        return Vector(vector.type, vector.values.take(index))
    valid = None if vector.valid is None else vector.valid[index]
    return Vector(vector.type, vector.values[index], valid)


def picked_or_null(vector: Vector, index: Index) -> Vector:
    """The values at these rows, null at -1."""
    none = index < 0
    if not none.any():
        return picked(vector, index)
    if not len(vector):
        return nulls(vector.type, len(index))
    return blanked(picked(vector, np.maximum(index, 0)), none)


def index_behind(further: Index, index: Index) -> Index:
    """Where two steps lead, one after the other; -1 for nowhere."""
    if not len(further):
        return np.full(len(index), -1, dtype=np.int64)
    return np.where(index < 0, -1, further[np.maximum(index, 0)])


def blanked(vector: Vector, gone: Flags) -> Vector:
    """The vector with null wherever `gone` is true."""
    if not gone.any():
        return vector
    if isinstance(vector.values, pa.Array):
        return Vector(vector.type, pc.if_else(pa.array(~gone), vector.values, None))
    valid = ~gone if vector.valid is None else vector.valid & ~gone
    return Vector(vector.type, vector.values, valid)


def nulls(kind: Type, length: int) -> Vector:
    """Null in every row. For nested values of a known Arrow type use `pa.nulls`."""
    if kind == TEXT:
        return Vector(kind, pa.nulls(length, pa.string()))
    if kind.name == "nested":
        return Vector(kind, pa.nulls(length))
    return Vector(kind, _zeros(kind, length), np.zeros(length, dtype=np.bool_))


def _zeros(kind: Type, length: int) -> Values:
    if kind.name == "double":
        return np.zeros(length, dtype=np.float64)
    if kind.name == "boolean":
        return np.zeros(length, dtype=np.bool_)
    return np.zeros(length, dtype=np.int64)


def joined(kind: Type, length: int, parts: Sequence[tuple[Index, Vector]]) -> Vector:
    """One vector of `length` rows, from values for disjoint rows; a row in no part is null.

    Args:
        kind: its type, into which the parts are cast.
        length: how many rows.
        parts: row indices, ascending within a part, and a value for each of them.
    """
    made = [(rows, as_type(vector, kind)) for rows, vector in parts if len(rows)]
    if len(made) == 1 and len(made[0][0]) == length:
        return made[0][1]
    if not made:
        return nulls(kind, length)
    if isinstance(made[0][1].values, pa.Array):
        return Vector(kind, _joined_arrow(length, made))
    return _joined_values(kind, length, made)


def _joined_values(kind: Type, length: int, parts: Sequence[tuple[Index, Vector]]) -> Vector:
    values = _zeros(kind, length)
    valid = np.zeros(length, dtype=np.bool_)
    for rows, vector in parts:
        values[rows] = vector.values
        valid[rows] = True if vector.valid is None else vector.valid
    return Vector(kind, values, None if valid.all() else valid)


def _joined_arrow(length: int, parts: Sequence[tuple[Index, Vector]]) -> pa.Array[Any]:
    where = np.full(length, -1, dtype=np.int64)
    start = 0
    for rows, vector in parts:
        where[rows] = np.arange(start, start + len(vector))
        start += len(vector)
    whole = pa.concat_arrays(_alike([vector.values for _, vector in parts]))
    taken: pa.Array[Any] = whole.take(pa.array(where, mask=where < 0))
    return taken


def _alike(arrays: list[Any]) -> list[Any]:
    kinds = {array.type for array in arrays if array.null_count < len(array)}
    if len(kinds) == 1:
        (kind,) = kinds
        return [array if array.type == kind else pa.nulls(len(array), kind) for array in arrays]
    plain = [a.cast(a.type.value_type) if pa.types.is_dictionary(a.type) else a for a in arrays]
    wide = next((a.type for a in plain if not pa.types.is_null(a.type)), pa.null())
    return [a if a.type == wide else a.cast(wide) for a in plain]
