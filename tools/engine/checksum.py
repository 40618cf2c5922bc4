"""A number that stands for the cells of a table: equal for equal rows in any order, form or file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rowsmith.tools.chance.streams import mix, stream_key
from rowsmith.tools.engine.generate import iter_batches
from rowsmith.tools.engine.names import quoted
from rowsmith.tools.errors import SourceError
from rowsmith.tools.plan import Plan

Bits = npt.NDArray[np.uint64]
_NULL = np.uint64(0x6E756C6C6E756C6C)
_ROW = np.uint64(0x726F77726F77726F)


def checksum(source: Plan | Path) -> dict[str, str]:
    """A checksum per table of a plan's rows, of a DuckDB file, or of a folder of Parquet files.

    Raises:
        SourceError: a path that holds neither.
    """
    if isinstance(source, Plan):
        return {table.name: batches_checksum(iter_batches(source, table.name)) for table in source.tables}
    if source.is_dir() and (source / "data.duckdb").exists():
        return checksum(source / "data.duckdb")
    return {name: batches_checksum(batches) for name, batches in _tables(source)}


def batches_checksum(batches: Iterable[pa.RecordBatch]) -> str:
    """The checksum of one table: 16 hexadecimal digits."""
    total = 0
    for batch in batches:
        total = (total + int(_rows(batch).sum(dtype=np.uint64))) % 2**64
    return f"{total:016x}"


def _tables(source: Path) -> Iterator[tuple[str, Iterator[pa.RecordBatch]]]:
    if source.is_dir():
        for folder in sorted(path for path in source.iterdir() if path.is_dir()):
            relation = duckdb.connect().sql(f"SELECT * FROM read_parquet('{folder}/*.parquet')")
            yield folder.name, iter(relation.to_arrow_table().to_batches())
        return
    if not source.exists():
        raise SourceError("There is nothing here.", where=str(source))
    with duckdb.connect(str(source), read_only=True) as connection:
        names = [str(row[0]) for row in connection.execute("SHOW TABLES").fetchall()]
        for name in names:
            yield name, iter(connection.sql(f"SELECT * FROM {quoted(name)}").to_arrow_table().to_batches())


def _rows(batch: pa.RecordBatch) -> Bits:
    """A number per row: the sum of its cells' numbers, mixed once more."""
    total = np.zeros(len(batch), dtype=np.uint64)
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        total += mix(_cells(column), stream_key(0, name))
    return mix(total, _ROW)


def _cells(column: pa.Array) -> Bits:  # type: ignore[type-arg]  # takes no parameter at run time
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    present = np.asarray(column.is_valid())
    return np.where(present, _values(column), _NULL)


def _values(column: pa.Array) -> Bits:  # type: ignore[type-arg]  # takes no parameter at run time
    kind = column.type
    if pa.types.is_decimal(kind):
        shown = [None if value is None else str(value.normalize()) for value in column.to_pylist()]
        return _texts(shown)
    if pa.types.is_string(kind) or pa.types.is_nested(kind) or pa.types.is_null(kind):
        return _texts([None if value is None else str(value) for value in column.to_pylist()])
    if pa.types.is_floating(kind):
        return (np.asarray(column.fill_null(0).cast(pa.float64())) + 0.0).view(np.uint64)
    if pa.types.is_boolean(kind):
        return np.asarray(column.fill_null(False)).astype(np.uint64)
    if pa.types.is_temporal(kind):
        column = column.cast(pa.int32() if kind.bit_width == 32 else pa.int64())
    return np.asarray(column.fill_null(0).cast(pa.int64())).astype(np.int64).view(np.uint64)


def _texts(values: list[str | None]) -> Bits:
    import pandas as pd

    held = np.array(["" if value is None else value for value in values], dtype=object)
    return np.asarray(pd.util.hash_array(held, categorize=False), dtype=np.uint64)
