"""Columns that follow others: a Gaussian copula gives a column bits that have stated rank correlations.

Each source column speaks through its normal scores z_k. The target's score is
w_1 z_1 + ... + w_m z_m + rest * e with e of its own bits; the weights solve R w = r, where a rank correlation
rho becomes the normal correlation 2 sin(pi rho / 6) (Kruskal: Ordinal measures of association, 1958).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Integers, Reals
from rowsmith.tools.chance.quantiles import normal_cdf, normal_quantiles, normal_scores
from rowsmith.tools.chance.streams import unit_bits
from rowsmith.tools.errors import GenerationError

_SMALLEST = 1e-12


@dataclass(frozen=True)
class CopulaWeights:
    """How much of the target's score comes from each source, and how much is its own."""

    sources: tuple[float, ...]
    rest: float


def normal_correlation(rank: float) -> float:
    """The correlation of normal scores that gives this rank correlation.

    Raises:
        GenerationError: a rank correlation outside [-1, 1].
    """
    if not -1 <= rank <= 1:
        raise GenerationError(f"A rank correlation is between -1 and 1, not {rank}.")
    return 2 * math.sin(math.pi * rank / 6)


def copula_weights(ranks: Sequence[float], between: Sequence[Sequence[float]] | None = None) -> CopulaWeights:
    """The weights for these rank correlations with m sources.

    Args:
        ranks: the target's rank correlation with each source.
        between: m x m rank correlations of the sources with each other; None where they are independent.

    Raises:
        GenerationError: no column can have these correlations at the same time.
    """
    wanted = [normal_correlation(rank) for rank in ranks]
    matrix = [[1.0 if i == j else 0.0 for j in range(len(ranks))] for i in range(len(ranks))]
    if between is not None:
        matrix = [
            [1.0 if i == j else normal_correlation(r) for j, r in enumerate(row)]
            for i, row in enumerate(between)
        ]
    weights, explained = _solve(matrix, wanted)
    if explained > 1 + 1e-9:
        raise GenerationError(
            f"No column can have the rank correlations {', '.join(map(str, ranks))} with these columns at once: "
            f"together they would explain {explained:.0%} of it.",
            hint=f"All of them times {1 / math.sqrt(explained):.2f} would be possible.",
        )
    rest = 1 - explained
    return CopulaWeights(tuple(weights), math.sqrt(rest) if rest > _SMALLEST else 0.0)


def correlated_bits(scores: Sequence[Reals], weights: CopulaWeights, bits: Bits) -> Bits:
    """The target's uniform bits.

    Args:
        scores: the sources' normal scores, float64[n] each, in the order of the weights.
        weights: of `copula_weights`.
        bits: the target's own bits, uint64[n].
    """
    total = normal_scores(bits)
    total *= weights.rest
    for score, weight in zip(scores, weights.sources, strict=True):
        total += score * weight
    return unit_bits(normal_cdf(total))


def rank_scores(values: Reals | Integers, pilot_sorted: Reals | Integers) -> Reals:
    """Normal scores of values by their mid-rank among a pilot sample; ties share one score.

    With a pilot of m values the scores have m + 1 levels and are off by about 1 / sqrt(m) of a standard
    deviation as a whole: take a pilot of 10,000 and more.

    Raises:
        GenerationError: an empty pilot.
    """
    size = len(pilot_sorted)
    if not size:
        raise GenerationError("Ranks need a pilot sample with at least one value.")
    below = np.searchsorted(pilot_sorted, values, side="left")
    upto = np.searchsorted(pilot_sorted, values, side="right")
    return normal_quantiles((below + upto + 1) / (2.0 * size + 2.0))


def _solve(matrix: list[list[float]], wanted: list[float]) -> tuple[list[float], float]:
    """Solves R w = r; the weights and the explained share r' w. Cholesky; a source that others determine adds none."""
    size = len(wanted)
    lower = [[0.0] * size for _ in range(size)]
    forward = [0.0] * size
    for i in range(size):
        for j in range(i + 1):
            rest = matrix[i][j] - math.fsum(lower[i][k] * lower[j][k] for k in range(j))
            if i == j:
                _check_definite(rest)
                lower[i][i] = math.sqrt(max(rest, _SMALLEST))
            else:
                lower[i][j] = rest / lower[j][j]
        forward[i] = (wanted[i] - math.fsum(lower[i][k] * forward[k] for k in range(i))) / lower[i][i]
    weights = [0.0] * size
    for i in reversed(range(size)):
        known = math.fsum(lower[k][i] * weights[k] for k in range(i + 1, size))
        weights[i] = (forward[i] - known) / lower[i][i]
    return weights, math.fsum(value * value for value in forward)


def _check_definite(rest: float) -> None:
    if rest < -1e-9:
        raise GenerationError(
            "The rank correlations between the columns that are followed contradict each other."
        )
