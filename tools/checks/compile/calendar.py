"""Spans of the calendar as conditions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from rowsmith.tools.checks.compile.bounds import as_moment
from rowsmith.tools.checks.sql import either, literal
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.literals import read_date
from rowsmith.tools.plan.samplers import Date, DateTime, Time
from rowsmith.tools.plan.shape import Span

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def in_spans(spans: Iterable[Span], value: str) -> str:
    """That a moment lies in one of the spans; all are of one unit."""
    return either(in_span(span, value) for span in spans)


def in_span(span: Span, value: str) -> str:
    """That a moment lies in the span, both ends included, wrapping around."""
    if span.unit == "day":
        return _in_days(span, value)
    part = {"hour": f"hour({value})", "weekday": f"isodow({value})", "month": f"month({value})"}[span.unit]
    first, last = number_of(span.unit, span.first), number_of(span.unit, span.last)
    if first <= last:
        return f"{part} between {first} and {last}"
    return f"({part} >= {first} or {part} <= {last})"


def number_of(unit: str, said: str) -> int:
    """An hour, weekday or month as DuckDB numbers it: 0 to 23, Monday 1, January 1."""
    name = said.strip().lower()[:3]
    if unit == "weekday" and name in WEEKDAYS:
        return WEEKDAYS.index(name) + 1
    if unit == "month" and name in MONTHS:
        return MONTHS.index(name) + 1
    return int(said)


def _in_days(span: Span, value: str) -> str:
    """Days are dates, or days of the month."""
    try:
        first, last = dt.date.fromisoformat(span.first), dt.date.fromisoformat(span.last)
    except ValueError:
        low, high = int(span.first), int(span.last)
        if low <= high:
            return f"day({value}) between {low} and {high}"
        return f"(day({value}) >= {low} or day({value}) <= {high})"
    return f"{value}::date between {literal(first)} and {literal(last)}"


def named(span: Span) -> str:
    """The span as it is written."""
    return span.first if span.first == span.last else f"{span.first}-{span.last}"


def reached(sampler: Date | DateTime | Time, unit: str) -> list[Span]:
    """The spans of a unit that have weight and of which the window holds a part.

    Empty where that can't be told: bounds that differ by row (but for hours of whole days), spans that
    overlap, or a part that the spans of another unit take away.
    """
    spans = [span for span in sampler.spans if span.unit == unit and span.weight > 0]
    days = _window(sampler)
    if unit == "hour":
        return spans if isinstance(sampler, DateTime) and _whole_days(sampler) else []
    if days is None:
        return []
    kept = [
        day for day in days if all(_allowed(sampler, other, day) for other in _other_units(sampler, unit))
    ]
    found = [sum(_holds(span, day) for span in spans) for day in kept]
    if any(number > 1 for number in found):
        return []
    return [span for span in spans if any(_holds(span, day) for day in kept)]


def _whole_days(sampler: DateTime) -> bool:
    """Whether the window runs over whole days, or is so long that its ends do not matter."""
    days = _window(sampler)
    return days is not None and (
        len(days) > LONG or all(type(as_moment(b)) is dt.date for b in _ends(sampler))
    )


LONG = 2_000
"""Days of a window whose first and last day are too few to move a share."""


def _ends(sampler: Date | DateTime | Time) -> tuple[Bound, Bound]:
    return sampler.low, sampler.high


def _window(sampler: Date | DateTime | Time) -> list[dt.date] | None:
    """The days from the lower to the upper bound; None where they are not constant, or too many."""
    ends = [as_moment(bound) for bound in _ends(sampler)]
    first, last = (end.date() if isinstance(end, dt.datetime) else end for end in ends)
    if not isinstance(first, dt.date) or not isinstance(last, dt.date) or (last - first).days > MOST_DAYS:
        return None
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


MOST_DAYS = 40_000


def _other_units(sampler: Date | DateTime | Time, unit: str) -> list[str]:
    return [other for other in dict.fromkeys(s.unit for s in sampler.spans) if other not in (unit, "hour")]


def _allowed(sampler: Date | DateTime | Time, unit: str, day: dt.date) -> bool:
    return any(_holds(span, day) for span in sampler.spans if span.unit == unit and span.weight > 0)


def _holds(span: Span, day: dt.date) -> bool:
    if span.unit == "day" and read_date(span.first) is not None:
        return dt.date.fromisoformat(span.first) <= day <= dt.date.fromisoformat(span.last)
    part = {"weekday": day.isoweekday(), "month": day.month, "day": day.day}[span.unit]
    first, last = number_of(span.unit, span.first), number_of(span.unit, span.last)
    return first <= part <= last if first <= last else part >= first or part <= last
