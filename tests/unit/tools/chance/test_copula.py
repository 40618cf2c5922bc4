from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rowsmith.tools.chance.copula import copula_weights, correlated_bits, normal_correlation, rank_scores
from rowsmith.tools.chance.quantiles import normal_scores
from rowsmith.tools.chance.streams import mix, stream_key, unit
from rowsmith.tools.errors import GenerationError

IDS = np.arange(200_000, dtype=np.uint64)
A, B, OWN = (mix(IDS, stream_key(1, name)) for name in ("a", "b", "own"))


def _rank_correlation(x: np.ndarray, y: np.ndarray) -> float:
    first, second = (np.argsort(np.argsort(values)).astype(np.float64) for values in (x, y))
    return float(np.corrcoef(first, second)[0, 1])


@pytest.mark.parametrize("rank", [-1.0, -0.6, 0.0, 0.35, 0.9, 1.0])
def test_one_source(rank: float) -> None:
    bits = correlated_bits([normal_scores(A)], copula_weights([rank]), OWN)
    assert _rank_correlation(bits, A) == pytest.approx(rank, abs=0.01)
    assert unit(bits).mean() == pytest.approx(0.5, abs=0.003)
    assert unit(bits).std() == pytest.approx(12**-0.5, abs=0.003)


def test_sources_that_are_correlated() -> None:
    second = correlated_bits([normal_scores(A)], copula_weights([0.5]), B)
    weights = copula_weights([0.6, -0.2], [[1, 0.5], [0.5, 1]])
    bits = correlated_bits([normal_scores(A), normal_scores(second)], weights, OWN)
    assert _rank_correlation(bits, A) == pytest.approx(0.6, abs=0.01)
    assert _rank_correlation(bits, second) == pytest.approx(-0.2, abs=0.01)
    assert unit(bits).std() == pytest.approx(12**-0.5, abs=0.003)


def test_a_whole_correlation_copies_the_order() -> None:
    bits = correlated_bits([normal_scores(A)], copula_weights([1.0]), OWN)
    assert unit(bits) == pytest.approx(unit(A), abs=1e-9)


@settings(deadline=None)
@given(ranks=st.lists(st.floats(-1, 1), min_size=1, max_size=4), between=st.floats(-0.3, 0.9))
def test_the_target_has_variance_one_or_is_refused(ranks: list[float], between: float) -> None:
    size = len(ranks)
    matrix = [[1.0 if i == j else between for j in range(size)] for i in range(size)]
    normal = np.array(
        [[1.0 if i == j else normal_correlation(between) for j in range(size)] for i in range(size)]
    )
    wanted = np.array([normal_correlation(rank) for rank in ranks])
    explained = float(wanted @ np.linalg.solve(normal, wanted))
    assume(abs(explained - 1) > 1e-6)
    if explained > 1:
        with pytest.raises(GenerationError, match="at once"):
            copula_weights(ranks, matrix)
        return
    weights = copula_weights(ranks, matrix)
    assert normal @ np.array(weights.sources) == pytest.approx(wanted, abs=1e-9)
    assert weights.rest**2 == pytest.approx(1 - explained, abs=1e-9)


def test_impossible_correlations_say_what_would_be_possible() -> None:
    with pytest.raises(GenerationError, match=r"0\.9, 0\.8.*All of them times 0\.8\d"):
        copula_weights([0.9, 0.8])


def test_contradicting_sources() -> None:
    with pytest.raises(GenerationError, match="contradict"):
        copula_weights([0.1, 0.1, 0.1], [[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]])


def test_a_source_twice() -> None:
    weights = copula_weights([0.5, 0.5], [[1, 1], [1, 1]])
    bits = correlated_bits([normal_scores(A)] * 2, weights, OWN)
    assert _rank_correlation(bits, A) == pytest.approx(0.5, abs=0.01)
    with pytest.raises(GenerationError, match="at once"):
        copula_weights([0.5, -0.5], [[1, 1], [1, 1]])


def test_no_rank_correlation() -> None:
    with pytest.raises(GenerationError, match=r"1\.2"):
        copula_weights([1.2])


def test_scores_of_values_by_their_rank() -> None:
    pilot = np.sort(unit(B)[:20_000] * 50)
    scores = rank_scores(unit(A) * 50, pilot)
    assert scores.mean() == pytest.approx(0, abs=0.03)
    assert scores.std() == pytest.approx(1, abs=0.03)
    assert _rank_correlation(scores, A) > 0.9999


def test_ties_share_the_middle() -> None:
    pilot = np.array([1, 1, 1, 2, 2, 3], dtype=np.int64)
    scores = rank_scores(np.array([0, 1, 1, 2, 3, 9], dtype=np.int64), pilot)
    assert scores[1] == scores[2]
    assert (np.diff(scores[[0, 1, 3, 4, 5]]) > 0).all()
    assert rank_scores(np.array([5]), np.full(9, 5))[0] == pytest.approx(0, abs=1e-12)


def test_ranks_of_no_pilot() -> None:
    with pytest.raises(GenerationError, match="pilot"):
        rank_scores(np.array([1.0]), np.array([]))
