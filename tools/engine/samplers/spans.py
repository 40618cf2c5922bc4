"""Spans of the calendar's cycles: which part of the day, week, month or year each weight is for."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np

from rowsmith.tools.chance.arrays import Integers, Reals
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.cycles import parts_of
from rowsmith.tools.plan.literals import days_of, read_date
from rowsmith.tools.plan.shape import Span


def hour_shares(spans: Sequence[Span], where: str) -> Reals:
    """float64[24]: each hour's share of the day; even without hour spans."""
    own = [span for span in spans if span.unit == "hour"]
    if not own:
        return np.full(24, 1 / 24)
    shares = np.zeros(24)
    for span in own:
        hours = parts_of("hour", span.first, span.last, where)
        shares[hours] += span.weight / len(hours)
    whole = math.fsum(shares.tolist())
    if not whole > 0:
        raise PlanError("No hour has a weight above 0.", where=where)
    return shares / whole


def hour_grouping(spans: Sequence[Span], hours: Integers, where: str) -> list[tuple[Integers, Reals]]:
    """The span of each hour of the day (-1 for none), and the weights; nothing without hour spans."""
    own = [span for span in spans if span.unit == "hour"]
    found = np.full(len(hours), -1, dtype=np.int64)
    for number, span in enumerate(own):
        found[np.isin(hours, parts_of("hour", span.first, span.last, where))] = number
    return [(found, np.array([span.weight for span in own], dtype=np.float64))] if own else []


def day_groupings(spans: Sequence[Span], days: Integers, where: str) -> list[tuple[Integers, Reals]]:
    """For each cycle of whole days that is spoken of: the span of each day (-1 for none), and the weights."""
    made: list[tuple[Integers, Reals]] = []
    for unit in ("month", "day", "weekday"):
        own = [span for span in spans if span.unit == unit]
        if own:
            weights = np.array([span.weight for span in own], dtype=np.float64)
            made.append((_span_of(own, days, where), weights))
    return made


def _span_of(spans: Sequence[Span], days: Integers, where: str) -> Integers:
    found = np.full(len(days), -1, dtype=np.int64)
    for number, span in enumerate(spans):
        if (date := read_date(span.first)) is not None:
            last = read_date(span.last) or date
            inside = (days >= days_of(date)) & (days <= days_of(last))
        else:
            inside = np.isin(_cycle_part(span.unit, days), parts_of(span.unit, span.first, span.last, where))
        found[inside] = number
    return found


def _cycle_part(unit: str, days: Integers) -> Integers:
    if unit == "weekday":
        return weekdays_of(days)
    if unit == "month":
        return months_of(days) % 12
    return days - first_days(months_of(days)) + 1


def weekdays_of(days: Integers) -> Integers:
    """0 for Monday to 6 for Sunday."""
    return (days + 3) % 7


def months_of(days: Integers) -> Integers:
    """Months since January 1970."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def first_days(months: Integers) -> Integers:
    """The first day of each month since January 1970, in days since 1970."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def years_between(day: int, as_of: dt.date) -> float:
    """Years of 365.2425 days from a plan's today to a day."""
    return (day - days_of(as_of)) / 365.2425
