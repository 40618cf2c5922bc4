"""A table: where its rows come from, its key, columns, segments and rules."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rowsmith.tools.plan.column import Column, Follows
from rowsmith.tools.plan.data import Data, Quantity, Scalar, Share, Sql
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
    columns: tuple[str, ...]
    cells: tuple[tuple[Scalar, ...], ...]


class QueryRows(Data):
    """Rows made by DuckDB SQL over other tables, after these are finished."""

    kind: Literal["query"] = "query"
    sql: Sql


Rows = Annotated[FixedRows | PerRows | WrittenRows | QueryRows, Field(discriminator="kind")]


class Rule(Data):
    """A condition: of each row where it stands under a table (null holds), of whole tables at the top."""

    name: str
    check: Sql


class Setting(Data):
    column: str
    sampler: Sampler


class Segment(Data):
    """A share of a table's rows with its own samplers; `label` is a boolean column that marks them."""

    name: str
    share: Share | None = None
    where: Sql | None = None
    of: Sql | None = None
    weight: Sql | None = None
    exact: bool = False
    set: tuple[Setting, ...]
    label: str | None = None


class Table(Data):
    name: str
    rows: Rows
    key: tuple[str, ...]
    columns: tuple[Column, ...] = ()
    segments: tuple[Segment, ...] = ()
    rules: tuple[Rule, ...] = ()
    locale: str | None = None
    note: str | None = None
    was: str | None = None

    @property
    def origin(self) -> str:
        """The name that addresses its cells: the first one that it had."""
        return self.was or self.name

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)
