"""Vectors and Arrow arrays: the same buffers wherever the forms agree."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rowsmith.tools.engine.vector import (
    BOOLEAN,
    DATE,
    DOUBLE,
    INTEGER,
    INTERVAL,
    NESTED,
    TEXT,
    TIME,
    TIMESTAMP,
    Type,
    Values,
    Vector,
)
from rowsmith.tools.errors import GenerationError

PRECISION = 18
"""Digits of a decimal in all."""

Array = "pa.Array[Any]"
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

_PLAIN: dict[Type, pa.DataType] = {
    INTEGER: pa.int64(),
    DOUBLE: pa.float64(),
    BOOLEAN: pa.bool_(),
    DATE: pa.date32(),
    TIMESTAMP: pa.timestamp("us"),
    TIME: pa.time64("us"),
    INTERVAL: pa.duration("us"),
    TEXT: pa.string(),
}


def arrow_type(kind: Type) -> pa.DataType:
    """The Arrow type of a column that is no nested one; decimals in 64 bits."""
    return pa.decimal64(PRECISION, kind.digits) if kind.name == "decimal" else _PLAIN[kind]


def to_arrow(vector: Vector) -> pa.Array[Any]:
    """The vector as an Arrow array over the same memory where that can be; decimals in 64 bits."""
    if isinstance(vector.values, pa.Array):
        return vector.values
    return pa.Array.from_buffers(
        arrow_type(vector.type), len(vector), [_bitmap(vector.valid), _buffer(vector)]
    )


def _buffer(vector: Vector) -> pa.Buffer:
    values = cast("Values", vector.values)
    if vector.type == BOOLEAN:
        return memory(np.packbits(values.astype(np.bool_, copy=False), bitorder="little"))
    if vector.type == DATE:
        return memory(values.astype(np.int32))
    return memory(np.ascontiguousarray(values))


def memory(values: npt.NDArray[Any]) -> pa.Buffer:
    """An array's memory as Arrow sees it."""
    return pa.py_buffer(cast("Any", values))  # arrays have the buffer protocol; the stubs do not say so


def _bitmap(valid: Flags | None) -> pa.Buffer | None:
    return None if valid is None else memory(np.packbits(valid, bitorder="little"))


def from_arrow(array: pa.Array[Any] | pa.ChunkedArray[Any], kind: Type, where: str) -> Vector:
    """An Arrow array as a vector of this type.

    Raises:
        GenerationError: a value that does not fit 64 bits, located at `where`.
    """
    flat: Any = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if isinstance(flat, pa.ChunkedArray):
        flat = flat.chunk(0) if flat.num_chunks else pa.nulls(0, array.type)
    if kind in (TEXT, NESTED):
        return Vector(kind, _text(flat) if kind == TEXT else flat)
    valid = None if flat.null_count == 0 else np.asarray(flat.is_valid())
    if pa.types.is_null(flat.type):
        return Vector(kind, _empty(kind, len(flat)), np.zeros(len(flat), dtype=np.bool_))
    return Vector(kind, _values(flat, kind, valid, where), valid)


def _text(array: pa.Array[Any]) -> pa.Array[Any]:
    if pa.types.is_string(array.type) or pa.types.is_dictionary(array.type):
        return array
    return array.cast(pa.string())


def _empty(kind: Type, length: int) -> Values:
    if kind == DOUBLE:
        return np.zeros(length, dtype=np.float64)
    if kind == BOOLEAN:
        return np.zeros(length, dtype=np.bool_)
    return np.zeros(length, dtype=np.int64)


def _values(array: pa.Array[Any], kind: Type, valid: Flags | None, where: str) -> Values:
    if kind == BOOLEAN:
        return np.asarray(array.fill_null(False).to_numpy(zero_copy_only=False), dtype=np.bool_)
    if kind == DOUBLE:
        return _doubles(array)
    if pa.types.is_decimal(array.type):
        return _rescaled(_units(array, valid, where), kind.digits - array.type.scale, where)
    if pa.types.is_floating(array.type):
        return _rounded(_doubles(array), kind.digits, valid, where)
    if kind in (TIMESTAMP, TIME, INTERVAL) and not pa.types.is_integer(array.type):
        array = array.cast(_PLAIN[kind])
    return _rescaled(_integers(array), kind.digits, where)


def _integers(array: pa.Array[Any]) -> Integers:
    if array.type.bit_width == 64 and not pa.types.is_unsigned_integer(array.type):
        return _data(array, np.dtype(np.int64))
    if pa.types.is_date32(array.type):
        return _data(array, np.dtype(np.int32)).astype(np.int64)
    if array.null_count:
        array = array.fill_null(0)
    return np.asarray(array.cast(pa.int64()).to_numpy(zero_copy_only=False), dtype=np.int64)


def _data(array: pa.Array[Any], kind: np.dtype[Any]) -> npt.NDArray[Any]:
    buffer = array.buffers()[1]
    if buffer is None:
        return np.zeros(len(array), dtype=kind)
    return from_memory(buffer, kind, array.offset, len(array))


def from_memory(buffer: pa.Buffer, kind: np.dtype[Any], offset: int, length: int) -> npt.NDArray[Any]:
    """So many values of a buffer, from the value at `offset` on, without a copy."""
    found: npt.NDArray[Any] = np.frombuffer(
        cast("Any", buffer), dtype=kind, count=length, offset=offset * kind.itemsize
    )
    return found


def _doubles(array: pa.Array[Any]) -> npt.NDArray[np.float64]:
    if pa.types.is_float64(array.type):
        return _data(array, np.dtype(np.float64))
    filled = array.fill_null(0) if array.null_count else array
    return np.asarray(filled.cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


def _units(array: pa.Array[Any], valid: Flags | None, where: str) -> Integers:
    """The scaled whole numbers of a decimal array."""
    width = array.type.bit_width // 64
    if width <= 1:
        small = array if width else array.cast(pa.decimal64(PRECISION, array.type.scale))
        return _data(small, np.dtype(np.int64))
    buffer = array.buffers()[1]
    if buffer is None:
        return np.zeros(len(array), dtype=np.int64)
    words = from_memory(buffer, np.dtype(np.int64), 2 * array.offset, 2 * len(array)).reshape(-1, 2)
    low = np.ascontiguousarray(words[:, 0])
    fits = words[:, 1] == low >> 63
    if not (fits if valid is None else fits | ~valid).all():
        raise _too_large(where)
    return low


def _rescaled(units: Integers, digits: int, where: str) -> Integers:
    if digits == 0:
        return units
    if digits < 0:
        step = np.int64(10**-digits)
        return (units + step // 2) // step
    if len(units) and max(int(units.max()), -int(units.min())) >= 2**63 // 10**digits:
        raise _too_large(where)
    return units * np.int64(10**digits)


def _rounded(reals: npt.NDArray[np.float64], digits: int, valid: Flags | None, where: str) -> Integers:
    scaled = reals * 10.0**digits
    known = scaled if valid is None else np.where(valid, scaled, 0.0)
    if not (np.abs(known) < 2.0**63).all():
        raise _too_large(where)
    return np.rint(known).astype(np.int64)


def _too_large(where: str) -> GenerationError:
    return GenerationError(
        "A number is too large, or none at all (divided by zero).",
        where=where,
        hint="Round the expression, guard it with nullif, or make its inputs smaller.",
    )


def portable(rows: pa.RecordBatch) -> pa.RecordBatch:
    """The same rows with decimals in 128 bits, which every reader of Arrow knows."""
    arrays = [
        column.cast(pa.decimal128(PRECISION, column.type.scale))
        if pa.types.is_decimal(column.type)
        else column
        for column in rows.columns
    ]
    return pa.RecordBatch.from_arrays(arrays, names=rows.schema.names)
