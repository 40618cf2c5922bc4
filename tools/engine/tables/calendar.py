"""Numbers, days and moments that `per` counts through: from low to high by a step."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from rowsmith.tools.engine.casting import DAY
from rowsmith.tools.engine.protocols import Index, Scope
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.samplers.spans import day_groupings, hour_grouping
from rowsmith.tools.engine.tables.dimensions import Expanded, up_to
from rowsmith.tools.engine.vector import DATE, INTEGER, TIMESTAMP, Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.expressions import Resolved
from rowsmith.tools.plan.literals import Duration, days_of, microseconds_of, read_duration, read_literal
from rowsmith.tools.plan.shape import Span

HOUR = 3_600_000_000
Flags = npt.NDArray[np.bool_]

End = int | Resolved
"""A bound in the type's unit, or an expression of it."""


@dataclass(frozen=True)
class SteppedDimension:
    """Values from low to high, `step` units or `months` apart, without those in no span."""

    column: str
    type: Type
    low: End
    high: End
    step: int
    months: int
    spans: tuple[Span, ...]
    where: str

    def expand(self, rows: Block) -> Expanded:
        low, high = _ends(self.low, rows, self.type, False), _ends(self.high, rows, self.type, True)
        if self.months:
            counts = np.maximum(_months(high, self.type) - _months(low, self.type), -1) + 1
            counts = -(-counts // self.months)
        else:
            counts = np.maximum((high - low) // self.step, -1) + 1
        owner, number = up_to(counts)
        values = self._values(low[owner], number)
        inside = (values <= high[owner]) & self._spanned(values)
        return Expanded(owner[inside], number[inside], Vector(self.type, values[inside]))

    def _values(self, low: Index, number: Index) -> Index:
        if not self.months:
            return low + number * self.step
        return _plus_months(low, number * self.months, self.type)

    def _spanned(self, values: Index) -> Flags:
        """Where a value lies in a span with a weight, in every cycle that is spoken of."""
        inside = np.ones(len(values), dtype=np.bool_)
        if not self.spans:
            return inside
        days = values if self.type == DATE else values // DAY
        groupings = day_groupings(self.spans, days, self.where)
        if self.type == TIMESTAMP:
            groupings += hour_grouping(self.spans, values % DAY // HOUR, self.where)
        for span, weights in groupings:
            inside &= (span >= 0) & (weights[span] > 0)
        return inside


def stepped(column: str, said: model.Integer | model.Date | model.DateTime, scope: Scope) -> SteppedDimension:
    """The dimension of a sampler of numbers or moments.

    Raises:
        PlanError: moments without a step, or bounds of another type.
    """
    if isinstance(said, model.Integer):
        low, high = (_integer_end(bound, scope) for bound in (said.low, said.high))
        return SteppedDimension(column, INTEGER, low, high, int(said.step or 1), 0, (), scope.where)
    kind = DATE if isinstance(said, model.Date) else TIMESTAMP
    step = read_duration(said.step) if said.step else Duration(microseconds=DAY) if kind == DATE else None
    if step is None:
        raise PlanError(
            "Without a step it can't be counted through.", where=scope.where, hint="Add step: 1 hour."
        )
    unit = DAY if kind == DATE else 1
    low, high = _moment_end(said.low, kind, False, scope), _moment_end(said.high, kind, True, scope)
    return SteppedDimension(
        column, kind, low, high, max(1, step.microseconds // unit), step.months, said.spans, scope.where
    )


def _integer_end(bound: Bound, scope: Scope) -> End:
    return scope.resolve(bound) if isinstance(bound, str) else int(bound)


def _moment_end(bound: Bound, kind: Type, upper: bool, scope: Scope) -> End:
    found = read_literal(str(bound))
    if isinstance(found, dt.datetime):
        return microseconds_of(found) // (DAY if kind == DATE else 1)
    if isinstance(found, dt.date):
        days = days_of(found)
        return days if kind == DATE else days * DAY + (DAY - 1 if upper else 0)
    return scope.resolve(str(bound))


def _ends(end: End, rows: Block, kind: Type, upper: bool) -> Index:
    if isinstance(end, int):
        return np.full(len(rows), end, dtype=np.int64)
    vector = rows.evaluate(end)
    units = np.asarray(vector.values, dtype=np.int64)
    if vector.type == kind:
        return units
    if kind == TIMESTAMP and vector.type == DATE:
        return units * DAY + (DAY - 1 if upper else 0)
    if kind == DATE and vector.type == TIMESTAMP:
        return units // DAY
    return np.asarray(np.floor(vector.values) if upper else np.ceil(vector.values), dtype=np.int64)


def _dates(values: Index, kind: Type) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    days = values if kind == DATE else values // DAY
    return cast("np.ndarray[tuple[int], np.dtype[np.datetime64]]", days.view("datetime64[D]"))


def _months(values: Index, kind: Type) -> Index:
    months: Index = _dates(values, kind).astype("datetime64[M]").view(np.int64)
    return months


def _plus_months(values: Index, months: Index, kind: Type) -> Index:
    """So many months later; a day that the month does not have becomes its last."""
    dates = _dates(values, kind)
    month = dates.astype("datetime64[M]")
    day = (dates - month.astype("datetime64[D]")).view(np.int64)
    later = month + months.view("timedelta64[M]")
    end = (later + np.timedelta64(1, "M")).astype("datetime64[D]")
    last = (end - later.astype("datetime64[D]")).view(np.int64)
    days: Index = later.astype("datetime64[D]").view(np.int64) + np.minimum(day, last - 1)
    return days if kind == DATE else days * DAY + values % DAY
