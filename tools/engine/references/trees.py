"""References of a table to itself: trees whose parents always stand before their children."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rowsmith.tools.chance.streams import uniform_integers
from rowsmith.tools.engine.place import Ground
from rowsmith.tools.engine.protocols import Bits, Index, Rows
from rowsmith.tools.engine.references.choice import Choice
from rowsmith.tools.engine.references.listing import in_pieces
from rowsmith.tools.engine.references.samplers import as_vector
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.rows.own import as_block
from rowsmith.tools.engine.vector import INTEGER, Type, Vector
from rowsmith.tools.errors import GenerationError

ROUNDS = 8
"""How often a row draws again before all rows before it are listed."""


@dataclass
class TreeSampler:
    """The first `roots` rows have no parent, every other row has an earlier one.

    Without a depth the parent is any earlier row: a random recursive tree, whose depth is about the logarithm
    of its size. With a depth the rows stand level below level, each level larger by the same factor, and the
    parent is a row of the level above; the factor depends on the number of rows.
    """

    ground: Ground
    roots: int
    depth: int | None
    where: str
    type: Type = INTEGER

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        numbers = rows.ids.view(np.int64)
        if self.depth is None:
            low, high = np.zeros_like(numbers), numbers
        else:
            levels = self._bounds
            level = np.searchsorted(levels, numbers, side="right")
            low = np.concatenate([[0], levels])[np.maximum(level - 1, 0)]
            high = levels[np.maximum(level - 1, 0)]
        parent = low + uniform_integers(bits, np.maximum(high - low, 1))
        return as_vector(np.where(numbers < self.roots, -1, parent))

    @cached_property
    def _bounds(self) -> Index:
        """The row number at which each level ends."""
        return level_ends(self.ground.count(), self.roots, self.depth or 1, self.where)


@dataclass(frozen=True)
class EarlierSampler:
    """An earlier row that fits a condition; a row for which none does is a root."""

    choice: Choice
    roots: int
    type: Type = INTEGER

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        block = as_block(rows)
        own = block.ids.view(np.int64)
        found = np.full(len(block), -1, dtype=np.int64)
        waiting = np.flatnonzero(own >= self.roots)
        for turn in range(ROUNDS):
            if not len(waiting):
                return as_vector(found)
            here = block.take(waiting)
            drawn = self.choice.numbers(here, here.bits(*self.choice.address, "turn", str(turn)), str(turn))
            earlier = (drawn >= 0) & (drawn < own[waiting])
            found[waiting[earlier]] = drawn[earlier]
            waiting = waiting[~earlier]
        if len(waiting):
            found[waiting] = self._listed(block.take(waiting))
        return as_vector(found)

    def _listed(self, rows: Block) -> Index:
        bits = rows.bits(*self.choice.address, "last")
        return in_pieces(
            np.arange(len(rows)), self.choice.most(rows), lambda some: self._pairs(rows, some), bits
        )

    def _pairs(self, rows: Block, some: Index) -> tuple[Index, Index, npt.NDArray[np.float64] | None]:
        part = rows.take(some)
        owners, numbers, weights = self.choice.pairs(part)
        earlier = numbers < part.ids.view(np.int64)[owners]
        return owners[earlier], numbers[earlier], None if weights is None else weights[earlier]


def level_ends(rows: int, roots: int, depth: int, where: str) -> Index:
    """Where the levels of a tree end: each `factor` times as large as the one above, none empty.

    Raises:
        GenerationError: fewer rows than levels, or one level for more rows than roots.
    """
    if rows < roots + depth - 1 or (depth == 1 and rows > roots):
        raise GenerationError(
            f"{rows} rows do not make a tree of {depth} levels with {roots} roots.",
            where=where,
            hint="Change the depth, the roots or the number of rows.",
        )
    low, high = 0.0, float(max(rows, 2))
    for _ in range(100):
        factor = (low + high) / 2
        low, high = (factor, high) if _total(roots, factor, depth) < rows else (low, factor)
    sizes = np.maximum(1, np.floor(roots * np.cumprod([1.0, *[high] * (depth - 1)]))).astype(np.int64)
    sizes[0] = roots
    ends = np.minimum(np.cumsum(sizes), rows - np.arange(depth - 1, -1, -1))
    ends[-1] = rows
    return np.asarray(ends, dtype=np.int64)


def _total(roots: int, factor: float, depth: int) -> float:
    total, size = 0.0, float(roots)
    for _ in range(depth):
        total, size = total + size, size * factor
    return total
