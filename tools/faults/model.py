"""Where a fault can be put, how, and what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pydantic import Field

from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.data import Data, Scalar


@dataclass(frozen=True)
class Alter:
    """New values of columns as SQL over the row `r`; None is null."""

    values: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Repeat:
    """The row once more."""


@dataclass(frozen=True)
class Remove:
    """The row is gone."""


@dataclass(frozen=True)
class Statement:
    """One statement that changes the table as a whole."""

    sql: str


Change: TypeAlias = Alter | Repeat | Remove | Statement


@dataclass(frozen=True)
class Spot:
    """A place for a fault: rows `r` of `table` (`source` is its FROM clause) that meet `condition`.

    `columns` are those at fault; none where the fault is of the table's rows.
    """

    table: str
    columns: tuple[str, ...]
    change: Change
    source: str = ""
    condition: str = "true"

    @property
    def name(self) -> str:
        return ".".join((self.table, *self.columns))


@dataclass(frozen=True)
class Ground:
    """The tables to plant in: their plan and their columns' types by table."""

    plan: Plan
    types: Mapping[str, Mapping[str, str]]

    def type_of(self, table: str, column: str) -> str:
        """The DuckDB type without its parameters; empty where there is no such column."""
        return self.types.get(table, {}).get(column, "").partition("(")[0]


Find: TypeAlias = Callable[[Ground], Iterator[Spot]]
"""All spots for one kind of fault."""


class PlantedRow(Data):
    """A row at fault: its key as it was, and the values at fault before and after."""

    key: dict[str, Scalar]
    before: dict[str, Scalar] = Field(default_factory=dict)
    after: dict[str, Scalar] = Field(default_factory=dict)


class Planted(Data):
    """One fault as it was planted: an entry of the answer key. `rows` is empty where a whole table is at fault."""

    kind: str
    says: str
    table: str
    columns: tuple[str, ...]
    count: int
    rows: tuple[PlantedRow, ...] = ()
