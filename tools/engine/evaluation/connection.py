"""DuckDB as an evaluator: one locked connection per thread, one core each, nothing outside."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa

from rowsmith.tools.engine.names import quoted
from rowsmith.tools.errors import GenerationError

_MEMORY = "1GB"
_LOCKED = ("SET enable_external_access = false", "SET autoinstall_known_extensions = false",
           "SET autoload_known_extensions = false", "SET TimeZone = 'UTC'", "SET lock_configuration = true")  # fmt: skip


class Evaluator:
    """Runs SQL over Arrow relations. Threads share an evaluator but no connection."""

    def __init__(self) -> None:
        self._local = threading.local()

    def query(self, sql: str, where: str, **relations: pa.Table | pa.RecordBatchReader) -> pa.Table:
        """The result of `sql` over these relations, in the order in which DuckDB gives it.

        Raises:
            GenerationError: DuckDB's error, located at `where`.
        """
        connection = self._connection()
        try:
            with _located(where):
                for name, relation in relations.items():
                    connection.register(name, relation)
                return _table(connection, sql)
        finally:
            for name in relations:
                connection.unregister(name)

    def stream(self, sql: str, where: str, **relations: pa.RecordBatchReader) -> pa.Table:
        """As `query`, over relations that are made while they are read, with room on disk for large sorts.

        Making them may ask this evaluator in turn, hence the connection of its own.

        Raises:
            GenerationError: DuckDB's error, located at `where`.
        """
        with _spacious() as connection, _located(where):
            for name, relation in relations.items():
                connection.register(name, relation)
            return _table(connection, sql)

    def over_tables(self, sql: str, where: str, tables: Mapping[str, pa.RecordBatchReader]) -> pa.Table:
        """As `stream`, for SQL that may read a table several times. Raises GenerationError."""
        with _spacious() as connection, _located(where):
            for name, reader in tables.items():
                connection.register("incoming", reader)
                connection.execute(f"CREATE TABLE {quoted(name)} AS SELECT * FROM incoming")
                connection.unregister("incoming")
            return _table(connection, sql)

    def described(self, sql: str, where: str) -> list[tuple[str, str]]:
        """The names and DuckDB types of a query's columns. Raises GenerationError where it can't be."""
        with _located(where):
            found: list[tuple[Any, ...]] = self._connection().execute(f"DESCRIBE {sql}").fetchall()
        return [(str(row[0]), str(row[1])) for row in found]

    def _connection(self) -> duckdb.DuckDBPyConnection:
        found: duckdb.DuckDBPyConnection | None = getattr(self._local, "connection", None)
        if found is None:
            found = duckdb.connect(":memory:", config={"threads": 1})
            for setting in _LOCKED:
                found.execute(setting)
            self._local.connection = found
        return found


def _table(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    made: pa.Table = connection.sql(sql).to_arrow_table()
    return made


@contextmanager
def _spacious() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own that may put what does not fit memory into a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="rowsmith-") as folder:
        connection = duckdb.connect(":memory:", config={"threads": 1, "temp_directory": folder})
        try:
            for setting in (f"SET memory_limit = '{_MEMORY}'", *_LOCKED):
                connection.execute(setting)
            yield connection
        finally:
            connection.close()


@contextmanager
def _located(where: str) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise GenerationError(_first_line(error), where=where) from error


def _first_line(error: duckdb.Error) -> str:
    return str(error).strip().splitlines()[0]
