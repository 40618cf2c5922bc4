"""The outline of a large plan, and how tables that were worked out one by one become the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from rowsmith.tools.errors import did_you_mean
from rowsmith.tools.plan import NamedConstant, Plan, Table
from rowsmith.tools.plan.data import Data, Name, each_once


class SharedColumn(Data):
    """A column that other tables look at; `holds` says what it holds."""

    name: Name
    holds: str


class OutlineReference(Data):
    """`columns` of the table refer to the key of `table`; `role` says in which role, where there are several."""

    columns: tuple[Name, ...]
    table: Name
    role: str | None = None


class OutlineTable(Data):
    """A table: what it is for, its key, its references, and in `rows` how many rows it has or has per parent."""

    name: Name
    purpose: str
    key: Annotated[tuple[Name, ...], Field(min_length=1)]
    rows: str
    references: tuple[OutlineReference, ...] = ()
    shared: tuple[SharedColumn, ...] = ()


class Wish(Data):
    """A wish that concerns several tables."""

    says: str
    tables: tuple[Name, ...]


class Outline(Data):
    """All tables of a dataset with what they share. `constants` are values that several tables use by name."""

    name: str
    as_of: dt.date = dt.date(2025, 1, 1)
    locale: str = "en_US"
    constants: tuple[NamedConstant, ...] = ()
    tables: Annotated[tuple[OutlineTable, ...], Field(min_length=1), each_once("name", "The table")]
    wishes: tuple[Wish, ...] = ()
    note: str | None = None

    def table(self, name: str) -> OutlineTable | None:
        return next((table for table in self.tables if table.name == name), None)


def outline_faults(outline: Outline) -> list[str]:
    """Names that the outline uses and does not have, one sentence each."""
    known = [table.name for table in outline.tables]
    named = [
        (f"tables.{table.name}.references", one.table) for table in outline.tables for one in table.references
    ]
    named += [
        (f"wishes[{number}]", name) for number, wish in enumerate(outline.wishes) for name in wish.tables
    ]
    return [
        f"{place}: there is no table {name!r}. {did_you_mean(name, known) or ''}".rstrip()
        for place, name in named
        if name not in known
    ]


def table_faults(asked: OutlineTable, table: Table) -> list[str]:
    """Where a table is not the one that the outline asked for, one sentence each."""
    return [*_identity(asked, table), *_missing(asked, table)]


def _identity(asked: OutlineTable, table: Table) -> Iterator[str]:
    if table.name != asked.name:
        yield f"name: the table is {asked.name!r}, not {table.name!r}."
    if table.key != asked.key:
        yield f"key: the outline says {', '.join(asked.key)}, not {', '.join(table.key) or 'none'}."


def _missing(asked: OutlineTable, table: Table) -> Iterator[str]:
    have = {column.name for column in table.columns}
    have |= set(getattr(table.rows, "columns", ()) if table.rows.kind == "written" else ())
    if table.rows.kind == "query":
        return
    wanted = [*asked.key, *(name for one in asked.references for name in one.columns)]
    for name in dict.fromkeys([*wanted, *(column.name for column in asked.shared)]):
        if name not in have:
            yield f"columns: the outline's column {name!r} is missing. {did_you_mean(name, have) or ''}".rstrip()


def assembled(outline: Outline, tables: Sequence[Table], seed: int) -> Plan:
    """The plan of an outline and its tables."""
    return Plan(
        name=outline.name,
        seed=seed,
        as_of=outline.as_of,
        locale=outline.locale,
        constants=outline.constants,
        tables=tuple(tables),
        note=outline.note,
    )
