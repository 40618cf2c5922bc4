"""Samplers made of samplers: switch, lookup, bands, object, array."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from rowsmith.tools.engine.samplers.items import Items
from rowsmith.tools.engine.vector import BOOLEAN, Vector
from rowsmith.tools.errors import GenerationError, PlanError
from tests.fakes.drawing import values
from tests.fakes.ids import steady
from tests.fakes.table import FakeTable

WORD = {"word": ["red", "green", None, "blue"] * 500, "n": [0, 5, None, 9] * 500}


class TestSwitch:
    def test_first_arm_that_fits(self) -> None:
        arms = [{"when": "word = 'red'", "use": 1}, {"when": "n > 4", "use": 2}, {"use": 3}]
        assert values({"switch": arms}, given=WORD) == [1, 2, 3, 2] * 500

    def test_shares_of_what_comes_so_far(self) -> None:
        arms = [{"share": 0.5, "use": "a"}, {"share": 0.5, "use": "b"}, {"use": "c"}]
        counts = Counter(values({"switch": arms}, 8000))
        assert [counts[one] for one in "abc"] == pytest.approx([4000, 2000, 2000], abs=250)

    def test_null_where_no_arm_fits(self) -> None:
        assert values({"switch": [{"when": "n = 9", "use": "x"}]}, given=WORD)[:4] == [None, None, None, "x"]

    @pytest.mark.parametrize(
        ("one", "other", "kinds"),
        [
            (1, {"decimal": [1, 2], "digits": 1}, {Decimal}),
            ({"decimal": [1, 2], "digits": 1}, {"decimal": [1, 2], "digits": 3}, {Decimal}),
            ({"semantic": "latitude"}, 1, {float}),
            (
                {"date": ["2024-01-01", "2024-01-02"]},
                {"datetime": ["2024-01-01", "2024-01-02"]},
                {dt.datetime},
            ),
            (None, {"date": ["2024-01-01", "2024-01-02"]}, {dt.date, type(None)}),
            (None, {"object": {"a": 1}}, {dict, type(None)}),
            (None, None, {type(None)}),
            ({"category": ["p", "q"]}, {"pattern": "[a-z]{3}"}, {str}),
        ],
        ids=steady,
    )
    def test_one_type_for_all_arms(self, one: Any, other: Any, kinds: set[type]) -> None:
        found = values({"switch": [{"when": "n > 4", "use": one}, {"use": other}]}, given=WORD)
        assert {type(value) for value in found} == kinds

    @pytest.mark.parametrize(
        ("arms", "message"),
        [
            ([{"use": "x"}, {"use": 1}], "can't hold"),
            ([{"when": "n > 1", "share": 0.5, "use": 1}], "not both"),
            ([{"share": 1.5, "use": 1}], "between 0 and 1"),
            ([{"use": {"category": [1, 2], "exact": True}}], "can't be exact"),
            ([{"use": {"boolean": {"exactly": 0.5}}}], "can't be exact"),
            ([{"when": "n + 1", "use": 1}], "no condition"),
        ],
        ids=steady,
    )
    def test_what_can_not_be(self, arms: Any, message: str) -> None:
        with pytest.raises(PlanError, match=message):
            values({"switch": arms}, given=WORD)


class TestLookup:
    def test_by_text(self) -> None:
        said = {"lookup": {"red": 1, "blue": {"integer": [7, 8]}}, "by": "word", "otherwise": -1}
        found = values(said, given=WORD)
        assert set(found[0::4]) == {1}
        assert set(found[1::4]) == set(found[2::4]) == {-1}
        assert set(found[3::4]) == {7, 8}

    def test_null_without_otherwise(self) -> None:
        assert values({"lookup": {"red": 1}, "by": "word"}, given=WORD)[:4] == [1, None, None, None]

    def test_by_number_and_flag(self) -> None:
        assert values({"lookup": {0: "none", 5: "some"}, "by": "n"}, given=WORD)[:4] == [
            "none",
            "some",
            None,
            None,
        ]
        assert values({"lookup": {"true": "y", "false": "n"}, "by": "n > 4"}, given=WORD)[:4] == [
            "n",
            "y",
            None,
            "y",
        ]

    def test_keys_of_another_type(self) -> None:
        with pytest.raises(PlanError, match="every key"):
            values({"lookup": {"a": 1}, "by": "n"}, given=WORD)


class TestBands:
    def test_from_each_low_up_to_the_next(self) -> None:
        said = {"bands": [[0, "F"], [5, "C"], [9, {"category": ["A", "B"]}]], "by": "n"}
        found = values(said, given=WORD)
        assert found[:3] == ["F", "C", None]
        assert set(found[3::4]) == {"A", "B"}

    def test_null_below_the_first(self) -> None:
        assert values({"bands": [[1, "x"]], "by": "n"}, given=WORD)[:2] == [None, "x"]

    def test_bands_rise(self) -> None:
        with pytest.raises(PlanError, match="Bands rise"):
            values({"bands": [[5, "x"], [1, "y"]], "by": "n"}, given=WORD)


class TestObject:
    def test_fields_are_independent(self) -> None:
        found = values({"object": {"a": {"integer": [0, 9]}, "b": {"integer": [0, 9]}}}, 4000)
        assert abs(np.corrcoef([one["a"] for one in found], [one["b"] for one in found])[0, 1]) < 0.06

    def test_nested(self) -> None:
        said = {
            "object": {
                "a": {"object": {"b": {"category": ["x"]}}},
                "c": {"array": {"boolean": 0.5}, "count": 2},
            }
        }
        assert all(one["a"] == {"b": "x"} and len(one["c"]) == 2 for one in values(said, 50))

    def test_sees_the_row(self) -> None:
        found = values({"object": {"s": {"pattern": "{word}!"}}}, given=WORD)
        assert found[:2] == [{"s": "red!"}, {"s": "green!"}]

    def test_without_fields(self) -> None:
        with pytest.raises(PlanError, match="has fields"):
            values({"object": {}}, 1)


class TestArray:
    def test_counts_and_items(self) -> None:
        found = values({"array": {"integer": [1, 6]}, "count": [0, 4]}, 4000)
        assert Counter(map(len, found)).keys() == {0, 1, 2, 3, 4}
        assert np.bincount([one for row in found for one in row])[1:].std() < 120

    def test_items_differ(self) -> None:
        found = values({"array": "uuid", "count": 3}, 1000)
        assert len({one for row in found for one in row}) == 3000
        switch = {"switch": [{"share": 0.5, "use": "a"}, {"use": "b"}]}
        assert sum(len(set(row)) == 2 for row in values({"array": switch, "count": 3}, 1000)) > 600

    def test_items_see_the_row(self) -> None:
        said = {"array": {"pattern": r"{word}\d"}, "count": {"integer": ["n", "n"]}}
        found = values(said, 4, given={"word": ["a", "b"] * 2, "n": [1, 2, 0, 3]})
        assert [len(row) for row in found] == [1, 2, 0, 3]
        assert all(one[0] == "b" for one in found[1] + found[3])

    def test_null_count_is_a_null_list(self) -> None:
        said = {"array": 1, "count": {"integer": ["n", "n"]}}
        assert values(said, 2, given={"n": [2, None]}) == [[1, 1], None]

    def test_counts_are_whole(self) -> None:
        with pytest.raises(PlanError, match="whole number"):
            values({"array": 1, "count": {"decimal": [1, 2]}}, 2)

    def test_items_have_no_siblings(self) -> None:
        series = {"series": 5, "along": "day", "noise": 0.1, "memory": 0.5}
        assert len(values({"array": series, "count": 2}, 3, given={"day": ["2024-01-01"] * 3})) == 3

        items = Items(FakeTable({}, 2).rows(), np.array([0, 1, 1]), np.array([0, 0, 1]))
        assert list(items.siblings) == [2, 2, 2]
        assert list(items.group) == [0, 0, 0]
        with pytest.raises(GenerationError, match="siblings"):
            items.whole()
        with pytest.raises(GenerationError, match="columns"):
            items.overlaid("c", Vector(BOOLEAN, np.zeros(3, dtype=np.bool_)))
