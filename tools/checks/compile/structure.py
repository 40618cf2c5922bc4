"""Tables and columns are there, with types that fit."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from rowsmith.tools.checks.compile.making import Head
from rowsmith.tools.checks.expressions import references
from rowsmith.tools.checks.model import Check, Present
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.expressions.scope import columns_of
from rowsmith.tools.plan.samplers import (
    After,
    Before,
    Boolean,
    Category,
    Date,
    DateTime,
    Decimal,
    Integer,
    Pattern,
    Sampler,
    Sequence,
    Series,
    Text,
    Time,
)

WHOLE = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
)
NUMBER = (*WHOLE, "FLOAT", "DOUBLE", "DECIMAL")
MOMENT = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE")


def checks(plan: Plan) -> Iterator[Check]:
    """Every table and column that the plan states is there."""
    for table in plan.tables:
        yield _there(table)
        for name in outputs(table):
            yield _column(table, name)


def outputs(table: Table) -> tuple[str, ...]:
    """The columns that stand in the output; a composite reference is its own columns."""
    hidden = {column.name for column in table.columns if column.hidden}
    composite = {name for name, reference in references(table) if name not in (reference.columns or (name,))}
    return tuple(name for name in columns_of(table) if name not in hidden | composite)


def types_of(sampler: Sampler | None) -> tuple[str, ...]:
    """The DuckDB types that a sampler's values may be stored in; empty where any will do."""
    if isinstance(sampler, Integer):
        return NUMBER
    if isinstance(sampler, Sequence):
        return ("VARCHAR",) if sampler.format else WHOLE
    if isinstance(sampler, Decimal | Series):
        return NUMBER
    if isinstance(sampler, After | Before):
        return ("DATE", "TIME", *MOMENT)
    return TYPES.get(type(sampler), ())


TYPES: dict[type, tuple[str, ...]] = {
    Boolean: ("BOOLEAN",),
    Date: ("DATE", *MOMENT),
    DateTime: MOMENT,
    Time: ("TIME",),
    Pattern: ("VARCHAR",),
    Text: ("VARCHAR", "ENUM"),
    Category: (),
}


def _there(table: Table) -> Check:
    head = Head(table.name, "there", f"there is a table {table.name}", "structure", f"tables.{table.name}")
    return _present(head, Present(table.name))


def _column(table: Table, name: str) -> Check:
    model = table.column(name)
    types = types_of(model.sampler if model is not None else None)
    place = f"tables.{table.name}.columns.{name}"
    kinds = f" of type {_word(types)}" if types else ""
    head = Head(table.name, "type", f"{table.name} has a column {name}{kinds}", "structure", place, (name,))
    return _present(head, Present(table.name, name, types))


def _word(types: tuple[str, ...]) -> str:
    """The types in one word."""
    return "number" if types[0] in NUMBER else types[0].lower()


def _present(head: Head, form: Present) -> Check:
    """What asks whether a table is there needs none to be there."""
    return dataclasses.replace(head.check(form), tables=(), needs=())
