"""Rows into a fresh DuckDB file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from rowsmith.tools.engine.names import quoted
from rowsmith.tools.errors import TargetError

GROUP = 122_880
"""Rows of a DuckDB row group: tables grow by whole ones."""
KEYED = 1_000_000
"""Larger tables get no primary key constraint: its index would cost more than the rows."""


class DuckDBSink:
    """One file, one table per table; a primary key is declared once all rows are in."""

    def __init__(self, target: Path, threads: int = 1) -> None:
        if target.exists():
            raise TargetError(f"{target.name} exists.", where=str(target), hint="Choose a new file.")
        try:
            self._connection = duckdb.connect(str(target), config={"threads": threads})
        except duckdb.Error as error:
            raise TargetError(str(error).splitlines()[0], where=str(target)) from error
        self.target = target
        self._waiting: dict[str, list[pa.RecordBatch]] = {}
        self._rows: dict[str, int] = {}

    def create(self, table: str, schema: pa.Schema) -> None:
        self._waiting[table] = []
        self._rows[table] = 0
        self._insert(table, schema.empty_table(), create=True)

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        self._waiting[table].append(batch)
        self._rows[table] += len(batch)
        if sum(len(one) for one in self._waiting[table]) >= GROUP:
            self._flush(table)

    def close(self, keys: Mapping[str, Sequence[str]]) -> list[Path]:
        """Writes what waits, declares the keys and closes the file; the paths written."""
        for table in self._waiting:
            self._flush(table)
        for table, key in keys.items():
            if key and self._rows[table] <= KEYED:
                self._declare(table, key)
        self._connection.close()
        return [self.target]

    def _flush(self, table: str) -> None:
        waiting = self._waiting[table]
        if waiting:
            self._insert(table, pa.Table.from_batches(waiting))
            self._waiting[table] = []

    def _insert(self, table: str, rows: pa.Table, *, create: bool = False) -> None:
        self._connection.register("incoming", rows)
        verb = f"CREATE TABLE {quoted(table)} AS" if create else f"INSERT INTO {quoted(table)}"
        try:
            self._connection.execute(f"{verb} SELECT * FROM incoming")
        except duckdb.Error as error:
            raise TargetError(str(error).splitlines()[0], where=f"{self.target}: {table}") from error
        finally:
            self._connection.unregister("incoming")

    def _declare(self, table: str, key: Sequence[str]) -> None:
        columns = ", ".join(quoted(column) for column in key)
        try:
            self._connection.execute(f"ALTER TABLE {quoted(table)} ADD PRIMARY KEY ({columns})")
        except duckdb.ConstraintException:
            # a key that is not unique is a finding of the checks, not a reason to lose the rows
            return
