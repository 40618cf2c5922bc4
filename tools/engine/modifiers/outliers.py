"""Planted outliers: a share of a column's numbers, multiplied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags
from rowsmith.tools.chance.streams import below
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.share import checked_share
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.column import Outliers

_LARGEST = 2.0**62


def with_outliers(sampler: Sampler, said: Outliers, scope: Scope) -> Sampler:
    """The sampler's values, a share of them multiplied. Raises PlanError where they are no numbers."""
    checked_share(said.share, scope.where)
    if sampler.type.name not in ("integer", "decimal", "double"):
        raise PlanError(f"A {sampler.type.name} has no outliers: they are numbers.", where=scope.where)
    return Outlying(sampler, said, scope.inside("outliers").address)


def is_outlier(rows: Rows, said: Outliers, address: tuple[str, ...]) -> Flags:
    """The rows whose value is multiplied, null or not."""
    return below(rows.bits(*address), said.share)


@dataclass(frozen=True)
class Outlying:
    """Multiplies the values of some rows."""

    sampler: Sampler
    said: Outliers
    address: tuple[str, ...]

    @property
    def type(self) -> Type:
        return self.sampler.type

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        vector = self.sampler.draw(rows, bits)
        chosen = np.flatnonzero(is_outlier(rows, self.said, self.address))
        if not len(chosen):
            return vector
        values = np.array(vector.values)
        larger = values[chosen] * self.said.times
        if values.dtype != np.float64:
            larger = np.rint(np.clip(larger, -_LARGEST, _LARGEST)).astype(np.int64)
        values[chosen] = larger
        return Vector(self.type, values, vector.valid)
