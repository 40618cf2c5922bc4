"""A connection that asks within a time limit and knows which columns there are."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cached_property

import duckdb

from rowsmith.tools.checks.model import Cell, Check
from rowsmith.tools.errors import did_you_mean

CATALOG = (
    "select table_name, column_name, data_type from duckdb_columns() where database_name = current_database()"
    " and schema_name = current_schema() order by table_name, column_index"
)


class Session:
    """Queries on finished tables; `timeout` is in seconds, for each query."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, timeout: float) -> None:
        self.connection, self.timeout = connection, timeout
        self._known: dict[str, int] = {}

    @cached_property
    def catalog(self) -> dict[str, dict[str, str]]:
        """Tables, their columns and the columns' types."""
        found: dict[str, dict[str, str]] = {}
        for row in self.many(CATALOG):
            found.setdefault(str(row["table_name"]), {})[str(row["column_name"])] = str(row["data_type"])
        return found

    def missing(self, check: Check) -> str | None:
        """Why the check can't run on these tables; None where all that it needs is there."""
        for table in check.tables:
            if table not in self.catalog:
                return f"There is no table {table}. {did_you_mean(table, self.catalog) or ''}".rstrip()
        for need in check.needs:
            table, _, column = need.partition(".")
            if column not in self.catalog.get(table, {}):
                hint = did_you_mean(column, self.catalog.get(table, {})) or ""
                return f"{table} has no column {column}. {hint}".rstrip()
        return None

    def one(self, sql: str) -> dict[str, Cell]:
        """The first row. Raises duckdb.Error."""
        return self.many(sql)[0]

    def many(self, sql: str, limit: int | None = None) -> list[dict[str, Cell]]:
        """All rows, or the first few. Raises duckdb.Error."""
        timer = threading.Timer(self.timeout, self.connection.interrupt)
        timer.start()
        try:
            self.connection.execute(sql)
            names = [column[0] for column in self.connection.description or ()]
            rows = self.connection.fetchall() if limit is None else self.connection.fetchmany(limit)
        finally:
            timer.cancel()
        return [dict(zip(names, row, strict=True)) for row in rows]

    def count(self, sql: str) -> int:
        """A number that a query gives, remembered. Raises duckdb.Error."""
        if sql not in self._known:
            self._known[sql] = whole(next(iter(self.one(sql).values())))
        return self._known[sql]

    def explained(self, error: duckdb.Error) -> str:
        """What went wrong, in one line."""
        if isinstance(error, duckdb.InterruptException):
            return f"It took longer than {self.timeout:g} seconds."
        return str(error).splitlines()[0]


def whole(value: object) -> int:
    """A count from a cell; null counts nothing."""
    return int(value) if isinstance(value, int | float) else 0


def numbers(row: Mapping[str, Cell]) -> dict[str, float | int | None]:
    """A row's numbers; decimals become floats, anything else is null."""
    return {name: _number(value) for name, value in row.items()}


def _number(value: Cell) -> float | int | None:
    if value is None or isinstance(value, bool | int | float):
        return value
    return float(str(value)) if str(value).replace(".", "", 1).lstrip("-").isdigit() else None
