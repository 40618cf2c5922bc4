from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.tools.chance.alias import AliasTable, CumulativeTable, quota
from rowsmith.tools.chance.streams import mix, stream_key
from rowsmith.tools.errors import GenerationError

BITS = mix(np.arange(200_000, dtype=np.uint64), stream_key(1, "alias"))
_weights = st.lists(st.one_of(st.just(0.0), st.floats(1e-6, 1e6)), min_size=1, max_size=60).filter(any)
_BAD = [[], [0.0, 0.0], [1.0, -1.0], [1.0, float("nan")], [float("inf")]]


@settings(deadline=None)
@given(weights=_weights, n=st.integers(0, 10**12))
def test_a_quota_sums_exactly(weights: list[float], n: int) -> None:
    counts = quota(weights, n)
    total = sum(weights)
    assert int(counts.sum()) == n
    for weight, count in zip(weights, counts.tolist(), strict=True):
        assert abs(count - weight / total * n) < 1 + 1e-9 * n
        assert weight or not count


def test_ties_go_to_the_earlier() -> None:
    assert quota([1, 1, 1], 100).tolist() == [34, 33, 33]
    assert quota([60, 32, 8], 25).tolist() == [15, 8, 2]
    assert quota([0, 5, 0], 3).tolist() == [0, 3, 0]


@pytest.mark.parametrize("n", [-1, 2**52 + 1])
def test_a_quota_of_no_count(n: int) -> None:
    with pytest.raises(GenerationError, match=str(n)):
        quota([1.0], n)


@pytest.mark.parametrize("weights", _BAD)
def test_bad_weights(weights: list[float]) -> None:
    for build in (AliasTable.from_weights, CumulativeTable.from_weights, lambda w: quota(w, 5)):
        with pytest.raises(GenerationError, match="eight"):
            build(weights)


def test_too_many_weights() -> None:
    with pytest.raises(GenerationError, match="At most"):
        AliasTable.from_weights(np.ones(2**20 + 1))


@settings(deadline=None)
@given(weights=_weights)
def test_an_alias_table_holds_the_weights(weights: list[float]) -> None:
    packed = AliasTable.from_weights(weights).packed
    mass = np.zeros(len(weights))
    for own, (units, other) in enumerate(
        zip(packed >> np.uint64(32), packed & np.uint64(2**32 - 1), strict=True)
    ):
        mass[own] += int(units)
        mass[int(other)] += 2**32 - int(units)
    assert mass / mass.sum() == pytest.approx(np.array(weights) / sum(weights), abs=1e-9)
    assert all(weight or not units for weight, units in zip(weights, mass, strict=True))


@pytest.mark.parametrize("table", [AliasTable, CumulativeTable])
def test_draws_have_the_weights(table: type[AliasTable] | type[CumulativeTable]) -> None:
    weights = np.array([0, 5, 1, 0, 3, 0.2, 0.8, 0])
    built = table.from_weights(weights)
    drawn = built.draw(BITS) if isinstance(built, AliasTable) else built.invert(BITS)
    counts = np.bincount(drawn, minlength=len(weights))
    expected = weights / weights.sum() * len(BITS)
    possible = weights > 0
    assert not counts[~possible].any()
    assert ((counts - expected)[possible] ** 2 / expected[possible]).sum() < 20


@settings(deadline=None)
@given(weights=_weights, bits=st.lists(st.integers(0, 2**64 - 1), min_size=1))
def test_cumulative_draws_rise(weights: list[float], bits: list[int]) -> None:
    ordered = np.array([0, *sorted(bits), 2**64 - 1], dtype=np.uint64)
    drawn = CumulativeTable.from_weights(weights).invert(ordered)
    assert (np.diff(drawn) >= 0).all()
    assert all(weights[index] > 0 for index in drawn)


def test_cumulative_draws_are_searched() -> None:
    """The guide is a short cut: with weights of very different size it gives what a search gives."""
    weights = 0.5 ** np.arange(40)
    table = CumulativeTable.from_weights(weights[::-1])
    bits = np.concatenate([BITS >> np.uint64(shift) for shift in (0, 8, 20, 40)])
    wanted = np.searchsorted(table.edges, (bits >> np.uint64(11)).astype(np.int64), side="right")
    assert np.array_equal(table.invert(bits), wanted)


@settings(deadline=None, max_examples=20)
@given(cut=st.integers(0, len(BITS)))
def test_draws_do_not_depend_on_the_block(cut: int) -> None:
    weights = [3, 1, 4, 1, 5]
    for draw in (AliasTable.from_weights(weights).draw, CumulativeTable.from_weights(weights).invert):
        assert np.array_equal(draw(BITS), np.concatenate([draw(BITS[:cut]), draw(BITS[cut:])]))
