"""Time series and their noise."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.engine.samplers.memory import Memory
from rowsmith.tools.errors import PlanError
from tests.fakes.drawing import values
from tests.fakes.ids import steady

HOURS = [str(dt.datetime(2024, 1, 1) + dt.timedelta(hours=n)) for n in range(24 * 28)]
DAYS = [str(dt.date(2024, 1, 1) + dt.timedelta(days=n)) for n in range(731)]


class TestSeries:
    def test_level_and_cycles(self) -> None:
        said = {
            "series": 10,
            "along": "at",
            "daily": {"0-5": 0.5, "17-20": 2},
            "weekly": {"sat-sun": 3},
            "digits": 1,
        }
        found = values(said, len(HOURS), given={"at": HOURS})
        for text, value in zip(HOURS, found, strict=True):
            at = dt.datetime.fromisoformat(text)
            daily = 0.5 if at.hour <= 5 else 2 if 17 <= at.hour <= 20 else 1
            assert float(value) == 10 * daily * (3 if at.weekday() >= 5 else 1)

    def test_trend_from_the_first_day(self) -> None:
        columns = {"columns": {"at": {"date": ["2024-01-01", "2026-01-01"]}}}
        found = values({"series": 100, "along": "at", "trend": 0.2}, 731, given={"at": DAYS}, table=columns)
        assert float(found[0]) == 100
        assert float(found[366]) == pytest.approx(120, rel=0.002)
        assert float(found[730]) == pytest.approx(144, rel=0.002)

    def test_trend_from_the_plans_today(self) -> None:
        found = values({"series": 100, "along": "at + to_days(1)", "trend": 0.2}, 731, given={"at": DAYS})
        assert float(found[366]) == pytest.approx(100, rel=0.002)

    def test_yearly(self) -> None:
        found = values(
            {"series": 1, "along": "at", "yearly": {"dec-jan": 4}, "digits": 0}, 731, given={"at": DAYS}
        )
        assert {value for day, value in zip(DAYS, found, strict=True) if day[5:7] in ("12", "01")} == {4}

    def test_noise_and_bounds(self) -> None:
        said = {
            "series": 100,
            "along": "at",
            "noise": 0.25,
            "memory": 0.5,
            "low": 60,
            "high": 150.5,
            "digits": 0,
        }
        found = values(said, 731, given={"at": DAYS})
        assert np.std(found) == pytest.approx(22, abs=4)
        assert min(found) == 60
        assert max(found) <= 150

    def test_anomalies(self) -> None:
        found = values({"series": 100, "along": "at", "anomalies": 0.1, "digits": 0}, 731, given={"at": DAYS})
        odd = [value for value in found if value != 100]
        assert len(odd) == pytest.approx(73, abs=25)
        assert all(value >= 300 or value <= 20 for value in odd)

    def test_level_of_the_row_and_nulls(self) -> None:
        found = values(
            {"series": "n", "along": "at", "digits": 0}, 3, given={"at": [*DAYS[:2], None], "n": [5, None, 7]}
        )
        assert found == [5, None, None]

    @pytest.mark.parametrize(
        ("beside", "message"),
        [
            ({"along": "n"}, "no date and no moment"),
            ({"along": "at", "memory": 1}, "memory lies"),
            ({"along": "at", "noise": -1}, "noise is 0 or more"),
            ({"along": "at", "low": 5, "high": 2}, "No value lies"),
            ({"along": "at", "within": "n"}, "does not name"),
            ({"along": "at", "daily": {"25": 1}}, "is no hour"),
        ],
        ids=steady,
    )
    def test_what_can_not_be(self, beside: dict[str, Any], message: str) -> None:
        with pytest.raises(PlanError, match=message):
            values({"series": 1, **beside}, 1, given={"at": DAYS[:1], "n": [1]})

    def test_within_the_parent(self) -> None:
        found = values(
            {"series": 5, "along": "at", "within": "p_id", "noise": 0.1},
            4,
            given={"at": DAYS[:4], "p_id": [0, 0, 1, 1]},
            sizes=[2, 2],
            table={"rows": {"per": "p_id"}, "columns": {"p_id": {"reference": "p"}}},
            tables={"p": {"rows": 2, "key": "p_id", "columns": {"p_id": "sequence"}}},
        )
        assert len(found) == 4


def recursion(memory: Memory, sizes: list[int]) -> list[float]:
    """The noise by its definition, one value after the other."""
    made: list[float] = []
    row = 0
    for size in sizes:
        for position in range(size):
            fresh = Memory(0.0, memory.key).values(np.array([row], dtype=np.uint64), np.array([0]))[0]
            before = memory.share * made[-1] if position else 0.0
            made.append(before + fresh * (np.sqrt(1 - memory.share**2) if position else 1.0))
            row += 1
    return made


class TestMemory:
    @given(
        share=st.floats(0, 0.97),
        sizes=st.lists(st.integers(1, 40), min_size=1, max_size=5),
        key=st.integers(0, 99),
    )
    def test_is_the_recursion(self, share: float, sizes: list[int], key: int) -> None:
        memory = Memory(share, np.uint64(key))
        position = np.concatenate([np.arange(size) for size in sizes])
        ids = np.arange(len(position), dtype=np.uint64)
        found = memory.values(ids, position)
        assert found == pytest.approx(recursion(memory, sizes), abs=1e-3)
        some = np.flatnonzero(np.arange(len(ids)) % 3 != 1)
        assert (memory.values(ids[some], position[some]) == found[some]).all()
        half = len(ids) // 2
        assert (memory.values(ids[half:], position[half:]) == found[half:]).all()

    def test_is_stationary(self) -> None:
        ids = np.arange(40 * 2000, dtype=np.uint64)
        noise = Memory(0.8, np.uint64(5)).values(ids, np.tile(np.arange(40), 2000)).reshape(2000, 40)
        assert noise[:, 0].std() == pytest.approx(1, abs=0.06)
        assert noise[:, 39].std() == pytest.approx(1, abs=0.06)
        assert np.corrcoef(noise[:, 20], noise[:, 21])[0, 1] == pytest.approx(0.8, abs=0.03)

    def test_no_rows(self) -> None:
        assert (
            len(Memory(0.5, np.uint64(1)).values(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)))
            == 0
        )
