"""Bounds of a plan as SQL: numbers, moments, durations, or expressions over the row."""

from __future__ import annotations

import datetime as dt

from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.sql import literal
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.literals import Duration, read_duration, read_literal

DAY = 86_400_000_000


def number(relation: Relation, bound: Bound) -> str:
    """A bound of a number."""
    constant = as_number(bound)
    return literal(constant) if constant is not None else relation.expression(str(bound))


def as_number(bound: Bound) -> int | float | None:
    """A bound that is a number, written as one or as text; None where it is an expression."""
    if not isinstance(bound, str):
        return bound
    try:
        return float(bound) if "." in bound or "e" in bound.lower() else int(bound)
    except ValueError:
        return None


def moment(relation: Relation, bound: Bound) -> str:
    """A bound of a date, a moment or a time of day."""
    constant = as_moment(bound)
    return literal(constant) if constant is not None else relation.expression(str(bound))


def as_moment(bound: Bound) -> dt.date | dt.datetime | dt.time | None:
    """A bound that is an ISO date, moment or time; None where it is something else."""
    found = read_literal(bound) if isinstance(bound, str) else None
    return None if isinstance(found, Duration) else found


def duration(relation: Relation, bound: Bound) -> str:
    """A distance between moments; a bare number counts days."""
    if not isinstance(bound, str):
        return interval(Duration(microseconds=round(bound * DAY)))
    constant = read_duration(bound)
    return interval(constant) if constant is not None else relation.expression(bound)


def interval(length: Duration) -> str:
    """A duration as an interval."""
    parts = []
    if length.months:
        parts.append(f"to_months({length.months})")
    if length.microseconds or not parts:
        days = length.whole_days
        parts.append(
            f"to_days({length.microseconds // DAY})" if days else f"to_microseconds({length.microseconds})"
        )
    return f"({' + '.join(parts)})"
