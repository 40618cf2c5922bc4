"""How busy each moment is: a rate that differs by month, weekday, day and hour, its integral and its inverse.

Moments are drawn by taking an even share of the integral between two ends, so that spans are kept by
construction and later bits never give an earlier moment (a Poisson process with a given rate, conditioned on
its number of points: Cinlar: Introduction to Stochastic Processes, 1975, section 4.7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Integers, Reals

DAY_SECONDS = 86400.0
_ROUNDS = 24  # of raking; weekdays and months are nearly independent, so that it converges at once


@dataclass(frozen=True)
class Rates:
    """The rate of each day, and how a day is spread over its hours.

    Attributes:
        first: the first day, in days since 1970.
        days: float64[n]; each day's share, none of them negative.
        hours: float64[24]; each hour's share of its day, summing to 1.
    """

    first: int
    days: Reals
    hours: Reals


class Intensity:
    """The integral of rates over time, in seconds since 1970, and its inverse."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._until = np.concatenate([[0.0], np.cumsum(rates.days)])
        hours = np.concatenate([[0.0], np.cumsum(rates.hours)])
        self._hours = hours / hours[-1]
        self._start = rates.first * DAY_SECONDS
        self._end = self._start + len(rates.days) * DAY_SECONDS

    def until(self, moments: Reals) -> Reals:
        """The integral up to each moment."""
        inside = np.clip(moments, self._start, self._end) - self._start
        day = np.minimum((inside / DAY_SECONDS).astype(np.int64), len(self._rates.days) - 1)
        clock = inside - day * DAY_SECONDS
        hour = np.minimum((clock / 3600.0).astype(np.int64), 23)
        part = self._hours[hour] + (self._hours[hour + 1] - self._hours[hour]) * (clock / 3600.0 - hour)
        reached: Reals = self._until[day] + self._rates.days[day] * part
        return reached

    def moment(self, integral: Reals) -> Reals:
        """The moment at which the integral reaches each value; inside a time with a rate above zero."""
        day = _interval(self._until, integral)
        rate = self._rates.days[day]
        part = np.clip((integral - self._until[day]) / np.where(rate > 0, rate, 1.0), 0.0, 1.0)
        hour = _interval(self._hours, part)
        width = self._hours[hour + 1] - self._hours[hour]
        rest = np.clip((part - self._hours[hour]) / np.where(width > 0, width, 1.0), 0.0, _BELOW_ONE)
        reached: Reals = self._start + day * DAY_SECONDS + (hour + rest) * 3600.0
        return reached


_BELOW_ONE = 1 - 2.0**-30


def _interval(edges: Reals, values: Reals) -> Integers:
    """The last interval of positive width that begins at or below each value."""
    last = int(np.searchsorted(edges, edges[-1], side="left")) - 1
    place = np.searchsorted(edges, values, side="right") - 1
    return np.clip(place, 0, max(last, 0))


def raked(rates: Reals, groupings: Sequence[tuple[Integers, Reals]], rounds: int = _ROUNDS) -> Reals:
    """Rates of days or moments, scaled until every grouping's shares are met (Deming and Stephan, 1940).

    Args:
        rates: float64[n], where to start.
        groupings: for each cycle the span that each element is in (-1 for none, where the rate becomes 0), and
            each span's weight. A span without elements is left out.
        rounds: how often all groupings are gone through.
    """
    made = rates.copy()
    for _ in range(rounds if len(groupings) > 1 else 1):
        for span, weights in groupings:
            made = _scaled(made, span, weights)
    return made


def _scaled(rates: Reals, span: Integers, weights: Reals) -> Reals:
    # bincount adds one by one, so that the sums are the same on every machine.
    held = np.bincount(span + 1, weights=rates, minlength=len(weights) + 1)[1:]
    factors = np.where(held > 0, weights / np.where(held > 0, held, 1.0), 0.0)
    return np.where(span >= 0, rates * factors[span], 0.0)
