"""Categories, booleans, constants."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.engine.samplers.selection import _scale
from rowsmith.tools.engine.samplers.share import quota_of
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.data import Quantity
from tests.fakes.drawing import values
from tests.fakes.ids import steady


class TestCategory:
    def test_weights(self) -> None:
        found = values({"category": {"a": 60, "b": 30, "c": 10, "d": 0}}, 20000)
        assert [found.count(one) for one in "abcd"] == pytest.approx([12000, 6000, 2000, 0], abs=300)

    @given(
        weights=st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(any),
        length=st.integers(1, 400),
        seed=st.integers(0, 99),
    )
    def test_exact_deals_quotas(self, weights: list[int], length: int, seed: int) -> None:
        said = {"category": {f"v{n}": weight for n, weight in enumerate(weights)}, "exact": True}
        found = values(said, length, seed=seed)
        for number, weight in enumerate(weights):
            assert abs(found.count(f"v{number}") - length * weight / sum(weights)) < 1

    def test_exact_is_shuffled(self) -> None:
        found = values({"category": {"a": 1, "b": 1}, "exact": True}, 1000)
        assert 420 < sum(a != b for a, b in pairwise(found)) < 580

    @pytest.mark.parametrize(
        ("listed", "wanted"),
        [
            ([1, 2], {1, 2}),
            ([1, 2.5], {Decimal("1.0"), Decimal("2.5")}),
            ([True, False], {True, False}),
            (["x", "2"], {"x", "2"}),
            (["2024-01-05", "2024-02-09"], {dt.date(2024, 1, 5), dt.date(2024, 2, 9)}),
            (["2024-01-05 10:00", "2024-02-09"], {dt.datetime(2024, 1, 5, 10), dt.datetime(2024, 2, 9)}),
            (["1", None], {"1", None}),
            ([1, "x"], {"1", "x"}),
            ([52.51634251, 1.0], {52.51634251, 1.0}),
        ],
        ids=steady,
    )
    def test_types(self, listed: list[Any], wanted: set[Any]) -> None:
        assert set(values({"category": listed}, 200)) == wanted

    @pytest.mark.parametrize("said", [[], {"a": 0}, {"a": -1, "b": 2}, ["a", "a"]], ids=steady)
    def test_what_can_not_be(self, said: Any) -> None:
        with pytest.raises(PlanError):
            values({"category": said}, 3)


class TestBoolean:
    def test_share(self) -> None:
        assert sum(values({"boolean": 0.3}, 20000)) == pytest.approx(6000, abs=300)

    def test_adding_rows_keeps_the_others(self) -> None:
        assert values({"boolean": 0.3}, 500)[:200] == values({"boolean": 0.3}, 200)

    def test_of_and_where_together(self) -> None:
        n = [row % 4 for row in range(8000)]
        said = {"boolean": {"exactly": 0.25}, "of": "n < 2", "where": "n = 1"}
        found = values(said, 8000, given={"n": n})
        assert sum(found) == 1000
        assert all(n[row] == 1 for row, value in enumerate(found) if value)

    def test_weights_that_reach_one(self) -> None:
        x = [1000 if row % 10 == 0 else 1 for row in range(10000)]
        found = values({"boolean": 0.3, "weight": "x"}, 10000, given={"x": x})
        assert sum(found) == pytest.approx(3000, abs=150)
        assert all(found[0::10])

    def test_zero_and_null_weights_never(self) -> None:
        x = [None, 0, 1, 2] * 500
        found = values({"boolean": 0.4, "weight": "x"}, 2000, given={"x": x})
        assert not any(found[0::4])
        assert not any(found[1::4])
        exact = values({"boolean": {"exactly": 0.4}, "weight": "x"}, 2000, given={"x": x})
        assert sum(exact) == 800
        assert not any(exact[0::4] + exact[1::4])

    def test_nobody_may(self) -> None:
        assert not any(values({"boolean": 0.4, "where": "n > 5"}, 300, given={"n": [1] * 300}))

    def test_zero_share(self) -> None:
        assert not any(values({"boolean": 0.0, "where": "n > 0"}, 300, given={"n": [1] * 300}))
        assert not any(values({"boolean": {"exactly": 0}, "where": "n > 0"}, 300, given={"n": [1] * 300}))

    def test_a_hundred_percent_of_some(self) -> None:
        found = values({"boolean": 1.0, "of": "n = 1"}, 300, given={"n": [row % 3 for row in range(300)]})
        assert [row % 3 == 1 for row in range(300)] == found


class TestShares:
    @given(
        share=st.floats(0.001, 0.999),
        base=st.integers(0, 5000),
        firmness=st.sampled_from(["exactly", "about", "at_most", "at_least", "under"]),
    )
    def test_quotas_keep_what_is_said(self, share: float, base: int, firmness: Any) -> None:
        taken = quota_of(Quantity(firmness=firmness, value=share), base)
        assert 0 <= taken <= base
        if firmness == "at_most":
            assert taken <= share * base + 1e-9
        if firmness == "at_least":
            assert taken >= share * base - 1e-9
        if firmness == "under" and base:
            assert taken < share * base or taken == 0
        if firmness in ("exactly", "about"):
            assert abs(taken - share * base) <= 0.5

    def test_between_without_a_whole_number(self) -> None:
        assert quota_of(Quantity(firmness="between", value=0.06, high=0.09), 5) == 0
        assert quota_of(Quantity(firmness="between", value=0.06, high=0.09), 100) in range(6, 10)

    @given(weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=40), part=st.floats(0.01, 0.99))
    def test_scale_makes_the_share_true(self, weights: list[float], part: float) -> None:
        wanted = part * len(weights)
        scale = _scale(sorted(weights, reverse=True), wanted)
        assert np.sum(np.minimum(1, scale * np.array(weights))) == pytest.approx(wanted, rel=1e-6)

    def test_scale_of_too_few(self) -> None:
        assert _scale([1.0, 1.0], 3) > 1e6
        assert _scale([1.0, 1.0], 0) == 0


class TestConstant:
    @pytest.mark.parametrize("value", [5, "x", True, None, 2.5])
    def test_repeats(self, value: Any) -> None:
        assert values({"constant": value}, 3) == [value] * 3

    def test_dates(self) -> None:
        assert values({"constant": "2024-01-05"}, 2) == [dt.date(2024, 1, 5)] * 2
