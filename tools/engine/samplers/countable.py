"""Samplers whose values can be counted through, so that no two rows need be alike."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from rowsmith.tools.chance.arrays import Integers
from rowsmith.tools.engine.protocols import Rows, Sampler
from rowsmith.tools.engine.vector import Vector
from rowsmith.tools.errors import PlanError


@runtime_checkable
class Countable(Sampler, Protocol):
    """A sampler that also gives its values one by one."""

    def room(self, wanted: int) -> int | None:
        """How many different values it gives when so many are wanted; None for any number.

        Raises:
            PlanError: its values can't be counted.
        """
        ...

    def nth(self, index: Integers, rows: Rows) -> Vector:
        """The value of each index in [0, room); with room for any number the index is the row's own number."""
        ...


def not_countable(reason: str, where: str) -> PlanError:
    """The error of a sampler that can't say how many values it has."""
    return PlanError(
        f"unique can't be kept over the table: {reason}.",
        where=where,
        hint="Use constant bounds, a pattern or a sequence, or unique: {within: ...} a parent.",
    )
