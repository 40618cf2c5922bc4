"""Samplers whose values can be counted through, so that no two rows need be alike."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import unit_bits
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


@runtime_checkable
class Ranked(Countable, Protocol):
    """A countable sampler that can keep its distribution while no value repeats."""

    def ranked(self, count: int) -> Integers | None:
        """The indices of `count` values in equal ranks of the distribution, rising; None where all are alike.

        Raises:
            PlanError: the distribution differs by row.
        """
        ...


def ranks(count: int) -> Bits:
    """Bits in the middle of so many equal parts, rising."""
    return unit_bits((np.arange(count) + 0.5) / count)


def strictly_rising(index: Integers, room: int) -> Integers:
    """Rising indices moved apart to both sides where they repeat, within [0, room)."""
    steps = np.arange(len(index))
    free = index - steps
    upwards = np.maximum.accumulate(free)
    downwards = np.minimum.accumulate(free[::-1])[::-1]
    apart: Integers = np.clip((upwards + downwards) // 2, 0, room - len(index)) + steps
    return apart


def not_countable(reason: str, where: str) -> PlanError:
    """The error of a sampler that can't say how many values it has."""
    return PlanError(
        f"unique can't be kept over the table: {reason}.",
        where=where,
        hint="Use constant bounds, a pattern or a sequence, or unique: {within: ...} a parent.",
    )
