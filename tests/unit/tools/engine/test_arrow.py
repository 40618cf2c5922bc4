"""Vectors to Arrow and back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.engine.arrow import from_arrow, portable, to_arrow
from rowsmith.tools.engine.vector import (
    BOOLEAN,
    DATE,
    DOUBLE,
    INTEGER,
    INTERVAL,
    NESTED,
    TEXT,
    TIME,
    TIMESTAMP,
    Type,
    Vector,
)  # fmt: skip
from rowsmith.tools.errors import GenerationError

KINDS = [INTEGER, DOUBLE, BOOLEAN, DATE, TIMESTAMP, TIME, INTERVAL, Type("decimal", 2), Type("decimal", 0)]


@st.composite
def vectors(draw: st.DrawFn) -> Vector:
    kind = draw(st.sampled_from(KINDS))
    size = draw(st.integers(0, 20))
    limit = 86_399_999_999 if kind == TIME else 40_000
    values: Any = np.array(
        draw(st.lists(st.integers(0, limit), min_size=size, max_size=size)), dtype=np.int64
    )
    values = (
        values.astype(np.float64) / 3 if kind == DOUBLE else values % 2 == 1 if kind == BOOLEAN else values
    )
    valid = np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)), dtype=np.bool_)
    return Vector(kind, values, valid if draw(st.booleans()) else None)


def cells(vector: Vector) -> list[Any]:
    valid = np.ones(len(vector), np.bool_) if vector.valid is None else vector.valid
    return [
        value if known else None
        for value, known in zip(np.asarray(vector.values).tolist(), valid, strict=True)
    ]


@given(vectors(), st.integers(0, 5))
def test_a_vector_comes_back_as_it_went(vector: Vector, offset: int) -> None:
    array = to_arrow(vector)
    assert len(array) == len(vector)
    assert cells(from_arrow(array, vector.type, "t.c")) == cells(vector)
    assert cells(from_arrow(array.slice(offset), vector.type, "t.c")) == cells(vector)[offset:]
    assert cells(from_arrow(pa.chunked_array([array, array]), vector.type, "t.c")) == cells(vector) * 2


def test_values_mean_what_arrow_says() -> None:
    shown = {
        DATE: (19_723, dt.date(2024, 1, 1)),
        TIMESTAMP: (1_704_067_200_000_000, dt.datetime(2024, 1, 1)),
        TIME: (3_600_000_000, dt.time(1)),
        INTERVAL: (3_600_000_000, dt.timedelta(hours=1)),
        Type("decimal", 2): (-1999, Decimal("-19.99")),
    }
    for kind, (unit, value) in shown.items():
        assert to_arrow(Vector(kind, np.array([unit]))).to_pylist() == [value]


@pytest.mark.parametrize(
    ("array", "kind", "values"),
    [
        (pa.array([1, None], pa.int16()), INTEGER, [1, None]),
        (pa.array([1, 2], pa.uint8()), INTEGER, [1, 2]),
        (pa.array([1.5, None], pa.float32()), DOUBLE, [1.5, None]),
        (pa.array([2, None], pa.int32()), DOUBLE, [2.0, None]),
        (pa.array([Decimal("1.25"), None], pa.decimal128(38, 2)), Type("decimal", 2), [125, None]),
        (pa.array([Decimal("-1.25")], pa.decimal128(38, 2)), Type("decimal", 3), [-1250]),
        (pa.array([Decimal("1.25"), Decimal("-1.35")], pa.decimal128(38, 2)), Type("decimal", 1), [13, -13]),
        (pa.array([Decimal(7)], pa.decimal128(38, 0)), INTEGER, [7]),
        (pa.array([Decimal("1.5")], pa.decimal32(4, 1)), Type("decimal", 1), [15]),
        (pa.array([1.005, None]), Type("decimal", 2), [100, None]),
        (pa.array([2.0]), INTEGER, [2]),
        (pa.nulls(2), INTEGER, [None, None]),
        (pa.nulls(2), DOUBLE, [None, None]),
        (pa.nulls(1), BOOLEAN, [None]),
        (pa.array([86_400_000_000], pa.int64()), INTERVAL, [86_400_000_000]),
        (pa.array([dt.datetime(1970, 1, 2)], pa.timestamp("s")), TIMESTAMP, [86_400_000_000]),
    ],
)
def test_other_arrow_types_are_read(array: Any, kind: Type, values: list[Any]) -> None:
    assert cells(from_arrow(array, kind, "t.c")) == values


def test_text_and_nested_values_stay_arrow() -> None:
    text = from_arrow(pa.array(["a", None], pa.large_string()), TEXT, "t.c")
    assert isinstance(text.values, pa.Array)
    assert text.values.type == pa.string()
    nested = from_arrow(pa.array([{"a": 1}]), NESTED, "t.c")
    assert to_arrow(nested).to_pylist() == [{"a": 1}]


@pytest.mark.parametrize(
    ("array", "kind"),
    [
        (pa.array([Decimal(10**25)], pa.decimal128(38, 0)), INTEGER),
        (pa.array([Decimal(10**17)], pa.decimal128(38, 0)), Type("decimal", 3)),
        (pa.array([1e30]), Type("decimal", 2)),
        (pa.array([float("nan")]), INTEGER),
    ],
)
def test_numbers_that_do_not_fit_are_located(array: Any, kind: Type) -> None:
    with pytest.raises(GenerationError, match="too large") as caught:
        from_arrow(array, kind, "t.c")
    assert caught.value.where == "t.c"


def test_a_null_may_hide_what_does_not_fit() -> None:
    array = pa.array([None, Decimal(1)], pa.decimal128(38, 0))
    assert cells(from_arrow(array, INTEGER, "t.c")) == [None, 1]


def test_portable_batches_have_wide_decimals() -> None:
    batch = pa.RecordBatch.from_arrays(
        [to_arrow(Vector(Type("decimal", 2), np.array([150]))), pa.array([1])], names=["a", "b"]
    )
    assert portable(batch).schema.field("a").type == pa.decimal128(18, 2)
    assert portable(batch).column("a").to_pylist() == [Decimal("1.50")]
