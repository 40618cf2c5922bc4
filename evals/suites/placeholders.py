"""Names in the facts of description cases: {t:customers|clients} is a table, {c:orders|purchases.status|state} a column.

The alternatives are what a fair reader may have called it. An exact name counts first, then the same with a
date's suffix or the table's name off, then one name within the other, then one that is spelled nearly so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import duckdb
from rapidfuzz import fuzz

from rowsmith.agents.models.offline.text.inflection import singular
from rowsmith.tools.errors import UsageError

PLACEHOLDER = re.compile(r"\{([tc]):([^{}]+)\}")
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
DATED = frozenset({"at", "on", "date", "time", "timestamp", "day"})
SHARP = frozenset({"id", "first", "last", "start", "end", "min", "max", "birth", "created", "updated", "parent", "home", "away", "low", "high", "from", "to", "email", "phone", "count"})  # fmt: skip
NEAR = 80.0

Words = tuple[str, ...]


def words_of(name: str) -> Words:
    """A name's words in the singular: "orderItems" and "order_items" are (order, item)."""
    parts = re.split(r"[^a-z0-9]+", HUMP.sub("_", name).lower())
    return tuple(singular(part) for part in parts if part)


def _undated(words: Words) -> Words:
    return (*words[:-1], "@") if len(words) > 1 and words[-1] in DATED else words


def _within(wanted: Words, known: Words) -> float:
    """How well one name holds the other, 0 where none does or what they differ in matters."""
    left, right = set(wanted), set(known)
    if not left or "id" in left ^ right or {"id"} in (left, right) or not (left <= right or right <= left):
        return 0.0
    odd = left ^ right
    missing = right < left
    if missing and odd & SHARP:
        return 0.0
    return (0.85 if missing else 0.95) - 0.05 * len(odd) - 0.1 * bool(odd & SHARP)


def _near(wanted: Words, known: Words) -> float:
    ratio = fuzz.ratio("_".join(wanted), "_".join(known))
    return 0.009 * ratio if ratio >= NEAR and ("id" in wanted) == ("id" in known) else 0.0


def closest(
    alternatives: Sequence[str], names: Iterable[str], table: Words = (), key: str = ""
) -> str | None:
    """The name that best matches an alternative, earlier ones first; None where none comes near."""
    wanted = [words_of(one) for one in alternatives]
    known = [(name, words_of(name)) for name in names]
    forms: list[Callable[[Words], Words]] = [lambda w: w, lambda w: ("".join(w),), _undated]
    for form in forms:
        for one in wanted:
            for name, words in known:
                if form(one) == form(words):
                    return name
    if key and ("id",) in wanted:
        return key
    for one in wanted:
        for name, words in known:
            if any(_undated(one) == _undated(rest) for rest in _without(words, table)):
                return name
    scored = [
        (max(_within(one, words), _near(one, words)) - 0.001 * at, name)
        for at, one in enumerate(wanted)
        for name, words in known
    ]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] > 0.5 else None


def _without(words: Words, table: Words) -> list[Words]:
    """A column's words without the table's: order_date of orders is date; order_id of order_items stays."""
    found = []
    for start in range(len(table)):
        tail = table[start:]
        if words[: len(tail)] == tail and len(words) > len(tail):
            found.append(words[len(tail) :])
    return found


class Names:
    """The tables and columns of one database. Raises UsageError for a placeholder that nothing matches."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.columns: dict[str, list[str]] = {}
        rows = connection.execute(
            "select table_name, column_name from information_schema.columns "
            "where table_catalog = current_database() and table_schema = 'main' order by table_name, ordinal_position"
        ).fetchall()
        for table, column in rows:
            self.columns.setdefault(table, []).append(column)
        self.keys = {
            table: names[0]
            for table, names in connection.execute(
                "select table_name, constraint_column_names from duckdb_constraints() "
                "where constraint_type = 'PRIMARY KEY' and database_name = current_database()"
            ).fetchall()
            if len(names) == 1
        }

    def filled(self, sql: str) -> str:
        """The SQL with quoted names in place of its placeholders."""
        return PLACEHOLDER.sub(self._name, sql)

    def _name(self, found: re.Match[str]) -> str:
        tables, _, columns = found[2].partition(".")
        table = closest(tables.split("|"), self.columns)
        if table is None:
            raise UsageError(f"There is no table like {tables}.")
        if found[1] == "t":
            return f'"{table}"'
        key = self.keys.get(table, self.columns[table][0])
        column = closest(columns.split("|"), self.columns[table], words_of(table), key)
        if column is None:
            raise UsageError(f"There is no column like {columns} in {table}.")
        return f'"{column}"'
