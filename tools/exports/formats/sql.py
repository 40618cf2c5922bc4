"""A SQL script: tables with keys, references and notes, then their rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

from rowsmith.tools.exports.compression import GZIP, ZSTD, writing_text
from rowsmith.tools.exports.model import Format, Loss, Options
from rowsmith.tools.exports.source import ExportTable, Forms, Source
from rowsmith.tools.exports.sql.definitions import Definition, define, later, notes, statement
from rowsmith.tools.exports.sql.dialects import dialect_of
from rowsmith.tools.exports.sql.literals import literal_writer
from rowsmith.tools.exports.sql.promises import kept_promises

FORMS: Forms = {"interval": "{}::VARCHAR"}
PARSED = {"nested": "PARSE_JSON({})", "json": "PARSE_JSON({})"}
"""Snowflake takes no functions among VALUES: these stand in a SELECT over them."""


def losses(source: Source, options: Options) -> Iterator[Loss]:
    """What the dialect has no type for, and promises that it can't hold."""
    dialect = dialect_of(options.dialect)
    for table in source.tables:
        for column in table.columns:
            if column.kind in dialect.losses:
                yield Loss(table.name, column.name, dialect.losses[column.kind])
        defined = define(table, kept_promises(table), dialect)
        for columns in table.promised.unique:
            if columns not in defined.promised.unique:
                yield Loss(table.name, ", ".join(columns), f"{dialect.name} can't declare it unique")


def write(source: Source, folder: Path, options: Options) -> None:
    """One script. Raises UsageError for an unknown dialect, TargetError for names that it can't have."""
    dialect = dialect_of(options.dialect)
    defined = [define(table, kept_promises(table), dialect) for table in source.tables]
    with writing_text(folder / "dataset.sql", options.compress) as file:
        _write_line(file, dialect.begin)
        for one in defined:
            file.write(f"\n{statement(one)};\n")
            file.writelines(f"{note}{'' if note.startswith('--') else ';'}\n" for note in notes(one))
        for one in defined:
            file.write("\n")
            file.writelines(f"{insert};\n" for insert in inserts(one))
        file.writelines(f"{added};\n" for one in defined for added in later(one))
        _write_line(file, dialect.commit)


def _write_line(file: IO[str], text: str) -> None:
    if text:
        file.write(f"{text}\n")


def inserts(defined: Definition) -> Iterator[str]:
    """The rows as INSERT statements, without semicolons."""
    dialect, table = defined.dialect, defined.table
    names = dialect.listed(tuple(column.name for column in table.columns))
    into = f"INSERT INTO {dialect.quoted(table.name)} ({names}) {_selected(defined)}VALUES"
    rows = _rows(defined)
    while chunk := list(islice(rows, dialect.rows)):
        yield f"{into}\n" + ",\n".join(chunk)


def _selected(defined: Definition) -> str:
    kinds = [column.kind for column in defined.table.columns]
    if defined.dialect.name != "snowflake" or not set(kinds) & set(PARSED):
        return ""
    read = [PARSED.get(kind, "{}").format(f"column{n}") for n, kind in enumerate(kinds, start=1)]
    return f"SELECT {', '.join(read)} FROM "


def _rows(defined: Definition) -> Iterator[str]:
    table: ExportTable = defined.table
    writers = [literal_writer(column.kind, defined.dialect) for column in table.columns]
    for batch in table.batches(FORMS):
        columns = [
            list(map(write_one, column.to_pylist()))
            for write_one, column in zip(writers, batch.columns, strict=True)
        ]
        for row in zip(*columns, strict=True):
            yield f"({', '.join(row)})"


FORMAT = Format("a SQL script", write, losses, (GZIP, ZSTD))
