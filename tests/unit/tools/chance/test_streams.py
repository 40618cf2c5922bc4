from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.tools.chance.streams import below, mix, mix2, stream_key, uniform_integers, unit, unit_bits
from rowsmith.tools.errors import GenerationError

KEY = stream_key(7, "orders", "price")
IDS = np.arange(200_000, dtype=np.uint64)
_uint64 = st.integers(0, 2**64 - 1)


def test_a_key_is_the_same_everywhere() -> None:
    assert stream_key(7, "orders", "price") == 5038352972085365099


def test_keys_tell_paths_apart() -> None:
    paths = [("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""), ("", "abc"), ()]
    assert len({int(stream_key(1, *path)) for path in paths}) == len(paths)
    assert stream_key(1) != stream_key(2) != stream_key(-1)


def test_mix_is_splitmix64() -> None:
    # The first outputs of the reference implementation for the seed 1234567.
    states = mix(np.arange(1, 4, dtype=np.uint64), np.uint64(1234567))
    assert states.tolist() == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_mix_leaves_the_ids_alone() -> None:
    ids = np.arange(5, dtype=np.uint64)
    mix(ids, KEY)
    mix2(ids, ids, KEY)
    assert ids.tolist() == [0, 1, 2, 3, 4]


@settings(deadline=None)
@given(start=st.integers(0, 2**62), cut=st.integers(0, 40_000))
def test_bits_do_not_depend_on_the_block(start: int, cut: int) -> None:
    ids = np.arange(start, start + 40_000, dtype=np.uint64)
    parts = ids[:cut], ids[cut:]
    assert np.array_equal(mix(ids, KEY), np.concatenate([mix(part, KEY) for part in parts]))
    pairs = [mix2(part, part + np.uint64(3), KEY) for part in parts]
    assert np.array_equal(mix2(ids, ids + np.uint64(3), KEY), np.concatenate(pairs))


def test_a_key_per_row_is_that_rows_key() -> None:
    keys = mix(IDS, np.uint64(1))
    bits = mix(IDS, keys)
    assert bits[5] == mix(IDS[5:6], np.uint64(keys[5]))[0]


def test_bits_look_random() -> None:
    bits = mix(IDS, KEY)
    ones = np.unpackbits(bits.view(np.uint8).reshape(-1, 8), axis=1).mean(axis=0)
    assert np.abs(ones - 0.5).max() < 4.5 * 0.5 / len(IDS) ** 0.5
    reals = unit(bits)
    assert abs(np.corrcoef(reals[1:], reals[:-1])[0, 1]) < 0.01
    assert abs(np.corrcoef(reals, unit(mix(IDS, stream_key(7, "orders", "fee"))))[0, 1]) < 0.01


def test_pairs_have_bits_of_their_own() -> None:
    row, attempt = (axis.ravel() for axis in np.meshgrid(IDS[:500], IDS[:100]))
    bits = mix2(row, attempt, KEY)
    assert len(np.unique(bits)) == len(bits)
    assert np.array_equal(mix2(IDS, np.uint64(3), KEY), mix2(IDS, np.full_like(IDS, 3), KEY))
    assert not np.array_equal(mix2(IDS, np.uint64(0), KEY), mix(IDS, KEY))


@settings(deadline=None)
@given(bits=st.lists(_uint64, min_size=1, max_size=5), span=st.integers(1, 2**63))
def test_integers_are_the_upper_product(bits: list[int], span: int) -> None:
    drawn = uniform_integers(np.array(bits, dtype=np.uint64), span)
    assert drawn.tolist() == [value * span >> 64 for value in bits]


@settings(deadline=None)
@given(rows=st.lists(st.tuples(_uint64, st.integers(1, 2**62)), min_size=1, max_size=9))
def test_integers_with_a_span_per_row(rows: list[tuple[int, int]]) -> None:
    bits = np.array([row[0] for row in rows], dtype=np.uint64)
    spans = np.array([row[1] for row in rows], dtype=np.int64)
    assert uniform_integers(bits, spans).tolist() == [bit * span >> 64 for bit, span in rows]


@pytest.mark.parametrize("span", [0, -3, 2**63 + 1])
def test_integers_of_no_span(span: int) -> None:
    with pytest.raises(GenerationError, match=str(span)):
        uniform_integers(IDS, span)


def test_integers_are_even() -> None:
    counts = np.bincount(uniform_integers(mix(IDS, KEY), 7), minlength=7)
    assert ((counts - len(IDS) / 7) ** 2 / (len(IDS) / 7)).sum() < 22.5  # p = 0.001


@settings(deadline=None)
@given(bits=_uint64)
def test_unit_and_its_bits(bits: int) -> None:
    real = unit(np.array([bits], dtype=np.uint64))
    assert 0 <= real[0] < 1
    assert unit_bits(real)[0] == bits >> 11 << 11


def test_unit_bits_stay_in_range() -> None:
    reals = np.array([-1.0, 0.0, 1.0, 7.0, np.nan])
    assert unit(unit_bits(reals)).tolist() == [0.0, 0.0, 1 - 2**-53, 1 - 2**-53, 0.0]


@settings(deadline=None)
@given(share=st.floats(0, 1))
def test_below_is_one_rule(share: float) -> None:
    bits = mix(IDS[:1000], KEY)
    assert np.array_equal(below(bits, share), below(bits, np.full(1000, share)))
    assert np.array_equal(below(bits, share), unit(bits) < share)


def test_below_ends_are_exact() -> None:
    bits = np.array([0, 2**64 - 1], dtype=np.uint64)
    assert below(bits, 0.0).tolist() == below(bits, np.zeros(2)).tolist() == [False, False]
    assert below(bits, 1.0).tolist() == below(bits, np.ones(2)).tolist() == [True, True]
    assert below(mix(IDS, KEY), 0.3).mean() == pytest.approx(0.3, abs=0.004)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_below_no_share(share: float) -> None:
    with pytest.raises(GenerationError, match="between 0 and 1"):
        below(IDS, share)
