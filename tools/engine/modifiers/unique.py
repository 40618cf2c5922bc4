"""No value twice in the table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.permutation import Permutation
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.countable import Countable, Ranked, not_countable
from rowsmith.tools.engine.samplers.following import follows_others
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.errors import GenerationError, PlanError
from rowsmith.tools.plan.table import FixedRows

_RANKED = 2**20


def unique_over_table(sampler: Sampler, scope: Scope) -> Sampler:
    """The sampler's values, each at most once.

    Raises:
        PlanError: values that can't be counted, or fewer of them than a fixed number of rows.
    """
    if follows_others(scope):
        raise PlanError(
            "unique and follows can't both be said.", where=scope.where, hint="Leave out one of them."
        )
    if not isinstance(sampler, Countable):
        kind = type(sampler).__name__.lower()
        raise not_countable(f"the values of a {kind} can't be counted", scope.where)
    made = Distinct(sampler, scope)
    rows = scope.table.rows
    if isinstance(rows, FixedRows) and rows.amount.firmness == "exactly":
        made.room(int(rows.amount.value))
    return made


@dataclass(frozen=True)
class Distinct:
    """Spreads the values over the rows by a keyed permutation."""

    sampler: Countable
    scope: Scope

    @property
    def type(self) -> Type:
        return self.sampler.type

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        numbers = rows.ids.astype(np.int64)
        order, ranked = self._order, self._ranked
        places = numbers if order is None else order.forward(numbers)
        return self.sampler.nth(places if ranked is None else ranked.take(places), rows)

    def room(self, wanted: int) -> int | None:
        """How many values there are; None for any number. Raises GenerationError where they are too few."""
        room = self.sampler.room(wanted)
        if room is not None and room < wanted:
            raise GenerationError(
                f"{wanted} unique values can't be had of {room}.",
                where=self.scope.where,
                hint="Make fewer rows, more values, or leave out unique.",
            )
        return room

    @cached_property
    def _ranked(self) -> Integers | None:
        """The values that the rows share out where they keep a distribution; None where all values are alike."""
        if not isinstance(self.sampler, Ranked):
            return None
        count = self.scope.count()
        self.room(count)
        ranked = self.sampler.ranked(min(count, _RANKED))
        if ranked is not None and count > _RANKED:
            raise GenerationError(
                f"Unique values of a shape can be had for {_RANKED} rows, not for {count}.",
                where=self.scope.where,
                hint="Leave out the shape, or unique.",
            )
        return ranked

    @cached_property
    def _order(self) -> Permutation | None:
        room = self.room(self.scope.count())
        if room is None:
            return None
        if self._ranked is not None:
            room = len(self._ranked)
        return Permutation(max(min(room, 2**62), 1), self.scope.key(*self.scope.address, "order"))
