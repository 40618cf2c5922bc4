"""Columns that rise and fall with others: their bits are bent by the ranks of what they follow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.tools.chance.arrays import Bits, Flags, Reals
from rowsmith.tools.chance.copula import CopulaWeights, copula_weights, correlated_bits, rank_scores
from rowsmith.tools.chance.quantiles import normal_scores
from rowsmith.tools.engine.assembly import validity
from rowsmith.tools.engine.casting import as_reals, as_text
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.located import located
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.column import Follows
from rowsmith.tools.plan.expressions import Path, Resolved
from rowsmith.tools.plan.samplers import Category, States


def following(sampler: Sampler, said: Follows, scope: Scope) -> Sampler:
    """The sampler, with rank correlations to other columns.

    Raises:
        PlanError: a correlation outside [-1, 1], or a column without an order.
    """
    for one in said.columns:
        if not -1 <= one.rank <= 1:
            raise PlanError(f"A correlation lies between -1 and 1, not {one.rank}.", where=scope.where)
    sources = [_source(one.column, scope) for one in said.columns]
    return Following(sampler, sources, [one.rank for one in said.columns], scope)


def _source(sql: str, scope: Scope) -> Source:
    expression = scope.resolve(sql)
    if scope.type_of(expression).name not in ("text", "nested"):
        return Source(expression, None)
    inputs = list(expression.inputs.values())
    path = inputs[0] if len(inputs) == 1 and isinstance(inputs[0], Path) else None
    table = scope.plan.table(path.end) if path else None
    column = table.column(path.column) if path and table else None
    if column is None or not isinstance(column.sampler, Category | States):
        raise PlanError(
            f"{sql} has no order to follow.",
            where=scope.where,
            hint="Follow a number, a moment, or a category, whose values are written from low to high.",
        )
    return Source(expression, pa.array([str(one.value) for one in column.sampler.values], type=pa.string()))


@dataclass(frozen=True)
class Source:
    """What is followed; `order` are a category's values from low to high."""

    expression: Resolved
    order: pa.Array[pa.StringScalar] | None

    def values(self, rows: Rows) -> tuple[Reals, Flags]:
        """A number for each row, and where it is not null."""
        vector = rows.evaluate(self.expression)
        if self.order is None:
            return as_reals(vector), validity(vector)
        place = pc.index_in(as_text(vector), value_set=self.order)
        known = np.asarray(place.is_valid())
        return np.asarray(place.fill_null(0).to_numpy(zero_copy_only=False), dtype=np.float64), known


@dataclass(frozen=True)
class Following:
    """Draws with bits that have the wanted rank correlations; null in what is followed is no influence."""

    sampler: Sampler
    sources: Sequence[Source]
    ranks: Sequence[float]
    scope: Scope

    @property
    def type(self) -> Type:
        return self.sampler.type

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        if not len(rows) or any(not len(pilot) for pilot in self._pilots):
            return self.sampler.draw(rows, bits)
        scores = [self._scores(number, rows) for number in range(len(self.sources))]
        return self.sampler.draw(rows, correlated_bits(scores, self._weights, bits))

    def _scores(self, number: int, rows: Rows) -> Reals:
        values, known = self.sources[number].values(rows)
        scores = rank_scores(values, self._pilots[number])
        if known.all():
            return scores
        chance = normal_scores(rows.bits(*self.scope.address, "follows", str(number)))
        return np.where(known, scores, chance)

    @cached_property
    def _pilots(self) -> list[Reals]:
        """The values of each source in the pilot, in order."""
        pilot = self.scope.pilot()
        return [np.sort(values[known]) for values, known in (one.values(pilot) for one in self.sources)]

    @cached_property
    def _weights(self) -> CopulaWeights:
        with located(self.scope.where):
            if len(self.sources) == 1:
                return copula_weights(self.ranks)
            pilot = self.scope.pilot()
            scores = [self._scores(number, pilot).tolist() for number in range(len(self.sources))]
            between = [[_correlation(one, other) for other in scores] for one in scores]
            return copula_weights(self.ranks, between)


def _correlation(one: list[float], other: list[float]) -> float:
    """The rank correlation, by Pearson's formula over normal scores and Kruskal's relation between the two."""
    covariance = math.fsum(a * b for a, b in zip(one, other, strict=True))
    spread = math.sqrt(math.fsum(a * a for a in one) * math.fsum(b * b for b in other))
    normal = min(max(covariance / spread, -1.0), 1.0) if spread > 0 else 0.0
    return 6 / math.pi * math.asin(normal / 2)
