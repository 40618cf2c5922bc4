"""Rows into Parquet files: a folder per table, files of a fixed number of rows.

The encodings follow measurements: whole numbers, decimals and moments as bit-packed deltas, which Snappy would not
make smaller; text and doubles under Snappy, with a dictionary where values repeat. A file holds the same rows
however they were made.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rowsmith.tools.engine.sinks.constraints import Constraints
from rowsmith.tools.errors import TargetError

FILE = 2_097_152
GROUP = 131_072
SAMPLE = 8_192
FEW = 256
"""Text with no more values than these among its first rows gets a dictionary."""


class ParquetSink:
    """`target/orders/00000.parquet`, `00001.parquet`, ..."""

    def __init__(self, target: Path) -> None:
        if target.exists():
            raise TargetError(f"{target.name} exists.", where=str(target), hint="Choose a new folder.")
        self.target = target
        self._files: dict[str, TableFiles] = {}

    def create(self, table: str, schema: pa.Schema) -> None:
        folder = self.target / table
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise TargetError(f"{error.strerror}.", where=str(folder)) from error
        self._files[table] = TableFiles(folder, schema)

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        self._files[table].write(batch)

    def close(self, constraints: Mapping[str, Constraints]) -> list[Path]:
        for files in self._files.values():
            files.close()
        return [path for files in self._files.values() for path in files.paths]


class TableFiles:
    """The files of one table, written one after the other."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self.folder, self.schema = folder, schema
        self.paths: list[Path] = []
        self._waiting: list[pa.RecordBatch] = []
        self._held = 0
        self._in_file = 0
        self._writer: pq.ParquetWriter | None = None

    def write(self, batch: pa.RecordBatch) -> None:
        self._waiting.append(batch)
        self._held += len(batch)
        while self._held >= GROUP:
            self._group(GROUP)

    def close(self) -> None:
        if self._held or not self.paths:
            self._group(self._held)
        self._finish()

    def _group(self, size: int) -> None:
        """Writes the first `size` rows that wait as one row group."""
        waiting = pa.Table.from_batches(self._waiting, self._schema())
        rows = waiting.slice(0, size).unify_dictionaries()
        try:
            if self._writer is None:
                self._writer = self._opened(rows)
            self._writer.write_table(rows, row_group_size=GROUP)
        except OSError as error:
            raise TargetError(f"{error}.", where=str(self.folder)) from error
        self._waiting = waiting.slice(size).to_batches()
        self._held -= size
        self._in_file += size
        if self._in_file >= FILE:
            self._finish()

    def _schema(self) -> pa.Schema:
        return self._waiting[0].schema if self._waiting else self.schema

    def _opened(self, rows: pa.Table) -> pq.ParquetWriter:
        path = self.folder / f"{len(self.paths):05d}.parquet"
        self.paths.append(path)
        return pq.ParquetWriter(path, rows.schema, **encodings(rows))

    def _finish(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._writer, self._in_file = None, 0


def encodings(rows: pa.Table) -> dict[str, Any]:
    """The writer's options for a table, by a look at its first rows."""
    few = [name for name in rows.schema.names if _has_few(rows.column(name))]
    delta = {field.name: "DELTA_BINARY_PACKED" for field in rows.schema if _is_whole(field.type)}
    return {
        "compression": {name: "none" if name in delta else "snappy" for name in rows.schema.names},
        "use_dictionary": few,
        "column_encoding": delta,
        "store_decimal_as_integer": True,
        "write_statistics": [field.name for field in rows.schema if not _is_text(field.type)],
    }


def _has_few(column: pa.ChunkedArray) -> bool:  # type: ignore[type-arg]  # takes no parameter at run time
    if pa.types.is_dictionary(column.type):
        return True
    if not (pa.types.is_string(column.type) or pa.types.is_float64(column.type)) or not len(column):
        return False
    return len(column.chunk(0).slice(0, SAMPLE).unique()) <= FEW


def _is_text(kind: pa.DataType) -> bool:
    """Whether a range of values would tell a reader little and cost the writer much."""
    return pa.types.is_string(kind) or pa.types.is_dictionary(kind) or pa.types.is_nested(kind)


def _is_whole(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_temporal(kind) or pa.types.is_decimal(kind)
