"""The shape of a number or of a distance in time, with bounds and statistics that may differ by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags, Integers, Reals
from rowsmith.tools.chance.shapes.histogram import Bins
from rowsmith.tools.chance.shapes.per_row import PerRowShape
from rowsmith.tools.chance.shapes.solve import solve_shape
from rowsmith.tools.chance.shapes.solved import SolvedShape
from rowsmith.tools.engine.protocols import Rows, Scope
from rowsmith.tools.engine.samplers.bounds import Number, both, numbers, read_number
from rowsmith.tools.engine.samplers.located import located
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.expressions import Resolved
from rowsmith.tools.plan.shape import Shape

Statistic: TypeAlias = "float | Callable[[Rows], tuple[Reals, Flags | None]]"
"""A statistic of all rows, or what gives it for each of them with where it is not null."""
End: TypeAlias = "Reals | float"
"""float64[n], or one number for all rows."""


class Law(Protocol):
    """Draws numbers between two ends."""

    def draw(self, rows: Rows, bits: Bits, low: End, high: End) -> tuple[Reals, Flags | None]:
        """A number per row in [low, high], and where it is not null (None: everywhere)."""
        ...


@dataclass(frozen=True)
class SameLaw:
    """One distribution for all rows."""

    shape: SolvedShape

    def draw(self, rows: Rows, bits: Bits, low: End, high: End) -> tuple[Reals, Flags | None]:
        return self.shape.draw(bits), None


@dataclass(frozen=True)
class RowLaw:
    """A distribution of each row's own."""

    shape: PerRowShape
    statistics: Mapping[str, Statistic]
    where: str

    def draw(self, rows: Rows, bits: Bits, low: End, high: End) -> tuple[Reals, Flags | None]:
        known: dict[str, End] = {}
        valid: Flags | None = None
        for name, statistic in self.statistics.items():
            if callable(statistic):
                known[name], own = statistic(rows)
                valid = both(valid, own)
            else:
                known[name] = statistic
        if valid is None or valid.all():
            return self._drawn(bits, low, high, known), valid
        chosen = np.flatnonzero(valid)
        some = {name: _some(value, chosen) for name, value in known.items()}
        drawn = np.zeros(len(bits))
        drawn[chosen] = self._drawn(bits[chosen], _some(low, chosen), _some(high, chosen), some)
        return drawn, valid

    def _drawn(self, bits: Bits, low: End, high: End, known: Mapping[str, End]) -> Reals:
        if not len(bits):
            return np.zeros(0)
        if len(bits) == 1:  # an array of one row would be taken for a number that is the same in all rows
            twice = np.zeros(2, dtype=np.int64)
            varying = {name: _some(value, twice) for name, value in known.items()}
            return self._drawn(bits[twice], _some(low, twice), _some(high, twice), varying)[:1]
        with located(self.where):
            return self.shape.draw(bits, low, high, known)


def _some(values: End, rows: Integers) -> End:
    return values[rows] if isinstance(values, np.ndarray) else values


def law_of(
    shape: Shape,
    statistics: Mapping[str, Statistic],
    low: float | None,
    high: float | None,
    where: str,
    *,
    integer: bool = False,
    step: float | None = None,
) -> Law:
    """The law of a shape; `low` and `high` are None where they differ by row.

    Raises:
        PlanError: statistics that conflict, located at `where`.
    """
    bins: Bins = tuple((one.low, one.high, one.weight) for one in shape.bins or ())
    same = {name: value for name, value in statistics.items() if not callable(value)}
    with located(where):
        if low is not None and high is not None and len(same) == len(statistics):
            return SameLaw(solve_shape(shape.kind, same, low, high, integer=integer, step=step, bins=bins))
        made = PerRowShape(shape.kind, integer=integer, step=step, bins=bins)
        return RowLaw(made, statistics, where)


def number_law(
    shape: Shape, low: Number, high: Number, scope: Scope, *, integer: bool, step: float | None
) -> Law:
    """The law of a number between bounds."""
    statistics: dict[str, Statistic] = {
        one.statistic: number_statistic(one.value, scope) for one in shape.known
    }
    ends = [None if isinstance(end, Resolved) else float(end) for end in (low, high)]
    return law_of(shape, statistics, ends[0], ends[1], scope.where, integer=integer, step=step)


def number_statistic(value: Bound, scope: Scope) -> Statistic:
    number = read_number(value, scope)
    if isinstance(number, Resolved):
        return lambda rows: numbers(number, rows)
    return float(number)
