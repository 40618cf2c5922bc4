"""Tables of SQLite and Postgres, copied into DuckDB: read only, table by table, through a file."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from rowsmith.tools.checks.sql import quoted, text
from rowsmith.tools.errors import SourceError, UsageError

if TYPE_CHECKING:
    from psycopg import Connection

SQLITE_MAGIC = b"SQLite format 3\0"
POSTGRES = ("postgres://", "postgresql://")
NULL = r"\N"
ROWS = 10_000
"""How many rows are fetched at once."""

TYPES = (
    (r"bool", "BOOLEAN"),
    (r"timestamp|datetime", "TIMESTAMP"),
    (r"date", "DATE"),
    (r"time", "TIME"),
    (r"uuid", "UUID"),
    (r"int|serial", "BIGINT"),
    (r"real|floa|doub|dec|num|money", "DOUBLE"),
)
"""DuckDB's type by what stands in the declared one; text where nothing fits."""


@dataclass(frozen=True)
class ForeignTable:
    """A table of another database: its columns with their declared types, and what writes its rows to a CSV file."""

    name: str
    columns: tuple[tuple[str, str], ...]
    dump: Callable[[Path], None]


def is_sqlite(path: Path) -> bool:
    """Whether the file is a SQLite database, whatever it is called. Raises OSError where it can't be read."""
    with path.open("rb") as file:
        return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC


def copy_sqlite(connection: duckdb.DuckDBPyConnection, path: Path, folder: Path) -> None:
    """Copies all tables; `folder` is for files that are needed meanwhile. Raises SourceError."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source:
            source.text_factory = lambda read: read.decode("utf-8", "replace")
            for table in _sqlite_tables(source):
                _copy(connection, table, folder / "table.csv")
    except sqlite3.Error as error:
        raise SourceError(f"The tables can't be read: {error}.", where=str(path)) from error


def _sqlite_tables(source: sqlite3.Connection) -> Iterator[ForeignTable]:
    names = source.execute(
        "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite_%' order by rowid"
    ).fetchall()
    for (name,) in names:
        columns = source.execute(f"select name, type from pragma_table_info({text(name)})").fetchall()
        yield ForeignTable(name, tuple(columns), _sqlite_dump(source, name))


def _sqlite_dump(source: sqlite3.Connection, name: str) -> Callable[[Path], None]:
    def dump(target: Path) -> None:
        with target.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            rows = source.execute(f"select * from {quoted(name)}")
            while found := rows.fetchmany(ROWS):
                writer.writerows([_cell(value) for value in row] for row in found)

    return dump


def _cell(value: object) -> object:
    if value is None:
        return NULL
    return value.hex() if isinstance(value, bytes) else value


def copy_postgres(connection: duckdb.DuckDBPyConnection, url: str, folder: Path) -> None:
    """Copies all tables of the schema that the address leads to, in one read-only transaction.

    Raises UsageError without the package that reads Postgres, SourceError where the tables can't be read.
    """
    try:
        import psycopg
    except ImportError as error:
        raise UsageError(
            "Postgres needs a package that is not installed.", hint="pip install 'rowsmith[postgres]'"
        ) from error
    try:
        with psycopg.connect(url, connect_timeout=10) as source:
            source.read_only = True
            for table in _postgres_tables(source):
                _copy(connection, table, folder / "table.csv")
    except psycopg.Error as error:
        said = str(error).strip().splitlines()[0].rstrip(".")
        raise SourceError(f"The tables can't be read: {said}.", where=without_password(url)) from error


def without_password(url: str) -> str:
    """The address as it may be shown."""
    return re.sub(r"(password=)[^&]*", r"\1…", re.sub(r"(://[^:/@]*):.*@", r"\1@", url))


def _postgres_tables(source: Connection) -> Iterator[ForeignTable]:
    found = source.execute(
        "select table_name, column_name, data_type from information_schema.columns"
        " where table_schema = current_schema() order by table_name, ordinal_position"
    ).fetchall()
    columns: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in found:
        columns.setdefault(str(table), []).append((str(column), str(kind)))
    for name, told in columns.items():
        yield ForeignTable(name, tuple(told), _postgres_dump(source, name))


def _postgres_dump(source: Connection, name: str) -> Callable[[Path], None]:
    from psycopg.sql import SQL, Identifier, Literal

    command = SQL("copy (select * from {}) to stdout (format csv, null {})").format(
        Identifier(name), Literal(NULL)
    )

    def dump(target: Path) -> None:
        with target.open("wb") as file, source.cursor().copy(command) as copy:
            for block in copy:
                file.write(block)

    return dump


def _copy(connection: duckdb.DuckDBPyConnection, table: ForeignTable, file: Path) -> None:
    """The table with its declared types; a column whose values do not fit them is text."""
    table.dump(file)
    names = {f"c{number}": "VARCHAR" for number in range(len(table.columns))}
    asked = ", ".join(f"{text(name)}: {text(kind)}" for name, kind in names.items())
    connection.execute(
        f"create or replace temp table raw_rows as select * from read_csv({text(str(file))}, header = false,"
        f" delim = ',', quote = '\"', escape = '\"', nullstr = {text(NULL)}, auto_detect = false, parallel = false, new_line = '\\n',"
        f" columns = {{{asked}}}, max_line_size = 100000000)"
    )
    file.unlink()
    typed = [_typed(connection, name, *column) for name, column in zip(names, table.columns, strict=True)]
    connection.execute(f"create table {quoted(table.name)} as select {', '.join(typed)} from raw_rows")
    connection.execute("drop table raw_rows")


def _typed(connection: duckdb.DuckDBPyConnection, raw: str, name: str, declared: str) -> str:
    kind = _type_of(declared)
    found = connection.execute(
        f"select count({raw}) = count(try_cast({raw} as {kind})) from raw_rows"
    ).fetchone()
    fits = kind if found and found[0] else "VARCHAR"
    return f"{raw}::{fits} as {quoted(name)}"


def _type_of(declared: str) -> str:
    said = declared.lower()
    sized = re.fullmatch(r"(?:decimal|numeric)\s*\(\s*(\d+)\s*,\s*(\d+)\s*\)", said)
    if sized and int(sized[1]) <= 38:
        return f"DECIMAL({sized[1]}, {sized[2]})"
    found: Sequence[str] = [kind for sign, kind in TYPES if re.search(sign, said)]
    return found[0] if found else "VARCHAR"
