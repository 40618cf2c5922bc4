"""Where a column's values may lie, and on which grid."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

from rowsmith.tools.errors import PlanError


@dataclass(frozen=True)
class Bounds:
    """Both ends inclusive; infinite where there is none.

    Attributes:
        low, high: the lowest and the highest value; on a grid both stand on it.
        step: the distance of the grid's values, which begin at `low` (without one they are multiples of the
            step); None for a continuous column.
        integer: the values are whole numbers.
    """

    low: float
    high: float
    step: float | None
    integer: bool

    @classmethod
    def of(cls, low: float | None, high: float | None, *, integer: bool, step: float | None) -> Bounds:
        """Bounds as a plan states them; bounds of whole numbers round inwards.

        Raises:
            PlanError: no value lies between them, or a step that is none.
        """
        start = -math.inf if low is None else float(low)
        end = math.inf if high is None else float(high)
        if math.isnan(start) or math.isnan(end) or start == math.inf or end == -math.inf:
            raise PlanError(f"The bounds {start:g} and {end:g} are no numbers.")
        if step is not None and (not 0 < step < math.inf or (integer and step != int(step))):
            raise PlanError(f"A step is above 0{' and whole' if integer else ''}, not {step:g}.")
        if integer:
            start = float(math.ceil(start)) if math.isfinite(start) else start
            end = float(math.floor(end)) if math.isfinite(end) else end
            step = float(step or 1)
        if start > end:
            raise PlanError(f"No value lies between {_text(low)} and {_text(high)}.")
        return cls(*_on_grid(start, end, step), step, integer)

    @cached_property
    def edges(self) -> tuple[float, float]:
        """The bounds before rounding: half a step further out, so that each value of a grid has its whole share."""
        half = (self.step or 0.0) / 2
        return self.low - half, self.high + half

    @property
    def finite(self) -> bool:
        return math.isfinite(self.low) and math.isfinite(self.high)

    @cached_property
    def count(self) -> float:
        """How many values the grid has; infinite without grid or bounds."""
        if self.step is None or not self.finite:
            return math.inf
        return round((self.high - self.low) / self.step) + 1

    @property
    def origin(self) -> float:
        """The value that the grid's steps are counted from: the lower bound, or zero."""
        return self.low if math.isfinite(self.low) else 0.0

    @cached_property
    def steps(self) -> tuple[float, float]:
        """The first and the last step of the grid, which are infinite where a bound is."""
        step = self.step or 1.0
        first, last = ((end - self.origin) / step for end in (self.low, self.high))
        return first, (round(last) if math.isfinite(last) else last)

    @property
    def span(self) -> float:
        return self.edges[1] - self.edges[0]

    def counted(self) -> Bounds:
        """The same on a grid from the lower bound, or from zero, in steps of one where there is none.

        Raises:
            PlanError: the upper bound is below zero and there is no lower one.
        """
        low = self.low if math.isfinite(self.low) else 0.0
        if self.high < low:
            raise PlanError(f"Counts begin at 0, which is above {self}.", hint="State a lower bound.")
        step = self.step or 1.0
        return replace(self, low=low, high=_on_grid(low, self.high, step)[1], step=step)

    def __str__(self) -> str:
        if self.finite:
            return f"the bounds {_text(self.low)} to {_text(self.high)}"
        if math.isfinite(self.low):
            return f"the lower bound {_text(self.low)}"
        return f"the upper bound {_text(self.high)}" if math.isfinite(self.high) else "no bounds"


def _on_grid(low: float, high: float, step: float | None) -> tuple[float, float]:
    if step is None:
        return low, high
    if math.isfinite(low):
        return low, low + math.floor((high - low) / step + 1e-9) * step if math.isfinite(high) else high
    return low, math.floor(high / step + 1e-9) * step if math.isfinite(high) else high


def _text(value: float | None) -> str:
    return "none" if value is None else f"{value:.10g}"
