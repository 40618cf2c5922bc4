"""No value twice in a group of rows below the same ancestor.

All rows of a group draw together. Of those that draw the same the first keeps it, and the others draw again with
other bits. What is left after some rounds chooses, row after row, among all values that are still free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags, Integers
from rowsmith.tools.chance.streams import uniform_integers
from rowsmith.tools.engine.assembly import joined, picked, validity
from rowsmith.tools.engine.modifiers.coarse import check_unit, marks
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.listable import Listable, listings
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.errors import GenerationError, PlanError
from rowsmith.tools.plan.column import Unique
from rowsmith.tools.plan.expressions import Resolved
from rowsmith.tools.plan.forest import level_of, link_of

_ROUNDS = 16
_LAST_ROUNDS = 200
"""Rounds of samplers whose values can't be listed, before it is given up."""


def unique_within(sampler: Sampler, said: Unique, scope: Scope) -> Sampler:
    """The sampler's values, each at most once in a group.

    Raises:
        PlanError: a group that is not below one ancestor, or a unit that the values do not have.
    """
    check_unit(said.to, sampler.type, scope.where)
    groups = [scope.resolve(one) for one in said.within]
    paths = [wanted for group in groups for wanted in group.inputs.values()]
    levels = [level_of(scope.plan, scope.table.name, path) for path in paths]
    known = [level for level in levels if level is not None]
    if not known and link_of(scope.table) is not None:
        raise PlanError(
            f"unique within {', '.join(said.within)} does not keep to one parent.",
            where=scope.where,
            hint=f"Name {link_of(scope.table)}, or a column of an ancestor, among them.",
        )
    return DistinctWithin(sampler, groups, min(known, default=None), said, scope)


@dataclass
class DistinctWithin:
    """Draws the values of whole groups.

    Attributes:
        levels: how far up the ancestor is below whom a group stands; None in a root table, which is drawn once.
    """

    sampler: Sampler
    groups: Sequence[Resolved]
    levels: int | None
    said: Unique
    scope: Scope
    _kept: Vector | None = field(default=None, init=False)

    @property
    def type(self) -> Type:
        return self.sampler.type

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        if not len(rows):
            return self.sampler.draw(rows, bits)
        if self.levels is not None:
            whole, index = rows.whole(self.levels)
            return picked(self._drawn(whole), index)
        if self._kept is None:
            self._kept = self._drawn(rows.whole()[0])
        return picked(self._kept, rows.ids.astype(np.int64))

    def _drawn(self, rows: Rows) -> Vector:
        groups = self._group_numbers(rows)
        made = self.sampler.draw(rows, rows.bits(*self.scope.address))
        waiting = np.flatnonzero(_repeated(groups, marks(made, self.said.to), validity(made)))
        rounds = _ROUNDS if isinstance(self.sampler, Listable) else _LAST_ROUNDS
        for turn in range(1, rounds):
            if not len(waiting):
                return made
            made, waiting = self._again(rows, groups, made, waiting, turn)
        return self._finished(rows, groups, made, waiting)

    def _group_numbers(self, rows: Rows) -> Integers:
        numbers = np.zeros(len(rows), dtype=np.int64)
        for group in self.groups:
            held = marks(rows.evaluate(group), None)
            _, codes = np.unique(held, return_inverse=True)
            _, numbers = np.unique(numbers * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True)
        return numbers

    def _again(
        self, rows: Rows, groups: Integers, made: Vector, waiting: Integers, turn: int
    ) -> tuple[Vector, Integers]:
        some = rows.take(waiting)
        drawn = self.sampler.draw(some, some.bits(*self.scope.address, "again", str(turn)))
        made = _replaced(made, waiting, drawn)
        concerned = np.flatnonzero(np.isin(groups, groups[waiting]))
        settled = concerned[~np.isin(concerned, waiting)]
        order = np.concatenate([settled, waiting])
        part = picked(made, order)
        repeated = _repeated(groups[order], marks(part, self.said.to), validity(part))
        return made, waiting[repeated[len(settled) :]]

    def _finished(self, rows: Rows, groups: Integers, made: Vector, waiting: Integers) -> Vector:
        """One row of each group at a time chooses evenly among the values that are free in its group."""
        turn = 0
        while len(waiting):
            _, first = np.unique(groups[waiting], return_index=True)
            here = waiting[np.sort(first)]
            settled = np.flatnonzero(np.isin(groups, groups[here]))
            settled = settled[~np.isin(settled, waiting)]
            made = self._chosen(rows, groups, made, here, settled, turn)
            waiting = waiting[~np.isin(waiting, here)]
            turn += 1
        return made

    def _chosen(
        self, rows: Rows, groups: Integers, made: Vector, here: Integers, settled: Integers, turn: int
    ) -> Vector:
        if not isinstance(self.sampler, Listable):
            raise self._none_left(groups, here[0])
        for part, owner, values in listings(self.sampler, rows, here):
            made = self._free_one(rows, groups, made, settled, (part, owner, values), turn)
        return made

    def _free_one(
        self,
        rows: Rows,
        groups: Integers,
        made: Vector,
        settled: Integers,
        listed: tuple[Integers, Integers, Vector],
        turn: int,
    ) -> Vector:
        here, owner, values = listed
        order = np.concatenate([groups[settled], groups[here][owner]])
        both = joined(
            self.type,
            len(order),
            [(np.arange(len(settled)), picked(made, settled)), (np.arange(len(settled), len(order)), values)],
        )
        free = ~_repeated(order, marks(both, self.said.to), validity(both))[len(settled) :]
        owner, values = owner[free], picked(values, np.flatnonzero(free))
        counts = np.bincount(owner, minlength=len(here))
        if (counts == 0).any():
            raise self._none_left(groups, here[int(np.argmin(counts))])
        bits = rows.take(here).bits(*self.scope.address, "last", str(turn))
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        return _replaced(made, here, picked(values, starts + uniform_integers(bits, counts)))

    def _none_left(self, groups: Integers, row: int) -> GenerationError:
        size = int((groups == groups[row]).sum())
        return GenerationError(
            f"{size} rows with the same {', '.join(self.said.within)} do not find different values.",
            where=self.scope.where,
            hint="Make fewer rows in a group, or more values.",
        )


def _repeated(groups: Integers, values: Integers, valid: Flags) -> Flags:
    """True for each row whose value stands in an earlier row of its group; nulls repeat nothing."""
    order = np.lexsort((np.arange(len(groups)), values, groups, ~valid))
    same = (groups[order][1:] == groups[order][:-1]) & (values[order][1:] == values[order][:-1])
    found = np.zeros(len(groups), dtype=np.bool_)
    found[order[1:]] = same
    return found & valid


def _replaced(vector: Vector, rows: Integers, values: Vector) -> Vector:
    rest = np.ones(len(vector), dtype=np.bool_)
    rest[rows] = False
    kept = np.flatnonzero(rest)
    return joined(vector.type, len(vector), [(kept, picked(vector, kept)), (rows, values)])
