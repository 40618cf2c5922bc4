"""SQL that a model wrote, tried on empty tables of the same layout before it counts as an answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from rowsmith.tools.checks import Layout, guard_select
from rowsmith.tools.checks.sql import quoted
from rowsmith.tools.errors import ExpressionError


class DryRun:
    """Empty tables in a locked database in memory."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
        self._connection, self._names = connection, layout.names()

    def fault(self, sql: str) -> str | None:
        """Why a check can't be run on these tables, in one line; None where it can."""
        try:
            self._connection.execute(f"explain {guard_select(sql, self._names)}").fetchall()
        except ExpressionError as error:
            return str(error)
        except duckdb.Error as error:
            return _plain(error)
        return None


@contextmanager
def dry_run(layout: Layout) -> Iterator[DryRun]:
    """Empty tables of a layout. Close it, or use it as a context."""
    with duckdb.connect(config={"threads": 1, "memory_limit": "256MB"}) as connection:
        for table in layout.tables:
            columns = ", ".join(f"{quoted(column.name)} {column.type}" for column in table.columns)
            connection.execute(f"create table {quoted(table.name)} ({columns})")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield DryRun(connection, layout)


def _plain(error: duckdb.Error) -> str:
    """The first line, and DuckDB's own hint where it has one."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    hints = [line for line in lines[1:] if line.startswith(("Candidate", "Did you mean", "Possible"))]
    return " ".join([lines[0], *hints[:1]])
