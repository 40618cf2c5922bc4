"""Strings of a plan that are not SQL: ISO dates, moments, times of day, durations."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TypeAlias

_EPOCH = dt.datetime(1970, 1, 1)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?")
_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2}(\.\d{1,6})?)?")
_PART = re.compile(r"(-?\d+(?:\.\d+)?)\s*([a-z]+)")
_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
MONTH = 30.436875
"""Days of a mean Gregorian month, by which a distance in months is measured."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of time: calendar months, and microseconds beside them."""

    months: int = 0
    microseconds: int = 0

    @property
    def whole_days(self) -> bool:
        return self.microseconds % 86_400_000_000 == 0

    @property
    def days(self) -> float:
        """Its length in days, a month counted as a mean month."""
        return self.months * MONTH + self.microseconds / 86_400_000_000


Literal: TypeAlias = "dt.date | dt.datetime | dt.time | Duration"


def read_literal(text: str) -> Literal | None:
    """The date, moment, time of day or duration that a string is; None where it is SQL."""
    return read_date(text) or read_moment(text) or read_time(text) or read_duration(text)


def read_date(text: str) -> dt.date | None:
    """`2024-05-01`."""
    try:
        return dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def read_moment(text: str) -> dt.datetime | None:
    """`2024-05-01 14:00`, `2024-05-01T14:00:30`."""
    try:
        return dt.datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        return None


def read_time(text: str) -> dt.time | None:
    """`14:00`, `9:30`."""
    try:
        return (
            dt.time.fromisoformat(f"0{text}" if text[1:2] == ":" else text) if _TIME.fullmatch(text) else None
        )
    except ValueError:
        return None


def read_duration(text: str) -> Duration | None:
    """`21 days`, `1 hour 30 minutes`, `6 months`; half a month and the like are no durations."""
    months, microseconds = 0.0, 0.0
    plain = text.strip().lower()
    if not re.fullmatch(rf"{_PART.pattern}(?:\s+{_PART.pattern})*", plain):
        return None
    for number, word in _PART.findall(plain):
        unit = word.removesuffix("s")
        if unit in _UNITS:
            microseconds += float(number) * _UNITS[unit] * 1_000_000
        elif unit in _MONTHS:
            months += float(number) * _MONTHS[unit]
        else:
            return None
    return Duration(int(months), round(microseconds)) if months == int(months) else None


def days_of(date: dt.date) -> int:
    """Days since 1970-01-01."""
    return date.toordinal() - _EPOCH.toordinal()


def microseconds_of(moment: dt.datetime | dt.time) -> int:
    """Microseconds since 1970-01-01, or since midnight."""
    if isinstance(moment, dt.time):
        return ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 1_000_000 + moment.microsecond
    return (moment - _EPOCH) // dt.timedelta(microseconds=1)
