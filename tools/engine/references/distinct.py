"""References that repeat no candidate: in the whole table, or among rows of one group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rowsmith.tools.chance.permutation import Permutation, forward_keyed
from rowsmith.tools.chance.streams import mix
from rowsmith.tools.engine.place import Ground
from rowsmith.tools.engine.protocols import Bits, Index, Rows
from rowsmith.tools.engine.references.choice import Choice
from rowsmith.tools.engine.references.listing import chosen
from rowsmith.tools.engine.references.pool import Pool
from rowsmith.tools.engine.references.samplers import as_vector
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.rows.own import as_block
from rowsmith.tools.engine.vector import INTEGER, Type, Vector
from rowsmith.tools.errors import GenerationError

Flags = npt.NDArray[np.bool_]
ROUNDS = 12
"""How often rows draw again while a candidate is taken, before what is left is listed."""


@dataclass(frozen=True)
class PermutedSampler:
    """No candidate twice in the table, all alike: a permutation of the candidates."""

    pool: Pool
    ground: Ground
    key: np.uint64
    where: str
    type: Type = INTEGER

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        size = self.pool.size
        if self.ground.count() > size:
            raise too_many(self.ground.count(), size, self.where)
        if not len(rows):
            return as_vector(np.zeros(0, dtype=np.int64))
        places = Permutation(size, self.key).forward(rows.ids.view(np.int64))
        return as_vector(self.pool.numbers(places))


@dataclass(frozen=True)
class GroupPermutedSampler:
    """No candidate twice below a parent, all alike: each parent permutes the candidates for its rows."""

    pool: Pool
    key: np.uint64
    where: str
    type: Type = INTEGER

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        size, siblings = self.pool.size, rows.siblings
        if len(siblings) and int(siblings.max()) > size:
            raise too_many(int(siblings.max()), size, self.where)
        if not len(rows):
            return as_vector(np.zeros(0, dtype=np.int64))
        keys = mix(rows.group.view(np.uint64), self.key)
        sizes = np.full(len(rows), size, dtype=np.int64)
        return as_vector(self.pool.numbers(forward_keyed(rows.position, sizes, keys)))


def too_many(rows: int, candidates: int, where: str) -> GenerationError:
    return GenerationError(
        f"{rows} rows must choose different ones of {candidates} candidates.",
        where=where,
        hint="Make fewer rows or more candidates, or let candidates repeat.",
    )


@dataclass
class AssignedSampler:
    """No candidate more than `most` times in a group, under weights and conditions.

    Rows draw at once; where too many of a group draw the same, those that come first keep it and the others
    draw again. What is left after some rounds chooses, row after row, among all that still fit.

    Attributes:
        choice: who fits, and how likely.
        whole: the rows that must be assigned together, and where some rows stand among them.
        groups: the group of each of these.
        most: how often a candidate may be chosen in a group.
    """

    choice: Choice
    whole: Callable[[Block], tuple[Block, Index]]
    groups: Callable[[Block], Index]
    most: int
    where: str
    kept: bool = False
    type: Type = INTEGER

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        if not self.kept:
            whole, index = self.whole(as_block(rows))
            return as_vector(self._assign(whole)[index])
        source = as_block(rows).source
        mark = ("assigned", self.where, self.choice.address)
        stored = self.choice.pool.table.world.stored
        assigned = stored.get(mark, self.where, lambda: self._assign(source.whole()))
        return as_vector(assigned[rows.ids.view(np.int64)])

    def _assign(self, rows: Block) -> Index:
        groups = self.groups(rows)
        found = np.full(len(rows), -1, dtype=np.int64)
        waiting = np.arange(len(rows))
        for turn in range(ROUNDS):
            if not len(waiting):
                return found
            here = rows if len(waiting) == len(rows) else rows.take(waiting)
            drawn = self.choice.numbers(here, here.bits(*self.choice.address, "turn", str(turn)), str(turn))
            accepted = (drawn >= 0) & self._free(found, groups, waiting, drawn)
            found[waiting[accepted]] = drawn[accepted]
            waiting = waiting[~accepted]
        self._finish(rows, groups, found, waiting)
        return found

    def _free(self, found: Index, groups: Index, waiting: Index, drawn: Index) -> Flags:
        """Which of the drawn candidates are still free in their group; the first rows come first."""
        taken = np.flatnonzero(found >= 0)
        order = np.concatenate([taken, waiting])
        numbers = np.concatenate([found[taken], drawn])
        group = groups[order]
        by = np.lexsort((np.arange(len(order)), numbers, group))
        starts = np.ones(len(by), dtype=np.bool_)
        starts[1:] = (group[by][1:] != group[by][:-1]) | (numbers[by][1:] != numbers[by][:-1])
        begins = np.maximum.accumulate(np.where(starts, np.arange(len(by)), 0))
        rank = np.empty(len(by), dtype=np.int64)
        rank[by] = np.arange(len(by)) - begins
        return rank[len(taken) :] < self.most

    def _finish(self, rows: Block, groups: Index, found: Index, waiting: Index) -> None:
        """One row of each group at a time chooses among the candidates that are left."""
        turn = 0
        while len(waiting):
            _, first = np.unique(groups[waiting], return_index=True)
            here = waiting[np.sort(first)]
            part = rows.take(here)
            owners, numbers, weights = self.choice.pairs(part)
            free = self._unused(found, groups, here[owners], numbers)
            weights = None if weights is None else weights[free]
            owners, numbers = owners[free], numbers[free]
            bits = part.bits(*self.choice.address, "last", str(turn))
            place = chosen(owners, weights, len(part), bits)
            self._refuse(rows, here, place)
            found[here] = numbers[place]
            waiting = np.setdiff1d(waiting, here, assume_unique=True)
            turn += 1

    def _unused(self, found: Index, groups: Index, owners: Index, numbers: Index) -> Flags:
        """Which pairs of a row and a candidate are still free in the row's group."""
        size = self.choice.pool.table.count()
        _, group = np.unique(groups, return_inverse=True)
        taken = np.flatnonzero(found >= 0)
        used, times = np.unique(group[taken] * size + found[taken], return_counts=True)
        return ~np.isin(group[owners] * size + numbers, used[times >= self.most])

    def _refuse(self, rows: Block, here: Index, place: Index) -> None:
        stuck = np.flatnonzero(place < 0)
        if len(stuck):
            row = here[stuck[0]]
            raise GenerationError(
                f"Row {int(rows.ids[row]) + 1} of {rows.table} finds no row of"
                f" {self.choice.pool.table.name} that fits and is not taken by its group.",
                where=self.where,
                hint="Make more candidates, fewer rows, or loosen the condition.",
            )
