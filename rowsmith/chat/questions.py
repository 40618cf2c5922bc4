"""Simple questions about finished tables, read by rules: counts, averages and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb

from rowsmith.tools.engine.names import quoted

ASKS = re.compile(
    r"^\s*(how (many|much)|what|which|who|when|count|average|is there|are there)\b|\?\s*$", re.I
)
MEASURES: tuple[tuple[str, str], ...] = (
    (r"average|mean", "avg({})"), (r"median", "median({})"),
    (r"highest|maximum|max|largest|latest|biggest|most expensive|oldest", "max({})"),
    (r"lowest|minimum|min|smallest|earliest|cheapest|youngest", "min({})"),
    (r"total|sum", "sum({})"),
    (r"how many (different|distinct)|(different|distinct)", "count(distinct {})"),
    (r"how many|count|number of", "count(*)"),
)  # fmt: skip
GROUPS = re.compile(r"\b(?:per|by|for each|for every)\s+(.+?)\s*\??$", re.I)
MOST_VALUES = 60
"""Columns of text with at most so many values can be asked for by a value."""
WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Column:
    name: str
    kind: str

    @property
    def is_number(self) -> bool:
        return self.kind.startswith(("BIGINT", "INTEGER", "DOUBLE", "DECIMAL", "HUGEINT", "FLOAT"))


def is_question(words: str) -> bool:
    """Whether somebody asks, and does not order."""
    return ASKS.search(words) is not None


def read_question(words: str, connection: duckdb.DuckDBPyConnection) -> str | None:
    """The query that answers a question; None where the rules can't read it."""
    tables = _tables(connection)
    measure = next((sql for pattern, sql in MEASURES if re.search(rf"\b({pattern})\b", words, re.I)), None)
    head, group = _split(words)
    table = _named(head, tables) or _owner(head, tables)
    if measure is None or table is None:
        return None
    columns = tables[table]
    column = _column(head, columns, numbers="distinct" not in measure and "count" not in measure)
    if "{}" in measure and column is None:
        return None
    chosen = measure.format(quoted(column.name)) if column else measure
    where = " and ".join(_conditions(head, table, columns, connection))
    tail = f" where {where}" if where else ""
    if group is None:
        return f"select {chosen} as answer from {quoted(table)}{tail}"
    by = _column(group, columns, numbers=False)
    if by is None:
        return None
    return f"select {quoted(by.name)}, {chosen} as answer from {quoted(table)}{tail} group by 1 order by 2 desc, 1"


def _split(words: str) -> tuple[str, str | None]:
    found = GROUPS.search(words)
    return (words[: found.start()], found[1]) if found else (words, None)


def _tables(connection: duckdb.DuckDBPyConnection) -> Mapping[str, list[Column]]:
    names = [str(row[0]) for row in connection.execute("show tables").fetchall()]
    return {
        name: [
            Column(str(r[0]), str(r[1])) for r in connection.execute(f"describe {quoted(name)}").fetchall()
        ]
        for name in names
    }


def _stems(text: str) -> set[str]:
    """Words without the endings of plurals."""
    return {
        re.sub(r"(?<=[a-z]{2})(ies|es|s|y)$", "", word)
        for word in WORD.findall(text.lower().replace("_", " "))
    }


def _named(words: str, tables: Mapping[str, list[Column]]) -> str | None:
    """The table whose name is said, the longest one where several are."""
    said = _stems(words)
    found = [name for name in tables if _stems(name) <= said]
    return max(found, key=len, default=None)


def _owner(words: str, tables: Mapping[str, list[Column]]) -> str | None:
    """The only table with a column that is said."""
    found = [name for name, columns in tables.items() if _column(words, columns, numbers=True)]
    return found[0] if len(found) == 1 else None


def _column(words: str, columns: list[Column], *, numbers: bool) -> Column | None:
    said = _stems(words)
    found = [
        one
        for one in columns
        if _stems(one.name) <= said and (one.is_number or not numbers or _is_moment(one))
    ]
    near = [one for one in columns if _stems(one.name) & said and (one.is_number or not numbers)]
    return max(found, key=lambda one: len(one.name), default=None) or (near[0] if len(near) == 1 else None)


def _is_moment(column: Column) -> bool:
    return column.kind.startswith(("DATE", "TIME"))


def _conditions(
    words: str, table: str, columns: list[Column], connection: duckdb.DuckDBPyConnection
) -> Iterator[str]:
    """Values of text columns that the words name."""
    said = f" {' '.join(WORD.findall(words.lower()))} "
    for column in columns:
        if column.kind != "VARCHAR":
            continue
        values = connection.execute(
            f"select distinct {quoted(column.name)} from {quoted(table)} limit {MOST_VALUES + 1}"
        ).fetchall()
        if len(values) > MOST_VALUES:
            continue
        for (value,) in sorted(values, key=str):
            plain = " ".join(WORD.findall(str(value).lower()))
            if value is not None and plain and f" {plain} " in said:
                escaped = str(value).replace("'", "''")
                yield f"{quoted(column.name)} = '{escaped}'"
                break
