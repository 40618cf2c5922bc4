"""How spans and growth of a date or moment become a placing."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np

from rowsmith.tools.chance.alias import CumulativeTable
from rowsmith.tools.chance.arrays import Integers, Reals
from rowsmith.tools.engine.protocols import Scope
from rowsmith.tools.engine.samplers.grid import Grid
from rowsmith.tools.engine.samplers.intensity import Intensity, Rates, raked
from rowsmith.tools.engine.samplers.moment_edge import DAY, Kind, MomentEdge
from rowsmith.tools.engine.samplers.placing import ByCell, ByRate, Evenly, Placing, Points
from rowsmith.tools.engine.samplers.spans import day_groupings, hour_grouping, hour_shares, years_between
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.literals import days_of
from rowsmith.tools.plan.samplers import Date, DateTime, Time

_FIRST, _LAST = days_of(dt.date(1900, 1, 1)), days_of(dt.date(2199, 12, 31))
_HOUR = 3600
_MOST_CELLS = 2**21
_AROUND = 40 * 366
"""Growth over windows that differ by row is known from forty years before the plan's today to forty after."""


def placing_of(
    said: Date | DateTime | Time, kind: Kind, low: MomentEdge, high: MomentEdge, grid: Points, scope: Scope
) -> Placing:
    """Evenly without spans and growth; else by the rates of a window's cells, or of the calendar's days.

    Raises:
        PlanError: a window in which nothing is allowed, or a step that does not go with spans.
    """
    if not said.spans and not said.growth:
        return Evenly()
    if low.constant is not None and high.constant is not None:
        return _by_cell(said, kind, (low.constant, high.constant), grid, scope)
    hourly = any(span.unit == "hour" for span in said.spans)
    if not isinstance(grid, Grid) or not _divides(grid, 1 if kind == "date" else _HOUR if hourly else DAY):
        raise PlanError(
            f"A step of {said.step} does not go with spans where the bounds differ by row.", where=scope.where
        )
    days = _days_around(said, kind, scope)
    rates = _growing(said.growth, days, scope)
    if kind != "time":
        rates = raked(rates, day_groupings(said.spans, days, scope.where), rounds=1)
    intensity = Intensity(Rates(int(days[0]), rates, hour_shares(said.spans, scope.where)))
    return ByRate(intensity, grid, DAY if kind == "date" else 1)


def _divides(grid: Grid, cell: int) -> bool:
    """Whether no point's stretch reaches from one cell into another."""
    return cell % grid.period == 0 and len(grid.offsets) == 1 and int(grid.offsets[0]) == 0


def _days_around(said: Date | DateTime | Time, kind: Kind, scope: Scope) -> Integers:
    if kind == "time":
        return np.arange(2)
    if said.growth:
        today = days_of(scope.plan.as_of)
        return np.arange(today - _AROUND, today + _AROUND)
    return np.arange(_FIRST, _LAST + 1)


def _by_cell(
    said: Date | DateTime | Time, kind: Kind, ends: tuple[int, int], grid: Points, scope: Scope
) -> ByCell:
    """A cell is an hour of the window where hours are spoken of, else a day."""
    hourly = any(span.unit == "hour" for span in said.spans)
    length = 1 if kind == "date" else _HOUR if hourly else DAY
    starts = np.arange(ends[0] // length, ends[1] // length + 1) * length
    if len(starts) > _MOST_CELLS:
        raise PlanError("The window is too long for spans.", where=scope.where, hint="Use a shorter one.")
    first, last = grid.first(np.maximum(starts, ends[0])), grid.last(np.minimum(starts + length - 1, ends[1]))
    counts = np.maximum(last - first + 1, 0)
    days = starts if kind == "date" else starts // DAY
    groupings = [] if kind == "time" else day_groupings(said.spans, days, scope.where)
    if hourly:
        groupings += hour_grouping(said.spans, starts % DAY // _HOUR, scope.where)
    weights = raked(_growing(said.growth, days, scope) * counts, groupings)
    if not weights.any():
        raise PlanError(f"Nothing between {said.low} and {said.high} is allowed.", where=scope.where)
    kept = weights > 0
    return ByCell(first[kept], counts[kept], CumulativeTable.from_weights(weights[kept]))


def _growing(growth: float | None, days: Integers, scope: Scope) -> Reals:
    if not growth:
        return np.ones(len(days))
    if growth <= -1:
        raise PlanError("Growth is above -1.", where=scope.where)
    rate = math.log1p(growth)
    return np.array([math.exp(rate * years_between(day, scope.plan.as_of)) for day in days.tolist()])
