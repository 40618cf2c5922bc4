"""Spans of the calendar as conditions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from rowsmith.tools.checks.sql import either, literal
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
