"""Columns and the plain samplers that speak for their rows, as places to spoil."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

from rowsmith.tools.checks.compile.leaves import Leaf, leaves
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.sql import both, quoted
from rowsmith.tools.errors import CheckError, ExpressionError
from rowsmith.tools.faults.model import Alter, Ground, Spot
from rowsmith.tools.plan import Column, Table

S = TypeVar("S")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")

TEXT = ("VARCHAR", "ENUM")


@dataclass(frozen=True)
class Site(Generic[S]):
    """A column of a table, and a plain sampler that speaks for some of its rows."""

    ground: Ground
    table: Table
    column: Column
    leaf: Leaf
    sampler: S

    @property
    def value(self) -> str:
        return f"r.{quoted(self.column.name)}"

    @property
    def type(self) -> str:
        return self.ground.type_of(self.table.name, self.column.name)

    def spot(
        self,
        value: Callable[[Relation], str | None],
        condition: Callable[[Relation], str] | None = None,
    ) -> Iterator[Spot]:
        """The column set to `value` in filled rows that meet the condition; nothing where SQL can't say it."""
        relation = Relation(self.ground.plan, self.table.name)
        try:
            when = both(
                [
                    self.leaf.guard(relation),
                    f"{self.value} is not null",
                    condition(relation) if condition else None,
                ]
            )
            new = value(relation)
        except (CheckError, ExpressionError):
            return
        change = Alter(((self.column.name, new),))
        yield Spot(self.table.name, (self.column.name,), change, relation.source().sql, when)

    def to(self, value: str, condition: str | None = None) -> Iterator[Spot]:
        """The same, of plain SQL over the row."""
        return self.spot(lambda _: value, (lambda _: condition) if condition else None)


def columns(ground: Ground) -> Iterator[tuple[Table, Column]]:
    """Every column that is in the tables."""
    for table in ground.plan.tables:
        for column in table.columns:
            if not column.hidden and column.name in ground.types.get(table.name, {}):
                yield table, column


@overload
def sites(ground: Ground, a: type[A], /) -> Iterator[Site[A]]: ...
@overload
def sites(ground: Ground, a: type[A], b: type[B], /) -> Iterator[Site[A | B]]: ...
def sites(ground: Ground, /, *kinds: type[Any]) -> Iterator[Site[Any]]:
    """Every plain sampler of these kinds whose promise all its rows must keep."""
    for table, column in columns(ground):
        for leaf in leaves(ground.plan, table, column):
            if isinstance(leaf.sampler, kinds) and not leaf.allowed:
                yield Site(ground, table, column, leaf, leaf.sampler)


@overload
def texts(ground: Ground, a: type[A], /) -> Iterator[Site[A]]: ...
@overload
def texts(ground: Ground, a: type[A], b: type[B], /) -> Iterator[Site[A | B]]: ...
@overload
def texts(
    ground: Ground, a: type[A], b: type[B], c: type[C], d: type[D], /
) -> Iterator[Site[A | B | C | D]]: ...
@overload
def texts(
    ground: Ground, a: type[A], b: type[B], c: type[C], d: type[D], e: type[E], /
) -> Iterator[Site[A | B | C | D | E]]: ...
def texts(ground: Ground, /, *kinds: type[Any]) -> Iterator[Site[Any]]:
    """Those whose column holds text."""
    return (site for site in sites(ground, *kinds) if site.type in TEXT)
