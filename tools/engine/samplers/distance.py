"""How far one moment is from another, in ticks: days or seconds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Flags, Integers
from rowsmith.tools.engine.protocols import Rows, Scope
from rowsmith.tools.engine.samplers.bounds import Side, inward_units
from rowsmith.tools.engine.samplers.moment_edge import DAY, SECOND
from rowsmith.tools.engine.samplers.spans import first_days, months_of
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.expressions import Resolved
from rowsmith.tools.plan.literals import Duration, read_literal


@dataclass(frozen=True, slots=True)
class Distance:
    """An end of a range of distances: a duration of the plan, or an interval (a number of days) of each row.

    Attributes:
        side: whether it is the least or the most; rounding is inwards.
        said: the duration or the expression.
        tick: microseconds in a tick.
    """

    side: Side
    said: Duration | Resolved
    tick: int

    @property
    def constant(self) -> int | None:
        """The distance in ticks; None where it differs by row, as months do."""
        if isinstance(self.said, Resolved) or self.said.months:
            return None
        return self._ticks(self.said.microseconds)

    @property
    def days(self) -> float | None:
        """The distance in days, a month counted as a mean month; None for an expression."""
        return None if isinstance(self.said, Resolved) else self.said.days

    def ticks(self, rows: Rows, origin: Integers, sign: int) -> tuple[Integers, Flags | None]:
        """The distance of each row, and where it is not null.

        Args:
            rows: the rows.
            origin: the days from which months are counted.
            sign: 1 for distances into the future, -1 for those into the past.
        """
        if isinstance(self.said, Resolved):
            return self._of_rows(rows, self.said)
        days = sign * (months_later(origin, sign * self.said.months) - origin)
        return days * (DAY * SECOND // self.tick) + self._ticks(self.said.microseconds), None

    def _of_rows(self, rows: Rows, expression: Resolved) -> tuple[Integers, Flags | None]:
        vector = rows.evaluate(expression)
        if vector.type.name != "interval":
            return inward_units(vector, 0, self.side) * (DAY * SECOND // self.tick), vector.valid
        held: Integers = np.asarray(vector.values, dtype=np.int64)
        held = held if vector.valid is None else np.where(vector.valid, held, 0)
        return (-(-held // self.tick) if self.side == "low" else held // self.tick), vector.valid

    def _ticks(self, microseconds: int) -> int:
        return -(-microseconds // self.tick) if self.side == "low" else microseconds // self.tick


def read_distance(bound: Bound, side: Side, tick: int, scope: Scope) -> Distance:
    """A bound of a distance.

    Raises:
        PlanError: a date, or an expression that is no interval and no number of days.
    """
    literal = (
        read_literal(bound) if isinstance(bound, str) else Duration(microseconds=round(bound * DAY * SECOND))
    )
    if isinstance(literal, Duration):
        return Distance(side, literal, tick)
    if literal is not None:
        raise PlanError(f"{bound!r} is no duration.", where=scope.where, hint="Write 3 days or 2 hours.")
    expression = scope.resolve(str(bound))
    kind = scope.type_of(expression).name
    if kind not in ("interval", "integer", "decimal", "double"):
        raise PlanError(f"{bound!r} is a {kind} and no duration.", where=scope.where)
    return Distance(side, expression, tick)


def months_later(days: Integers, months: int) -> Integers:
    """The same day of the month so many months later, or the last one of a shorter month."""
    if not months:
        return days
    month = months_of(days)
    start = first_days(month + months)
    return np.minimum(start + (days - first_days(month)), first_days(month + months + 1) - 1)
