"""Time series: a level, its trend, cycles of the calendar, and noise that remembers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Integers, Reals
from rowsmith.tools.chance.streams import below, mix, unit
from rowsmith.tools.engine.casting import DAY
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.bounds import Number, both, numbers, read_number
from rowsmith.tools.engine.samplers.memory import Memory
from rowsmith.tools.engine.samplers.spans import months_of, weekdays_of
from rowsmith.tools.engine.vector import INTEGER, Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.cycles import parts_of
from rowsmith.tools.plan.expressions import Path, Resolved
from rowsmith.tools.plan.forest import level_of
from rowsmith.tools.plan.literals import days_of, read_date, read_moment
from rowsmith.tools.plan.shape import CycleSpan

_HOUR = 3_600_000_000
_YEAR = 365.2425
_TREND_DAYS = 60 * 366
_LARGEST = 2.0**62
_UNITS = {"daily": "hour", "weekly": "weekday", "yearly": "month"}
_SIZES = {"daily": 24, "weekly": 7, "yearly": 12}
_SPIKE, _DROP = (3.0, 5.0), 0.2  # a spike is 3 to 8 times the value, a drop 0 to 0.2 times


def compile_series(said: model.Series, scope: Scope) -> Sampler:
    """A value of the series of each row's group at each row's time.

    Raises:
        PlanError: a group that is not the parent, a time that is none, or parameters out of their ranges.
    """
    _check(said, scope)
    along = scope.resolve(said.along)
    if scope.type_of(along).name not in ("date", "timestamp"):
        raise PlanError(f"{said.along} is no date and no moment.", where=scope.where)
    return Series(
        level=read_number(said.level, scope),
        along=along,
        trend=_trend(said.trend, _anchor(along, scope)) if said.trend else None,
        cycles={cycle: _factors(cycle, said.cycles, scope) for cycle in _SIZES},
        noise=said.noise or 0.0,
        memory=Memory(said.memory or 0.0, scope.key(*scope.address, "noise")),
        said=said,
        scope=scope,
    )


def _check(said: model.Series, scope: Scope) -> None:
    if said.memory is not None and not 0 <= said.memory < 1:
        raise PlanError(f"memory lies from 0 to below 1, not at {said.memory}.", where=scope.where)
    if (said.noise or 0) < 0 or not 0 <= (said.anomalies or 0) <= 1 or (said.trend or 0) <= -1:
        raise PlanError("noise is 0 or more, anomalies a share, trend above -1.", where=scope.where)
    if said.low is not None and said.high is not None and said.low > said.high:
        raise PlanError(f"No value lies between the bounds {said.low} and {said.high}.", where=scope.where)
    for name in said.within:
        inputs = scope.resolve(name).inputs.values()
        if not any(level_of(scope.plan, scope.table.name, one) == 1 for one in inputs):
            raise PlanError(
                f"A series runs below one parent, which {name} does not name.",
                where=scope.where,
                hint="Leave out within, or make rows per that column.",
            )


def _factors(cycle: str, spans: Sequence[CycleSpan], scope: Scope) -> Reals:
    """The factor of each hour, weekday or month; 1 where none is said."""
    factors = np.ones(_SIZES[cycle])
    for span in (one for one in spans if one.cycle == cycle):
        factors[parts_of(_UNITS[cycle], span.first, span.last, scope.where)] = span.factor
    return factors


def _anchor(along: Resolved, scope: Scope) -> int:
    """The day at which the level holds: the start of the time column where it is constant, else the plan's today."""
    for path in along.inputs.values():
        column = scope.table.column(path.column) if isinstance(path, Path) and not path.up else None
        low = (
            column.sampler.low if column and isinstance(column.sampler, model.Date | model.DateTime) else None
        )
        if isinstance(low, str) and (date := read_date(low) or read_moment(low)) is not None:
            return days_of(date)
    return days_of(scope.plan.as_of)


@dataclass(frozen=True)
class Trend:
    """Growth by a table: `factors[d]` holds so many days after `first`."""

    first: int
    factors: Reals

    def at(self, days: Integers) -> Reals:
        """The factor of each day; the nearest known one for days far away."""
        return self.factors.take(np.clip(days - self.first, 0, len(self.factors) - 1))


def _trend(growth: float, anchor: int) -> Trend:
    rate = math.log1p(growth) / _YEAR
    return Trend(
        anchor - _TREND_DAYS, np.array([math.exp(rate * d) for d in range(-_TREND_DAYS, _TREND_DAYS + 1)])
    )


@dataclass(frozen=True)
class Series:
    """Values of time series, each row on its own."""

    level: Number
    along: Resolved
    trend: Trend | None
    cycles: dict[str, Reals]
    noise: float
    memory: Memory
    said: model.Series
    scope: Scope

    @property
    def type(self) -> Type:
        return Type("decimal", self.said.digits) if self.said.digits > 0 else INTEGER

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        values, valid = numbers(self.level, rows)
        time = rows.evaluate(self.along)
        held: Integers = np.asarray(time.values, dtype=np.int64)
        values = values * self._calendar(held if time.type.name == "timestamp" else held * DAY)
        if self.noise:
            drawn = self.memory.values(rows.ids, rows.position)
            values = values * np.maximum(1 + self.noise * drawn, 0.0)
        if self.said.anomalies:
            values = values * self._anomalies(bits, self.said.anomalies)
        return Vector(self.type, self._units(values), both(valid, time.valid))

    def _calendar(self, moments: Integers) -> Reals:
        days = moments // DAY
        factors = self.cycles["daily"][moments % DAY // _HOUR]
        factors = factors * self.cycles["weekly"][weekdays_of(days)]
        factors = factors * self.cycles["yearly"][months_of(days) % 12]
        return factors if self.trend is None else factors * self.trend.at(days)

    def _anomalies(self, bits: Bits, share: float) -> Reals:
        size = unit(mix(bits, self.scope.key(*self.scope.address, "size")))
        drops = below(mix(bits, self.scope.key(*self.scope.address, "drop")), 1 / 3)
        factors = np.where(drops, size * _DROP, _SPIKE[0] + size * _SPIKE[1])
        return np.where(below(bits, share), factors, 1.0)

    def _units(self, values: Reals) -> Integers:
        scaled = np.rint(np.nan_to_num(values) * 10.0**self.type.digits)
        low = -_LARGEST if self.said.low is None else math.ceil(self._scaled(self.said.low))
        high = _LARGEST if self.said.high is None else math.floor(self._scaled(self.said.high))
        return np.clip(scaled, low, high).astype(np.int64)

    def _scaled(self, bound: float) -> Decimal:
        return Decimal(str(bound)).scaleb(self.type.digits)
