"""Bounds of a plan as SQL: numbers, moments, durations, or expressions over the row."""

from __future__ import annotations

import datetime as dt
import re

from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.sql import literal
from rowsmith.tools.plan.data import Bound

DURATION = re.compile(r"^(-?\d+(?:\.\d+)?)\s*(second|minute|hour|day|week|month|quarter|year)s?$")
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def number(relation: Relation, bound: Bound) -> str:
    """A bound of a number."""
    return relation.expression(bound) if isinstance(bound, str) else literal(bound)


def moment(relation: Relation, bound: Bound) -> str:
    """A bound of a date, a moment or a time of day."""
    if not isinstance(bound, str):
        return literal(bound)
    constant = as_moment(bound)
    return literal(constant) if constant is not None else relation.expression(bound)


def as_moment(bound: Bound) -> dt.date | dt.datetime | dt.time | None:
    """A bound that is an ISO date, moment or time; None where it is something else."""
    if not isinstance(bound, str):
        return None
    for read in (dt.date.fromisoformat, dt.datetime.fromisoformat, dt.time.fromisoformat):
        try:
            return read(bound)
        except ValueError:
            continue
    return None


def duration(relation: Relation, bound: Bound) -> str:
    """A distance between moments; a bare number counts days."""
    if isinstance(bound, str):
        return as_interval(bound) or relation.expression(bound)
    return f"to_days({literal(bound)})"


def as_interval(bound: str) -> str | None:
    """A duration such as "21 days" as an interval; None where it is something else."""
    found = DURATION.match(bound.strip())
    if found is None:
        return None
    amount, unit = float(found.group(1)), found.group(2)
    if unit in MONTHS:
        return f"to_months({round(amount * MONTHS[unit])})"
    seconds = amount * SECONDS[unit]
    if unit in ("day", "week") and seconds % 86400 == 0:
        return f"to_days({round(seconds / 86400)})"
    return literal(dt.timedelta(seconds=seconds))


def as_seconds(bound: Bound) -> float | None:
    """A duration without months in seconds; None where it is something else."""
    found = DURATION.match(bound.strip()) if isinstance(bound, str) else None
    if found is None or found.group(2) not in SECONDS:
        return None
    return float(found.group(1)) * SECONDS[found.group(2)]
