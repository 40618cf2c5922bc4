"""SQLite: one file with keys and references declared."""

from __future__ import annotations

import datetime as dt
import decimal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from rowsmith.tools.engine.names import quoted
from rowsmith.tools.exports.json_text import json_text
from rowsmith.tools.exports.losses import by_kind
from rowsmith.tools.exports.model import Format, Options
from rowsmith.tools.exports.source import ExportTable, Forms, Source
from rowsmith.tools.exports.sql.definitions import create_table
from rowsmith.tools.exports.sql.promises import kept_promises

FORMS: Forms = {"interval": "{}::VARCHAR", "huge": "{}::VARCHAR"}
FILE = "dataset.sqlite"
losses = by_kind(
    {
        "decimal": "SQLite keeps decimals as 64-bit floats, about 15 digits",
        "huge": "whole numbers beyond 64 bits are written as text",
        "boolean": "booleans are 1 and 0",
        "date": "dates are written as text",
        "time": "times are written as text",
        "timestamp": "moments are written as text",
        "zoned": "moments are written as text, in UTC",
        "interval": "spans of time are written as text",
        "nested": "nested values are written as JSON",
    }
)


def write(source: Source, folder: Path, options: Options) -> None:
    """One file for all tables."""
    with closing(sqlite3.connect(folder / FILE)) as connection:
        connection.executescript("pragma journal_mode = off; pragma synchronous = off")
        for table in source.tables:
            connection.execute(create_table(table, kept_promises(table), "sqlite"))
            _insert(table, connection)
        connection.commit()


def _insert(table: ExportTable, connection: sqlite3.Connection) -> None:
    marks = ", ".join("?" * len(table.columns))
    sql = f"insert into {quoted(table.name)} values ({marks})"
    for batch in table.batches(FORMS):
        columns = [
            [_value(cell) for cell in column.to_pylist()]
            if column.type not in _PLAIN_TYPES
            else column.to_pylist()
            for column in batch.columns
        ]
        connection.executemany(sql, zip(*columns, strict=True))


_PLAIN_TYPES = ("int64", "double", "string", "binary")


def _value(value: object) -> object:
    return _CONVERTED.get(type(value), _same)(value)


def _same(value: object) -> object:
    return value


def _spaced(value: object) -> str:
    return str(value)


_CONVERTED: dict[type, Callable[[object], object]] = {
    bool: lambda value: int(bool(value)),
    decimal.Decimal: str,
    dt.date: str,
    dt.datetime: _spaced,
    dt.time: str,
    dict: json_text,
    list: json_text,
}

FORMAT = Format("a SQLite file", write, losses)
