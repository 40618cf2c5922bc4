"""Moments, windows, durations and hours of the day."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def month_number(word: str) -> int | None:
    """1 to 12 of a month's name or its first letters (jan, sept, august); None for any other word."""
    low = word.lower().rstrip(".")
    full = [name.lower() for name in calendar.month_name[1:]]
    if low in full:
        return full.index(low) + 1
    return MONTHS.index(low[:3]) + 1 if low in MONTHS or low == "sept" else None


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `start` to `end`, both included; None is open. `unit` is the grain it was spoken in."""

    start: date | None
    end: date | None
    unit: str = "day"

    @classmethod
    def year(cls, year: int) -> Window:
        return cls(date(year, 1, 1), date(year, 12, 31), "year")

    @classmethod
    def month(cls, year: int, month: int) -> Window:
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")

    @classmethod
    def months(cls, year: int, first: int, last: int) -> Window:
        """From one month to another of a year; a last month before the first is in the next year."""
        end = cls.month(year + (last < first), last).end
        return cls(date(year, first, 1), end, "month")

    @classmethod
    def parse(cls, text: str) -> Window | None:
        """A written date: 2024-03-01, 2024-03, 01.03.2024, 3/1/2024 (day first unless that can't be)."""
        parts = [int(part) for part in re.findall(r"\d+", text)][:3]
        if len(parts) == 2:
            return cls.month(parts[0], parts[1])
        year, month, day = parts if parts[0] > 31 else (parts[2], parts[1], parts[0])
        month, day = (day, month) if month > 12 else (month, day)
        return cls.day(year, month, day)

    @classmethod
    def day(cls, year: int, month: int, day: int) -> Window | None:
        if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
            return None
        return cls(date(year, month, day), date(year, month, day))

    def until(self, other: Window) -> Window:
        """From this start to the other's end, whichever came first."""
        starts = [w.start for w in (self, other) if w.start]
        ends = [w.end for w in (self, other) if w.end]
        unit = self.unit if self.unit == other.unit else "day"
        return Window(min(starts) if starts else None, max(ends) if ends else None, unit)

    def lasting(self, length: Duration) -> Window:
        """That long from this start on, the first day counted."""
        if self.start is None:
            return self
        days = round(length.seconds()[1] / 86400)
        return replace(self, end=self.start + timedelta(days=days - 1), unit="day")

    @property
    def whole_years(self) -> bool:
        return self.unit == "year"

    def __str__(self) -> str:
        return f"{self.start or ''}/{self.end or ''}"


UNIT_SECONDS = {
    "ms": 0.001,
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "month": 2629800,
    "year": 31557600,
}


@dataclass(frozen=True, slots=True)
class Duration:
    """`low` to `high` of `unit` (ms, second, minute, hour, day, week, month, year); None is no bound."""

    low: float | None
    high: float | None
    unit: str

    def seconds(self) -> tuple[float, float]:
        """Both ends in seconds (a month is a twelfth of a year); 0 and infinity where there is no bound."""
        size = UNIT_SECONDS[self.unit]
        return (self.low or 0) * size, float("inf") if self.high is None else self.high * size

    def friendly(self) -> list[str]:
        """As the plan writes it: ["15 days", "60 days"]."""
        return [f"{end:g} {self.unit}{'' if end == 1 else 's'}" for end in (self.low or 0, self.high or 0)]

    def __str__(self) -> str:
        low = "" if self.low is None else f"{self.low:g}"
        high = "" if self.high is None else f"{self.high:g}"
        return f"{low} {self.unit}" if low == high else f"{low}..{high} {self.unit}"


@dataclass(frozen=True, slots=True)
class Clock:
    """Hours of the day from `start` to `end` (0 to 24, fractions allowed); end before start goes over midnight."""

    start: float
    end: float

    @classmethod
    def parse(cls, text: str) -> Clock:
        hours, minutes = (int(part) for part in text.split(":")[:2])
        return cls.at(hours + minutes / 60)

    @classmethod
    def at(cls, hour: float) -> Clock:
        return cls(hour % 24, hour % 24)

    def until(self, other: Clock) -> Clock:
        return Clock(self.start, other.end)

    @property
    def hours(self) -> tuple[int, int]:
        """First and last full hour, both included: 8 to 20 o'clock is (8, 19)."""
        last = int(self.end) - 1 if self.end == int(self.end) else int(self.end)
        return int(self.start), last % 24

    def __str__(self) -> str:
        return f"{self.start:g}h-{self.end:g}h"
