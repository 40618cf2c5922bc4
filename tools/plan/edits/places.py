"""Every place of a plan that names tables or columns, visited and rewritten by one walk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from rowsmith.tools.plan.column import Rank, Unique
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.samplers import Pattern, Query, Reference, State, Target
from rowsmith.tools.plan.table import PerRows, QueryRows, Rule, Segment, Setting, Table, WrittenRows

SQL_FIELDS = frozenset(
    {"sql", "where", "of", "weight", "when", "by", "along", "level", "low", "high", "check", "value"}
)
LIST_FIELDS = frozenset({"within", "by", "fits"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A text at a place: `kind` is "sql" (an expression over a row of `table`, whole tables where it is None),
    "query" (SQL over finished tables), "column" (a column of `table`), "table" (a table), "slots" (a pattern
    with paths in braces).
    """

    kind: str
    table: str | None
    where: str
    text: str


Change = Callable[[Spot], str]


def rewritten(plan: Plan, change: Change) -> Plan:
    """The plan with every spot replaced by what `change` makes of it."""
    tables = tuple(_table(table, change) for table in plan.tables)
    rules = tuple(
        rule.model_copy(update={"check": change(Spot("sql", None, f"rule {rule.name!r}", rule.check))})
        for rule in plan.rules
    )
    return plan.model_copy(update={"tables": tables, "rules": rules})


def spots(plan: Plan) -> list[Spot]:
    """Every spot of a plan."""
    found: list[Spot] = []

    def keep(spot: Spot) -> str:
        found.append(spot)
        return spot.text

    rewritten(plan, keep)
    return found


def _table(table: Table, change: Change) -> Table:
    def column(name: str, where: str) -> str:
        return change(Spot("column", table.name, f"{table.name}.{where}", name))

    made: dict[str, Any] = {"key": tuple(column(name, "key") for name in table.key)}
    made["rows"] = _rows(table, change)
    for part in ("columns", "segments", "rules"):
        made[part] = tuple(
            _walk(one, table.name, f"{table.name}.{one.name}", change) for one in getattr(table, part)
        )
    return table.model_copy(update=made)


def _rows(table: Table, change: Change) -> Any:
    where = f"{table.name}.rows"
    match table.rows:
        case PerRows():
            columns = tuple(change(Spot("column", table.name, where, name)) for name in table.rows.columns)
            return _walk(table.rows, table.name, where, change).model_copy(update={"columns": columns})
        case WrittenRows():
            return table.rows.model_copy(
                update={
                    "columns": tuple(
                        change(Spot("column", table.name, where, name)) for name in table.rows.columns
                    )
                }
            )
        case QueryRows():
            return table.rows.model_copy(
                update={"sql": change(Spot("query", table.name, where, table.rows.sql))}
            )
    return table.rows


def _walk(part: Any, table: str, where: str, change: Change) -> Any:
    """The part with its spots changed, and its parts' spots."""
    made: dict[str, Any] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            made[name] = _walk(value, table, where, change)
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            made[name] = tuple(_walk(one, table, where, change) for one in value)
        elif (kind := _kind(part, name, value)) is not None:
            made[name] = _changed(value, Spot(kind, table, where, ""), change)
    return part.model_copy(update=made) if made else part


def _changed(value: Any, spot: Spot, change: Change) -> Any:
    def one(text: str) -> str:
        return change(Spot(spot.kind, spot.table, spot.where, text))

    return tuple(one(text) for text in value) if isinstance(value, tuple) else one(value)


def _kind(part: object, name: str, value: object) -> str | None:
    """What the text in a field is; None for fields that name nothing."""
    texts = value if isinstance(value, tuple) else (value,)
    if not texts or not all(isinstance(text, str) for text in texts):
        return None
    special: dict[tuple[type, str], str] = {
        (Target, "table"): "table",
        (State, "fills"): "column",
        (Setting, "column"): "column",
        (Segment, "label"): "column",
        (Reference, "type"): "column",
        (Reference, "columns"): "column",
        (Pattern, "regex"): "slots",
        (Query, "sql"): "query",
        (Rank, "column"): "sql",
        (Unique, "within"): "column",
        (Rule, "check"): "sql",
    }
    if (type(part), name) in special:
        return special[type(part), name]
    if type(part).__name__ in VALUED and name == "value":
        return None
    if isinstance(value, tuple):
        return "sql" if name in LIST_FIELDS else None
    return "sql" if name in SQL_FIELDS else None


VALUED = frozenset({"WeightedValue", "State", "Stage", "Constant", "Was", "Note", "Hidden"})
"""Models whose `value` is written out and never SQL."""
