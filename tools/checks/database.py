"""Finished tables, opened so that nothing else can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from rowsmith.tools.checks.foreign import POSTGRES, copy_postgres, copy_sqlite, is_sqlite
from rowsmith.tools.checks.sql import quoted, text
from rowsmith.tools.errors import SourceError

READERS = {
    ".parquet": "read_parquet",
    ".csv": "read_csv",
    ".tsv": "read_csv",
    ".jsonl": "read_json",
    ".ndjson": "read_json",
}
"""How files of a folder are read, by their ending."""

Config = dict[str, str | bool | int | float | list[str]]
Database = str | Path | duckdb.DuckDBPyConnection


@contextmanager
def opened(
    database: Database, *, threads: int = 1, memory_limit: str = "800MB"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose unqualified names are the tables.

    A path is a DuckDB or SQLite file, a folder of Parquet, CSV or JSON-lines files, or one such file; text may
    also be the address of a Postgres database. All are read only, and the connection can reach nothing else,
    change no setting and load no extension. A connection that is given is used as it is. Raises SourceError
    where the tables can't be read, UsageError where a package is missing.
    """
    if isinstance(database, duckdb.DuckDBPyConnection):
        with database.cursor() as cursor:
            yield cursor if _place(cursor) == _place(database) else database
        return
    with ExitStack() as stack:
        spill = stack.enter_context(TemporaryDirectory(prefix="rowsmith-checks-"))
        config: Config = {"threads": threads, "memory_limit": memory_limit, "temp_directory": spill}
        connection = stack.enter_context(duckdb.connect(config=config))
        _fill(connection, str(database), Path(spill))
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection


def _place(connection: duckdb.DuckDBPyConnection) -> tuple[object, ...] | None:
    """Where unqualified names are sought; a cursor forgets what its connection was told to use."""
    return connection.execute("select current_database(), current_schema()").fetchone()


def _fill(connection: duckdb.DuckDBPyConnection, said: str, spill: Path) -> None:
    """Makes the tables of a path or an address known to the connection."""
    if said.startswith(POSTGRES):
        _own_file(connection, spill)
        copy_postgres(connection, said, spill)
        return
    path = Path(re.sub(r"^(sqlite|duckdb|file)://(?=/|[^/])", "", said))
    if not path.exists():
        raise SourceError("There is no such file or folder.", where=str(path), hint=_scheme(said))
    try:
        if path.is_file() and is_sqlite(path):
            _own_file(connection, spill)
            copy_sqlite(connection, path, spill)
        else:
            _attach(connection, path)
    except (duckdb.Error, OSError) as error:
        raise SourceError(f"The tables can't be read: {_first_line(error)}", where=str(path)) from error


def _scheme(said: str) -> str | None:
    """What to do about an address of a kind that can't be read."""
    if "://" not in said:
        return None
    return "Addresses begin with postgresql://, sqlite:/// or duckdb:///; all else is a path."


def _own_file(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Copied tables stand in a file of their own, so that they need no memory."""
    connection.execute(f"attach {text(str(folder / 'copied.duckdb'))} as data")
    connection.execute("use data")


def _attach(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    if path.is_file() and path.suffix.lower() not in READERS:
        connection.execute(f"attach {text(str(path))} as data (read_only)")
        connection.execute("use data")
        return
    files = _files(path)
    if not files:
        raise SourceError(
            "The folder holds no tables.", where=str(path), hint="Parquet, CSV or JSON lines are read."
        )
    for name, (reader, pattern) in files.items():
        connection.execute(f"create view {quoted(name)} as select * from {reader}({text(pattern)})")
    allowed = path if path.is_dir() else path.parent
    connection.execute(f"set allowed_directories = [{text(str(allowed.resolve()) + '/')}]")


def _files(path: Path) -> dict[str, tuple[str, str]]:
    """Table names with their reader and files: `orders.parquet`, or a folder `orders` of parts."""
    found: dict[str, tuple[str, str]] = {}
    for one in sorted(path.resolve().iterdir()) if path.is_dir() else [path.resolve()]:
        if one.is_file() and one.suffix.lower() in READERS:
            found[one.stem] = (READERS[one.suffix.lower()], str(one))
        elif one.is_dir():
            endings = sorted({part.suffix for part in one.iterdir() if part.suffix.lower() in READERS})
            if endings:
                found[one.name] = (READERS[endings[0].lower()], str(one / f"*{endings[0]}"))
    return found


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
