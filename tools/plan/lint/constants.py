"""What can be known of a value before any row is made: constants, and the range of a column."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import duckdb

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.column import Errors, Outliers
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.expressions import Path, Resolved, resolve_in_table
from rowsmith.tools.plan.literals import Duration, days_of, microseconds_of, read_literal
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import Table, WrittenRows
from rowsmith.tools.plan.uses import parts

MICROSECONDS = 86_400_000_000
SECOND = 1 / 86_400
"""The days in a second: so far before midnight a day ends."""
DEEPEST = 8
"""Columns that are followed from one to the next before it is given up."""


@dataclass(frozen=True, slots=True)
class Range:
    """Between which numbers a value lies; moments and durations are in days, moments since 1970."""

    low: float
    high: float
    kind: str = "number"
    """number, moment, time or duration."""

    def joined(self, other: Range) -> Range | None:
        """The range of both; None where they are of different kinds."""
        if self.kind != other.kind:
            return None
        return Range(min(self.low, other.low), max(self.high, other.high), self.kind)


def literal_range(value: object, *, upper: bool = False) -> Range | None:
    """The range of a single value; a date as an upper end is the end of that day."""
    found = read_literal(value) if isinstance(value, str) else value
    match found:
        case bool() | None:
            return None
        case int() | float() | Decimal():
            return Range(float(found), float(found))
        case dt.datetime():
            days = microseconds_of(found) / MICROSECONDS
            return Range(days, days, "moment")
        case dt.date():
            days = days_of(found) + (1 - SECOND if upper else 0.0)
            return Range(days, days, "moment")
        case dt.time():
            days = microseconds_of(found) / MICROSECONDS
            return Range(days, days, "time")
        case Duration():
            return Range(found.days, found.days, "duration")
        case dt.timedelta():
            days = found / dt.timedelta(days=1)
            return Range(days, days, "duration")
    return None


def bound_range(
    plan: Plan, table: Table, bound: Bound, *, upper: bool = False, depth: int = 0
) -> Range | None:
    """Where a bound lies: a literal, an expression of constants, or a column whose range is known."""
    if not isinstance(bound, str) or read_literal(bound) is not None:
        return literal_range(bound, upper=upper)
    resolved = resolved_or_none(plan, table, bound)
    if resolved is None or resolved.special is not None:
        return None
    if not resolved.inputs:
        return literal_range(folded(resolved.sql), upper=upper)
    (wanted, *others) = resolved.inputs.values()
    if others or resolved.sql != next(iter(resolved.inputs)) or not isinstance(wanted, Path):
        return None
    end = plan.table(wanted.end)
    return column_range(plan, end, wanted.column, depth + 1) if end is not None else None


def resolved_or_none(plan: Plan, table: Table, sql: str) -> Resolved | None:
    """The expression with its names known, None where they are not; that is told elsewhere."""
    try:
        return resolve_in_table(plan, table.name, sql)
    except PlanError:
        return None


@lru_cache(maxsize=1024)
def folded(sql: str) -> object:
    """The value of an expression without any name; None where it has none."""
    try:
        with duckdb.connect(config={"threads": "1", "enable_external_access": "false"}) as connection:
            row = connection.execute(f"SELECT {sql}").fetchone()
    except duckdb.Error:
        return None
    return row[0] if row else None


def column_range(plan: Plan, table: Table, name: str, depth: int = 0) -> Range | None:
    """The range of all values of a column, null aside; None where it is not known."""
    if depth > DEEPEST:
        return None
    if isinstance(table.rows, WrittenRows) and name in table.rows.columns:
        place = table.rows.columns.index(name)
        return _all(literal_range(row[place]) for row in table.rows.cells if row[place] is not None)
    column = table.column(name)
    if column is None or column.modifier(Outliers) is not None or column.modifier(Errors) is not None:
        return None
    settings = [one.sampler for segment in table.segments for one in segment.set if one.column == name]
    return _all(sampler_range(plan, table, said, depth) for said in (column.sampler, *settings))


def sampler_range(plan: Plan, table: Table, said: model.Sampler, depth: int = 0) -> Range | None:
    """The range of a sampler's values, null aside."""
    match said:
        case model.Integer() | model.Decimal() | model.Date() | model.DateTime() | model.Time():
            low = bound_range(plan, table, said.low, depth=depth)
            high = bound_range(plan, table, said.high, upper=said.kind == "datetime", depth=depth)
            return _between(low, high)
        case model.After() | model.Before():
            return _apart(plan, table, said, depth)
        case model.Expression():
            return bound_range(plan, table, said.sql, depth=depth)
        case model.Constant():
            return literal_range(said.value)
        case model.Category() | model.States():
            return _all(literal_range(one.value) for one in said.values if one.value is not None)
        case _:
            chosen = parts(said) if isinstance(said, model.Switch | model.Lookup | model.Bands) else []
            filled = [part for part in chosen if part != model.Constant(value=None)]
            return _all(sampler_range(plan, table, part, depth) for part in filled)


def _apart(plan: Plan, table: Table, said: model.After | model.Before, depth: int) -> Range | None:
    start = bound_range(plan, table, said.of, depth=depth)
    near, far = (bound_range(plan, table, end, depth=depth) for end in (said.low, said.high))
    if start is None or near is None or far is None or not {near.kind, far.kind} <= {"duration", "number"}:
        return None
    if isinstance(said, model.After):
        return Range(start.low + near.low, start.high + far.high, start.kind)
    return Range(start.low - far.high, start.high - near.low, start.kind)


def _between(low: Range | None, high: Range | None) -> Range | None:
    if low is None or high is None or low.kind != high.kind:
        return None
    return Range(low.low, high.high, low.kind)


def _all(ranges: Iterable[Range | None]) -> Range | None:
    """The range of all, None where one of them is not known or there is none."""
    found: Range | None = None
    for one in ranges:
        if one is None:
            return None
        found = one if found is None else found.joined(one)
        if found is None:
            return None
    return found


def shown(value: float, kind: str) -> str:
    """A number, moment or duration as people write it."""
    if kind == "moment":
        moment = dt.datetime(1970, 1, 1) + dt.timedelta(days=value)
        whole = moment.replace(microsecond=0)
        return str(whole.date()) if whole.time() in (dt.time(), dt.time(23, 59, 59)) else str(whole)
    if kind == "time":
        return str((dt.datetime(1970, 1, 1) + dt.timedelta(days=value)).time().replace(microsecond=0))[:5]
    if kind == "duration":
        return f"{value:g} days"
    return f"{int(value)}" if math.isfinite(value) and value == int(value) else f"{value:g}"
