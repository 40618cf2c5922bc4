"""References: who is chosen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.streams import uniform_integers
from rowsmith.tools.engine.place import Place
from rowsmith.tools.engine.protocols import Bits, Rows, Sampler
from rowsmith.tools.engine.rows.block import TableRows
from rowsmith.tools.engine.vector import INTEGER, Type, Vector
from rowsmith.tools.plan.samplers import Reference


@dataclass(frozen=True)
class UniformChoice:
    """Any row of the target, all alike."""

    target: TableRows
    type: Type = INTEGER

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        count = self.target.count()
        if not count:
            none = np.zeros(len(rows), dtype=np.int64)
            return Vector(INTEGER, none, np.zeros(len(rows), dtype=np.bool_))
        return Vector(INTEGER, uniform_integers(bits, count))


def compile_reference(said: Reference, place: Place) -> Sampler:
    """Draws row numbers of the target."""
    return UniformChoice(place.world.table(said.tables[0].table))
