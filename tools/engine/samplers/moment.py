"""Dates, moments and times of day in a window, by calendar, grid and shape."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags, Integers
from rowsmith.tools.chance.streams import unit_bits
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.bounds import both
from rowsmith.tools.engine.samplers.calendar_rates import placing_of
from rowsmith.tools.engine.samplers.countable import not_countable, ranks, strictly_rising
from rowsmith.tools.engine.samplers.grid import Grid
from rowsmith.tools.engine.samplers.listable import spread
from rowsmith.tools.engine.samplers.moment_edge import DAY, SECOND, Kind, MomentEdge, read_edge
from rowsmith.tools.engine.samplers.moment_law import MomentLaw, moment_law
from rowsmith.tools.engine.samplers.month_grid import MonthGrid
from rowsmith.tools.engine.samplers.placing import MOST_LISTED, Evenly, Placing, Points
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.errors import GenerationError, PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.literals import read_duration


def compile_date(said: model.Date, scope: Scope) -> Sampler:
    """Days in [low, high]."""
    return _compile(said, "date", scope)


def compile_datetime(said: model.DateTime, scope: Scope) -> Sampler:
    """Moments in [low, high], to the second."""
    return _compile(said, "timestamp", scope)


def compile_time(said: model.Time, scope: Scope) -> Sampler:
    """Times of day in [low, high], to the second; a window whose low end is later wraps over midnight."""
    for unit in (span.unit for span in said.spans if span.unit != "hour"):
        raise PlanError(f"A time of day has no {unit}s.", where=scope.where)
    return _compile(said, "time", scope)


def _compile(said: model.Date | model.DateTime | model.Time, kind: Kind, scope: Scope) -> Sampler:
    if said.holidays is not None:
        raise PlanError(
            "There is no calendar of holidays here.",
            where=scope.where,
            hint="Weigh single days instead, as in days: {2024-12-24: 1, ...}.",
        )
    if kind == "date" and any(span.unit == "hour" for span in said.spans):
        raise PlanError("A date has no hours.", where=scope.where, hint="Use datetime.")
    low, high = read_edge(said.low, "low", kind, scope), read_edge(said.high, "high", kind, scope)
    if (
        kind == "time"
        and low.constant is not None
        and high.constant is not None
        and low.constant > high.constant
    ):
        high = MomentEdge("high", kind, high.constant + DAY)
    grid = _grid(said.step, kind, low, scope)
    _refuse_empty_window(said, low, high, grid, scope)
    placing = placing_of(said, kind, low, high, grid, scope)
    law = None if said.shape is None else moment_law(said.shape, kind, low, high, said.step, scope)
    return MomentSampler(Type(kind), low, high, grid, placing, law, scope.where)


def _grid(step: str | None, kind: Kind, low: MomentEdge, scope: Scope) -> Points:
    ticks = 1 if kind == "date" else DAY
    if step is None:
        return Grid.every(1)
    duration = read_duration(step)
    if duration is None or (duration.months and duration.microseconds):
        raise PlanError(
            f"{step!r} is no step.", where=scope.where, hint="Write 30 minutes, 7 days or 3 months."
        )
    if duration.months and kind != "time":
        return MonthGrid.anchored(duration.months, low.constant or 0, ticks)
    tick = DAY * SECOND if kind == "date" else SECOND
    if duration.microseconds < tick or duration.microseconds % tick:
        least = "whole days" if kind == "date" else "whole seconds"
        raise PlanError(f"A step of {step} does not fit: it is {least}.", where=scope.where)
    return Grid.every(duration.microseconds // tick, low.constant or 0)


def _refuse_empty_window(
    said: model.Date | model.DateTime | model.Time,
    low: MomentEdge,
    high: MomentEdge,
    grid: Points,
    scope: Scope,
) -> None:
    if low.constant is None or high.constant is None:
        return
    ends = np.array([low.constant, high.constant], dtype=np.int64)
    if grid.first(ends[:1])[0] > grid.last(ends[1:])[0]:
        raise PlanError(f"No moment lies between the bounds {said.low} and {said.high}.", where=scope.where)


@dataclass(frozen=True)
class Allowed:
    """The points that can be drawn: `count` of them from `start` on, or those listed."""

    start: int
    count: int
    listed: Integers | None = None

    def __len__(self) -> int:
        return self.count if self.listed is None else len(self.listed)

    @property
    def ends(self) -> tuple[int, int]:
        """The first and the last point."""
        if self.listed is None:
            return self.start, self.start + self.count - 1
        return int(self.listed[0]), int(self.listed[-1])

    def at(self, index: Integers) -> Integers:
        """The point of each index in [0, len)."""
        return index + self.start if self.listed is None else self.listed[index]

    def number(self, points: Integers) -> Integers:
        """The index of each of these points."""
        return points - self.start if self.listed is None else np.searchsorted(self.listed, points)


@dataclass(frozen=True)
class MomentSampler:
    """Draws points of a grid of time between two ends."""

    type: Type
    low: MomentEdge
    high: MomentEdge
    grid: Points
    placing: Placing
    law: MomentLaw | None
    where: str

    def room(self, wanted: int) -> int | None:
        """How many moments there are that can be drawn. Raises PlanError where bounds differ by row."""
        if self._allowed is None:
            raise not_countable("its bounds differ by row", self.where)
        return len(self._allowed)

    def nth(self, index: Integers, rows: Rows) -> Vector:
        """The moment of each index in [0, room), in their order."""
        allowed = self._allowed
        return self.vector(index if allowed is None else allowed.at(index), None)

    def ranked(self, count: int) -> Integers | None:
        """The indices of so many moments by shape, spans and growth; None where all are alike."""
        allowed = self._allowed
        if allowed is None or (self.law is None and isinstance(self.placing, Evenly)):
            return None
        low, high = (np.array([one]) for one in allowed.ends)
        bits = ranks(count)
        if self.law is not None:
            bits = unit_bits(self.law.ranked(bits, high - low + 1, self.where))
        index, _ = self.placing.place(bits, low, high)
        return strictly_rising(allowed.number(np.sort(index)), len(allowed))

    def listed(self, rows: Rows) -> tuple[Integers, Vector]:
        """Every moment of every row's window that can be drawn."""
        low, high, _ = self.window(rows)
        owner, index = spread(low, high, len(rows))
        is_open = self.placing.open(index)
        return owner[is_open], self.vector(index[is_open], None)

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        low, high, valid = self.window(rows)
        if self.law is not None:
            drawn, known = self.law.draw(
                rows, bits, self.grid.point(low), self.grid.point(high), high - low + 1
            )
            bits, valid = unit_bits(drawn), both(valid, known)
        index, empty = self.placing.place(bits, low, high)
        if empty is not None:
            self._refuse(empty, low, high, valid)
        return self.vector(index, valid)

    @cached_property
    def _allowed(self) -> Allowed | None:
        if self.low.constant is None or self.high.constant is None:
            return None
        ends = np.array([self.low.constant, self.high.constant], dtype=np.int64)
        first, last = int(self.grid.first(ends[:1])[0]), int(self.grid.last(ends[1:])[0])
        if isinstance(self.placing, Evenly):
            return Allowed(first, last - first + 1)
        if last - first >= MOST_LISTED:
            raise not_countable("it has too many moments to list", self.where)
        index = np.arange(first, last + 1)
        return Allowed(first, 0, index[self.placing.open(index)])

    def window(self, rows: Rows) -> tuple[Integers, Integers, Flags | None]:
        """The first and last grid index of each row's window, or of all, and where both ends are known."""
        low, low_valid = self.low.ticks(rows)
        high, high_valid = self.high.ticks(rows)
        if self.type.name == "time":
            high = np.where(high < low, high + DAY, high)
        valid = both(low_valid, high_valid)
        first, last = self.grid.first(low), self.grid.last(high)
        self._refuse(first > last, first, last, valid)
        return first, np.maximum(first, last), valid

    def _refuse(self, empty: Flags, first: Integers, last: Integers, valid: Flags | None) -> None:
        wrong = empty if valid is None else empty & valid
        if wrong.any():
            row = int(np.argmax(wrong))
            ends = self.grid.point(np.array([one[row] for one in np.broadcast_arrays(first, last)]))
            low, high = ends.astype("datetime64[D]" if self.type.name == "date" else "datetime64[s]")
            raise GenerationError(
                f"No moment lies in the window of {int(wrong.sum())} rows, the first from {low} to {high}.",
                where=self.where,
                hint="Make the bounds meet, or say when the column is null.",
            )

    def vector(self, index: Integers, valid: Flags | None) -> Vector:
        """The moments at grid indices."""
        ticks = self.grid.point(index)
        if self.type.name == "date":
            return Vector(self.type, ticks, valid)
        return Vector(self.type, (ticks % DAY if self.type.name == "time" else ticks) * SECOND, valid)
