"""Which tables there are, with their columns, types and keys: what a judge of the words may see."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from rowsmith.tools.checks.database import Database, opened
from rowsmith.tools.checks.expressions import links, references
from rowsmith.tools.checks.sql import quoted
from rowsmith.tools.plan import Plan

COLUMNS = (
    "select table_name, column_name, data_type from duckdb_columns() where database_name = current_database()"
    " and schema_name = current_schema() order by table_name, column_index"
)
CONSTRAINTS = (
    "select table_name, constraint_type, constraint_column_names, referenced_table, referenced_column_names"
    " from duckdb_constraints() where database_name = current_database() and schema_name = current_schema()"
    " and constraint_type in ('PRIMARY KEY', 'FOREIGN KEY')"
)


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`columns` of a table refer to `other_columns` of `table`."""

    columns: tuple[str, ...]
    table: str
    other_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LayoutTable:
    name: str
    rows: int
    columns: tuple[LayoutColumn, ...]
    key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    tables: tuple[LayoutTable, ...]

    def table(self, name: str) -> LayoutTable | None:
        return next((table for table in self.tables if table.name == name), None)

    def names(self) -> dict[str, tuple[str, ...]]:
        """Column names by table, as the SQL guard wants them."""
        return {table.name: tuple(column.name for column in table.columns) for table in self.tables}

    def text(self) -> str:
        """The layout in lines that people and models read; the numbers of rows are left out."""
        return "\n".join(_lines(table) for table in self.tables)


def table_layout(database: Database, plan: Plan | None = None) -> Layout:
    """The layout of finished tables; keys are those that the database declares, or the plan's where given.

    Raises SourceError where the tables can't be read.
    """
    with opened(database) as connection:
        columns: dict[str, list[LayoutColumn]] = {}
        for table, column, data_type in connection.execute(COLUMNS).fetchall():
            columns.setdefault(table, []).append(LayoutColumn(column, data_type))
        keys, foreign = _planned(plan) if plan is not None else _declared(connection)
        return Layout(
            tuple(
                LayoutTable(
                    name,
                    _rows(connection, name),
                    tuple(found),
                    keys.get(name, ()),
                    tuple(foreign.get(name, ())),
                )
                for name, found in columns.items()
            )
        )


Keys = dict[str, tuple[str, ...]]
Foreign = dict[str, list[ForeignKey]]


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f"select count(*) from {quoted(table)}").fetchone()
    return int(found[0]) if found else 0


def _declared(connection: duckdb.DuckDBPyConnection) -> tuple[Keys, Foreign]:
    keys: Keys = {}
    foreign: Foreign = {}
    for table, kind, columns, other, other_columns in connection.execute(CONSTRAINTS).fetchall():
        if kind == "PRIMARY KEY":
            keys[table] = tuple(columns)
        else:
            foreign.setdefault(table, []).append(ForeignKey(tuple(columns), other, tuple(other_columns)))
    return keys, foreign


def _planned(plan: Plan) -> tuple[Keys, Foreign]:
    keys = {table.name: table.key for table in plan.tables}
    foreign: Foreign = {}
    for table in plan.tables:
        for name, _ in references(table):
            for found in links(plan, table.name, name):
                own, other = zip(*found.pairs, strict=True)
                foreign.setdefault(table.name, []).append(ForeignKey(own, found.target, other))
    return keys, foreign


def _lines(table: LayoutTable) -> str:
    lines = [f"{table.name}:", *(f"  {column.name} {column.type}" for column in table.columns)]
    if table.key:
        lines.append(f"  key ({', '.join(table.key)})")
    lines += [
        f"  ({', '.join(one.columns)}) refers to {one.table} ({', '.join(one.other_columns)})"
        for one in table.foreign_keys
    ]
    return "\n".join(lines)
