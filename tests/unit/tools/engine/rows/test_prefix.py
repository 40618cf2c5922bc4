"""Row numbers from counts, and parents from row numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.tools.engine.rows.prefix import STRIDE, Prefix


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 300), max_size=3 * STRIDE // 8).flatmap(
        lambda counts: st.tuples(st.just(counts * 8), st.integers(1, 7))
    )
)
def test_it_adds_up_like_a_plain_sum(given_counts: tuple[list[int], int]) -> None:
    counts, parts = given_counts
    values = np.array(counts, dtype=np.int64)
    prefix = Prefix.of(np.array_split(values, parts))
    starts = np.concatenate([[0], np.cumsum(values)])
    assert prefix.total == starts[-1]
    everyone = np.arange(len(values))
    assert prefix.starts_of(everyone).tolist() == starts[:-1].tolist()
    assert prefix.starts_of(np.arange(len(values) + 1)).tolist() == starts.tolist()
    assert prefix.counts_of(everyone).tolist() == counts
    rows = np.arange(0, prefix.total, 37)
    assert prefix.parents_of(rows).tolist() == (np.searchsorted(starts, rows, side="right") - 1).tolist()


@pytest.mark.parametrize(("largest", "size"), [(255, 1), (256, 2), (70_000, 4), (2**33, 8)])
def test_counts_take_as_few_bytes_as_they_need(largest: int, size: int) -> None:
    prefix = Prefix.of([np.array([1, largest, 0])])
    assert prefix.counts.itemsize == size
    assert prefix.starts_of(np.array([0, 1, 2, 3])).tolist() == [0, 1, 1 + largest, 1 + largest]


def test_scattered_parents_and_rows() -> None:
    values = np.arange(10 * STRIDE) % 5
    prefix = Prefix.of([values])
    starts = np.concatenate([[0], np.cumsum(values)])
    some = np.array([9000, 3, 5000, 3, 10 * STRIDE - 1])
    assert prefix.starts_of(some).tolist() == starts[some].tolist()
    assert (
        prefix.parents_of(starts[some + 1] - 1).tolist()
        == (np.searchsorted(starts, starts[some + 1] - 1, side="right") - 1).tolist()
    )
