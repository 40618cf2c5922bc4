"""The tables to export: a DuckDB file, read batch by batch, with what their plan promises."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import duckdb
import pyarrow as pa

from rowsmith.tools.engine.names import quoted
from rowsmith.tools.engine.sinks.constraints import Constraints, ForeignKey, constraints_of, later_references
from rowsmith.tools.errors import SourceError, UnknownTable, did_you_mean
from rowsmith.tools.exports.model import About
from rowsmith.tools.plan import Plan

BATCH = 10_000
"""Rows that are held at a time."""
MEMORY = "400MB"
UNSAFE = re.compile(r"[^\w -]")
"""What a file's name does without."""

Kind = Literal[
    "integer", "huge", "real", "decimal", "boolean", "text", "date", "time", "timestamp", "zoned",
    "interval", "binary", "nested", "json",
]  # fmt: skip
Forms = Mapping[Kind, str]
"""How columns of a kind are read: SQL with {} for the column."""

KINDS: dict[str, Kind] = {
    "TINYINT": "integer", "SMALLINT": "integer", "INTEGER": "integer", "BIGINT": "integer",
    "UTINYINT": "integer", "USMALLINT": "integer", "UINTEGER": "integer", "UBIGINT": "huge",
    "HUGEINT": "huge", "UHUGEINT": "huge", "FLOAT": "real", "DOUBLE": "real", "BOOLEAN": "boolean",
    "VARCHAR": "text", "DATE": "date", "TIME": "time", "TIMESTAMP": "timestamp", "TIMESTAMP_S": "timestamp",
    "TIMESTAMP_MS": "timestamp", "TIMESTAMP_NS": "timestamp", "TIMESTAMP WITH TIME ZONE": "zoned",
    "INTERVAL": "interval", "BLOB": "binary", "JSON": "json",
}  # fmt: skip
PLAIN: Forms = {"huge": "{}::DECIMAL(38, 0)", "timestamp": "{}::TIMESTAMP", "json": "{}::VARCHAR"}
"""What every format gets: types that Arrow's readers know."""


def kind_of(said: str) -> Kind:
    """The kind of a DuckDB type; what has no kind of its own is read as text."""
    if said.endswith("]") or said.startswith(("STRUCT", "MAP", "UNION")):
        return "nested"
    return "decimal" if said.startswith("DECIMAL") else KINDS.get(said, "text")


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column: `type` is DuckDB's; `note` is what the plan says of it."""

    name: str
    type: str
    kind: Kind
    note: str | None = None


@dataclass(frozen=True)
class ExportTable:
    """A table and what is promised of it.

    `file` is its name as a file can have it, `later` are references that hold once all rows are in.
    """

    name: str
    file: str
    columns: tuple[ExportColumn, ...]
    promised: Constraints
    note: str | None
    later: tuple[ForeignKey, ...]
    connection: duckdb.DuckDBPyConnection = field(repr=False)

    @cached_property
    def count(self) -> int:
        return int(self.value(f"select count(*) from {quoted(self.name)}"))

    def value(self, sql: str) -> int:
        """The one number that a query answers; nothing counts as 0."""
        with closing(self.connection.cursor()) as cursor:
            found = cursor.execute(sql).fetchone()
        return int(found[0] or 0) if found else 0

    def select(self, forms: Forms | None = None) -> str:
        """The table as SQL, its columns in these forms, its rows in their order."""
        columns = [f"{sql} as {quoted(name)}" for name, sql in self.reads(forms).items()]
        return f"select {', '.join(columns)} from {quoted(self.name)} t"

    def reads(self, forms: Forms | None = None) -> dict[str, str]:
        """SQL for each column of the table, which is called t."""
        read: dict[Kind, str] = {**PLAIN, **(forms or {})}
        return {column.name: _read(column, read) for column in self.columns}

    def batches(self, forms: Forms | None = None, rows: int = BATCH) -> Iterator[pa.RecordBatch]:
        """The rows in their order, so many at a time."""
        return batches(self.connection, self.select(forms), rows)

    def schema(self, forms: Forms | None = None) -> pa.Schema:
        with closing(self.connection.cursor()) as cursor:
            found: pa.Schema = cursor.sql(f"{self.select(forms)} limit 0").to_arrow_table().schema
        return found


def _read(column: ExportColumn, forms: Forms) -> str:
    form = forms.get(column.kind)
    if form is None and column.kind == "text" and column.type != "VARCHAR":
        form = "{}::VARCHAR"
    name = f"t.{quoted(column.name)}"
    return form.replace("{}", name) if form else name


def batches(connection: duckdb.DuckDBPyConnection, sql: str, rows: int = BATCH) -> Iterator[pa.RecordBatch]:
    """The rows of a query, so many at a time. Raises SourceError where they can't be read."""
    with closing(connection.cursor()) as cursor:
        try:
            yield from cursor.sql(sql).to_arrow_reader(rows)
        except duckdb.Error as error:
            raise SourceError(f"Rows can't be read ({str(error).splitlines()[0]}).") from error


class Source:
    """A dataset's tables, in an order in which rows can be put in: those referred to come first.

    Args:
        data: a DuckDB file, opened read-only.
        plan: whose tables they are; without one, all tables of the file without constraints.
        tables: only these.
        about: what cards say.

    Raises:
        SourceError: the file can't be read.
        UnknownTable: a table that is not there.
    """

    def __init__(
        self,
        data: Path,
        plan: Plan | None = None,
        tables: Sequence[str] = (),
        about: About = About(),  # noqa: B008 - frozen
    ) -> None:
        self.plan, self.about = plan, about
        try:
            self.connection = duckdb.connect(str(data), read_only=True)
            # not as a configuration: a file that is open in this process has one already
            self.connection.execute(f"SET memory_limit = '{MEMORY}'; SET TimeZone = 'UTC'")
            self._promised = constraints_of(plan) if plan else {}
            self._later = later_references(plan) if plan else {}
            self.tables = self._found(tables)
        except duckdb.Error as error:
            raise SourceError(str(error).splitlines()[0], where=str(data)) from error

    def table(self, name: str) -> ExportTable:
        """The table of that name. Raises UnknownTable."""
        found = next((table for table in self.tables if table.name == name), None)
        if found is None:
            raise _unknown(name, [table.name for table in self.tables])
        return found

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _found(self, wanted: Sequence[str]) -> tuple[ExportTable, ...]:
        there = [str(row[0]) for row in self.connection.execute("show tables").fetchall()]
        for name in wanted:
            if name not in there:
                raise _unknown(name, there)
        first = [name for name in self._promised if name in there]
        ordered = [*first, *(name for name in there if name not in first)]
        chosen = [name for name in ordered if not wanted or name in wanted]
        files = file_names(chosen)
        return tuple(self._table(name, files[name], chosen) for name in chosen)

    def _table(self, name: str, file: str, chosen: Collection[str]) -> ExportTable:
        rows = self.connection.execute(f"describe {quoted(name)}").fetchall()
        planned = self.plan.table(name) if self.plan else None
        notes = _notes(self.plan, name)
        columns = [ExportColumn(str(r[0]), str(r[1]), kind_of(str(r[1])), notes.get(str(r[0]))) for r in rows]
        promised = self._promised.get(name, Constraints(()))
        kept = tuple(one for one in promised.references if one.target in chosen)
        held = Constraints(promised.key, promised.unique, promised.required, kept)
        note = planned.note if planned else None
        later = tuple(one for one in self._later.get(name, ()) if one.target in chosen)
        return ExportTable(name, file, tuple(columns), held, note, later, self.connection)


def _notes(plan: Plan | None, table: str) -> dict[str, str]:
    from rowsmith.tools.plan.column import Note

    found = plan.table(table) if plan else None
    notes = {column.name: column.modifier(Note) for column in found.columns} if found else {}
    return {name: note.value for name, note in notes.items() if note}


def file_names(names: Iterable[str]) -> dict[str, str]:
    """A name for a file for each name: no two alike, also where upper and lower case are one."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = UNSAFE.sub("_", name)
        file, number = plain, 2
        while file.lower() in taken:
            file, number = f"{plain}_{number}", number + 1
        taken.add(file.lower())
        found[name] = file
    return found


def _unknown(name: str, known: Collection[str]) -> UnknownTable:
    return UnknownTable(f"There is no table {name}.", hint=did_you_mean(name, known))
