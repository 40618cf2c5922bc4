"""Arithmetic without a query gives what DuckDB gives, to the bit, or leaves it to DuckDB."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.tools.engine.evaluation.arithmetic import computed
from rowsmith.tools.engine.evaluation.connection import Evaluator
from rowsmith.tools.engine.evaluation.evaluate import asked
from rowsmith.tools.engine.evaluation.types import expression_type
from rowsmith.tools.engine.vector import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, TIMESTAMP, Type, Vector
from rowsmith.tools.errors import GenerationError, PlanError

EVALUATOR = Evaluator()
ROWS = 5
MONEY = Type("decimal", 2)
KINDS = {"n": INTEGER, "m": INTEGER, "p": MONEY, "q": Type("decimal", 3), "x": DOUBLE, "d": DATE, "e": DATE}
WHOLE = st.integers(-100_000, 100_000)
REAL = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 5))


@st.composite
def vectors(draw: st.DrawFn) -> dict[str, Vector]:
    made: dict[str, Vector] = {}
    for name, kind in KINDS.items():
        if kind == DOUBLE:
            values = np.array(draw(st.lists(REAL, min_size=ROWS, max_size=ROWS)))
        else:
            values = np.array(draw(st.lists(WHOLE, min_size=ROWS, max_size=ROWS)), dtype=np.int64)
        valid = np.array(draw(st.lists(st.booleans(), min_size=ROWS, max_size=ROWS)))
        made[name] = Vector(kind, values, valid if draw(st.booleans()) else None)
    return made


NUMBER = st.recursive(
    st.sampled_from(["n", "m", "p", "q", "x", "2", "0.5", "100", "1.25"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, st.integers(1, 3)).map(lambda t: f"round({t[0]}, {t[1]})"),
        inner.map(lambda one: f"(-{one})"),
    ),
    max_leaves=5,
)
CONDITION = st.one_of(
    st.tuples(NUMBER, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), NUMBER).map(" ".join),
    st.tuples(NUMBER, NUMBER, NUMBER).map(lambda t: f"{t[0]} BETWEEN {t[1]} AND {t[2]}"),
    st.sampled_from(
        ["d < e", "d - e > n", "NOT (n > m)", "n > m AND p < q", "n > 5 OR p < 2", "d + CAST(n AS INT) > e"]
    ),
)


@settings(max_examples=300, deadline=None)
@given(vectors(), st.one_of(NUMBER, CONDITION, st.sampled_from(["d + CAST(n AS INT)", "d - e"])))
def test_it_is_what_duckdb_computes(inputs: dict[str, Vector], sql: str) -> None:
    try:
        kind = expression_type(EVALUATOR, sql, KINDS, "t.c")
        (expected,) = asked(EVALUATOR, [(sql, kind)], inputs, ROWS, "t.c")
    except (PlanError, GenerationError):
        return
    made = computed(sql, kind, inputs, ROWS)
    if made is None:
        return
    valid = np.ones(ROWS, bool) if expected.valid is None else expected.valid
    assert made.type == expected.type
    assert (np.ones(ROWS, bool) if made.valid is None else made.valid).tolist() == valid.tolist()
    assert np.asarray(made.values)[valid].tolist() == np.asarray(expected.values)[valid].tolist()


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("round(n * p * (100 - m) / 100, 2)", MONEY),
        ("p * 2", MONEY),
        ("n + m - 1", INTEGER),
        ("p > 20.5 AND n < 3", BOOLEAN),
        ("x * x", DOUBLE),
        ("d - e", INTEGER),
        ("n / 3", DOUBLE),
    ],
)
def test_common_expressions_need_no_query(sql: str, kind: Type) -> None:
    whole, real = np.arange(1, 4, dtype=np.int64), np.arange(1, 4, dtype=np.float64)
    inputs = {name: Vector(of, real if of == DOUBLE else whole) for name, of in KINDS.items()}
    made = computed(sql, kind, inputs, 3)
    assert made is not None
    assert made.type == kind


@pytest.mark.parametrize(
    "sql",
    [
        "n / 0",
        "n * n * n",
        "abs(n)",
        "CASE WHEN n > 1 THEN 1 ELSE 2 END",
        "'a' || 'b'",
        "n % 2",
        "s = s",
        "round(n, 1)",
        "d > t + 1",
    ],
)
def test_the_rest_is_left_to_duckdb(sql: str) -> None:
    inputs = {
        "n": Vector(INTEGER, np.full(3, 10**7, dtype=np.int64)),
        "d": Vector(DATE, np.arange(3)),
        "t": Vector(TIMESTAMP, np.arange(3)),
        "s": Vector(TEXT, pa.array(["a", "b", "c"])),
    }
    assert computed(sql, INTEGER, inputs, 3) is None


def test_dates_and_moments_compare_in_one_unit() -> None:
    inputs = {
        "d": Vector(DATE, np.array([1, 1], dtype=np.int64)),
        "t": Vector(TIMESTAMP, np.array([86_400_000_000, 86_400_000_001], dtype=np.int64)),
    }
    made = computed("d < t", BOOLEAN, inputs, 2)
    assert made is not None
    assert np.asarray(made.values).tolist() == [False, True]
