"""What is done to a sampler's values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from rowsmith.tools.engine.samplers.columns import compile_column
from rowsmith.tools.errors import GenerationError, PlanError
from tests.fakes.drawing import values
from tests.fakes.ids import steady
from tests.fakes.table import stand


def ranks(numbers: Sequence[float]) -> Any:
    return np.argsort(np.argsort(numbers, kind="stable"), kind="stable")


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> float:
    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])


class TestNulls:
    def test_share_on_average(self) -> None:
        assert values({"integer": [1, 9], "nulls": 0.2}, 20000).count(None) == pytest.approx(4000, abs=250)

    @pytest.mark.parametrize(
        ("share", "allowed"),
        [
            ({"exactly": 0.25}, {500}),
            ({"about": 0.25}, {500}),
            ({"at_most": 0.05}, set(range(1, 101))),
            ({"under": 0.05}, set(range(1, 100))),
            ({"at_least": 0.9}, set(range(1800, 2000))),
            ({"between": [0.06, 0.09]}, set(range(120, 181))),
        ],
    )
    def test_firm_shares_are_met_to_the_row(self, share: Mapping[str, Any], allowed: set[int]) -> None:
        assert values({"integer": [1, 9], "nulls": {"share": share}}).count(None) in allowed

    def test_exact_share_of_some_rows(self) -> None:
        flag = [row % 4 == 0 for row in range(2000)]
        found = values(
            {"integer": [1, 9], "nulls": {"share": 0.3, "of": "flag", "exact": True}}, given={"flag": flag}
        )
        assert found.count(None) == 150
        assert all(flag[row] for row, value in enumerate(found) if value is None)

    def test_where_keeps_the_overall_share(self) -> None:
        flag = [row % 4 == 0 for row in range(20000)]
        nulls = {"share": 0.1, "where": "flag"}
        found = values({"integer": [1, 9], "nulls": nulls}, 20000, given={"flag": flag})
        assert found.count(None) == pytest.approx(2000, abs=200)
        assert all(flag[row] for row, value in enumerate(found) if value is None)

    def test_weight_shifts_but_keeps_the_share(self) -> None:
        n = [row % 2 for row in range(20000)]
        found = values(
            {"integer": [1, 9], "nulls": {"share": 0.2, "weight": "1 + 3 * n"}}, 20000, given={"n": n}
        )
        odd = sum(value is None for value, one in zip(found, n, strict=True) if one)
        assert found.count(None) == pytest.approx(4000, abs=250)
        assert odd / found.count(None) == pytest.approx(0.8, abs=0.03)

    def test_exact_with_weight(self) -> None:
        n = [row % 2 for row in range(2000)]
        nulls = {"share": 0.2, "weight": "1 + 3 * n", "exact": True}
        found = values({"integer": [1, 9], "nulls": nulls}, given={"n": n})
        assert found.count(None) == 400
        assert sum(v is None for v, one in zip(found, n, strict=True) if one) == pytest.approx(320, abs=40)

    def test_more_than_there_are(self) -> None:
        nulls = {"share": 0.5, "where": "n = 0", "exact": True}
        with pytest.raises(GenerationError, match="1000 rows are asked for, and only 200"):
            values({"integer": [1, 9], "nulls": nulls}, given={"n": [row % 10 for row in range(2000)]})

    def test_condition_on_the_value_itself(self) -> None:
        found = values({"integer": [1, 9], "nulls": "c > 5"})
        assert {value for value in found if value is not None} == {1, 2, 3, 4, 5}
        assert None in found

    def test_empty_ranges_where_it_is_null_do_no_harm(self) -> None:
        n = [row % 3 for row in range(300)]
        found = values({"integer": [1, "n"], "nulls": "n = 0"}, 300, given={"n": n})
        assert [value is None for value in found] == [one == 0 for one in n]

    def test_share_above_one(self) -> None:
        with pytest.raises(PlanError, match="between 0 and 1"):
            values({"integer": [1, 9], "nulls": 1.2})

    def test_no_condition(self) -> None:
        with pytest.raises(PlanError, match="is no condition"):
            values({"integer": [1, 9], "nulls": "n + 1"}, 3, given={"n": [1, 2, 3]})


class TestStates:
    def test_fills(self) -> None:
        states = {"states": {"returned": {"weight": 1, "fills": ["c"]}, "out": 1, "lost": {"fills": ["c"]}}}
        word = ["returned", "out", "lost"] * 100
        found = values(
            {"date": ["2024-01-01", "2024-01-31"]}, 300, given={"s": word}, table={"columns": {"s": states}}
        )
        assert [value is None for value in found] == [one == "out" for one in word]


class TestUnique:
    @pytest.mark.parametrize(
        "said",
        [
            {"integer": [1, 2000]},
            {"decimal": [0, 100], "digits": 2},
            {"integer": [5, 1_000_000], "step": 5},
            {"pattern": r"[A-Z]{2}\d{2,3}"},
            {"semantic": "person_name"},
            {"semantic": "email"},
            {"semantic": "first_name", "length": 500},
            {"date": ["1990-01-01", "2024-12-31"], "weekdays": {"mon-fri": 1}},
            {"datetime": ["2024-01-01", "2024-12-31"], "hours": {"9-17": 1}, "step": "45 minutes"},
            "uuid",
        ],
        ids=steady,
    )
    def test_no_value_twice(self, said: Any) -> None:
        length = 500 if isinstance(said, dict) and said.pop("length", None) else 2000
        found = values({"uuid": None, "unique": True} if said == "uuid" else {**said, "unique": True}, length)
        assert len(set(found)) == length

    @pytest.mark.parametrize(
        ("said", "statistic", "wanted"),
        [
            ({"integer": [1, 1000000], "shape": "lognormal", "median": 9000, "spread": 1.0}, np.median, 9000),
            ({"integer": [0, 4000], "shape": "normal", "mean": 1500, "sd": 500}, np.mean, 1500),
            (
                {"date": ["2000-01-01", "2024-12-31"], "shape": "triangular", "mode": "2000-01-01"},
                np.mean,
                3044,
            ),
            ({"date": ["1990-01-01", "2024-12-31"], "months": {"jan-jun": 80, "jul-dec": 20}}, len, 2000),
        ],
        ids=steady,
    )
    def test_no_value_twice_and_the_shape_kept(self, said: Any, statistic: Any, wanted: float) -> None:
        found = values({**said, "unique": True})
        start = found[0].replace(2000, 1, 1) if "date" in said else 0
        numbers = [(one - start).days if "date" in said else one for one in found]
        assert len(set(found)) == 2000
        assert statistic(numbers) == pytest.approx(wanted, rel=0.02)
        if "months" in said:
            assert sum(day.month <= 6 for day in found) == pytest.approx(1600, abs=20)
        assert abs(np.corrcoef(numbers, np.arange(2000))[0, 1]) < 0.1

    def test_a_shape_of_the_row_can_not_be_unique(self) -> None:
        for bounds in ({"integer": [0, 500]}, {"date": ["2020-01-01", "2024-12-31"]}):
            said = {**bounds, "shape": "exponential", "mean": "to_days(n)" if "date" in bounds else "n"}
            with pytest.raises(PlanError, match="shape differs by row"):
                values({**said, "unique": True}, 3, given={"n": [1, 2, 3]})

    def test_fitting_and_unique(self) -> None:
        names = ["Ann Lee", "Bob Ray"] * 500
        found = values(
            {"semantic": "email", "fits": "name", "unique": True},
            1000,
            given={"name": names},
            table={"columns": {"name": {"semantic": "person_name"}}},
        )
        assert len(set(found)) == 1000
        assert all(("ann" in one) or ("lee" in one) for one in found[::2])

    def test_too_few_values_is_known_before_a_row_is_made(self) -> None:
        _, scope = stand({"pattern": r"[ABC]\d\d", "unique": True}, 500)
        with pytest.raises(GenerationError, match="500 unique values can't be had of 300"):
            compile_column(scope.table.columns[-1], scope)

    @pytest.mark.parametrize(
        "said",
        [
            {"integer": ["n", 100]},
            {"date": ["2024-01-01", "date '2024-12-31' + to_days(n)"]},
            {"switch": [{"use": {"integer": [1, 9]}}]},
            {"pattern": r"{n}[A-Z]{n}"},
            {"pattern": "(A|B|[A-C])"},
        ],
        ids=steady,
    )
    def test_what_can_not_be_counted(self, said: Any) -> None:
        with pytest.raises(PlanError, match="unique"):
            values({**said, "unique": True}, 3, given={"n": [1, 2, 3]})

    def test_not_with_follows(self) -> None:
        with pytest.raises(PlanError, match="unique and follows"):
            values({"integer": [1, 900], "unique": True, "follows": {"n": 0.5}}, 3, given={"n": [1, 2, 3]})

    def test_not_set_by_a_segment(self) -> None:
        segments = {"odd": {"share": 0.1, "set": {"c": {"constant": 1}}}}
        with pytest.raises(PlanError, match="the segment odd sets it"):
            values({"integer": [1, 9999], "unique": True}, 30, table={"segments": segments})


class TestFollows:
    @pytest.mark.parametrize("rank", [0.7, -0.4, 0.0])
    def test_rank_correlation(self, rank: float) -> None:
        x = [((row * 7919) % 9973) / 7 for row in range(9973)]
        found = values({"decimal": [0, 100], "digits": 4, "follows": {"x": rank}}, 9973, given={"x": x})
        assert rank_correlation(found, x) == pytest.approx(rank, abs=0.03)
        assert np.mean(found) == pytest.approx(50, abs=1.5)

    def test_two_columns_that_go_together(self) -> None:
        x = [((row * 7919) % 9973) / 7 for row in range(9973)]
        y = [value + ((row * 104729) % 9973) / 7 for row, value in enumerate(x)]
        said = {"decimal": [0, 100], "digits": 4, "follows": {"x": 0.6, "y": 0.5}}
        found = values(said, 9973, given={"x": x, "y": y})
        assert rank_correlation(found, x) == pytest.approx(0.6, abs=0.04)
        assert rank_correlation(found, y) == pytest.approx(0.5, abs=0.04)

    @pytest.mark.parametrize(
        "said",
        [
            {"date": ["2020-01-01", "2024-12-31"]},
            {"integer": [1, 900], "shape": "lognormal", "median": 40},
            {"before": "day", "by": ["1 day", "900 days"]},
        ],
        ids=steady,
    )
    def test_every_ordered_sampler_follows(self, said: Any) -> None:
        x = [((row * 7919) % 9973) / 7 for row in range(9973)]
        found = values({**said, "follows": {"x": 0.8}}, 9973, given={"x": x, "day": ["2024-12-31"] * 9973})
        numbers = [value.toordinal() if hasattr(value, "toordinal") else value for value in found]
        assert rank_correlation(numbers, x) == pytest.approx(0.8, abs=0.04)

    def test_booleans_and_categories_follow(self) -> None:
        x = [((row * 7919) % 9973) / 7 for row in range(9973)]
        true = values({"boolean": 0.3, "follows": {"x": 0.7}}, 9973, given={"x": x})
        assert sum(true) == pytest.approx(2992, abs=200)
        assert np.mean([v for v, t in zip(x, true, strict=True) if t]) > 1.3 * np.mean(x)
        said = {"category": {"low": 1, "mid": 1, "high": 1}, "follows": {"x": 0.8}}
        words = values(said, 9973, given={"x": x})
        assert np.mean([v for v, w in zip(x, words, strict=True) if w == "high"]) > 1.3 * np.mean(x)

    def test_follows_a_category_in_its_order(self) -> None:
        word = [("junior", "middle", "senior")[(row * 7) % 3] for row in range(5000)]
        found = values(
            {"integer": [1, 9999], "follows": {"w": 0.7}},
            5000,
            given={"w": word},
            table={"columns": {"w": {"category": ["junior", "middle", "senior"]}}},
        )
        means = [
            np.mean([v for v, w in zip(found, word, strict=True) if w == one]) for one in sorted(set(word))
        ]
        assert means == sorted(means)

    def test_null_has_no_influence(self) -> None:
        x = [None if row % 2 else row for row in range(4000)]
        found = values({"decimal": [0, 1], "digits": 6, "follows": {"x": 0.9}}, 4000, given={"x": x})
        assert np.mean(np.array(found[1::2], dtype=float)) == pytest.approx(0.5, abs=0.04)
        assert np.std(np.array(found[1::2], dtype=float)) == pytest.approx(0.289, abs=0.02)

    def test_too_much_at_once(self) -> None:
        x = [((row * 7919) % 997) / 7 for row in range(997)]
        y = [((row * 4729) % 997) / 7 for row in range(997)]
        with pytest.raises(GenerationError, match="at once"):
            values({"integer": [1, 9], "follows": {"x": 0.9, "y": 0.9}}, 997, given={"x": x, "y": y})

    def test_refusals(self) -> None:
        with pytest.raises(PlanError, match="between -1 and 1"):
            values({"integer": [1, 9], "follows": {"x": 1.4}}, 2, given={"x": [1, 2]})
        with pytest.raises(PlanError, match="no order to follow"):
            values({"integer": [1, 9], "follows": {"x": 0.4}}, 2, given={"x": ["a", "b"]})
        with pytest.raises(PlanError, match="exact and follows"):
            values({"category": [1, 2], "exact": True, "follows": {"x": 0.4}}, 2, given={"x": [1, 2]})
