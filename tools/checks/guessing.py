"""Keys and references of tables that declare none, guessed from names and held against the rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import duckdb

from rowsmith.tools.checks.layout import ForeignKey, Layout, LayoutTable
from rowsmith.tools.checks.sql import quoted

NEARLY = 0.95
"""A key may have so few of its values apart: data with faults has a key, too."""
KEYS = ("id", "code", "key", "uuid")


def with_guessed_keys(layout: Layout, connection: duckdb.DuckDBPyConnection) -> Layout:
    """The layout with a key for each table that has a likely one, and references to such keys."""
    keyed = [table if table.key else replace(table, key=_key(table, connection)) for table in layout.tables]
    return Layout(
        tuple(
            table if table.foreign_keys else replace(table, foreign_keys=tuple(_references(table, keyed)))
            for table in keyed
        )
    )


def _key(table: LayoutTable, connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The first column that is called like a key and tells the rows apart."""
    for name in _likely(table):
        found = connection.execute(
            f"select count(distinct {quoted(name)}), count(*) from {quoted(table.name)}"
        ).fetchone()
        if found and found[1] and found[0] >= NEARLY * found[1]:
            return (name,)
    return ()


def _likely(table: LayoutTable) -> Iterator[str]:
    singular = _singular(table.name)
    names = {column.name.lower(): column.name for column in table.columns}
    for word in (*KEYS, *(f"{lead}{tail}" for lead in (singular, table.name.lower()) for tail in _tails())):
        if word in names:
            yield names[word]
    first = table.columns[0].name if table.columns else ""
    if first.lower().endswith(("id", "code", "key", "number", "_no")):
        yield first


def _tails() -> tuple[str, ...]:
    return tuple(f"{joint}{word}" for word in (*KEYS, "no", "number") for joint in ("_", ""))


def _references(table: LayoutTable, tables: list[LayoutTable]) -> Iterator[ForeignKey]:
    """Columns that are called like another table's key, or like that table with "id" behind it."""
    for column in table.columns:
        if (column.name,) == table.key:
            continue
        for other in tables:
            if len(other.key) == 1 and column.name.lower() in _called(other):
                yield ForeignKey((column.name,), other.name, other.key)
                break


def _called(table: LayoutTable) -> set[str]:
    (key,) = table.key
    singular = _singular(table.name)
    named = {f"{singular}{tail}" for tail in _tails()} | {singular}
    return named if key.lower() in KEYS else named | {key.lower()}


@cache
def _singular(name: str) -> str:
    word = name.lower()
    import inflect  # takes seconds, and only foreign data needs it

    return str(inflect.engine().singular_noun(word) or word)
