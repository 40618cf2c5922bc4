"""Names of statements bound to tables and columns as they were made."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from rowsmith.agents.models.offline.reading.statements import Condition, Place, Word
from rowsmith.agents.models.offline.text.inflection import singular
from rowsmith.tools.checks.layout import Layout, LayoutTable
from rowsmith.tools.checks.sql import literal, quoted

MOMENTS = ("DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE")
NEAR = 86
DATE_ENDINGS = ("_at", "_on", "_date", "_time")


class Unbound(Exception):
    """A statement that no table or column answers to; its text says what is missing."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A column seen from a row of `start`: the joins that lead to it, and its SQL."""

    start: str
    joins: tuple[str, ...]
    sql: str
    type: str


class Binder:
    """Finds tables, columns and references in a layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    def table(self, entity: str) -> LayoutTable:
        """The entity's table. Raises Unbound."""
        tables = {table.name: table for table in self.layout.tables}
        if entity in tables:
            return tables[entity]
        by_singular = {singular(name): table for name, table in tables.items()}
        if singular(entity) in by_singular:
            return by_singular[singular(entity)]
        found = process.extractOne(entity, list(tables), scorer=fuzz.ratio, score_cutoff=NEAR)
        if found is None:
            raise Unbound(f"there is no table for {entity}")
        return tables[found[0]]

    def column(self, place: Place) -> tuple[LayoutTable, str, str]:
        """(table, column, type) of an attribute; an empty one is the entity's own date. Raises Unbound."""
        table = self.table(place.entity)
        types = {column.name: column.type for column in table.columns}
        if not place.attribute:
            return self._own_date(table, types)
        for name in self._spellings(table, place.attribute):
            if name in types:
                return table, name, types[name]
        near = process.extractOne(place.attribute, list(types), scorer=fuzz.ratio, score_cutoff=NEAR)
        if near is None:
            raise Unbound(f"{table.name} has no column for {place.attribute.replace('_', ' ')}")
        return table, near[0], types[near[0]]

    def _own_date(self, table: LayoutTable, types: dict[str, str]) -> tuple[LayoutTable, str, str]:
        dates = [name for name, kind in types.items() if kind in MOMENTS and "birth" not in name]
        if not dates:
            raise Unbound(f"{table.name} has no date")
        return table, dates[0], types[dates[0]]

    def _spellings(self, table: LayoutTable, attribute: str) -> list[str]:
        single = singular(table.name)
        bare = attribute.removesuffix("_id")
        stems = [
            attribute,
            f"{single}_{attribute}",
            attribute.removeprefix(f"{single}_"),
            singular(attribute),
        ]
        dated = [
            stem.removesuffix(ending) + other
            for stem in stems
            for ending in (*DATE_ENDINGS, "")
            if stem.endswith(ending)
            for other in (*DATE_ENDINGS, "")
        ]
        return [*stems, f"{bare}_id", *dated]

    def key(self, table: LayoutTable) -> str:
        """The single key column of a table. Raises Unbound."""
        if len(table.key) != 1:
            raise Unbound(f"{table.name} has no single key column")
        return table.key[0]

    def link(self, child: LayoutTable, parent: LayoutTable, role: str | None = None) -> tuple[str, str]:
        """(column of child, column of parent) of a reference; `role` chooses among several. Raises Unbound."""
        ways = [key for key in child.foreign_keys if key.table == parent.name and len(key.columns) == 1]
        if not ways:
            return self._undeclared(child, parent, role)
        named = [
            key for key in ways if role is not None and key.columns[0].startswith(role.removesuffix("_id"))
        ]
        chosen = (named or ways)[0]
        return chosen.columns[0], chosen.other_columns[0]

    def _undeclared(self, child: LayoutTable, parent: LayoutTable, role: str | None) -> tuple[str, str]:
        key = self.key(parent)
        names = [column.name for column in child.columns]
        single = singular(parent.name)
        for wanted in filter(
            None,
            (role, role and f"{role}_id", key if child.name != parent.name else None, f"{single}_id", single),
        ):
            if wanted in names:
                return wanted, key
        raise Unbound(f"{child.name} does not refer to {parent.name}")

    def reach(self, start: LayoutTable, place: Place, alias: str = "t") -> Reach:
        """An attribute seen from a row of `start` (as `alias`), by joins up references. Raises Unbound."""
        target, name, kind = self.column(place)
        if target.name == start.name:
            return Reach(start.name, (), f"{alias}.{quoted(name)}", kind)
        joins, last = self._way(start, target, alias)
        return Reach(start.name, joins, f"{last}.{quoted(name)}", kind)

    def _way(self, start: LayoutTable, target: LayoutTable, alias: str) -> tuple[tuple[str, ...], str]:
        """The joins of the shortest way up from `start` to `target`, and the last alias."""
        edge: list[tuple[LayoutTable, tuple[str, ...], str]] = [(start, (), alias)]
        seen = {start.name}
        while edge:
            here, joins, name = edge.pop(0)
            if here.name == target.name:
                return joins, name
            for key in here.foreign_keys:
                parent = self.layout.table(key.table)
                if parent is None or parent.name in seen:
                    continue
                seen.add(parent.name)
                other = f"{alias}_{parent.name}"
                on = " and ".join(
                    f"{name}.{quoted(own)} = {quoted(other)}.{quoted(theirs)}"
                    for own, theirs in zip(key.columns, key.other_columns, strict=True)
                )
                edge.append(
                    (
                        parent,
                        (*joins, f"join {quoted(parent.name)} as {quoted(other)} on {on}"),
                        quoted(other),
                    )
                )
        raise Unbound(f"{start.name} does not lead to {target.name}")

    def condition(self, start: LayoutTable, condition: Condition, alias: str = "t") -> Reach:
        """A condition seen from a row of `start`: `sql` is true, false or null."""
        reach = self.reach(start, condition.place, alias)
        return Reach(reach.start, reach.joins, compared(reach, condition), "BOOLEAN")


def compared(reach: Reach, condition: Condition) -> str:
    """The condition as SQL over a reached column."""
    match condition.op:
        case "filled":
            return f"({reach.sql} is not null)"
        case "empty":
            return f"({reach.sql} is null)"
        case "=":
            return f"coalesce({equals(reach, condition.values)}, false)"
        case "<>":
            return f"not coalesce({equals(reach, condition.values)}, false)"
        case op:
            return f"coalesce({numeric(reach)} {op} {literal(condition.values[0])}, false)"


def equals(reach: Reach, values: tuple[Word, ...]) -> str:
    """Whether a column is one of the values: numbers as numbers, words without case and punctuation."""
    if reach.type == "BOOLEAN":
        truths = [_truth(value) for value in values]
        return " or ".join(f"{reach.sql} = {str(truth).lower()}" for truth in truths)
    numbers = [value for value in values if isinstance(value, float | int) and not isinstance(value, bool)]
    if len(numbers) == len(values):
        return f"{numeric(reach)} in ({', '.join(literal(value) for value in numbers)})"
    return f"{folded(reach.sql)} in ({', '.join(literal(fold(str(value))) for value in values)})"


def _truth(value: Word) -> bool:
    if isinstance(value, str):
        return value.lower() not in ("no", "false", "not", "0", "n")
    return bool(value)


def numeric(reach: Reach) -> str:
    """A column as a number, whatever its type."""
    return f"try_cast({reach.sql} as double)" if reach.type == "VARCHAR" else reach.sql


def folded(sql: str) -> str:
    return f"regexp_replace(lower(cast({sql} as varchar)), '[^a-z0-9]+', '', 'g')"


def fold(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isascii() and letter.isalnum())
