"""The edits: one discriminated union, its members by `kind`. `at` is a place in the list, the end by default."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from rowsmith.tools.plan.column import Column
from rowsmith.tools.plan.data import Data
from rowsmith.tools.plan.plan import NamedConstant
from rowsmith.tools.plan.table import Rows, Rule, Segment, Table


class AddTable(Data):
    kind: Literal["add_table"] = "add_table"
    table: Table
    at: int | None = None


class DropTable(Data):
    kind: Literal["drop_table"] = "drop_table"
    table: str


class SetTable(Data):
    """Another table in the place of the one of the same name."""

    kind: Literal["set_table"] = "set_table"
    table: Table


class RenameTable(Data):
    kind: Literal["rename_table"] = "rename_table"
    table: str
    to: str


class SetRows(Data):
    kind: Literal["set_rows"] = "set_rows"
    table: str
    rows: Rows


class SetKey(Data):
    kind: Literal["set_key"] = "set_key"
    table: str
    key: tuple[str, ...]


class SetLocale(Data):
    """A table's own locale; None takes the plan's."""

    kind: Literal["set_locale"] = "set_locale"
    table: str
    locale: str | None


class AddColumn(Data):
    kind: Literal["add_column"] = "add_column"
    table: str
    column: Column
    at: int | None = None


class DropColumn(Data):
    kind: Literal["drop_column"] = "drop_column"
    table: str
    column: str


class SetColumn(Data):
    """Another column in the place of the one of the same name."""

    kind: Literal["set_column"] = "set_column"
    table: str
    column: Column


class RenameColumn(Data):
    """Its cells stay; whatever uses it is rewritten."""

    kind: Literal["rename_column"] = "rename_column"
    table: str
    column: str
    to: str


class AddRule(Data):
    """A rule of a table, or of whole tables where `table` is None."""

    kind: Literal["add_rule"] = "add_rule"
    table: str | None = None
    rule: Rule
    at: int | None = None


class SetRule(Data):
    kind: Literal["set_rule"] = "set_rule"
    table: str | None = None
    rule: Rule


class DropRule(Data):
    kind: Literal["drop_rule"] = "drop_rule"
    table: str | None = None
    rule: str


class AddSegment(Data):
    kind: Literal["add_segment"] = "add_segment"
    table: str
    segment: Segment
    at: int | None = None


class SetSegment(Data):
    kind: Literal["set_segment"] = "set_segment"
    table: str
    segment: Segment


class DropSegment(Data):
    kind: Literal["drop_segment"] = "drop_segment"
    table: str
    segment: str


class SetConstant(Data):
    """A named constant, new or changed; None drops it."""

    kind: Literal["set_constant"] = "set_constant"
    name: str
    constant: NamedConstant | None
    at: int | None = None


class SetPlan(Data):
    """What all tables share; what is None stays as it is, an empty note takes the note away."""

    kind: Literal["set_plan"] = "set_plan"
    name: str | None = None
    seed: int | None = None
    as_of: dt.date | None = None
    locale: str | None = None
    note: str | None = None


Edit = Annotated[
    AddTable | DropTable | SetTable | RenameTable | SetRows | SetKey | SetLocale | AddColumn | DropColumn
    | SetColumn | RenameColumn | AddRule | SetRule | DropRule | AddSegment | SetSegment | DropSegment
    | SetConstant | SetPlan,
    Field(discriminator="kind"),
]  # fmt: skip
