"""Facts that a finished dataset must meet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

import duckdb

from rowsmith.batch.model import Expectation


class Met(TypedDict):
    """An expectation and whether it holds; `error` says why its query can't be run."""

    sql: str
    says: str
    holds: bool
    error: str


def met(data: Path, expected: Sequence[Expectation]) -> list[Met]:
    """Each expectation on the tables of a DuckDB file, which is only read."""
    if not expected:
        return []
    with duckdb.connect(str(data), read_only=True) as connection:
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
        return [_met(one, connection) for one in expected]


def _met(one: Expectation, connection: duckdb.DuckDBPyConnection) -> Met:
    said: Met = {"sql": one.sql, "says": one.says, "holds": False, "error": ""}
    try:
        found = connection.execute(one.sql).fetchall()
    except duckdb.Error as error:
        return {**said, "error": f" ({str(error).splitlines()[0]})"}
    if len(found) != 1 or len(found[0]) != 1:
        return {**said, "error": " (it gives more than one value)"}
    return {
        **said,
        "holds": found[0][0] is True,
        "error": "" if found[0][0] is True else f" (it gives {found[0][0]})",
    }
