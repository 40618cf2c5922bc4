"""A table: its size, its columns, its first rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from rowsmith.report.columns import ColumnView, Field, column_view, named
from rowsmith.tools.checks.layout import COLUMNS
from rowsmith.tools.checks.sql import quoted
from rowsmith.tools.plan import Plan, Table

SAMPLE = 200_000
"""Of larger tables so many rows, drawn the same way each time, stand for all of them in the charts."""
FIRST_ROWS = 5


@dataclass(frozen=True)
class TableView:
    """A table; `looked_at` is how many of its rows the charts were drawn from."""

    name: str
    rows: int
    looked_at: int
    note: str
    columns: tuple[ColumnView, ...]
    sample: tuple[tuple[object, ...], ...]


def table_views(connection: duckdb.DuckDBPyConnection, plan: Plan) -> list[TableView]:
    """The tables in the plan's order, then those that no plan knows."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in connection.execute(COLUMNS).fetchall():
        found.setdefault(str(table), []).append((str(column), str(kind)))
    return list(_views(connection, plan, found))


def _views(
    connection: duckdb.DuckDBPyConnection, plan: Plan, found: dict[str, list[tuple[str, str]]]
) -> Iterator[TableView]:
    planned = {table.name: table for table in plan.tables}
    names = [name for name in planned if name in found] + [name for name in found if name not in planned]
    for number, name in enumerate(names):
        rows = _count(connection, name)
        source = quoted(name) if rows <= SAMPLE else _sampled(connection, name, number)
        fields = [Field(connection, source, column, kind) for column, kind in found[name]]
        table = planned.get(name)
        first = connection.execute(f"select * from {quoted(name)} limit {FIRST_ROWS}").fetchall()
        yield TableView(
            name,
            rows,
            min(rows, SAMPLE),
            (table.note or "") if table is not None else "",
            tuple(_columns(fields, table)),
            tuple(tuple(row) for row in first),
        )


def _columns(fields: Sequence[Field], table: Table | None) -> Iterator[ColumnView]:
    planned = named(table.columns) if table is not None else {}
    key = table.key if table is not None else ()
    for field in fields:
        yield column_view(field, planned.get(field.name), is_key=field.name in key)


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    found = connection.execute(f"select count(*) from {quoted(name)}").fetchone()
    return int(found[0]) if found else 0


def _sampled(connection: duckdb.DuckDBPyConnection, name: str, number: int) -> str:
    sample = f"report_sample_{number}"
    connection.execute(
        f"create or replace temp table {sample} as"
        f" select * from {quoted(name)} using sample reservoir({SAMPLE} rows) repeatable (7)"
    )
    return f"temp.{sample}"
