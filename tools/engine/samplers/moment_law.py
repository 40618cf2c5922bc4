"""Shapes over windows of time: their statistics are moments, or distances from the low end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags, Integers, Reals
from rowsmith.tools.engine.casting import as_reals
from rowsmith.tools.engine.protocols import Rows, Scope
from rowsmith.tools.engine.samplers.bounds import both
from rowsmith.tools.engine.samplers.countable import not_countable
from rowsmith.tools.engine.samplers.law import Law, SameLaw, Statistic, law_of
from rowsmith.tools.engine.samplers.moment_edge import DAY, SECOND, Kind, MomentEdge, read_edge
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.expressions import Resolved
from rowsmith.tools.plan.literals import Duration, read_literal
from rowsmith.tools.plan.shape import Shape

RELATIVE = ("sd", "spread", "top10_share", "exponent")
"""Statistics that are no places: sd is a duration, the others are plain numbers."""


@dataclass(frozen=True)
class MomentLaw:
    """A shape's share of the window that lies before the moment drawn.

    Attributes:
        law: of the distance from the low end, in days.
        ticks: of the moments, in a day.
        span: days from the first to the last point, where that is the same in all rows.
    """

    law: Law
    ticks: int
    span: float | None

    def draw(
        self, rows: Rows, bits: Bits, low: Integers, high: Integers, points: Integers
    ) -> tuple[Reals, Flags | None]:
        """Numbers in [0, 1), and where they are not null.

        Args:
            rows: the rows.
            bits: uniform bits.
            low, high: the first and last point of each window, in ticks.
            points: how many there are.
        """
        days = np.broadcast_to((high - low) / self.ticks, (len(rows),))
        drawn, valid = self.law.draw(rows, bits, 0.0, days if self.span is None else self.span)
        part = drawn / np.where(days > 0, days, 1.0)
        return (part * (points - 1) + 0.5) / points, valid

    def ranked(self, bits: Bits, points: Integers, where: str) -> Reals:
        """Numbers in [0, 1) for bits alone. Raises PlanError where the law differs by row."""
        if not isinstance(self.law, SameLaw) or self.span is None:
            raise not_countable("its shape differs by row", where)
        part = self.law.shape.draw(bits) / (self.span or 1.0)
        return (part * (points - 1) + 0.5) / points


def moment_law(
    shape: Shape, kind: Kind, low: MomentEdge, high: MomentEdge, step: str | None, scope: Scope
) -> MomentLaw:
    """The law of a moment in a window. Raises PlanError for a statistic that is no moment or duration."""
    ticks = 1 if kind == "date" else DAY
    statistics: dict[str, Statistic] = {
        one.statistic: _statistic(one.statistic, one.value, kind, low, scope) for one in shape.known
    }
    span = None
    if low.constant is not None and high.constant is not None:
        span = (high.constant - low.constant) / ticks
    law = law_of(
        shape,
        statistics,
        None if span is None else 0.0,
        span,
        scope.where,
        integer=kind == "date" and step is None,
    )
    return MomentLaw(law, ticks, span)


def _statistic(name: str, value: Bound, kind: Kind, low: MomentEdge, scope: Scope) -> Statistic:
    if name in RELATIVE:
        return distance_statistic(value, scope)
    literal = read_literal(value) if isinstance(value, str) else None
    if isinstance(literal, Duration):
        return literal.days
    if isinstance(value, str) and (isinstance(literal, dt.date | dt.time) or _is_moment(value, scope)):
        return _from_low(read_edge(value, "low", kind, scope), low, 1 if kind == "date" else DAY)
    return distance_statistic(value, scope)


def _is_moment(sql: str, scope: Scope) -> bool:
    return scope.type_of(scope.resolve(sql)).name in ("date", "timestamp", "time")


def _from_low(place: MomentEdge, low: MomentEdge, ticks: int) -> Statistic:
    if place.constant is not None and low.constant is not None:
        return (place.constant - low.constant) / ticks

    def days(rows: Rows) -> tuple[Reals, Flags | None]:
        ends, known = low.ticks(rows)
        places, valid = place.ticks(rows)
        return (places - ends) / ticks, both(known, valid)

    return days


def distance_statistic(value: Bound, scope: Scope) -> Statistic:
    """A statistic that is a duration (in days) or a plain number.

    Raises:
        PlanError: a date or a moment.
    """
    if not isinstance(value, str):
        return float(value)
    literal = read_literal(value)
    if isinstance(literal, Duration):
        return literal.days
    if literal is not None:
        raise PlanError(f"{value!r} is no duration.", where=scope.where)
    expression = scope.resolve(value)
    kind = scope.type_of(expression).name
    if kind not in ("interval", "integer", "decimal", "double"):
        raise PlanError(f"{value!r} is a {kind} and no duration.", where=scope.where)
    return lambda rows: _days(rows, expression)


def _days(rows: Rows, expression: Resolved) -> tuple[Reals, Flags | None]:
    vector = rows.evaluate(expression)
    if vector.type.name == "interval":
        return np.asarray(vector.values, dtype=np.float64) / (DAY * SECOND), vector.valid
    return as_reals(vector), vector.valid
