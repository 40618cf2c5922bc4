"""References that are dealt: each candidate as often as its weight says, between a least and a most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rowsmith.tools.chance.alias import quota
from rowsmith.tools.chance.permutation import Permutation
from rowsmith.tools.engine.place import Ground
from rowsmith.tools.engine.protocols import Bits, Index, Rows
from rowsmith.tools.engine.references.pool import Pool
from rowsmith.tools.engine.references.samplers import as_vector
from rowsmith.tools.engine.vector import INTEGER, Type, Vector
from rowsmith.tools.errors import GenerationError

Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class DealtSampler:
    """Row i takes the slot to which a permutation sends it; a candidate owns as many slots as it is due.

    Attributes:
        pool: the candidates and their weights.
        ground: the rows to which they are dealt.
        least, most: how often each candidate is chosen at least and at most.
        key: the permutation.
        where: the place for errors.
    """

    pool: Pool
    ground: Ground
    least: int
    most: int | None
    key: np.uint64
    where: str
    type: Type = INTEGER

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        ends = self._dealt()
        if not len(rows):
            return as_vector(np.zeros(0, dtype=np.int64))
        slots = Permutation(int(ends[-1]), self.key).forward(rows.ids.view(np.int64))
        return as_vector(self.pool.numbers(np.searchsorted(ends, slots, side="right")))

    def _dealt(self) -> Index:
        """Where each candidate's slots end."""
        stored = self.pool.table.world.stored
        return stored.get(("dealt", int(self.key)), self.where, lambda: np.cumsum(self._counts()))

    def _counts(self) -> Index:
        weights = self.pool.weights
        return dealt(
            np.ones(self.pool.size) if weights is None else weights,
            self.ground.count(), self.least, self.most, self.where,
        )  # fmt: skip


def dealt(weights: Reals, rows: int, least: int, most: int | None, where: str) -> Index:
    """How often each candidate is chosen: by its weight, but at least and at most so often; it sums to `rows`.

    Raises:
        GenerationError: the rows are too few or too many for the candidates.
    """
    size = len(weights)
    top = rows if most is None else most
    if not least * size <= rows <= top * size:
        bound = f"at least {least * size}" if rows < least * size else f"at most {top * size}"
        raise GenerationError(
            f"{rows} rows can't choose among {size} candidates: {bound} rows fit.",
            where=where,
            hint="Change at_least or at_most, or the number of rows or of candidates.",
        )
    counts = np.full(size, least, dtype=np.int64)
    open_ones = np.flatnonzero((counts < top) & (weights > 0))
    while (left := rows - int(counts.sum())) > 0:
        if not len(open_ones):
            open_ones = np.flatnonzero(counts < top)  # weights of 0 must help out, as no others are left
            weights = np.ones(size)
        counts[open_ones] += quota(weights[open_ones], left)
        counts = np.minimum(counts, top)
        open_ones = open_ones[counts[open_ones] < top]
    return counts
