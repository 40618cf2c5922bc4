"""Where and how wide a row's values lie when bounds or statistics differ by row.

A row's value is location + scale * quantile of a base shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from rowsmith.tools.chance.arrays import Integers, Reals
from rowsmith.tools.errors import PlanError


def at(values: Reals, rows: Integers) -> Reals:
    """Some rows of values that may be one for all."""
    return values if len(values) == 1 else values[rows]


@dataclass(frozen=True)
class Base:
    """A shape to be solved: its kind and bounds; its statistics are a placement's proportions."""

    kind: str
    low: float | None
    high: float | None
    integer: bool = False


@dataclass(frozen=True)
class Placement:
    """For each row, or one for all: the location and the scale, and the base's statistics."""

    base: Base
    location: Reals
    scale: Reals
    proportions: Mapping[str, Reals] = field(default_factory=dict)


@dataclass(frozen=True)
class Ends:
    """The bounds before rounding to a grid, each for all rows, for each row, or None."""

    low: Reals | None
    high: Reals | None
    step: float

    def both(self, kind: str) -> tuple[Reals, Reals]:
        """Both bounds.

        Raises:
            PlanError: one of them is missing.
        """
        if self.low is None or self.high is None:
            raise PlanError(f"The shape {kind} needs both bounds where they or its statistics differ by row.")
        return self.low, self.high

    def rows(self, rows: Integers) -> Ends:
        """Those of some rows."""
        low, high = (None if end is None else at(end, rows) for end in (self.low, self.high))
        return Ends(low, high, self.step)

    @property
    def origin(self) -> Reals:
        """The lower bound; without one zero, or half a step below it on a grid."""
        return np.array([-self.step / 2]) if self.low is None else self.low
