"""How spans and growth of a date or moment become a placing."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np

from rowsmith.tools.chance.arrays import Integers, Reals
from rowsmith.tools.engine.protocols import Scope
from rowsmith.tools.engine.samplers.grid import Grid
from rowsmith.tools.engine.samplers.intensity import Intensity, Rates, raked
from rowsmith.tools.engine.samplers.moment_edge import DAY, Kind, MomentEdge
from rowsmith.tools.engine.samplers.placing import MOST_LISTED, ByRate, Evenly, Listed, Placing, Points
from rowsmith.tools.engine.samplers.spans import day_groupings, hour_grouping, hour_shares, years_between
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.literals import days_of
from rowsmith.tools.plan.samplers import Date, DateTime, Time

_FIRST, _LAST = days_of(dt.date(1900, 1, 1)), days_of(dt.date(2199, 12, 31))
_AROUND = 40 * 366
"""Growth over windows that differ by row is known from forty years before the plan's today to forty after."""


def placing_of(
    said: Date | DateTime | Time, kind: Kind, low: MomentEdge, high: MomentEdge, grid: Points, scope: Scope
) -> Placing:
    """Evenly without spans and growth; else by rates, point by point where the grid cuts across the spans.

    Raises:
        PlanError: a window in which nothing is allowed, or a grid that can't be listed.
    """
    if not said.spans and not said.growth:
        return Evenly()
    ends = None
    if low.constant is not None and high.constant is not None:
        ends = low.constant, high.constant
    hourly = any(span.unit == "hour" for span in said.spans)
    if isinstance(grid, Grid) and _divides(grid, 1 if kind == "date" else 3600 if hourly else DAY):
        days = _days(said, kind, ends, scope)
        rates = Rates(
            int(days[0]), _rates(said, kind, days, ends is None, scope), hour_shares(said.spans, scope.where)
        )
        return ByRate(Intensity(rates), grid, DAY if kind == "date" else 1)
    if ends is None:
        raise PlanError(
            f"A step of {said.step} does not go with spans where the bounds differ by row.", where=scope.where
        )
    return _listed(said, kind, ends, grid, scope)


def _divides(grid: Grid, cell: int) -> bool:
    """Whether no point's stretch reaches from one cell into another."""
    return cell % grid.period == 0 and len(grid.offsets) == 1 and int(grid.offsets[0]) == 0


def _days(said: Date | DateTime | Time, kind: Kind, ends: tuple[int, int] | None, scope: Scope) -> Integers:
    if kind == "time":
        return np.arange(2)
    if ends is not None:
        ticks = 1 if kind == "date" else DAY
        return np.arange(ends[0] // ticks, ends[1] // ticks + 1)
    if said.growth:
        today = days_of(scope.plan.as_of)
        return np.arange(today - _AROUND, today + _AROUND)
    return np.arange(_FIRST, _LAST + 1)


def _rates(said: Date | DateTime | Time, kind: Kind, days: Integers, by_row: bool, scope: Scope) -> Reals:
    rates = _growing(said.growth, days, scope)
    if kind == "time":
        return rates
    made = raked(rates, day_groupings(said.spans, days, scope.where), rounds=1 if by_row else 24)
    if not made.any():
        raise PlanError(f"No day between {said.low} and {said.high} is allowed.", where=scope.where)
    return made


def _growing(growth: float | None, days: Integers, scope: Scope) -> Reals:
    if not growth:
        return np.ones(len(days))
    if growth <= -1:
        raise PlanError("Growth is above -1.", where=scope.where)
    rate = math.log1p(growth)
    return np.array([math.exp(rate * years_between(day, scope.plan.as_of)) for day in days.tolist()])


def _listed(
    said: Date | DateTime | Time, kind: Kind, ends: tuple[int, int], grid: Points, scope: Scope
) -> Placing:
    edge = np.array(ends, dtype=np.int64)
    first, last = int(grid.first(edge[:1])[0]), int(grid.last(edge[1:])[0])
    if last - first >= MOST_LISTED:
        raise PlanError(
            f"A step of {said.step} over this window has more than {MOST_LISTED} points.",
            where=scope.where,
            hint="Choose a step that divides an hour, or a shorter window.",
        )
    points = grid.point(np.arange(first, last + 1))
    days = points if kind == "date" else points // DAY
    hours = np.zeros(len(points), dtype=np.int64) if kind == "date" else points % DAY // 3600
    groupings = day_groupings(said.spans, days, scope.where) + hour_grouping(said.spans, hours, scope.where)
    weights = raked(_growing(said.growth, days, scope), groupings)
    if not weights.any():
        raise PlanError(f"No moment between {said.low} and {said.high} is allowed.", where=scope.where)
    return Listed(first, weights)
