"""Dates, moments and times of day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.engine.samplers.month_grid import MonthGrid
from rowsmith.tools.errors import GenerationError, PlanError
from tests.fakes.drawing import values
from tests.fakes.ids import steady

YEAR = ["2024-01-01", "2024-12-31"]


class TestDate:
    @given(low=st.dates(dt.date(1950, 1, 1), dt.date(2060, 1, 1)), span=st.integers(0, 900))
    def test_both_ends_included(self, low: dt.date, span: int) -> None:
        high = low + dt.timedelta(days=span)
        assert all(low <= day <= high for day in values({"date": [str(low), str(high)]}, 40))

    def test_every_day_occurs(self) -> None:
        counts = Counter(values({"date": ["2024-02-01", "2024-02-29"]}, 29000))
        assert len(counts) == 29
        assert min(counts.values()) > 850

    def test_weekdays_hold_their_weights(self) -> None:
        found = values({"date": YEAR, "weekdays": {"mon-fri": 60, "sat": 40}}, 20000)
        days = Counter(day.weekday() for day in found)
        assert days[6] == 0
        assert days[5] == pytest.approx(8000, abs=350)

    def test_months_hold_their_weights_beside_weekdays(self) -> None:
        said = {
            "date": YEAR,
            "months": {"feb-apr": 50, "may-jan": 50},
            "weekdays": {"mon-thu": 1, "fri-sun": 3},
        }
        found = values(said, 20000)
        assert sum(2 <= day.month <= 4 for day in found) == pytest.approx(10000, abs=350)
        assert sum(day.weekday() >= 4 for day in found) == pytest.approx(15000, abs=350)

    def test_days_of_the_month_and_single_days(self) -> None:
        found = values({"date": YEAR, "days": {"1-5": 70, "28-2": 0, "15": 30}}, 9000)
        assert {day.day for day in found} == {3, 4, 5, 15}
        two = values({"date": YEAR, "days": {"2024-05-09": 3, "2024-12-24": 1}}, 4000)
        assert Counter(two)[dt.date(2024, 5, 9)] == pytest.approx(3000, abs=150)

    def test_growth(self) -> None:
        found = values({"date": ["2021-01-01", "2024-12-31"], "growth": 0.5}, 20000)
        years = Counter(day.year for day in found)
        assert years[2024] / years[2023] == pytest.approx(1.5, abs=0.12)

    @pytest.mark.parametrize(
        ("low", "step", "wanted"),
        [
            ("2024-01-31", "1 month", {(1, 31), (2, 29), (3, 31), (4, 30)}),
            ("2024-01-01", "1 month", {(1, 1), (2, 1), (3, 1), (4, 1)}),
            ("2024-01-08", "4 weeks", {(1, 8), (2, 5), (3, 4), (4, 1), (4, 29)}),
        ],
    )
    def test_steps(self, low: str, step: str, wanted: set[tuple[int, int]]) -> None:
        found = values({"date": [low, "2024-04-30"], "step": step}, 400)
        assert {(day.month, day.day) for day in found} == wanted

    def test_months_of_the_row(self) -> None:
        days = ["2024-01-15", "2024-03-01"] * 100
        found = values({"date": ["day", "day + to_days(70)"], "step": "1 month"}, 200, given={"day": days})
        assert set(found[0::2]) == {dt.date(2024, 2, 1), dt.date(2024, 3, 1)}
        assert set(found[1::2]) == {dt.date(2024, 3, 1), dt.date(2024, 4, 1), dt.date(2024, 5, 1)}

    def test_weekdays_in_windows_of_the_row(self) -> None:
        days = [f"2024-{month:02}-01" for month in range(1, 13)] * 300
        found = values(
            {"date": ["day", "last_day(day)"], "weekdays": {"mon-fri": 1}}, 3600, given={"day": days}
        )
        assert all(one.weekday() < 5 for one in found)
        assert all(one.month == int(day[5:7]) for one, day in zip(found, days, strict=True))
        assert len(set(found[0::12])) == 23

    def test_growth_in_windows_of_the_row(self) -> None:
        said = {"date": ["day", "day + to_days(730)"], "growth": 2.0}
        found = values(said, 6000, given={"day": ["2021-01-01"] * 6000})
        assert sum(day.year == 2022 for day in found) / 6000 == pytest.approx(0.75, abs=0.03)

    def test_shape_with_moments_and_durations(self) -> None:
        found = values({"date": YEAR, "shape": "triangular", "mode": "2024-03-01"}, 8000)
        months = Counter(day.month for day in found)
        assert months[3] > months[1]
        assert months[3] > months[11] * 2
        early = values({"date": YEAR, "shape": "exponential", "mean": "30 days"}, 8000)
        assert np.mean([(day - dt.date(2024, 1, 1)).days for day in early]) == pytest.approx(30, rel=0.05)

    def test_shape_by_row(self) -> None:
        said = {"date": ["day", "day + to_days(200)"], "shape": "exponential", "mean": "to_days(n)"}
        found = values(said, 6000, given={"day": ["2024-01-01"] * 6000, "n": [5, 40] * 3000})
        far = [(day - dt.date(2024, 1, 1)).days for day in found]
        assert np.mean(far[0::2]) == pytest.approx(5, abs=1)
        assert np.mean(far[1::2]) == pytest.approx(40, abs=4)

    def test_a_mode_of_the_row(self) -> None:
        said = {"date": ["day", "day + to_days(100)"], "shape": "triangular", "mode": "day + to_days(n)"}
        found = values(said, 6000, given={"day": ["2024-01-01"] * 6000, "n": [0, 100] * 3000})
        far = [(day - dt.date(2024, 1, 1)).days for day in found]
        assert np.mean(far[0::2]) == pytest.approx(33, abs=2)
        assert np.mean(far[1::2]) == pytest.approx(67, abs=2)

    def test_moments_as_bounds_round_inwards(self) -> None:
        found = values({"date": ["2024-01-01 10:00", "2024-01-03 10:00"]}, 100)
        assert set(found) == {dt.date(2024, 1, 2), dt.date(2024, 1, 3)}
        moments = ["2024-01-01 10:00:00", "2024-01-01 00:00:00"] * 50
        found = values({"date": ["m", "m + to_days(1)"]}, 100, given={"m": moments})
        assert set(found[0::2]) == {dt.date(2024, 1, 2)}
        assert set(found[1::2]) == {dt.date(2024, 1, 1), dt.date(2024, 1, 2)}

    @pytest.mark.parametrize(
        ("said", "message"),
        [
            ({"date": ["2024-05-01", "2024-01-01"]}, "No moment lies between"),
            ({"date": [1, 5]}, "is no date"),
            ({"date": ["3 days", "2024-01-01"]}, "is no date"),
            ({"date": ["10:00", "2024-01-01"]}, "is no date"),
            ({"date": ["n", "2024-01-01"]}, "is a integer where a date"),
            ({"date": YEAR, "hours": {"8-9": 1}}, "A date has no hours"),
            ({"date": YEAR, "holidays": "DE"}, "no calendar of holidays"),
            ({"date": YEAR, "step": "soon"}, "is no step"),
            ({"date": YEAR, "step": "36 hours"}, "whole days"),
            ({"date": YEAR, "weekdays": {"xyz": 1}}, "is no weekday"),
            ({"date": YEAR, "months": {"13": 1}}, "is no month"),
            ({"date": ["2024-01-01", "2024-01-05"], "weekdays": {"sat-sun": 1}}, "is allowed"),
            ({"date": YEAR, "growth": -1.0}, "Growth is above -1"),
            (
                {"date": ["day", "day + to_days(9)"], "step": "7 days", "weekdays": {"mon": 1}},
                "does not go with spans",
            ),
            ({"date": YEAR, "shape": "triangular", "mode": "word"}, "is a text and no duration"),
        ],
        ids=steady,
    )
    def test_what_can_not_be(self, said: dict[str, Any], message: str) -> None:
        with pytest.raises(PlanError, match=message) as caught:
            values(said, 2, given={"n": [1, 2], "day": ["2024-01-01"] * 2, "word": ["a", "b"]})
        assert caught.value.where == "t.c"

    def test_rows_without_a_day(self) -> None:
        with pytest.raises(
            GenerationError, match="window of 1 rows, the first from 2024-06-09 to 2024-06-05"
        ):
            values({"date": ["day", "2024-06-05"]}, 2, given={"day": ["2024-06-01", "2024-06-09"]})
        said = {"date": ["day", "day + to_days(1)"], "weekdays": {"mon-fri": 1}}
        with pytest.raises(GenerationError, match="No moment lies"):
            values(said, 1, given={"day": ["2024-06-01"]})

    def test_null_windows(self) -> None:
        found = values({"date": ["day", "2024-06-30"]}, 2, given={"day": ["2024-06-01", None]})
        assert found[1] is None
        assert found[0] is not None


class TestDateTime:
    def test_a_date_as_the_upper_end_is_its_last_second(self) -> None:
        found = values({"datetime": ["2024-01-01", "2024-01-01"]}, 3000)
        assert {moment.date() for moment in found} == {dt.date(2024, 1, 1)}
        assert max(found).hour == 23
        assert values({"datetime": ["2024-01-01 23:59:59", "2024-01-01"]}, 3)[0] == dt.datetime(
            2024, 1, 1, 23, 59, 59
        )

    def test_hours_hold_their_weights(self) -> None:
        found = values({"datetime": YEAR, "hours": {"22-5": 65, "6-21": 35}}, 20000)
        assert sum(m.hour >= 22 or m.hour <= 5 for m in found) == pytest.approx(13000, abs=350)
        assert len({m.minute for m in found}) == 60

    def test_hours_months_weekdays_and_growth_at_once(self) -> None:
        said = {
            "datetime": ["2023-01-01", "2024-06-30"],
            "hours": {"9-12": 40, "13-20": 60},
            "weekdays": {"mon-fri": 60, "sat": 40},
            "months": {"nov-dec": 30, "jan-oct": 70},
            "growth": 0.3,
        }
        found = values(said, 20000)
        assert sum(m.hour <= 12 for m in found) == pytest.approx(8000, abs=350)
        assert sum(m.weekday() == 5 for m in found) == pytest.approx(8000, abs=350)
        assert sum(m.month >= 11 for m in found) == pytest.approx(6000, abs=350)

    @pytest.mark.parametrize("step", ["30 minutes", "45 minutes", "90 minutes"])
    def test_step_with_hours(self, step: str) -> None:
        said = {"datetime": ["2024-02-01", "2024-11-30"], "hours": {"19": 1, "20": 3, "21": 1}, "step": step}
        found = values(said, 9000)
        minutes = {"30 minutes": 30, "45 minutes": 45, "90 minutes": 90}[step]
        since = dt.datetime(2024, 2, 1)
        assert all((m - since) % dt.timedelta(minutes=minutes) == dt.timedelta() for m in found)
        assert {m.hour for m in found} <= {19, 20, 21}
        if step == "30 minutes":
            assert Counter(m.hour for m in found)[20] == pytest.approx(5400, abs=250)

    def test_months_as_steps(self) -> None:
        found = values({"datetime": ["2024-01-31 08:00", "2024-12-31"], "step": "3 months"}, 200)
        assert {(m.month, m.day, m.hour) for m in found} == {(1, 31, 8), (4, 30, 8), (7, 31, 8), (10, 31, 8)}

    def test_partial_days(self) -> None:
        said = {"datetime": ["2024-01-01 23:00", "2024-01-02 01:30"], "hours": {"22-1": 1}}
        found = values(said, 3000)
        assert min(found) >= dt.datetime(2024, 1, 1, 23)
        assert max(found) <= dt.datetime(2024, 1, 2, 1, 30)
        assert {m.hour for m in found} == {23, 0, 1}

    def test_hours_in_windows_of_the_row(self) -> None:
        moments = [f"2024-01-{1 + row % 28:02} {row % 24:02}:10:00" for row in range(3000)]
        said = {"datetime": ["m", "m + to_days(3)"], "hours": {"8-17": 1}, "step": "15 minutes"}
        found = values(said, 3000, given={"m": moments})
        for moment, start in zip(found, moments, strict=True):
            begin = dt.datetime.fromisoformat(start)
            assert begin <= moment <= begin + dt.timedelta(days=3)
            assert 8 <= moment.hour <= 17
            assert moment.minute % 15 == 0

    def test_dates_of_the_row_as_bounds(self) -> None:
        found = values({"datetime": ["day", "day"]}, 2000, given={"day": ["2024-05-05"] * 2000})
        assert {m.date() for m in found} == {dt.date(2024, 5, 5)}
        assert {m.hour for m in found} == set(range(24))

    def test_too_long_for_spans(self) -> None:
        with pytest.raises(PlanError, match="too long"):
            values({"datetime": ["1000-01-01", "2900-01-01"], "hours": {"8": 1}}, 1)


class TestTime:
    def test_within_and_on_the_grid(self) -> None:
        found = values({"time": ["08:00", "17:30"], "step": "10 minutes"}, 2000)
        assert (min(found), max(found)) == (dt.time(8), dt.time(17, 30))
        assert {time.minute % 10 for time in found} == {0}

    def test_over_midnight(self) -> None:
        found = values({"time": ["22:00", "5:00"]}, 2000)
        assert {time.hour for time in found} == {22, 23, 0, 1, 2, 3, 4}
        spans = values({"time": ["22:00", "05:00"], "hours": {"23": 1, "1": 3}}, 4000)
        assert Counter(time.hour for time in spans)[1] == pytest.approx(3000, abs=150)

    def test_of_the_row(self) -> None:
        found = values({"time": ["m", "23:00"]}, 500, given={"m": ["2024-01-01 21:00:00"] * 500})
        assert {time.hour for time in found} <= {21, 22, 23}
        late = values({"time": ["m", "01:00"]}, 500, given={"m": ["2024-01-01 23:00:00"] * 500})
        assert {time.hour for time in late} <= {23, 0, 1}

    def test_shape(self) -> None:
        found = values({"time": ["08:00", "18:00"], "shape": "normal", "mean": "13:00", "sd": "1 hour"}, 6000)
        hours = [time.hour + time.minute / 60 for time in found]
        assert np.mean(hours) == pytest.approx(13, abs=0.1)
        assert np.std(hours) == pytest.approx(1, abs=0.1)

    def test_no_weekdays(self) -> None:
        with pytest.raises(PlanError, match="no weekdays"):
            values({"time": ["08:00", "09:00"], "weekdays": {"mon": 1}}, 1)


class TestMonthGrid:
    @given(
        day=st.dates(dt.date(1960, 1, 1), dt.date(2030, 1, 1)),
        step=st.integers(1, 14),
        at=st.dates(dt.date(1950, 1, 1), dt.date(2040, 1, 1)),
    )
    def test_first_and_last(self, day: dt.date, step: int, at: dt.date) -> None:
        epoch = dt.date(1970, 1, 1)
        grid = MonthGrid.anchored(step, (day - epoch).days, 1)
        assert grid.point(np.array([0]))[0] == (day - epoch).days
        units = np.array([(at - epoch).days])
        first, last = grid.first(units), grid.last(units)
        assert grid.point(first)[0] >= units[0] > grid.point(first - 1)[0]
        assert grid.point(last)[0] <= units[0] < grid.point(last + 1)[0]
