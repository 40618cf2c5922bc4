"""Tables and columns that are gone, or are no longer what they were."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.structure import types_of
from rowsmith.tools.checks.sql import quoted
from rowsmith.tools.faults.model import Ground, Spot, Statement
from rowsmith.tools.faults.sites import columns
from rowsmith.tools.plan.samplers import Semantic, Text, Uuid


def missing_table(ground: Ground) -> Iterator[Spot]:
    """A table was left out."""
    for table in ground.plan.tables:
        if table.name in ground.types:
            yield Spot(table.name, (), Statement(f"drop table {quoted(table.name)}"))


def missing_column(ground: Ground) -> Iterator[Spot]:
    """A column was left out."""
    for table, column in columns(ground):
        if len(ground.types[table.name]) > 1:
            sql = f"alter table {quoted(table.name)} drop column {quoted(column.name)}"
            yield Spot(table.name, (column.name,), Statement(sql))


def renamed_column(ground: Ground) -> Iterator[Spot]:
    """A column has another name."""
    for table, column in columns(ground):
        new = quoted(f"{column.name}_1")
        sql = f"alter table {quoted(table.name)} rename column {quoted(column.name)} to {new}"
        yield Spot(table.name, (column.name,), Statement(sql))


def numbers_as_text(ground: Ground) -> Iterator[Spot]:
    """A column of numbers or moments became text."""
    for table, column in columns(ground):
        types = types_of(column.sampler)
        if types and "VARCHAR" not in types:
            sql = f"alter table {quoted(table.name)} alter column {quoted(column.name)} type varchar"
            yield Spot(table.name, (column.name,), Statement(sql))


def stuck_column(ground: Ground) -> Iterator[Spot]:
    """All rows have the value of the first one."""
    for table, column in columns(ground):
        if isinstance(column.sampler, Semantic | Text | Uuid) and not getattr(column.sampler, "fits", ()):
            name = quoted(column.name)
            sql = f"update {quoted(table.name)} set {name} = (select min({name}) from {quoted(table.name)})"
            yield Spot(table.name, (column.name,), Statement(sql))
