"""The ends of windows of time, in ticks: days of a date, seconds of a moment or of a time of day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rowsmith.tools.chance.arrays import Flags, Integers
from rowsmith.tools.engine.protocols import Rows, Scope
from rowsmith.tools.engine.samplers.bounds import Side
from rowsmith.tools.engine.vector import Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.expressions import Resolved
from rowsmith.tools.plan.literals import Duration, days_of, microseconds_of, read_literal

Kind = Literal["date", "timestamp", "time"]
DAY = 86400
SECOND = 1_000_000
_FITS: dict[Kind, tuple[str, ...]] = {
    "date": ("date", "timestamp"),
    "timestamp": ("date", "timestamp"),
    "time": ("time", "timestamp"),
}


@dataclass(frozen=True, slots=True)
class MomentEdge:
    """One end of a window of dates, moments or times of day.

    A date as the high end of moments is the end of that day; seconds round inwards.
    """

    side: Side
    kind: Kind
    constant: int | None
    expression: Resolved | None = None

    def ticks(self, rows: Rows) -> tuple[Integers, Flags | None]:
        """The end of each row, or one for all, and where it is not null."""
        if self.expression is None:
            return np.array([self.constant or 0], dtype=np.int64), None
        vector = rows.evaluate(self.expression)
        return ticks_of(vector, self.kind, self.side), vector.valid


def read_edge(bound: Bound, side: Side, kind: Kind, scope: Scope) -> MomentEdge:
    """A bound of a window.

    Raises:
        PlanError: a number, a duration, or SQL of another type.
    """
    literal = read_literal(bound) if isinstance(bound, str) else None
    if not isinstance(bound, str) or isinstance(literal, Duration):
        raise PlanError(f"{bound!r} is no {_name(kind)}.", where=scope.where)
    if literal is not None:
        return MomentEdge(side, kind, _literal_ticks(literal, side, kind, scope))
    expression = scope.resolve(bound)
    found = scope.type_of(expression).name
    if found not in _FITS[kind]:
        raise PlanError(f"{bound!r} is a {found} where a {_name(kind)} is expected.", where=scope.where)
    return MomentEdge(side, kind, None, expression)


def _name(kind: Kind) -> str:
    return {"date": "date", "timestamp": "date or moment", "time": "time of day"}[kind]


def _literal_ticks(literal: dt.date | dt.time, side: Side, kind: Kind, scope: Scope) -> int:
    if isinstance(literal, dt.time) != (kind == "time"):
        raise PlanError(f"{literal} is no {_name(kind)}.", where=scope.where)
    if isinstance(literal, dt.datetime | dt.time):
        micros = microseconds_of(literal)
        seconds = micros // SECOND if side == "high" else -(-micros // SECOND)
        return _whole_days(seconds, side) if kind == "date" else seconds
    days = days_of(literal)
    if kind == "date":
        return days
    return days * DAY if side == "low" else days * DAY + DAY - 1


def _whole_days(seconds: int, side: Side) -> int:
    return seconds // DAY if side == "high" else -(-seconds // DAY)


def ticks_of(vector: Vector, kind: Kind, side: Side) -> Integers:
    """The ticks of dates, moments or times. Null is 0."""
    held: Integers = np.asarray(vector.values, dtype=np.int64)
    if vector.valid is not None:
        held = np.where(vector.valid, held, 0)
    if vector.type.name == "date":
        if kind == "date":
            return held
        return held * DAY if side == "low" else held * DAY + (DAY - 1)
    seconds = held // SECOND if side == "high" else -(-held // SECOND)
    if kind == "time":
        return seconds % DAY if vector.type.name == "timestamp" else seconds
    if kind == "timestamp":
        return seconds
    return seconds // DAY if side == "high" else -(-seconds // DAY)
