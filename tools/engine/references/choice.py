"""Who is chosen: drawn from the candidates, drawn again where a condition does not hold, and else listed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rowsmith.tools.engine.aggregation.stored import row_numbers
from rowsmith.tools.engine.assembly import is_true, picked, picked_or_null
from rowsmith.tools.engine.casting import as_reals
from rowsmith.tools.engine.evaluation.evaluate import evaluate
from rowsmith.tools.engine.protocols import Bits, Index
from rowsmith.tools.engine.references.conditions import Part, joined
from rowsmith.tools.engine.references.listing import chosen, in_pieces
from rowsmith.tools.engine.references.pool import Pool
from rowsmith.tools.engine.references.sides import Sides, joined_pairs, values_of
from rowsmith.tools.engine.references.slices import Slices
from rowsmith.tools.engine.rows.block import Block, step_to
from rowsmith.tools.engine.vector import BOOLEAN, DOUBLE, Type, Vector

ATTEMPTS = 8
LISTED = 64
"""How many candidates a weighted choice compares where there are too many pairs to list them all."""

Flags = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]
Pairs = tuple[Index, Index, Reals | None]


@dataclass
class Choice:
    """Chooses a candidate for each row.

    Attributes:
        pool: the candidates as far as they do not depend on the row, and their weights.
        slices: the candidates of each row's group, where the condition names one.
        own: the references of the row itself among which the candidate must be, if the condition says so.
        differs: references of the row that the candidate must not be.
        rest: the other conditions about pairs.
        guard: a condition about the row alone; where it fails there is no candidate.
        weight: how likely a candidate is for a row, where that depends on both.
        address: whose bits are drawn.
    """

    pool: Pool
    slices: Slices | None
    own: tuple[tuple[str, ...], ...]
    differs: tuple[tuple[str, ...], ...]
    rest: tuple[Part, ...]
    guard: Sides | None
    weight: Sides | None
    address: tuple[str, ...]

    @property
    def conditional(self) -> bool:
        """Whether a candidate may be wrong for a row."""
        return bool(self.slices or self.own or self.differs or self.rest or self.guard or self.weight)

    def numbers(self, rows: Block, bits: Bits, turn: str = "") -> Index:
        """A candidate's row number for each row, -1 where no candidate fits."""
        if not self.conditional:
            return self.pool.draw(bits)
        found = np.full(len(rows), -1, dtype=np.int64)
        waiting = np.flatnonzero(self._guarded(rows))
        if self.weight is None and not self.own:
            waiting = self._attempted(rows, bits, turn, found, waiting)
        if len(waiting):
            here = rows.take(waiting)
            found[waiting] = self._listed(here, here.bits(*self.address, "listed", turn))
        return found

    def _guarded(self, rows: Block) -> Flags:
        if self.guard is None:
            return np.ones(len(rows), dtype=np.bool_)
        inputs = values_of(self.guard.own, rows)
        (made,) = evaluate(
            rows.source.evaluator, [(self.guard.sql, BOOLEAN)], inputs, len(rows), self.guard.where
        )
        return is_true(made)

    def _attempted(self, rows: Block, bits: Bits, turn: str, found: Index, waiting: Index) -> Index:
        """Draws until the conditions hold; the rows for which they never did."""
        for attempt in range(ATTEMPTS):
            if not len(waiting):
                break
            here = rows if len(waiting) == len(rows) else rows.take(waiting)
            drawn = bits[waiting] if attempt == 0 else here.bits(*self.address, "again", turn, str(attempt))
            numbers = self._drawn(here, drawn)
            good = (numbers >= 0) & self._fits(here, numbers)
            found[waiting[good]] = numbers[good]
            waiting = waiting[~good]
        return waiting

    def _drawn(self, rows: Block, bits: Bits) -> Index:
        if self.slices is None:
            return self.pool.draw(bits)
        return self.slices.draw(*self.slices.bounds(rows), bits)

    def _fits(self, rows: Block, numbers: Index) -> Flags:
        fits = np.ones(len(rows), dtype=np.bool_)
        for path in self.differs:
            other = row_numbers(rows, path)
            fits &= (other >= 0) & (other != numbers)
        condition = joined(self.rest)
        if condition is None or not fits.any():
            return fits
        index = np.flatnonzero(fits)
        fits[index] = is_true(self._of_pairs(condition, rows, index, numbers[index], BOOLEAN))
        return fits

    def _of_pairs(self, sides: Sides, rows: Block, owners: Index, numbers: Index, kind: Type) -> Vector:
        """An expression over pairs of a row (by its place) and a candidate (by its row number)."""
        inputs = {name: picked(rows.input(wanted), owners) for name, wanted in sides.own.items()}
        step = step_to(self.pool.table, numbers)
        for name, wanted in sides.other.items():
            inputs[name] = picked_or_null(step.block.input(wanted), step.index)
        (made,) = evaluate(rows.source.evaluator, [(sides.sql, kind)], inputs, len(owners), sides.where)
        return made

    def _listed(self, rows: Block, bits: Bits) -> Index:
        most = self.most(rows)
        if self.weight is not None and len(rows) * most > 16 * LISTED * max(len(rows), 1) and not self.own:
            return self._compared(rows, bits)
        return in_pieces(np.arange(len(rows)), most, lambda some: self.pairs(rows.take(some)), bits)

    def most(self, rows: Block) -> int:
        """The most candidates that one of the rows can have."""
        if self.own:
            return len(self.own)
        if self.slices is not None:
            first, last = self.slices.bounds(rows)
            return int((last - first).max(initial=0))
        return self.pool.size

    def _compared(self, rows: Block, bits: Bits) -> Index:
        """A weighted choice among some candidates that are drawn evenly, for pools too large to be listed."""
        owners = np.repeat(np.arange(len(rows)), LISTED)
        drawn = np.stack(
            [self._drawn(rows, rows.bits(*self.address, "some", str(n))) for n in range(LISTED)], axis=1
        ).reshape(-1)
        owners, numbers, weights = self._kept(rows, owners, drawn)
        place = chosen(owners, weights, len(rows), bits)
        return np.where(place < 0, -1, numbers[np.maximum(place, 0)]) if len(numbers) else place

    def pairs(self, rows: Block) -> Pairs:
        """All pairs of a row (by its place, ascending) and a candidate that fits it, with weights."""
        if self.own:
            return self._own_pairs(rows)
        if self.slices is not None:
            first, last = self.slices.bounds(rows)
            owners = np.repeat(np.arange(len(rows)), last - first)
            begins = np.cumsum(last - first) - (last - first)
            numbers = self.slices.at(first[owners] + np.arange(len(owners)) - begins[owners])
            return self._kept(rows, owners, numbers)
        return self._kept(rows, *self._matched(rows))

    def _own_pairs(self, rows: Block) -> Pairs:
        """The rows' own references; each row referred to counts once."""
        options = np.stack([row_numbers(rows, path) for path in self.own], axis=1)
        for column in range(1, options.shape[1]):
            again = (options[:, :column] == options[:, column : column + 1]).any(axis=1)
            options[again, column] = -1
        owners = np.repeat(np.arange(len(rows)), options.shape[1])
        numbers = options.reshape(-1)
        inside = numbers >= 0
        if self.pool.rows is not None and len(self.pool.rows):
            place = np.searchsorted(self.pool.rows, numbers)
            inside &= self.pool.rows[np.minimum(place, len(self.pool.rows) - 1)] == numbers
        elif self.pool.rows is not None:
            inside[:] = False
        return self._kept(rows, owners[inside], numbers[inside])

    def _matched(self, rows: Block) -> tuple[Index, Index]:
        """The pairs by a join, which is fast where the condition asks for equal values."""
        condition = joined(self.rest)
        if condition is None:
            owners = np.repeat(np.arange(len(rows)), self.pool.size)
            return owners, self.pool.numbers(np.tile(np.arange(self.pool.size), len(rows)))
        step = step_to(self.pool.table, self.pool.numbers(np.arange(self.pool.size)))
        other = {
            name: picked_or_null(step.block.input(wanted), step.index)
            for name, wanted in condition.other.items()
        }
        owners, others = joined_pairs(condition, rows, other, self.pool.size)
        return owners, self.pool.numbers(others)

    def _kept(self, rows: Block, owners: Index, numbers: Index) -> Pairs:
        """The pairs that fit, with their weights."""
        fits = numbers >= 0
        for path in self.differs:
            fits &= row_numbers(rows, path)[owners] != numbers
        condition = joined(self.rest)
        if condition is not None and fits.any():
            index = np.flatnonzero(fits)
            fits[index] = is_true(self._of_pairs(condition, rows, owners[index], numbers[index], BOOLEAN))
        owners, numbers = owners[fits], numbers[fits]
        return owners, numbers, self._weights(rows, owners, numbers)

    def _weights(self, rows: Block, owners: Index, numbers: Index) -> Reals | None:
        if self.weight is not None:
            made = self._of_pairs(self.weight, rows, owners, numbers, DOUBLE)
            reals = np.maximum(as_reals(made), 0.0)
            return reals if made.valid is None else np.where(made.valid, reals, 0.0)
        weights = self.pool.weights
        if weights is None:
            return None
        inside = numbers if self.pool.rows is None else np.searchsorted(self.pool.rows, numbers)
        return weights[inside]
