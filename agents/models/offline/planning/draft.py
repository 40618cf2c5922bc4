"""A plan while it is made: tables with their columns in the friendly form, and how they refer to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rowsmith.agents.models.offline.ontology.knowledge import EntityKnowledge
from rowsmith.agents.models.offline.reading.statements import Condition, Place, Word
from rowsmith.agents.models.offline.reading.vocabulary import Entity
from rowsmith.agents.models.offline.text.times import Window

Friendly = dict[str, Any]
"""A column in the plan's friendly form: a sampler and what is done to its values."""


@dataclass(slots=True)
class Link:
    """A reference column: the table it points to, and what stands beside the reference."""

    column: str
    parent: str
    more: Friendly = field(default_factory=dict)


@dataclass(slots=True)
class TableDraft:
    """`rows` is the friendly form; `amount` the number of rows that is known or guessed,
    `counted` whether it was said.
    """

    entity: Entity
    known: EntityKnowledge | None
    rows: Any = None
    amount: float = 100
    counted: bool = False
    key: list[str] = field(default_factory=list)
    links: dict[str, Link] = field(default_factory=dict)
    columns: dict[str, Friendly] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    window: Window | None = None
    written: bool = False
    locale: str = ""

    @property
    def name(self) -> str:
        return self.entity.name

    @property
    def per(self) -> list[str]:
        """The columns that its rows are counted through."""
        found = self.rows.get("per") if isinstance(self.rows, Mapping) else None
        return [found] if isinstance(found, str) else list(found or [])

    def link_to(self, parent: str) -> Link | None:
        return next((link for link in self.links.values() if link.parent == parent), None)


@dataclass(slots=True)
class PlanDraft:
    """Tables by name, in the order of the words; `as_of` is the plan's today."""

    tables: dict[str, TableDraft] = field(default_factory=dict)
    locale: str = "en_US"
    as_of: date = date(2025, 1, 1)
    window: Window | None = None

    def column(self, place: Place) -> Friendly | None:
        table = self.tables.get(place.entity)
        return table.columns.get(place.attribute) if table else None

    def path(self, start: str, place: Place) -> str | None:
        """The dotted name of a column seen from a row of `start`, None where no references lead there."""
        edge: list[tuple[str, str]] = [(start, "")]
        seen = {start}
        while edge:
            here, lead = edge.pop(0)
            table = self.tables[here]
            if here == place.entity:
                name = self.named(table, place.attribute)
                known = name in table.links or name in table.columns or name in table.key
                return f"{lead}{name}" if known else None
            for link in table.links.values():
                if link.parent not in seen and link.parent in self.tables:
                    seen.add(link.parent)
                    edge.append((link.parent, f"{lead}{link.column.removesuffix('_id')}."))
        return None

    def named(self, table: TableDraft, attribute: str) -> str:
        """The column of an attribute: the reference where the attribute names one."""
        if attribute in table.columns or attribute in table.links:
            return attribute
        for column in (f"{attribute}_id", attribute.removesuffix("_id")):
            if column in table.links or column in table.columns:
                return column
        return attribute

    def condition(self, start: str, condition: Condition) -> str | None:
        """The condition as SQL over a row of `start`, None where its column is out of reach."""
        path = self.path(start, condition.place)
        column = self.column(condition.place)
        if path is None:
            return None
        match condition.op:
            case "filled":
                return f"{path} is not null"
            case "empty":
                return f"{path} is null"
            case op:
                return compared(path, op, condition.values, column or {})


def compared(path: str, op: str, values: tuple[Word, ...], column: Friendly) -> str:
    if "boolean" in column and len(values) == 1 and op in ("=", "<>"):
        truth = (
            values[0] if isinstance(values[0], bool) else str(values[0]).lower() not in ("no", "false", "n")
        )
        return path if truth == (op == "=") else f"not {path}"
    if len(values) > 1:
        listed = ", ".join(map(literal, values))
        return f"{path} {'in' if op == '=' else 'not in'} ({listed})"
    return f"{path} {op} {literal(next(iter(values)))}"


def literal(value: Word) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return f"{value:g}" if abs(value) < 1e6 else repr(int(value) if value == int(value) else value)


def number(value: float) -> int | float:
    """As people write it: 5 and not 5.0."""
    return int(value) if value == int(value) else round(value, 6)
