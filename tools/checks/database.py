"""Finished tables, opened so that nothing else can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

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

    A path is a .duckdb file, a folder of Parquet, CSV or JSON-lines files, or one such file; it is opened
    read-only, and the connection can reach no other file, change no setting and load no extension. A
    connection that is given is used as it is. Raises SourceError where the tables can't be read.
    """
    if isinstance(database, duckdb.DuckDBPyConnection):
        with database.cursor() as cursor:
            yield cursor
        return
    path = Path(database)
    if not path.exists():
        raise SourceError("There is no such file or folder.", where=str(path))
    with ExitStack() as stack:
        spill = stack.enter_context(TemporaryDirectory(prefix="rowsmith-checks-"))
        config: Config = {"threads": threads, "memory_limit": memory_limit, "temp_directory": spill}
        connection = stack.enter_context(duckdb.connect(config=config))
        try:
            _attach(connection, path)
        except duckdb.Error as error:
            raise SourceError(f"The tables can't be read: {_first_line(error)}", where=str(path)) from error
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection


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
