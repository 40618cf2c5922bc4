"""Integers and decimals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.engine.samplers.grid import Grid
from rowsmith.tools.errors import GenerationError, PlanError
from tests.fakes.drawing import values
from tests.fakes.ids import steady


class TestInteger:
    @given(low=st.integers(-1000, 1000), span=st.integers(0, 500), step=st.integers(1, 7))
    def test_keeps_bounds_and_step(self, low: int, span: int, step: int) -> None:
        found = values({"integer": [low, low + span], "step": step}, 60)
        assert all(low <= value <= low + span and (value - low) % step == 0 for value in found)

    def test_both_ends_occur_evenly(self) -> None:
        found = values({"integer": [1, 6]}, 12000)
        assert sorted(set(found)) == [1, 2, 3, 4, 5, 6]
        assert np.bincount(found)[1:] == pytest.approx([2000] * 6, abs=200)

    def test_expression_bounds_round_inwards(self) -> None:
        x = [1.2, 3.0, 7.9] * 100
        found = values({"integer": ["x", "x + 1.1"]}, 300, given={"x": x})
        assert set(found[0::3]) == {2}
        assert set(found[1::3]) == {3, 4}
        assert set(found[2::3]) == {8, 9}

    def test_step_by_row_counts_from_zero(self) -> None:
        found = values({"integer": ["n", "n + 100"], "step": 50}, 200, given={"n": [10, 90] * 100})
        assert set(found[0::2]) == {50, 100}
        assert set(found[1::2]) == {100, 150}

    def test_null_bounds_give_null(self) -> None:
        found = values({"integer": ["n", 9]}, 4, given={"n": [1, None, 9, None]})
        assert [value is None for value in found] == [False, True, False, True]

    def test_large_numbers(self) -> None:
        found = values({"integer": [10**17, 10**17 + 10]}, 300)
        assert set(found) == set(range(10**17, 10**17 + 11))

    @pytest.mark.parametrize(
        ("shape", "statistic", "wanted"),
        [
            ({"shape": "normal", "mean": 660, "sd": 95}, np.mean, 660),
            ({"shape": "lognormal", "median": 450, "spread": 0.25}, np.median, 450),
            ({"shape": "triangular", "mode": 800}, np.mean, (300 + 850 + 800) / 3),
            ({"mean": 400}, np.mean, 400),
        ],
        ids=steady,
    )
    def test_statistics_after_the_bounds(self, shape: dict[str, Any], statistic: Any, wanted: float) -> None:
        found = values({"integer": [300, 850], **shape}, 20000)
        assert statistic(found) == pytest.approx(wanted, rel=0.02)
        assert 300 <= min(found) <= max(found) <= 850

    def test_statistics_by_row(self) -> None:
        n = [row % 2 for row in range(20000)]
        found = values({"integer": [0, 60], "shape": "poisson", "mean": "5 + 20 * n"}, 20000, given={"n": n})
        assert np.mean(found[0::2]) == pytest.approx(5, rel=0.03)
        assert np.mean(found[1::2]) == pytest.approx(25, rel=0.03)

    def test_shape_within_bounds_of_the_row(self) -> None:
        n = [100 + row % 900 for row in range(5000)]
        said = {"integer": ["0.85 * n", "n"], "shape": "triangular", "mode": "0.95 * n"}
        found = values(said, 5000, given={"n": n})
        assert all(0.85 * one <= value <= one for value, one in zip(found, n, strict=True))
        assert np.mean([value / one for value, one in zip(found, n, strict=True)]) == pytest.approx(
            0.933, abs=0.005
        )

    def test_null_statistics_give_null(self) -> None:
        said = {"integer": [0, 60], "shape": "poisson", "mean": "n"}
        found = values(said, 6, given={"n": [3, None, 4, None, 5, 6]})
        assert [value is None for value in found] == [False, True, False, True, False, False]
        assert values(said, 1, given={"n": [7]}, seed=3) == values(said, 2, given={"n": [7, 30]}, seed=3)[:1]

    def test_histogram(self) -> None:
        found = values({"integer": [0, 19], "bins": [[0, 10, 1], [10, 20, 3]]}, 8000)
        assert sum(value >= 10 for value in found) == pytest.approx(6000, abs=200)

    @pytest.mark.parametrize(
        ("said", "message"),
        [
            ({"integer": [9, 3]}, "No value lies between the bounds 9 to 3"),
            ({"integer": [1.2, 1.8]}, "No value lies between"),
            ({"integer": [1, 9], "step": 0.5}, "does not fit 0 digits"),
            ({"integer": ["2024-01-01", 9]}, "where a number is expected"),
            ({"integer": ["word", 9]}, "is a text where a number"),
            ({"integer": [0, 10**19]}, "too large"),
            ({"integer": [0, 9], "shape": "normal", "mean": 40}, "mean"),
        ],
        ids=steady,
    )
    def test_what_can_not_be(self, said: dict[str, Any], message: str) -> None:
        with pytest.raises(PlanError, match=message) as caught:
            values(said, 3, given={"word": ["a", "b", "c"]})
        assert caught.value.where == "t.c"

    def test_rows_without_a_value(self) -> None:
        with pytest.raises(GenerationError, match="range of 2 rows, the first from 9 to 5"):
            values({"integer": ["n", 5]}, 3, given={"n": [1, 9, 8]})


class TestDecimal:
    @given(
        low=st.decimals(-50, 50, places=2),
        span=st.decimals(0, 60, places=2),
        digits=st.integers(0, 4),
    )
    def test_keeps_bounds_and_digits(self, low: Decimal, span: Decimal, digits: int) -> None:
        if digits < 2:
            low, span = low.to_integral_value(), span.to_integral_value()
        high = low + span
        for value in values({"decimal": [float(low), float(high)], "digits": digits}, 40):
            assert low <= value <= high
            assert value == round(value, digits)

    @pytest.mark.parametrize("shape", [{}, {"shape": "lognormal", "median": 40}])
    def test_ends(self, shape: dict[str, Any]) -> None:
        found = values({"decimal": [20, 85], "ends": [".00", ".50", ".99"], **shape}, 3000)
        assert {value % 1 for value in found} == {Decimal("0"), Decimal("0.5"), Decimal("0.99")}
        assert 20 <= min(found) <= max(found) <= 85

    def test_ends_before_the_point(self) -> None:
        found = values({"decimal": [0, 100], "ends": ["9.99", ".50"]}, 2000)
        assert {value % 10 for value in found} == {Decimal(n) / 2 for n in range(1, 20, 2)} | {
            Decimal("9.99")
        }

    def test_step(self) -> None:
        assert set(values({"decimal": [0, 1], "step": 0.25}, 300)) == {Decimal(n) / 4 for n in range(5)}

    def test_text_numbers_are_numbers(self) -> None:
        assert set(values({"decimal": ["1.5", "2"], "digits": 1}, 200)) == {
            Decimal(n) / 10 for n in range(15, 21)
        }

    def test_doubles_as_bounds(self) -> None:
        found = values({"decimal": ["sqrt(n)", "sqrt(n) + 1"]}, 100, given={"n": [2] * 100})
        assert all(1.4142 < value < 2.4143 for value in found)

    def test_normal_by_row_and_constant_bounds(self) -> None:
        x = [row % 20 for row in range(8000)]
        said = {"decimal": [0, 26], "digits": 1, "shape": "normal", "mean": "4 + x", "sd": 1.5}
        found = values(said, 8000, given={"x": x})
        errors = [float(value) - 4 - one for value, one in zip(found, x, strict=True) if 4 <= one <= 16]
        assert np.mean(errors) == pytest.approx(0, abs=0.1)
        assert np.std(errors) == pytest.approx(1.5, rel=0.05)

    @pytest.mark.parametrize(
        "said",
        [
            {"decimal": [1, 9], "digits": -1},
            {"decimal": [1, 9], "step": 1, "ends": [".5"]},
            {"decimal": [1, 9], "ends": [".555"]},
            {"decimal": [1, 9], "ends": ["x"]},
            {"decimal": [1, 9], "step": 0.001},
        ],
        ids=steady,
    )
    def test_what_can_not_be(self, said: dict[str, Any]) -> None:
        with pytest.raises(PlanError):
            values(said, 3)


class TestGrid:
    @given(
        period=st.integers(1, 50),
        offsets=st.sets(st.integers(0, 49), min_size=1),
        units=st.integers(-500, 500),
    )
    def test_first_last_and_nearest(self, period: int, offsets: set[int], units: int) -> None:
        grid = Grid(period, np.array(sorted({one % period for one in offsets}), dtype=np.int64))
        points = [p for p in range(-700, 700) if p % period in grid.offsets]
        at = np.array([units])
        assert grid.point(grid.first(at))[0] == min(p for p in points if p >= units)
        assert grid.point(grid.last(at))[0] == max(p for p in points if p <= units)
        near = grid.point(grid.nearest(at + 0.25))[0]
        assert abs(near - units - 0.25) == min(abs(p - units - 0.25) for p in points)
