from __future__ import annotations

import numpy as np
import pytest

from rowsmith.tools.chance.permutation import Permutation
from rowsmith.tools.chance.popularity import Popularity, popularity_weights
from rowsmith.tools.chance.streams import mix, stream_key
from rowsmith.tools.errors import GenerationError

KEY = stream_key(1, "popularity")
BITS = mix(np.arange(400_000, dtype=np.uint64), KEY)


def _ranks(n: int, drawn: np.ndarray) -> np.ndarray:
    return Permutation(n, KEY).inverse(drawn)


def test_weights_are_zipf_in_a_shuffled_order() -> None:
    weights = popularity_weights(1000, 1.1, KEY)
    assert np.sort(weights)[::-1] == pytest.approx(np.arange(1, 1001) ** -1.1)
    assert not np.array_equal(weights, popularity_weights(1000, 1.1, stream_key(2, "popularity")))
    assert np.array_equal(weights, popularity_weights(1000, 1.1, KEY))


@pytest.mark.parametrize("n", [1, 2, 50, 65_536])
def test_few_candidates_have_their_weights(n: int) -> None:
    counts = np.bincount(Popularity(n, 1.1, KEY).draw(BITS), minlength=n)
    expected = popularity_weights(n, 1.1, KEY)
    expected *= len(BITS) / expected.sum()
    common = expected > 20
    residual = ((counts - expected)[common] ** 2 / expected[common]).sum()
    assert residual < common.sum() + 4.5 * (2 * common.sum()) ** 0.5


@pytest.mark.parametrize("exponent", [0.0, 0.7, 1.0, 1.3])
@pytest.mark.parametrize("n", [65_537, 200_000])
def test_many_candidates_have_zipf_ranks(n: int, exponent: float) -> None:
    rank = _ranks(n, Popularity(n, exponent, KEY).draw(BITS))
    expected = np.arange(1, n + 1) ** -exponent
    expected *= len(BITS) / expected.sum()
    edges = np.unique(np.concatenate([np.arange(20), np.geomspace(20, n, 60).astype(np.int64)]))
    counts = np.histogram(rank, [*edges[:-1], n])[0]
    wanted = np.add.reduceat(expected, edges[:-1])
    assert ((counts - wanted) ** 2 / wanted).sum() < len(wanted) + 5 * (2 * len(wanted)) ** 0.5


@pytest.mark.parametrize("exponent", [0.5, 1.0, 2.5])
def test_the_stated_error_of_the_blocks(exponent: float) -> None:
    n = 300_000
    blocks = Popularity(n, exponent, KEY)._blocks
    assert blocks is not None
    weights = np.arange(1, n + 1) ** -exponent
    masses = np.add.reduceat(weights, blocks.starts)
    assert blocks.masses == pytest.approx(masses, rel=1e-7)
    single = np.repeat(blocks.masses / blocks.lengths, blocks.lengths)
    assert np.abs(single / weights - 1).max() < exponent / 1024 * 1.01


def test_a_billion_candidates() -> None:
    drawn = Popularity(10**9, 1.05, KEY).draw(BITS)
    assert ((drawn >= 0) & (drawn < 10**9)).all()
    assert np.mean(_ranks(10**9, drawn) == 0) == pytest.approx(1 / 13.59, rel=0.05)


def test_draws_do_not_depend_on_the_block() -> None:
    for n in (100, 10**6):
        draw = Popularity(n, 1.0, KEY).draw
        assert np.array_equal(draw(BITS), np.concatenate([draw(BITS[:12_345]), draw(BITS[12_345:])]))


@pytest.mark.parametrize(("n", "exponent"), [(0, 1.0), (2**40 + 1, 1.0), (5, -0.5), (5, float("nan"))])
def test_impossible(n: int, exponent: float) -> None:
    with pytest.raises(GenerationError, match="opularity"):
        Popularity(n, exponent, KEY)
