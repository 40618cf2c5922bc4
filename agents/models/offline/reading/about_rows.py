"""Statements about rows: how many, of whom, which of them are the same."""

from __future__ import annotations

from dataclasses import dataclass

from rowsmith.agents.models.offline.reading.terms import Condition, Place, Span, Word, suffix, word
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.agents.models.offline.text.times import Window


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
class Having:
    """The share of an entity's rows that have a row of `child` referring to them."""

    entity: str
    child: str
    quantity: Quantity
    quote: Span

    def __str__(self) -> str:
        return f"having {self.entity} > {self.child} {self.quantity}"


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
class Key:
    """The primary key of an entity, as given."""

    entity: str
    attributes: tuple[str, ...]
    quote: Span

    def __str__(self) -> str:
        return f"key {self.entity} {'+'.join(self.attributes)}"
