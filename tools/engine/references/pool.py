"""The candidates of a reference, as far as they do not depend on the row that chooses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rowsmith.tools.chance.alias import LARGEST, AliasTable, CumulativeTable
from rowsmith.tools.chance.popularity import Popularity, popularity_weights
from rowsmith.tools.chance.streams import uniform_integers
from rowsmith.tools.engine.assembly import is_true
from rowsmith.tools.engine.casting import as_reals
from rowsmith.tools.engine.evaluation.evaluate import evaluate
from rowsmith.tools.engine.protocols import Bits, Index
from rowsmith.tools.engine.references.sides import Sides, values_of
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.tables.base import BaseTable
from rowsmith.tools.engine.vector import BOOLEAN, DOUBLE, Type, Vector
from rowsmith.tools.errors import GenerationError

Reals = npt.NDArray[np.float64]


@dataclass
class Pool:
    """The rows of `table` that may be chosen, and how likely each is.

    Everything is worked out when it is first asked for, since it may need rows of other tables.

    Attributes:
        condition: which rows, None for all.
        weight: how likely each is, None for all alike.
        popularity: the exponent of a Zipf law over a shuffled order, instead of a weight.
        key: shuffles that order.
    """

    table: BaseTable
    where: str
    condition: Sides | None
    weight: Sides | None
    popularity: float | None
    key: np.uint64

    @cached_property
    def rows(self) -> Index | None:
        """The row numbers of the candidates; None for all rows of the table."""
        if self.condition is None:
            return None
        return np.flatnonzero(np.concatenate([self._holds(block) for block in self._blocks()] or [_NONE]))

    @cached_property
    def size(self) -> int:
        return self.table.count() if self.rows is None else len(self.rows)

    @cached_property
    def weights(self) -> Reals | None:
        """How likely each candidate is; None where all are alike.

        Raises:
            GenerationError: a weight below 0, or none above it.
        """
        if self.popularity is not None:
            return popularity_weights(max(1, self.size), self.popularity, self.key)
        if self.weight is None:
            return None
        found = np.concatenate([self._weights(block) for block in self._blocks()] or [np.zeros(0)])
        found = found if self.rows is None else found[self.rows]
        if len(found) and (found.min() < 0 or found.max() <= 0):
            raise GenerationError(
                "The weights of the candidates must not be below 0, and one must be above it.",
                where=self.where,
            )
        return found

    def numbers(self, places: Index) -> Index:
        """The row numbers of candidates by their places in the pool."""
        return places if self.rows is None else self.rows[places]

    def draw(self, bits: Bits) -> Index:
        """The row number of a candidate per row of bits, -1 where there is none."""
        if not self.size:
            return np.full(len(bits), -1, dtype=np.int64)
        return self.numbers(self._places(bits))

    def _places(self, bits: Bits) -> Index:
        if self._popular is not None:
            return self._popular.draw(bits)
        table = self._table
        if table is None:
            return uniform_integers(bits, self.size)
        return table.draw(bits) if isinstance(table, AliasTable) else table.invert(bits)

    @cached_property
    def _popular(self) -> Popularity | None:
        return None if self.popularity is None else Popularity(self.size, self.popularity, self.key)

    @cached_property
    def _table(self) -> AliasTable | CumulativeTable | None:
        if self.weights is None:
            return None
        if len(self.weights) > LARGEST:
            return CumulativeTable.from_weights(self.weights)
        return AliasTable.from_weights(self.weights)

    def _blocks(self) -> Iterator[Block]:
        return self.table.world.blocks(self.table)

    def _holds(self, block: Block) -> npt.NDArray[np.bool_]:
        assert self.condition is not None  # noqa: S101 - asked only with a condition
        return is_true(_value(self.condition, block, BOOLEAN))

    def _weights(self, block: Block) -> Reals:
        assert self.weight is not None  # noqa: S101 - asked only with a weight
        made = _value(self.weight, block, DOUBLE)
        reals = as_reals(made)
        return reals if made.valid is None else np.where(made.valid, reals, 0.0)


_NONE = np.zeros(0, dtype=np.bool_)


def _value(sides: Sides, block: Block, kind: Type) -> Vector:
    inputs = values_of(sides.other, block)
    (made,) = evaluate(block.source.evaluator, [(sides.sql, kind)], inputs, len(block), sides.where)
    return made
