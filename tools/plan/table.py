"""A table: where its rows come from, its key, columns, segments and rules."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rowsmith.tools.plan.column import Column, Follows
from rowsmith.tools.plan.data import Data, Name, Quantity, Scalar, Share, Sql, distinct, each_once
from rowsmith.tools.plan.samplers import Constant, Sampler


class FixedRows(Data):
    kind: Literal["fixed"] = "fixed"
    amount: Quantity


class PerRows(Data):
    """`count` rows for each combination of the values of `columns`; `follows` correlates the counts.

    `total` is met within each parent's bounds; `childless` is the share of parents without rows; `pick`
    says how many parents have rows at all; `gaps` is the share of combinations left out.
    """

    kind: Literal["per"] = "per"
    columns: tuple[str, ...]
    count: Sampler = Constant(value=1)
    follows: Follows | None = None
    total: Quantity | None = None
    childless: Share | None = None
    pick: Quantity | None = None
    gaps: float | None = None


class WrittenRows(Data):
    """Rows written out: `cells` holds a tuple per row, in the order of `columns`."""

    kind: Literal["written"] = "written"
    columns: Annotated[tuple[Name, ...], Field(min_length=1)]
    cells: Annotated[tuple[tuple[Scalar, ...], ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _rectangular(self) -> Self:
        distinct(self.columns, "The column")
        for number, row in enumerate(self.cells, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells for {len(self.columns)} columns")
        return self


class QueryRows(Data):
    """Rows made by DuckDB SQL over other tables, after these are finished."""

    kind: Literal["query"] = "query"
    sql: Sql


Rows = Annotated[FixedRows | PerRows | WrittenRows | QueryRows, Field(discriminator="kind")]


class Rule(Data):
    """A condition: of each row where it stands under a table (null holds), of whole tables at the top."""

    name: str
    check: Sql


Rules = Annotated[tuple[Rule, ...], each_once("name", "The rule")]


class Setting(Data):
    column: Name
    sampler: Sampler


class Segment(Data):
    """A share of a table's rows with its own samplers; `label` is a boolean column that marks them."""

    name: str
    share: Share | None = None
    where: Sql | None = None
    of: Sql | None = None
    weight: Sql | None = None
    exact: bool = False
    set: Annotated[tuple[Setting, ...], each_once("column", "The column")]
    label: Name | None = None


class Table(Data):
    name: Name
    rows: Rows
    key: tuple[str, ...]
    columns: Annotated[tuple[Column, ...], each_once("name", "The column")] = ()
    segments: Annotated[tuple[Segment, ...], each_once("name", "The segment")] = ()
    rules: Rules = ()
    locale: str | None = None
    note: str | None = None
    was: Name | None = None

    @property
    def origin(self) -> str:
        """The name that addresses its cells: the first one that it had."""
        return self.was or self.name

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)
