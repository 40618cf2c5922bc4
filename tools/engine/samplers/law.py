"""The shape of a number or a moment, with statistics that may differ by row."""

from __future__ import annotations

from typing import Protocol

from rowsmith.tools.chance.arrays import Bits, Flags, Reals
from rowsmith.tools.engine.protocols import Rows, Scope
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.shape import Shape


class Law(Protocol):
    """Draws numbers between two ends."""

    def draw(self, rows: Rows, bits: Bits, low: Reals, high: Reals) -> tuple[Reals, Flags | None]:
        """A number per row in [low, high], and where it is not null (None: everywhere)."""
        ...


def compile_law(shape: Shape, bounds: tuple[Bound, Bound], scope: Scope) -> Law:
    """The law of a shape between bounds."""
    raise PlanError(f"The shape {shape.kind} is not known.", where=scope.where)
