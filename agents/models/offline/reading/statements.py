"""What a description states, one thing at a time: the typed union that the planner and the requirements read.

Names of entities and attributes are those that the tables and columns get. `quote` is the span of the words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from rowsmith.agents.models.offline.text.quantity import Quantity, plain
from rowsmith.agents.models.offline.text.times import Clock, Duration, Window

Span: TypeAlias = "tuple[int, int]"
Word: TypeAlias = "str | float | bool"
Op = Literal["=", "<>", "<", "<=", ">", ">=", "filled", "empty"]


@dataclass(frozen=True, slots=True)
class Place:
    """An attribute of an entity."""

    entity: str
    attribute: str

    def __str__(self) -> str:
        return f"{self.entity}.{self.attribute}"


@dataclass(frozen=True, slots=True)
class Condition:
    """Which rows: the attribute at `place` compared with one of `values`; "=" and "<>" may have several."""

    place: Place
    op: Op
    values: tuple[Word, ...] = ()

    def negated(self) -> Condition:
        other: dict[Op, Op] = {
            "=": "<>",
            "<>": "=",
            "<": ">=",
            ">=": "<",
            ">": "<=",
            "<=": ">",
            "filled": "empty",
            "empty": "filled",
        }
        return Condition(self.place, other[self.op], self.values)

    def __str__(self) -> str:
        values = "|".join(word(value) for value in self.values)
        return f"{self.place} {self.op}{' ' + values if values else ''}"


def word(value: Word) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return plain(value) if isinstance(value, int | float) else value


def suffix(when: Condition | None) -> str:
    return f" when {when}" if when else ""


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows an entity has."""

    entity: str
    quantity: Quantity
    quote: Span

    def __str__(self) -> str:
        return f"rows {self.entity} {self.quantity}"


@dataclass(frozen=True, slots=True)
class Children:
    """How many of `child` each `parent` has (those that meet `when`); `instead` of what was said before."""

    parent: str
    child: str
    quantity: Quantity
    quote: Span
    when: Condition | None = None
    instead: bool = False

    def __str__(self) -> str:
        return f"children {self.parent} > {self.child} {self.quantity}{suffix(self.when)}"


@dataclass(frozen=True, slots=True)
class Refers:
    """`child` refers to one `parent`, by the column `role` where one was named; `where` says to which ones."""

    child: str
    parent: str
    quote: Span
    role: str | None = None
    optional: bool = False
    unique: bool = False
    where: Condition | None = None

    def __str__(self) -> str:
        marks = (" optional" if self.optional else "") + (" unique" if self.unique else "")
        where = f" where {self.where}" if self.where else ""
        return f"refers {self.child} > {self.parent}{' as ' + self.role if self.role else ''}{marks}{where}"


@dataclass(frozen=True, slots=True)
class Has:
    """An entity has an attribute; `unit` and `kind` where they were said."""

    place: Place
    quote: Span
    unit: str = ""
    kind: str = ""

    def __str__(self) -> str:
        more = (f" in {self.unit}" if self.unit else "") + (f" as {self.kind}" if self.kind else "")
        return f"has {self.place}{more}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """An attribute takes these values, with these shares where they were said (None: the rest).

    `instead`: they take the place of what was said of it before.
    """

    place: Place
    values: tuple[Word, ...]
    quote: Span
    shares: tuple[float | None, ...] = ()
    when: Condition | None = None
    firm: bool = True
    instead: bool = False

    def __str__(self) -> str:
        shares = [f"={plain(share)}" if share is not None else "" for share in self.shares] or [""] * len(
            self.values
        )
        parts = [word(value) + share for value, share in zip(self.values, shares, strict=True)]
        return f"values {self.place} {'|'.join(parts)}{suffix(self.when)}"


@dataclass(frozen=True, slots=True)
class Within:
    """A number lies in a range."""

    place: Place
    quantity: Quantity
    quote: Span
    when: Condition | None = None

    def __str__(self) -> str:
        return f"range {self.place} {self.quantity}{suffix(self.when)}"


@dataclass(frozen=True, slots=True)
class During:
    """A date lies in a window; with an empty attribute, the entity's own date does."""

    place: Place
    window: Window
    quote: Span

    def __str__(self) -> str:
        return f"during {self.place} {self.window}"


@dataclass(frozen=True, slots=True)
class Distinct:
    """No two rows have the same values of these attributes, within each of `within`."""

    entity: str
    attributes: tuple[str, ...]
    quote: Span
    within: tuple[str, ...] = ()
    to: str = ""

    def __str__(self) -> str:
        inside = f" within {'+'.join(self.within)}" if self.within else ""
        return (
            f"distinct {self.entity} {'+'.join(self.attributes)}{inside}{' by ' + self.to if self.to else ''}"
        )


@dataclass(frozen=True, slots=True)
class Filled:
    """An attribute is empty for a share of the rows, or where a condition holds; `only`: and nowhere else."""

    place: Place
    quote: Span
    empty_share: Quantity | None = None
    empty_when: Condition | None = None
    only: bool = False

    def __str__(self) -> str:
        if self.empty_share is not None:
            base = f" among {self.empty_when}" if self.empty_when else ""
            return f"empty {self.place} for {self.empty_share}{base}"
        if self.empty_when is None:
            return f"filled {self.place}"
        return f"empty {self.place} {'exactly' if self.only else 'where'} {self.empty_when}"


@dataclass(frozen=True, slots=True)
class Shaped:
    """Text of a form: a regular expression that each value matches."""

    place: Place
    regex: str
    quote: Span
    says: str = ""

    def __str__(self) -> str:
        return f"format {self.place} {self.regex}"


@dataclass(frozen=True, slots=True)
class ShareOf:
    """The share of an entity's rows (of those that meet `among`) that meet a condition."""

    condition: Condition
    quantity: Quantity
    quote: Span
    among: Condition | None = None

    def __str__(self) -> str:
        among = f" among {self.among}" if self.among else ""
        return f"share {self.condition} {self.quantity}{among}"


@dataclass(frozen=True, slots=True)
class Having:
    """The share of an entity's rows that have a row of `child` referring to them."""

    entity: str
    child: str
    quantity: Quantity
    quote: Span

    def __str__(self) -> str:
        return f"having {self.entity} > {self.child} {self.quantity}"


@dataclass(frozen=True, slots=True)
class Ordered:
    """One attribute compared with another, of the same entity or of one that it refers to."""

    left: Place
    op: Op
    right: Place
    quote: Span
    gap: Duration | None = None
    times: Quantity | None = None
    when: Condition | None = None

    def __str__(self) -> str:
        gap = f" by {self.gap}" if self.gap else ""
        times = f" times {self.times}" if self.times else ""
        return f"order {self.left} {self.op} {self.right}{gap}{times}{suffix(self.when)}"


@dataclass(frozen=True, slots=True)
class Computed:
    """An attribute is an expression over the row: places in `{entity.attribute}` braces, else SQL."""

    place: Place
    sql: str
    quote: Span

    def __str__(self) -> str:
        return f"computed {self.place} = {self.sql}"


@dataclass(frozen=True, slots=True)
class Summed:
    """An attribute is the sum over the rows of `child` of the product of `factors` (a count without any)."""

    place: Place
    child: str
    factors: tuple[str, ...]
    quote: Span
    op: Op = "="

    def __str__(self) -> str:
        return f"sum {self.place} {self.op} {self.child}[{' * '.join(self.factors)}]"


@dataclass(frozen=True, slots=True)
class Balanced:
    """Attributes of a row add up to a number: wins + losses = 18."""

    places: tuple[Place, ...]
    value: float
    quote: Span

    def __str__(self) -> str:
        return f"balanced {' + '.join(map(str, self.places))} = {plain(self.value)}"


@dataclass(frozen=True, slots=True)
class Matching:
    """A row of `child` refers to two rows that agree on `group`: a result to a pupil and an exam of one class."""

    child: str
    left: str
    right: str
    group: str
    quote: Span

    def __str__(self) -> str:
        return f"matching {self.child}: {self.left}.{self.group} = {self.right}.{self.group}"


@dataclass(frozen=True, slots=True)
class AsMany:
    """As many children as an attribute of the parent says; `step` is the distance between their dates."""

    parent: str
    child: str
    place: Place
    quote: Span

    def __str__(self) -> str:
        return f"as many {self.parent} > {self.child} as {self.place}"


@dataclass(frozen=True, slots=True)
class Spaced:
    """A date moves on by a step from one sibling to the next, from a date of the parent on."""

    place: Place
    step: Duration
    quote: Span

    def __str__(self) -> str:
        return f"spaced {self.place} every {self.step}"


@dataclass(frozen=True, slots=True)
class Decided:
    """An attribute has a value exactly when a number of children meets a condition, or own numbers compare."""

    place: Place
    value: Word
    otherwise: Word
    quote: Span
    child: str = ""
    condition: Condition | None = None
    quantity: Quantity | None = None
    sql: str = ""

    def __str__(self) -> str:
        test = f"count({self.child} where {self.condition}) {self.quantity}" if self.child else self.sql
        return f"decided {self.place} = {word(self.value)} else {word(self.otherwise)} iff {test}"


@dataclass(frozen=True, slots=True)
class Ranked:
    """The mean of a measure is higher in earlier groups than in later ones; `factor` is the least ratio."""

    measure: Place
    groups: tuple[Condition, ...]
    quote: Span
    factor: float = 1.0
    per: str = ""

    def __str__(self) -> str:
        times = f" x{plain(self.factor)}" if self.factor != 1 else ""
        return f"ranked {self.measure} by {' > '.join(map(str, self.groups))}{times}"


@dataclass(frozen=True, slots=True)
class Trend:
    """A number rises (+1) or falls (-1) with another; an empty attribute stands for how many rows there are."""

    place: Place
    along: Place
    sign: int
    quote: Span

    def __str__(self) -> str:
        return f"trend {self.place} {'rises' if self.sign > 0 else 'falls'} with {self.along}"


@dataclass(frozen=True, slots=True)
class Skewed:
    """Most values are small (or large), or a few hold most; an empty attribute: the children per parent."""

    place: Place
    kind: Literal["long_tail", "low", "high"]
    quote: Span

    def __str__(self) -> str:
        return f"skewed {self.place} {self.kind}"


@dataclass(frozen=True, slots=True)
class Measured:
    """A statistic of a number: its mean, median, sd, or usual range."""

    place: Place
    statistic: Literal["mean", "median", "sd", "usual"]
    quantity: Quantity
    quote: Span

    def __str__(self) -> str:
        return f"{self.statistic} {self.place} {self.quantity}"


@dataclass(frozen=True, slots=True)
class Law:
    """The law of a number: normal, lognormal ..."""

    place: Place
    shape: str
    quote: Span

    def __str__(self) -> str:
        return f"law {self.place} {self.shape}"


@dataclass(frozen=True, slots=True)
class Timing:
    """When in the day, week or year things happen: these parts are more (or the only, or never) used.

    `parts` are hours "8-19", weekdays "0" (Monday) to "6", or months "1" to "12"; `least` the share they hold.
    With a `measure` it is that attribute's size, and not the number of rows, which changes.
    """

    place: Place
    unit: Literal["hour", "weekday", "month"]
    parts: tuple[str, ...]
    mode: Literal["more", "less", "only", "never"]
    quote: Span
    least: float | None = None
    when: Condition | None = None
    measure: str = ""

    def __str__(self) -> str:
        what = f" of {self.measure}" if self.measure else ""
        least = f" >={plain(self.least)}" if self.least else ""
        return f"timing {self.place}{what} {self.unit} {'|'.join(self.parts)} {self.mode}{least}{suffix(self.when)}"


@dataclass(frozen=True, slots=True)
class Tree:
    """Rows refer to rows of the same entity by `attribute`; `roots` have no parent."""

    entity: str
    attribute: str
    quote: Span
    roots: Quantity | None = None

    def __str__(self) -> str:
        return f"tree {self.entity}.{self.attribute}{f' roots {self.roots}' if self.roots else ''}"


@dataclass(frozen=True, slots=True)
class Grid:
    """One row per combination of entities and, with `step`, per step of the calendar in a window."""

    entity: str
    over: tuple[str, ...]
    quote: Span
    step: str = ""
    window: Window | None = None

    def __str__(self) -> str:
        step = f" each {self.step}" if self.step else ""
        window = f" in {self.window}" if self.window else ""
        return f"grid {self.entity} over {' x '.join(self.over)}{step}{window}"


@dataclass(frozen=True, slots=True)
class Numbered:
    """An attribute counts 1, 2, 3 ... within a parent, in the order of another attribute."""

    place: Place
    quote: Span
    within: str = ""
    by: str = ""
    start: int = 1

    def __str__(self) -> str:
        return f"numbered {self.place}{f' within {self.within}' if self.within else ''}{f' by {self.by}' if self.by else ''}"


@dataclass(frozen=True, slots=True)
class Written:
    """The rows of a small entity, named one by one; `attributes` are the columns of `rows`."""

    entity: str
    attributes: tuple[str, ...]
    rows: tuple[tuple[Word, ...], ...]
    quote: Span

    def __str__(self) -> str:
        rows = "; ".join(",".join(map(word, row)) for row in self.rows)
        return f"written {self.entity}({','.join(self.attributes)}) {rows}"


@dataclass(frozen=True, slots=True)
class Located:
    """Names, addresses and places belong to a country or city; without an entity it holds for all."""

    entity: str
    country: str
    city: str
    quote: Span

    def __str__(self) -> str:
        return f"located {self.entity or '*'} {self.city or self.country}"


@dataclass(frozen=True, slots=True)
class Key:
    """The primary key of an entity, as given."""

    entity: str
    attributes: tuple[str, ...]
    quote: Span

    def __str__(self) -> str:
        return f"key {self.entity} {'+'.join(self.attributes)}"


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that were not understood, or that can't be checked, and why."""

    quote: Span
    reason: str
    checkable: bool = field(default=False)

    def __str__(self) -> str:
        return f"unread {self.reason}"


Statement: TypeAlias = (
    Rows | Children | Refers | Has | OneOf | Within | During | Distinct | Filled | Shaped | ShareOf | Having | Ordered
    | Computed | Summed | Balanced | Matching | AsMany | Spaced | Decided | Ranked | Trend | Skewed | Measured | Law | Timing | Tree | Grid | Numbered
    | Written | Located | Key | Unread
)  # fmt: skip

__all__ = ["Clock", "Duration", "Quantity", "Window"]
