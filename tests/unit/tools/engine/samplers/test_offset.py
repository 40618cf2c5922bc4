"""Moments after and before others."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.engine.samplers.distance import months_later
from rowsmith.tools.engine.vector import TIME, Vector
from rowsmith.tools.errors import GenerationError, PlanError
from tests.fakes.drawing import values
from tests.fakes.ids import steady

DAY = {"day": ["2024-01-31", "2024-02-15"] * 500}
MOMENT = {"moment": ["2024-01-31 10:30:00", "2024-02-15 08:00:00"] * 500}


def distances(found: list[Any], since: list[str]) -> list[float]:
    """Days from each start to each moment found."""
    kind = type(found[0])
    return [
        (one - kind.fromisoformat(start)) / dt.timedelta(days=1)
        for one, start in zip(found, since, strict=True)
    ]


class TestOffset:
    @pytest.mark.parametrize(("word", "sign"), [("after", 1), ("before", -1)])
    def test_dates_keep_whole_days(self, word: str, sign: int) -> None:
        far = distances(values({word: "day", "by": ["1 day", "60 days"]}, 1000, given=DAY), DAY["day"])
        assert {sign * one for one in far} == set(range(1, 61))

    @pytest.mark.parametrize(("word", "sign"), [("after", 1), ("before", -1)])
    def test_moments(self, word: str, sign: int) -> None:
        said = {word: "moment", "by": ["10 minutes", "90 days"], "shape": "exponential", "mean": "9 days"}
        far = [sign * one for one in distances(values(said, 1000, given=MOMENT), MOMENT["moment"])]
        assert min(far) >= 10 / 1440
        assert max(far) <= 90
        assert np.mean(far) == pytest.approx(9, rel=0.12)

    def test_parts_of_a_day_make_moments_of_dates(self) -> None:
        found = values({"after": "day", "by": ["2 hours", "3 days"]}, 1000, given=DAY)
        assert all(isinstance(one, dt.datetime) for one in found)
        assert min(distances(found, DAY["day"])) >= 2 / 24

    @pytest.mark.parametrize("word", ["after", "before"])
    def test_months_follow_the_calendar(self, word: str) -> None:
        found = values({word: "day", "by": "1 month"}, 1000, given=DAY)
        assert set(found) == (
            {dt.date(2024, 2, 29), dt.date(2024, 3, 15)}
            if word == "after"
            else {dt.date(2023, 12, 31), dt.date(2024, 1, 15)}
        )
        spread = values({word: "day", "by": ["1 month", "12 months"]}, 1000, given=DAY)
        assert max(abs(one) for one in distances(spread, DAY["day"])) <= 366

    def test_shape_over_months(self) -> None:
        said = {"after": "day", "by": ["1 month", "1 year"], "shape": "triangular", "mode": "6 months"}
        far = distances(values(said, 1000, given=DAY), DAY["day"])
        assert np.mean(far) == pytest.approx((30.4 + 365 + 182) / 3, rel=0.05)
        assert min(far) >= 29

    def test_steps_from_the_least(self) -> None:
        said = {"after": "moment", "by": ["1 hour", "2 hours"], "step": "15 minutes"}
        far = distances(values(said, 1000, given=MOMENT), MOMENT["moment"])
        assert {round(one * 1440) for one in far} == {60, 75, 90, 105, 120}
        shaped = distances(
            values({**said, "shape": "triangular", "mode": "2 hours"}, 1000, given=MOMENT), MOMENT["moment"]
        )
        assert {round(one * 1440) for one in shaped} <= {60, 75, 90, 105, 120}

    def test_bounds_of_the_row(self) -> None:
        far = distances(
            values({"after": "day", "by": [0, "to_days(n)"]}, 1000, given={**DAY, "n": [2, 9] * 500}),
            DAY["day"],
        )
        assert set(far[0::2]) == {0, 1, 2}
        assert max(far[1::2]) == 9
        whole = distances(
            values({"after": "day", "by": ["n", "n"]}, 1000, given={**DAY, "n": [2, 9] * 500}), DAY["day"]
        )
        assert set(whole[0::2]) == {2}

    def test_backwards_distances(self) -> None:
        far = distances(values({"after": "day", "by": ["-5 days", "2 days"]}, 1000, given=DAY), DAY["day"])
        assert set(far) == set(range(-5, 3))

    def test_times_wrap(self) -> None:
        late = Vector(TIME, np.full(500, (23 * 60 + 30) * 60_000_000, dtype=np.int64))
        found = values({"after": "m", "by": ["1 hour", "3 hours"]}, 500, given={"m": late})
        assert {one.hour for one in found} <= {0, 1, 2}

    def test_null_origin(self) -> None:
        found = values({"after": "day", "by": "1 day"}, 2, given={"day": [None, "2024-01-01"]})
        assert found == [None, dt.date(2024, 1, 2)]

    def test_statistics_of_the_row(self) -> None:
        said = {"after": "day", "by": ["0 days", "90 days"], "shape": "exponential", "mean": "to_days(n)"}
        far = distances(values(said, 1000, given={**DAY, "n": [2, 20] * 500}), DAY["day"])
        assert np.mean(far[0::2]) == pytest.approx(2, abs=0.6)
        assert np.mean(far[1::2]) == pytest.approx(20, abs=3)

    @pytest.mark.parametrize(
        ("said", "message"),
        [
            ({"after": "day", "by": ["9 days", "2 days"]}, "No distance lies between"),
            ({"after": "n", "by": "2 days"}, "is no date, moment or time"),
            ({"after": "day", "by": "2024-01-01"}, "is no duration"),
            ({"after": "day", "by": "day"}, "no duration"),
            ({"after": "day", "by": ["1 day", "9 days"], "step": "1 month"}, "is no step"),
            (
                {"after": "day", "by": ["1 day", "9 days"], "shape": "normal", "mean": "2024-01-01"},
                "is no duration",
            ),
            (
                {"after": "day", "by": ["1 day", "9 days"], "shape": "normal", "mean": "day"},
                "is a date and no duration",
            ),
        ],
        ids=steady,
    )
    def test_what_can_not_be(self, said: dict[str, Any], message: str) -> None:
        with pytest.raises(PlanError, match=message):
            values(said, 2, given={"day": ["2024-01-01"] * 2, "n": [1, 2]})

    def test_rows_without_a_distance(self) -> None:
        with pytest.raises(GenerationError, match="range of 1 rows, the first from 5 to 3"):
            values(
                {"after": "day", "by": ["5 days", "to_days(n)"]},
                2,
                given={"day": ["2024-01-01"] * 2, "n": [9, 3]},
            )


class TestMonthsLater:
    @given(day=st.dates(dt.date(1950, 1, 1), dt.date(2080, 1, 1)), months=st.integers(-60, 60))
    def test_same_day_or_the_last_one(self, day: dt.date, months: int) -> None:
        epoch = dt.date(1970, 1, 1)
        later = epoch + dt.timedelta(days=int(months_later(np.array([(day - epoch).days]), months)[0]))
        assert (later.year - day.year) * 12 + later.month - day.month == months
        assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1
