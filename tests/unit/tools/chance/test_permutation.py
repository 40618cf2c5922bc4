from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.tools.chance.permutation import Permutation, forward_keyed, inverse_keyed
from rowsmith.tools.chance.streams import mix, stream_key
from rowsmith.tools.errors import GenerationError

KEYS = mix(np.arange(30_000, dtype=np.uint64), stream_key(1, "keys"))


@settings(max_examples=30, deadline=None)
@given(size=st.one_of(st.integers(1, 2000), st.integers(65_530, 70_000)), key=st.integers(0, 2**64 - 1))
def test_a_bijection(size: int, key: int) -> None:
    permutation = Permutation(size, np.uint64(key))
    index = np.arange(size)
    moved = permutation.forward(index)
    assert np.array_equal(np.sort(moved), index)
    assert np.array_equal(permutation.inverse(moved), index)


@settings(deadline=None)
@given(
    size=st.integers(1, 2**62), key=st.integers(0, 2**64 - 1), places=st.lists(st.floats(0, 1), min_size=1)
)
def test_any_size(size: int, key: int, places: list[float]) -> None:
    index = np.array([min(int(place * size), size - 1) for place in places], dtype=np.int64)
    permutation = Permutation(size, np.uint64(key))
    moved = permutation.forward(index)
    assert ((moved >= 0) & (moved < size)).all()
    assert np.array_equal(permutation.inverse(moved), index)


@settings(max_examples=30, deadline=None)
@given(sizes=st.lists(st.integers(1, 300), min_size=1, max_size=20), start=st.integers(0, 29_000))
def test_groups_of_different_sizes(sizes: list[int], start: int) -> None:
    size = np.repeat(np.array(sizes), sizes)
    key = np.repeat(KEYS[start : start + len(sizes)], sizes)
    index = np.concatenate([np.arange(n) for n in sizes])
    moved = forward_keyed(index, size, key)
    for group, n in enumerate(sizes):
        at = sum(sizes[:group])
        assert sorted(moved[at : at + n].tolist()) == list(range(n))
    assert np.array_equal(inverse_keyed(moved, size, key), index)


def test_a_row_does_not_depend_on_the_others() -> None:
    size = np.arange(1, 30_001)
    index = size // 2
    moved = forward_keyed(index, size, KEYS)
    cut = 12_345
    parts = [forward_keyed(index[s], size[s], KEYS[s]) for s in (slice(cut), slice(cut, None))]
    assert np.array_equal(moved, np.concatenate(parts))


def _chi_square(counts: np.ndarray, expected: float) -> float:
    return float(((counts - expected) ** 2 / expected).sum())


@pytest.mark.parametrize("size", range(2, 21))
def test_small_groups_are_even(size: int) -> None:
    """Every element reaches every place, and every pair of elements every pair of places, equally often."""
    count = len(KEYS)
    index, key = np.tile(np.arange(size), count), np.repeat(KEYS, size)
    moved = forward_keyed(index, np.full(size * count, size), key).reshape(count, size)
    places = np.stack([np.bincount(moved[:, element], minlength=size) for element in range(size)])
    freedom = (size - 1) ** 2
    assert _chi_square(places, count / size) < freedom + 4.5 * (2 * freedom) ** 0.5
    pairs = np.bincount(moved[:, 0] * size + moved[:, size - 1], minlength=size * size)
    possible = pairs.reshape(size, size)[~np.eye(size, dtype=bool)]
    freedom = len(possible) - 1
    assert _chi_square(possible, count / len(possible)) < freedom + 6 * (2 * freedom) ** 0.5


@pytest.mark.parametrize("size", [5, 20])
def test_tables_are_even(size: int) -> None:
    count = 4000
    moved = np.stack([Permutation(size, key).forward(np.arange(size)) for key in KEYS[:count]])
    places = np.stack([np.bincount(moved[:, element], minlength=size) for element in range(size)])
    freedom = (size - 1) ** 2
    assert _chi_square(places, count / size) < freedom + 4.5 * (2 * freedom) ** 0.5


def test_large_sizes_are_scattered() -> None:
    moved = Permutation(10**9, KEYS[0]).forward(np.arange(100_000))
    counts = np.bincount(moved // (10**9 // 100), minlength=100)
    assert _chi_square(counts, 1000) < 99 + 4.5 * 198**0.5
    assert abs(np.corrcoef(moved[1:], moved[:-1])[0, 1]) < 0.015


@pytest.mark.parametrize("size", [0, -1, 2**62 + 1])
def test_no_such_size(size: int) -> None:
    with pytest.raises(GenerationError, match=str(size)):
        Permutation(size, KEYS[0])


@pytest.mark.parametrize("index", [-1, 100_000])
def test_an_index_outside(index: int) -> None:
    with pytest.raises(GenerationError, match="outside"):
        Permutation(100_000, KEYS[0]).forward(np.array([index]))
