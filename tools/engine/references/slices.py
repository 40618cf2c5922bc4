"""Candidates that share a parent, or another row that they refer to: found without looking at the others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rowsmith.tools.chance.streams import uniform_integers, unit
from rowsmith.tools.engine.aggregation.stored import row_numbers
from rowsmith.tools.engine.protocols import Bits, Index
from rowsmith.tools.engine.references.pool import Pool
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.tables.base import BaseTable
from rowsmith.tools.plan.expressions import Input, Path
from rowsmith.tools.plan.samplers import Reference


@dataclass
class Slices:
    """The pool in groups: candidates whose reference `by` leads to the same row as the chooser's `own` path.

    Attributes:
        pool: the candidates.
        by: a reference column of theirs, or references one after the other.
        own: the path by which a row that chooses reaches the same table.
    """

    pool: Pool
    by: tuple[str, ...]
    own: tuple[str, ...]

    @cached_property
    def _sorted(self) -> tuple[Index, Index]:
        """The candidates' places in the pool sorted by group, and the group of each."""
        blocks = self.pool.table.world.blocks(self.pool.table)
        groups = np.concatenate([row_numbers(block, self.by) for block in blocks] or [np.zeros(0, np.int64)])
        groups = groups if self.pool.rows is None else groups[self.pool.rows]
        order = np.argsort(groups, kind="stable")
        return order, groups[order]

    @cached_property
    def _sums(self) -> np.ndarray[tuple[int], np.dtype[np.float64]] | None:
        if self.pool.weights is None:
            return None
        return np.concatenate([[0.0], np.cumsum(self.pool.weights[self._sorted[0]])])

    def bounds(self, rows: Block) -> tuple[Index, Index]:
        """Where each row's candidates begin and end among the sorted ones."""
        wanted = row_numbers(rows, self.own)
        groups = self._sorted[1]
        first = np.searchsorted(groups, wanted, side="left")
        last = np.searchsorted(groups, wanted, side="right")
        return first, np.where(wanted < 0, first, last)

    def draw(self, first: Index, last: Index, bits: Bits) -> Index:
        """A candidate's row number between the bounds of each row, -1 where there is none."""
        empty = last <= first
        if self._sums is None:
            places = first + uniform_integers(bits, np.maximum(last - first, 1))
        else:
            low, high = self._sums[first], self._sums[last]
            empty |= high <= low
            found = np.searchsorted(self._sums, low + unit(bits) * (high - low), side="right") - 1
            places = np.clip(found, first, np.maximum(last - 1, first))
        return self.at(np.where(empty, -1, places))

    def at(self, places: Index) -> Index:
        """The row numbers of candidates by their places among the sorted ones."""
        order = self._sorted[0]
        if not len(order):
            return np.full(len(places), -1, dtype=np.int64)
        return np.where(places < 0, -1, self.pool.numbers(order[np.maximum(places, 0)]))


def leads_to(table: BaseTable, wanted: Input) -> tuple[tuple[str, ...], str] | None:
    """The references that an input follows if it is the key of the row that these lead to, and its table.

    `order.customer_id` leads to a customer by (order_id, customer_id), as does `order.customer.customer_id`.
    """
    if not isinstance(wanted, Path):
        return None
    end = table.world.table(wanted.end)
    column = end.plan.column(wanted.column)
    if column is not None and isinstance(column.sampler, Reference):
        return _by_reference(wanted, column.sampler, table)
    if wanted.up and end.plan.key == (wanted.column,):
        return wanted.up, wanted.end
    return None


def _by_reference(wanted: Path, said: Reference, table: BaseTable) -> tuple[tuple[str, ...], str] | None:
    if len(said.tables) != 1 or said.columns:
        return None
    (target,) = said.tables
    key = table.world.table(target.table).plan.key
    if target.column is not None and key != (target.column,):
        return None
    return (*wanted.up, wanted.column), target.table
