"""Dates, moments, times and durations in a plan's strings."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.plan.literals import (
    Duration,
    days_of,
    microseconds_of,
    read_date,
    read_duration,
    read_literal,
    read_moment,
    read_time,
)

DAY = 86_400_000_000


class TestReadLiteral:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("2024-05-01", dt.date(2024, 5, 1)),
            ("2024-05-01 14:00", dt.datetime(2024, 5, 1, 14)),
            ("2024-05-01T14:00:30", dt.datetime(2024, 5, 1, 14, 0, 30)),
            ("14:00", dt.time(14)),
            ("9:30", dt.time(9, 30)),
            ("00:00:15", dt.time(0, 0, 15)),
            ("21 days", Duration(0, 21 * DAY)),
            ("1 hour 30 minutes", Duration(0, DAY // 16)),
            ("6 months", Duration(6)),
            ("1 year 2 weeks", Duration(12, 14 * DAY)),
            ("2 quarters", Duration(6)),
            ("1.5 hours", Duration(0, DAY // 16)),
            ("-3 days", Duration(0, -3 * DAY)),
            ("0 days", Duration()),
        ],
    )
    def test_literals(self, text: str, found: object) -> None:
        assert read_literal(text) == found

    @pytest.mark.parametrize(
        "text",
        [
            "price * 2",
            "2024-13-01",
            "2024-02-30 10:00",
            "25:00",
            "3 apples",
            "1.5 months",
            "days",
            "",
            "now()",
            "5",
        ],
    )
    def test_the_rest_is_sql(self, text: str) -> None:
        assert read_literal(text) is None

    @given(moment=st.datetimes(dt.datetime(1600, 1, 1), dt.datetime(2400, 1, 1)))
    def test_iso_comes_back(self, moment: dt.datetime) -> None:
        whole = moment.replace(microsecond=0)
        assert read_moment(str(whole)) == whole
        assert read_date(str(whole.date())) == whole.date()
        assert read_time(str(whole.time())) == whole.time()
        assert dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=microseconds_of(moment)) == moment
        assert dt.date(1970, 1, 1) + dt.timedelta(days=days_of(moment)) == moment.date()
        assert microseconds_of(moment.time()) == microseconds_of(moment) % DAY


class TestDuration:
    def test_length(self) -> None:
        assert Duration(12).days == pytest.approx(365.24, abs=0.01)
        assert Duration(0, DAY // 2).days == 0.5

    def test_whole_days(self) -> None:
        assert Duration(3, 2 * DAY).whole_days
        assert not Duration(0, 1).whole_days

    @given(number=st.integers(1, 500), unit=st.sampled_from(["second", "minute", "hour", "day", "week"]))
    def test_singular_and_plural(self, number: int, unit: str) -> None:
        assert read_duration(f"{number} {unit}") == read_duration(f"{number} {unit}s") is not None
