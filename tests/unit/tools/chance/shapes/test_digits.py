from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.chance.shapes.digits import codes, groups, joined, parted, value_of


@given(value=st.floats(1e-290, 1e290))
def test_a_code_stands_for_nearby_values(value: float) -> None:
    code = codes(np.array([value]))
    near = value_of(int(code[0]))
    assert near == pytest.approx(value, rel=0.00501)
    assert codes(np.array([near]))[0] == code[0]


@given(values=st.lists(st.floats(0.1, 1000), min_size=2))
def test_codes_rise(values: list[float]) -> None:
    assert (np.diff(codes(np.sort(np.array(values)))) >= 0).all()


def test_what_has_no_digits_is_zero() -> None:
    nothing = codes(np.array([0.0, -3.0, np.nan, np.inf, 1e-305]))
    assert set(nothing.tolist()) == {0}
    assert value_of(0) == 0


def test_few_codes_serve_many_values() -> None:
    assert len(np.unique(codes(np.linspace(1, 9.99, 100_000)))) < 360


@given(rows=st.lists(st.tuples(st.integers(0, 2**20 - 1), st.integers(0, 2**20 - 1)), min_size=1))
def test_codes_are_joined_and_parted(rows: list[tuple[int, int]]) -> None:
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    assert [tuple(parted(code, 2)) for code in joined(columns).tolist()] == rows


def test_groups_hold_all_rows_once() -> None:
    given_codes = np.array([5, 2, 5, 9, 2])
    assert {code: rows.tolist() for code, rows in groups(given_codes)} == {2: [1, 4], 5: [0, 2], 9: [3]}
    assert list(groups(np.zeros(0, dtype=np.int64))) == []
