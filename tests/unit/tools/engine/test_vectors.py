"""Values of vectors: written, cast, picked, joined."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.engine.arrow import to_arrow
from rowsmith.tools.engine.assembly import blanked, is_true, joined, nulls, picked, validity
from rowsmith.tools.engine.casting import as_reals, as_text, as_type, common_type, fitted
from rowsmith.tools.engine.values import typed_values
from rowsmith.tools.engine.vector import (
    BOOLEAN,
    DATE,
    DOUBLE,
    INTEGER,
    NESTED,
    TEXT,
    TIMESTAMP,
    Type,
    Vector,
)
from rowsmith.tools.errors import PlanError
from tests.fakes.ids import steady

LISTED: list[list[Any]] = [
    [1, None, 3],
    [1.25, 2.5, None],
    [True, None, False],
    ["a", None, "b"],
    ["2024-01-05", None, "2024-02-09"],
    ["2024-01-05 10:00", "2024-02-09", None],
    [None, None, None],
]


def listed(vector: Vector) -> list[Any]:
    found: list[Any] = to_arrow(vector).to_pylist()
    return found


class TestTypedValues:
    def test_values_come_back(self) -> None:
        assert [listed(typed_values(one)) for one in LISTED] == [
            [1, None, 3],
            [Decimal("1.25"), Decimal("2.50"), None],
            [True, None, False],
            ["a", None, "b"],
            [dt.date(2024, 1, 5), None, dt.date(2024, 2, 9)],
            [dt.datetime(2024, 1, 5, 10), dt.datetime(2024, 2, 9), None],
            [None, None, None],
        ]

    def test_mixed_is_text(self) -> None:
        assert listed(typed_values([True, 1, "x"])) == ["true", "1", "x"]

    def test_many_digits_are_doubles(self) -> None:
        assert typed_values([52.123456789, None]).type == DOUBLE


class TestAssembly:
    @pytest.mark.parametrize("values", LISTED, ids=steady)
    def test_pick_and_join_undo_each_other(self, values: list[Any]) -> None:
        vector = typed_values(values)
        whole = joined(
            vector.type,
            4,
            [
                (np.array([3, 1]), picked(vector, np.array([2, 0]))),
                (np.array([0]), picked(vector, np.array([1]))),
            ],
        )
        first, second, third = listed(vector)
        assert listed(whole) == [second, first, None, third]

    @pytest.mark.parametrize("values", LISTED, ids=steady)
    def test_blank(self, values: list[Any]) -> None:
        vector = typed_values(values)
        gone = blanked(vector, np.array([True, False, False]))
        assert listed(gone) == [None, *listed(vector)[1:]]
        assert list(validity(gone)) == [False, *validity(vector)[1:]]
        assert blanked(vector, np.zeros(3, dtype=np.bool_)) is vector

    @pytest.mark.parametrize(
        "kind", [INTEGER, DOUBLE, BOOLEAN, TEXT, DATE, NESTED, Type("decimal", 2)], ids=steady
    )
    def test_nulls(self, kind: Type) -> None:
        assert listed(nulls(kind, 2)) == [None, None]
        assert listed(joined(kind, 2, [])) == [None, None]

    def test_dictionaries_and_plain_texts_join(self) -> None:
        one = Vector(TEXT, pa.array(["x", "y"]).dictionary_encode())
        other = Vector(TEXT, pa.array(["z", "y"]).dictionary_encode())
        plain = Vector(TEXT, pa.array(["q", None]))
        assert listed(joined(TEXT, 4, [(np.array([0, 2]), one), (np.array([1, 3]), other)])) == [
            "x",
            "z",
            "y",
            "y",
        ]
        assert listed(joined(TEXT, 4, [(np.array([0, 2]), one), (np.array([1, 3]), plain)])) == [
            "x",
            "q",
            "y",
            None,
        ]
        empty = Vector(TEXT, pa.nulls(2, pa.string()))
        assert listed(joined(TEXT, 4, [(np.array([0, 2]), one), (np.array([1, 3]), empty)])) == [
            "x",
            None,
            "y",
            None,
        ]

    def test_structs_that_differ_by_a_type(self) -> None:
        one = Vector(NESTED, pa.array([{"a": 1}], pa.struct([("a", pa.int64())])))
        other = Vector(NESTED, pa.array([{"a": 2}], pa.struct([("a", pa.int32())])))
        assert listed(joined(NESTED, 2, [(np.array([1]), one), (np.array([0]), other)])) == [
            {"a": 2},
            {"a": 1},
        ]

    def test_true_is_not_null(self) -> None:
        assert list(is_true(typed_values([True, None, False]))) == [True, False, False]
        assert list(is_true(typed_values([True, False]))) == [True, False]


class TestCasting:
    @pytest.mark.parametrize(
        ("values", "wanted", "found"),
        [
            ([1, None], Type("decimal", 2), [Decimal("1.00"), None]),
            ([1.5], Type("decimal", 3), [Decimal("1.500")]),
            ([1.5], DOUBLE, [1.5]),
            ([1], DOUBLE, [1.0]),
            ([True], INTEGER, [1]),
            (["2024-01-05"], TIMESTAMP, [dt.datetime(2024, 1, 5)]),
            (["2024-01-05", None], TEXT, ["2024-01-05", None]),
            ([1.5], TEXT, ["1.5"]),
        ],
        ids=steady,
    )
    def test_finer(self, values: list[Any], wanted: Type, found: list[Any]) -> None:
        assert listed(as_type(typed_values(values), wanted)) == found

    @pytest.mark.parametrize(
        ("vector", "wanted", "found"),
        [
            (typed_values([1.25, 1.35]), Type("decimal", 1), [Decimal("1.3"), Decimal("1.4")]),
            (typed_values([1.5, -1.5]), INTEGER, [2, -1]),
            (typed_values([3]), Type("decimal", 1), [Decimal("3.0")]),
            (Vector(DOUBLE, np.array([1.26, np.nan])), Type("decimal", 1), [Decimal("1.3"), Decimal("0.0")]),
            (typed_values(["2024-01-05 10:00"]), DATE, [dt.date(2024, 1, 5)]),
            (typed_values(["a"]), TEXT, ["a"]),
        ],
        ids=steady,
    )
    def test_coarser(self, vector: Vector, wanted: Type, found: list[Any]) -> None:
        assert listed(fitted(vector, wanted)) == found

    def test_texts_become_no_numbers(self) -> None:
        with pytest.raises(PlanError, match="A text can't become a integer"):
            as_type(typed_values(["a"]), INTEGER)

    @pytest.mark.parametrize(
        ("kinds", "found"),
        [
            ([INTEGER, INTEGER], INTEGER),
            ([INTEGER, Type("decimal", 2)], Type("decimal", 2)),
            ([DOUBLE, Type("decimal", 2)], DOUBLE),
            ([DATE, TIMESTAMP], TIMESTAMP),
        ],
        ids=steady,
    )
    def test_common(self, kinds: list[Type], found: Type) -> None:
        assert common_type(kinds, "t.c") == found

    def test_nothing_in_common(self) -> None:
        with pytest.raises(PlanError, match=r"t\.c: One column can't hold date and integer"):
            common_type([DATE, INTEGER], "t.c")

    @given(units=st.lists(st.integers(-(10**12), 10**12), min_size=1), digits=st.integers(0, 4))
    def test_decimals_as_reals_and_texts(self, units: list[int], digits: int) -> None:
        vector = Vector(Type("decimal", digits), np.array(units))
        wanted = [Decimal(unit).scaleb(-digits) for unit in units]
        assert as_reals(vector) == pytest.approx([float(one) for one in wanted])
        assert [Decimal(str(text)) for text in as_text(vector).to_pylist()] == wanted
