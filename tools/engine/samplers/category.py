"""One of several values by weight, drawn or dealt as quotas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from rowsmith.tools.chance.alias import CumulativeTable, quota
from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.permutation import Permutation
from rowsmith.tools.engine.assembly import picked
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.following import refuse_following
from rowsmith.tools.engine.samplers.listable import spread
from rowsmith.tools.engine.values import typed_values
from rowsmith.tools.engine.vector import TEXT, Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.data import Scalar


def compile_category(said: model.Category | model.States, scope: Scope) -> Sampler:
    """One of the values; of states only the value, their fills are the columns' affair."""
    values = [one.value for one in said.values]
    weights = [one.weight for one in said.values]
    _check(values, weights, scope)
    vector = encoded(typed_values(values))
    if not said.exact:
        return Category(vector, CumulativeTable.from_weights(weights))
    refuse_following(scope)
    return ExactCategory(vector, weights, scope)


def compile_stages(said: model.Stages, scope: Scope) -> Sampler:
    """Stages as plain values, evenly: which rows there are is the affair of who counts them."""
    values = [one.value for one in said.values]
    _check(values, [1.0] * len(values), scope)
    return Category(encoded(typed_values(values)), CumulativeTable.from_weights([1.0] * len(values)))


def _check(values: Sequence[Scalar], weights: Sequence[float], scope: Scope) -> None:
    if not values:
        raise PlanError("No values are written.", where=scope.where)
    if any(weight < 0 for weight in weights) or not any(weights):
        raise PlanError("Weights are 0 or more, and one is above 0.", where=scope.where)
    twice = next((value for n, value in enumerate(values) if value in values[:n]), None)
    if twice is not None:
        raise PlanError(f"The value {twice!r} is written twice.", where=scope.where)


def encoded(vector: Vector) -> Vector:
    """Text as an array whose rows share one dictionary; other vectors as they are."""
    if vector.type != TEXT:
        return vector
    texts = vector.values
    assert isinstance(texts, pa.Array)  # noqa: S101 - text is always Arrow
    return Vector(TEXT, texts.dictionary_encode())


@dataclass(frozen=True)
class Category:
    """Draws values by weight; more bits never give an earlier value."""

    values: Vector
    table: CumulativeTable

    @property
    def type(self) -> Type:
        return self.values.type

    def room(self, wanted: int) -> int | None:
        """How many values there are."""
        return len(self.values)

    def nth(self, index: Integers, rows: Rows) -> Vector:
        """The value of each index in [0, room)."""
        return picked(self.values, index)

    def listed(self, rows: Rows) -> tuple[Integers, Vector]:
        """Every value of every row, also those whose weight is zero."""
        owner, index = spread(np.array([0]), np.array([len(self.values) - 1]), len(rows))
        return owner, picked(self.values, index)

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        return picked(self.values, self.table.invert(bits))


@dataclass(frozen=True)
class ExactCategory:
    """Deals each value to as many rows as its weight says, to the nearest whole row."""

    values: Vector
    weights: Sequence[float]
    scope: Scope

    @property
    def type(self) -> Type:
        return self.values.type

    def room(self, wanted: int) -> int | None:
        """How many values there are."""
        return len(self.values)

    def nth(self, index: Integers, rows: Rows) -> Vector:
        """The value of each index in [0, room)."""
        return picked(self.values, index)

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        place = self._order.forward(rows.ids.astype(np.int64))
        return picked(self.values, np.searchsorted(self._ends, place, side="right"))

    @cached_property
    def _order(self) -> Permutation:
        return Permutation(max(self.scope.count(), 1), self.scope.key(*self.scope.address, "order"))

    @cached_property
    def _ends(self) -> Integers:
        return np.cumsum(quota(self.weights, self.scope.count()))
