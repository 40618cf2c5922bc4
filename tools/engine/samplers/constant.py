"""The same value in every row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Bits
from rowsmith.tools.engine.assembly import picked
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.category import encoded
from rowsmith.tools.engine.values import typed_values
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.plan import samplers as model


def compile_constant(said: model.Constant, scope: Scope) -> Sampler:
    """The value written in the plan; an ISO date is a date."""
    return Constant(encoded(typed_values([said.value])))


@dataclass(frozen=True)
class Constant:
    """Repeats a vector of one value."""

    value: Vector

    @property
    def type(self) -> Type:
        return self.value.type

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        return picked(self.value, np.zeros(len(rows), dtype=np.int64))
