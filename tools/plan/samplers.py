"""How a column's values come about: one discriminated union, its members by `kind`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rowsmith.tools.plan.data import Bound, Data, Name, Scalar, Share, Sql, each_once
from rowsmith.tools.plan.shape import CycleSpans, Law, Spans


class Sequence(Data):
    """Numbers in order: `start`, `start + step`, ...

    `within` restarts in each group, `by` counts in the order of these expressions (ties by row),
    `format` wraps the number: '2023-{:06}'.
    """

    kind: Literal["sequence"] = "sequence"
    start: int = 1
    step: int = 1
    within: tuple[str, ...] = ()
    by: tuple[Sql, ...] = ()
    format: str | None = None


class Uuid(Data):
    """A random identifier (UUID version 4)."""

    kind: Literal["uuid"] = "uuid"


class Pattern(Data):
    """Text that matches a regular expression; `{path}` and `{path:04}` put in a value of the row."""

    kind: Literal["pattern"] = "pattern"
    regex: str


class WeightedValue(Data):
    value: Scalar
    weight: float = 1.0


class Category(Data):
    """One of the values; `exact` deals the weights as quotas instead of drawing them."""

    kind: Literal["category"] = "category"
    values: Annotated[tuple[WeightedValue, ...], each_once("value", "The value")]
    exact: bool = False


class State(Data):
    """A value, its weight, and the columns that are filled only in this state (or others that list them)."""

    value: Scalar
    weight: float = 1.0
    fills: tuple[str, ...] = ()


class States(Data):
    """A category whose values say which other columns are filled: elsewhere these are null."""

    kind: Literal["states"] = "states"
    values: Annotated[tuple[State, ...], each_once("value", "The state")]
    exact: bool = False


class Stage(Data):
    """A stage of a process; `stop` is the share of all parents that end just before it."""

    value: Scalar
    stop: float = 0.0


class Stages(Data):
    """Named under `per`: one row per stage and parent, in this order, some parents stopping early."""

    kind: Literal["stages"] = "stages"
    values: Annotated[tuple[Stage, ...], each_once("value", "The stage")]


class Boolean(Data):
    """True for `share` of the rows.

    `where` says which rows may be true while `share` stays what it is overall; `of` makes it a share of
    the rows that meet the condition; `weight` says how likely each is compared with the others.
    """

    kind: Literal["boolean"] = "boolean"
    share: Share
    where: Sql | None = None
    of: Sql | None = None
    weight: Sql | None = None
    exact: bool = False


class Integer(Data):
    """Whole numbers in [low, high], both included; expression bounds round inwards."""

    kind: Literal["integer"] = "integer"
    low: Bound
    high: Bound
    shape: Law = None
    step: float | None = None


class Decimal(Data):
    """Numbers in [low, high] with `digits` after the point; `ends` are the only endings: '.00', '.99'."""

    kind: Literal["decimal"] = "decimal"
    low: Bound
    high: Bound
    shape: Law = None
    digits: int = 2
    step: float | None = None
    ends: tuple[str, ...] | None = None


class _Moment(Data):
    low: Bound
    high: Bound
    shape: Law = None
    step: str | None = None
    spans: Spans = ()
    growth: float | None = None
    holidays: str | None = None


class Date(_Moment):
    """Days in [low, high]; `step` (a duration) lays a grid, `spans` weigh weekdays, months and days."""

    kind: Literal["date"] = "date"


class DateTime(_Moment):
    """Moments in [low, high]; a date as the upper bound means the end of that day."""

    kind: Literal["datetime"] = "datetime"


class Time(_Moment):
    """Times of day in [low, high]."""

    kind: Literal["time"] = "time"


class After(Data):
    """`of` plus a distance between `low` and `high` (durations, or SQL intervals)."""

    kind: Literal["after"] = "after"
    of: Sql
    low: Bound
    high: Bound
    shape: Law = None
    step: str | None = None


class Before(Data):
    """`of` minus a distance between `low` and `high`."""

    kind: Literal["before"] = "before"
    of: Sql
    low: Bound
    high: Bound
    shape: Law = None
    step: str | None = None


class Series(Data):
    """A time series per entity: level times trend and cycles, with autoregressive noise.

    `level` is a number or SQL, `along` the time column, `trend` the growth per year, `memory` the
    autoregression in [0, 1), `noise` the standard deviation as a share of the level.
    """

    kind: Literal["series"] = "series"
    level: Bound
    along: Sql
    within: tuple[str, ...] = ()
    trend: float | None = None
    cycles: CycleSpans = ()
    memory: float | None = None
    noise: float | None = None
    anomalies: float | None = None
    low: float | None = None
    high: float | None = None
    digits: int = 2


class Semantic(Data):
    """A value with a meaning (person_name, city, iban ...); `fits` are the columns that it agrees with."""

    kind: Literal["semantic"] = "semantic"
    what: str
    fits: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    locale: str | None = None


class Target(Data):
    """A table that a reference points to, by its key or by `column`.

    With several targets (polymorphic) `weight` says how often each is meant and `type_value` what the
    type column then holds (the table's name where it is absent).
    """

    table: Name
    column: Name | None = None
    weight: float = 1.0
    type_value: Scalar = None

    @property
    def place(self) -> str:
        return f"{self.table}.{self.column}" if self.column else self.table


class Reference(Data):
    """A foreign key.

    `where` says which candidates may be chosen, `weight` how likely each is, `exact` that each is chosen
    as often as its weight says, `at_least` and `at_most` bound how often one candidate is chosen.
    `as` (columns) names the columns of a composite key, `type` the type column of a polymorphic one.
    `roots` and `depth` shape a tree of a self-reference. `value` gives the key by SQL instead of chance.
    """

    kind: Literal["reference"] = "reference"
    tables: Annotated[tuple[Target, ...], each_once("place", "The target")]
    where: Sql | None = None
    weight: Sql | None = None
    exact: bool = False
    at_least: int | None = None
    at_most: int | None = None
    columns: tuple[str, ...] = ()
    type: str | None = None
    roots: int | None = None
    depth: int | None = None
    value: Sql | None = None


class Expression(Data):
    """DuckDB SQL over the row, its parents, and aggregates of the rows below it."""

    kind: Literal["expression"] = "expression"
    sql: Sql


class Query(Data):
    """DuckDB SQL over the other tables that gives this table's key columns and the value; runs last."""

    kind: Literal["query"] = "query"
    sql: Sql


class Arm(Data):
    """`when` a condition, or a `share` of the rows that come so far; the last arm has neither."""

    when: Sql | None = None
    share: float | None = None
    use: Sampler


class Switch(Data):
    """The first arm whose condition holds, or that chance chooses among the rows left over."""

    kind: Literal["switch"] = "switch"
    arms: tuple[Arm, ...]


class Entry(Data):
    key: Scalar
    use: Sampler


class Lookup(Data):
    """A sampler by the value of `by`; `otherwise` serves values that no entry names."""

    kind: Literal["lookup"] = "lookup"
    by: Sql
    entries: Annotated[tuple[Entry, ...], each_once("key", "The key")]
    otherwise: Sampler | None = None


class Band(Data):
    """From `low` (included) up to the next band."""

    low: float
    use: Sampler


class Bands(Data):
    """A sampler by the range in which `by` lies; below the first band the value is null."""

    kind: Literal["bands"] = "bands"
    by: Sql
    bands: tuple[Band, ...]


class Text(Data):
    """Written text: what it is about, the columns that it fits, its length, where it comes from.

    `contains` are words that stand in each text, `{path}` a value of the row; `pool` is how many different
    texts there are. With source "model" a language model writes them, `per_row` one for each row of a small
    table, with `turns` each a conversation of so many turns, as JSON.
    """

    kind: Literal["text"] = "text"
    about: str
    fits: tuple[str, ...] = ()
    tone: str | None = None
    words: tuple[int, int] | None = None
    sentences: tuple[int, int] | None = None
    contains: tuple[str, ...] = ()
    source: Literal["model", "template", "pool"] | None = None
    pool: int | None = None
    per_row: bool = False
    turns: tuple[int, int] | None = None
    locale: str | None = None


class Named(Data):
    name: str
    sampler: Sampler


class Object(Data):
    """A nested record, field by field."""

    kind: Literal["object"] = "object"
    fields: Annotated[tuple[Named, ...], each_once("name", "The field")]


class Array(Data):
    """A list of items; `count` is a sampler of whole numbers."""

    kind: Literal["array"] = "array"
    item: Sampler
    count: Sampler = Integer(low=1, high=3)


class Constant(Data):
    """The same value in every row."""

    kind: Literal["constant"] = "constant"
    value: Scalar


class Learned(Data):
    """Fitted on a source column, "source.table.column"."""

    kind: Literal["learned"] = "learned"
    source: str


Sampler = Annotated[
    Sequence | Uuid | Pattern | Category | States | Stages | Boolean | Integer | Decimal | Date | DateTime
    | Time | After | Before | Series | Semantic | Reference | Expression | Query | Switch | Lookup | Bands
    | Text | Object | Array | Constant | Learned,
    Field(discriminator="kind"),
]  # fmt: skip

for _model in (Arm, Entry, Band, Named, Switch, Lookup, Bands, Object, Array):
    _model.model_rebuild()
