"""What `per` counts through beside its parent: each row so far is repeated for the values of a column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rowsmith.tools.chance.streams import unit
from rowsmith.tools.engine.assembly import picked
from rowsmith.tools.engine.protocols import Index
from rowsmith.tools.engine.references.sides import Sides, matches
from rowsmith.tools.engine.rows.block import Block, TableRows
from rowsmith.tools.engine.vector import Vector


@dataclass(frozen=True)
class Expanded:
    """For each new row: the row that it comes from, the number of its value, and the value.

    A reference gives the rows referred to instead of values.
    """

    owner: Index
    number: Index
    values: Vector | None = None
    referred: Index | None = None


class Dimension(Protocol):
    @property
    def column(self) -> str: ...

    def expand(self, rows: Block) -> Expanded: ...


@dataclass(frozen=True)
class ListedDimension:
    """The same values for every row."""

    column: str
    values: Vector

    def expand(self, rows: Block) -> Expanded:
        owner, number = every(len(rows), len(self.values))
        return Expanded(owner, number, picked(self.values, number))


@dataclass(frozen=True)
class ReferredDimension:
    """The rows of another table, all or those that `candidates` lists."""

    column: str
    target: TableRows
    condition: Sides | None

    def expand(self, rows: Block) -> Expanded:
        if self.condition is None:
            owner, number = every(len(rows), self.target.count())
            return Expanded(owner, number, referred=number)
        candidates = self.target.kept() or self.target.whole()
        owner, number = matches(self.condition, rows, candidates)
        return Expanded(owner, number, referred=number)


@dataclass(frozen=True)
class StagesDimension:
    """The stages that a row reaches; `stops` are the shares of all rows that end just before each stage."""

    column: str
    origin: str
    values: Vector
    stops: tuple[float, ...]

    def expand(self, rows: Block) -> Expanded:
        chance = unit(rows.bits(self.origin, "stages"))
        reached = np.searchsorted(np.cumsum(self.stops), chance, side="right").astype(np.int64)
        owner, number = up_to(reached)
        return Expanded(owner, number, picked(self.values, number))


def every(rows: int, values: int) -> tuple[Index, Index]:
    """Each row with each value."""
    return np.repeat(np.arange(rows), values), np.tile(np.arange(values), rows)


def up_to(counts: Index) -> tuple[Index, Index]:
    """Each row with its first `counts` values."""
    owner = np.repeat(np.arange(len(counts)), counts)
    begins = np.cumsum(counts) - counts
    return owner, np.arange(len(owner), dtype=np.int64) - begins[owner]
