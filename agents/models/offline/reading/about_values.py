"""Statements about the values of single columns."""

from __future__ import annotations

from dataclasses import dataclass, field

from rowsmith.agents.models.offline.reading.terms import Condition, Op, Place, Span, Word, suffix, word
from rowsmith.agents.models.offline.text.quantity import Quantity, plain
from rowsmith.agents.models.offline.text.times import Duration, Window


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
class Unread:
    """Words that were not understood, or that can't be checked, and why."""

    quote: Span
    reason: str
    checkable: bool = field(default=False)

    def __str__(self) -> str:
        return f"unread {self.reason}"
