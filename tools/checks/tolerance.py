"""How far a measurement may stray before it counts as a miss.

A statistic that the plan leaves to chance is accepted within four standard errors; the exact tails of the
binomial law stand in for the normal curve, so that small counts are treated rightly. What the plan states
firmly is accepted only as stated.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

from rowsmith.tools.plan.data import Quantity, Share

SIGMAS = 4.0
TAIL = NormalDist().cdf(-SIGMAS)
"""The chance, on each side, that a clean dataset is called broken: 3.2 in 100,000."""

ABOUT = 0.10
"""`about n` is accepted within this share of n, and by one at least."""

EXACT_VARIANCE = 2_000.0
"""Above this variance of a count the normal curve with a term for skewness is exact enough."""

Range = tuple[float, float]


def drawn_count(rows: int, chance: float, tests: int = 1) -> Range:
    """The fewest and the most of `rows` that meet a condition of that chance, when drawn independently.

    The central interval of the binomial law with TAIL / tests left out on each side (Bonferroni's
    correction for `tests` of them at once).
    """
    if rows <= 0 or chance <= 0:
        return 0.0, 0.0
    if chance >= 1:
        return float(rows), float(rows)
    tail = TAIL / max(tests, 1)
    if rows * chance * (1 - chance) > EXACT_VARIANCE:
        return _normal_count(rows, chance, tail)
    low = _smallest(lambda k: _binomial_cdf(k, rows, chance) > tail, rows)
    high = _smallest(lambda k: _binomial_cdf(k, rows, chance) >= 1 - tail, rows)
    return float(low), float(high)


def _normal_count(rows: int, chance: float, tail: float) -> Range:
    """Cornish and Fisher's expansion to the skewness: z + (z^2 - 1) (1 - 2p) / (6 sd), in units of sd."""
    mean, sd = rows * chance, math.sqrt(rows * chance * (1 - chance))
    z = -NormalDist().inv_cdf(tail)
    shift = (z * z - 1) * (1 - 2 * chance) / 6
    low, high = mean - z * sd + shift - 1, mean + z * sd + shift + 1
    return max(0.0, math.floor(low)), min(float(rows), math.ceil(high))


def _smallest(holds: Callable[[int], bool], most: int) -> int:
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _binomial_cdf(k: int, rows: int, chance: float) -> float:
    """P(X <= k) = I_{1-p}(n - k, k + 1), the regularised incomplete beta function."""
    return 1.0 if k >= rows else incomplete_beta(rows - k, k + 1, 1 - chance)


def incomplete_beta(a: float, b: float, x: float) -> float:
    """I_x(a, b) by Lentz's continued fraction (Press et al., Numerical Recipes, 6.4)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    scale = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return scale * _fraction(a, b, x) / a
    return 1 - scale * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 / _apart(1 - (a + b) * x / (a + 1), tiny)
    made = d
    for m in range(1, 10_000):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _apart(1 + numerator * d, tiny)
            c = _apart(1 + numerator / c, tiny)
            made *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return made


def _apart(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny


def dealt_count(rows: int, share: float, *, several: bool = False) -> Range:
    """The counts that meet a share exactly: the nearest whole number of rows.

    With `several` shares that are dealt together both neighbours are right, as their sum is `rows`.
    """
    wanted = rows * share
    near = 1e-9 * max(1.0, wanted)
    if several:
        return math.floor(wanted + near), math.ceil(wanted - near)
    return math.ceil(wanted - 0.5 - near), math.floor(wanted + 0.5 + near)


def stated_count(quantity: Quantity) -> Range:
    """The counts that a quantity of rows accepts."""
    value = quantity.value
    match quantity.firmness:
        case "about":
            slack = max(1.0, ABOUT * value)
            return value - slack, value + slack
        case "at_least":
            return value, math.inf
        case "at_most":
            return 0.0, value
        case "under":
            return 0.0, math.ceil(value) - 1
        case "between":
            return value, quantity.high if quantity.high is not None else math.inf
        case _:
            return value, value


def stated_share(share: Share, rows: int, *, exact: bool = False) -> Range:
    """The counts out of `rows` that a share accepts.

    A bare number is drawn, or dealt with `exact`; a Quantity is met as its firmness says: exactly is the
    nearest whole number of rows, about the wider of 10 % and four standard errors, the bounds are hard.
    """
    if not isinstance(share, Quantity):
        return dealt_count(rows, share) if exact else drawn_count(rows, share)
    value = share.value
    match share.firmness:
        case "about":
            low, high = drawn_count(rows, value)
            slack = max(1.0, ABOUT * value * rows)
            return min(low, value * rows - slack), max(high, value * rows + slack)
        case "at_least":
            return value * rows - _whisker(rows), float(rows)
        case "at_most":
            return 0.0, value * rows + _whisker(rows)
        case "under":
            return 0.0, max(0.0, math.ceil(value * rows - _whisker(rows)) - 1)
        case "between":
            top = share.high if share.high is not None else 1.0
            return value * rows - _whisker(rows), top * rows + _whisker(rows)
        case _:
            return dealt_count(rows, value)


def _whisker(rows: int) -> float:
    """What 0.3 * 10 lacks of 3."""
    return 1e-9 * max(1, rows)


def share_value(share: Share) -> float:
    """The number said; the middle where it is between two."""
    if not isinstance(share, Quantity):
        return share
    return (share.value + share.high) / 2 if share.high is not None else share.value


def mean_error(sd: float, rows: int) -> float:
    """Four standard errors of a mean, sd / sqrt(n)."""
    return SIGMAS * sd / math.sqrt(rows) if rows > 0 else math.inf


def sd_error(sd: float, excess_kurtosis: float, rows: int) -> float:
    """Four standard errors of a standard deviation: sd sqrt((k - 1) / 4n), k the kurtosis (Cramér 1946, 27.4)."""
    kurtosis = max(excess_kurtosis + 3.0, 1.0)
    return SIGMAS * sd * math.sqrt((kurtosis - 1) / (4 * rows)) if rows > 0 else math.inf


def spread_error(spread: float, skewness: float, excess_kurtosis: float, rows: int) -> float:
    """Four standard errors of sd / mean by the delta method.

    Var(c) / c^2 = (k - 1) / 4n - s c / n + c^2 / n for spread c, skewness s, kurtosis k (Cramér 1946, 27.7).
    """
    kurtosis = max(excess_kurtosis + 3.0, 1.0)
    variance = (kurtosis - 1) / 4 - skewness * spread + spread * spread
    return SIGMAS * abs(spread) * math.sqrt(max(variance, 0.0) / rows) if rows > 0 else math.inf


def rank_error(rank: float, rows: int) -> float:
    """Four standard errors of Spearman's rank correlation.

    (1 - r^2) sqrt((1 + r^2 / 2) / (n - 3)), from Fisher's z (Bonett and Wright 2000).
    """
    if rows <= 4:
        return math.inf
    return SIGMAS * max(1 - rank * rank, 0.05) * math.sqrt((1 + rank * rank / 2) / (rows - 3))


def chi_square_limit(freedom: int) -> float:
    """The value that chi-square exceeds with chance TAIL (Wilson and Hilferty 1931)."""
    part = 2 / (9 * freedom)
    return freedom * (1 - part + SIGMAS * math.sqrt(part)) ** 3


SUMMED = 10_000
"""Terms of a sum that are added one by one."""


def zipf_sum(count: int, exponent: float) -> float:
    """The sum of r**-exponent for r from 1 to count, its tail by the midpoint rule (error below 1e-8 of it)."""
    head = min(count, SUMMED)
    total = math.fsum(math.pow(r, -exponent) for r in range(1, head + 1))
    if count == head:
        return total
    first, last = head + 0.5, count + 0.5
    if abs(exponent - 1) < 1e-12:
        return total + math.log(last / first)
    return total + (math.pow(last, 1 - exponent) - math.pow(first, 1 - exponent)) / (1 - exponent)
