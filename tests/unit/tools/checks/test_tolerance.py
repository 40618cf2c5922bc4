"""The binomial intervals are those that exact sums give; stated quantities accept what their words say."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.tools.checks.tolerance import (
    TAIL,
    chi_square_limit,
    dealt_count,
    drawn_count,
    incomplete_beta,
    mean_error,
    rank_error,
    sd_error,
    share_value,
    spread_error,
    stated_count,
    stated_share,
)
from rowsmith.tools.plan.data import Quantity


def below(k: int, rows: int, chance: float) -> float:
    """P(X <= k), summed."""
    p = Fraction(chance)
    return float(sum(math.comb(rows, i) * p**i * (1 - p) ** (rows - i) for i in range(k + 1)))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.floats(0.01, 0.99))
def test_a_drawn_count_leaves_out_the_tails(rows: int, chance: float) -> None:
    low, high = drawn_count(rows, chance)
    assert below(int(low), rows, chance) > TAIL
    assert low == 0 or below(int(low) - 1, rows, chance) <= TAIL * (1 + 1e-9)
    assert below(int(high), rows, chance) >= 1 - TAIL * (1 + 1e-6)
    assert high == 0 or below(int(high) - 1, rows, chance) < 1 - TAIL * (1 - 1e-6)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.floats(0.01, 0.99))
def test_the_incomplete_beta_function_is_a_binomial_tail(a: int, b: int, x: float) -> None:
    rows = a + b - 1
    exact = 1 - below(a - 1, rows, x)
    assert incomplete_beta(a, b, x) == pytest.approx(exact, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("rows", "chance"), [(30_000, 0.5), (200_000, 0.02), (10**7, 0.3), (10**6, 0.001)])
def test_the_normal_curve_is_close_to_the_exact_tails(rows: int, chance: float) -> None:
    low, high = drawn_count(rows, chance)
    sd = math.sqrt(rows * chance * (1 - chance))
    assert 3.9 < (rows * chance - low) / sd < 4.15
    assert 3.9 < (high - rows * chance) / sd < 4.2


def test_the_normal_curve_meets_the_exact_one_where_they_change_over() -> None:
    exact, normal = drawn_count(7_990, 0.5), drawn_count(8_020, 0.5)
    assert abs((exact[1] - 7_990 / 2) - (normal[1] - 8_020 / 2)) <= 3


def test_certain_and_impossible_counts() -> None:
    assert drawn_count(0, 0.5) == (0, 0)
    assert drawn_count(10, 0.0) == (0, 0)
    assert drawn_count(10, 1.0) == (10, 10)


def test_several_tests_at_once_widen_the_interval() -> None:
    one, twenty = drawn_count(1000, 0.3), drawn_count(1000, 0.3, tests=20)
    assert twenty[0] < one[0] < one[1] < twenty[1]


def test_a_dealt_count_is_the_nearest_whole_number() -> None:
    assert dealt_count(10, 0.34) == (3, 3)
    assert dealt_count(10, 0.35) == (3, 4)
    assert dealt_count(10, 0.36) == (4, 4)
    assert dealt_count(10, 0.36, several=True) == (3, 4)
    assert dealt_count(100, 0.07, several=True) == (7, 7)


STATED = [
    (Quantity(value=100), (100, 100)),
    (Quantity(value=100, firmness="about"), (90, 110)),
    (Quantity(value=3, firmness="about"), (2, 4)),
    (Quantity(value=5, firmness="at_least"), (5, math.inf)),
    (Quantity(value=5, firmness="at_most"), (0, 5)),
    (Quantity(value=5, firmness="under"), (0, 4)),
    (Quantity(value=5, high=9, firmness="between"), (5, 9)),
]


@pytest.mark.parametrize(("quantity", "accepted"), STATED)
def test_a_quantity_of_rows_accepts_what_it_says(quantity: Quantity, accepted: tuple[float, float]) -> None:
    assert stated_count(quantity) == accepted


SHARES = [
    (Quantity(value=0.2), (20, 20)),
    (Quantity(value=0.3, firmness="at_least"), (30, 100)),
    (Quantity(value=0.07, firmness="at_most"), (0, 7)),
    (Quantity(value=0.07, firmness="under"), (0, 6)),
    (Quantity(value=0.1, high=0.2, firmness="between"), (10, 20)),
]


@pytest.mark.parametrize(("share", "accepted"), SHARES)
def test_a_firm_share_has_no_tolerance(share: Quantity, accepted: tuple[float, float]) -> None:
    assert stated_share(share, 100) == pytest.approx(accepted, abs=1e-6)


def test_a_soft_share_has_the_wider_of_both() -> None:
    assert stated_share(Quantity(value=0.5, firmness="about"), 10**6) == (450_000, 550_000)
    low, high = stated_share(Quantity(value=0.5, firmness="about"), 100)
    assert (low, high) == drawn_count(100, 0.5)


def test_a_bare_share_is_drawn_or_dealt() -> None:
    assert stated_share(0.25, 100) == drawn_count(100, 0.25)
    assert stated_share(0.25, 100, exact=True) == (25, 25)


def test_the_number_said() -> None:
    assert share_value(0.3) == 0.3
    assert share_value(Quantity(value=0.3, firmness="at_most")) == 0.3
    assert share_value(Quantity(value=0.2, high=0.4, firmness="between")) == pytest.approx(0.3)


def test_standard_errors_shrink_with_the_rows() -> None:
    assert mean_error(2.0, 400) == pytest.approx(0.4)
    assert sd_error(2.0, 0.0, 800) == pytest.approx(4 * 2 * math.sqrt(2 / 3200))
    assert spread_error(0.5, 0.0, 0.0, 400) == pytest.approx(4 * 0.5 * math.sqrt((0.5 + 0.25) / 400))
    assert rank_error(0.0, 403) == pytest.approx(0.2)
    assert (
        mean_error(2.0, 0) == sd_error(1, 0, 0) == spread_error(1, 0, 0, 0) == rank_error(0.1, 4) == math.inf
    )


@pytest.mark.parametrize("freedom", [2, 4, 10, 40, 200])
def test_the_limit_of_chi_square(freedom: int) -> None:
    """For an even number of degrees of freedom the tail is a sum of Poisson terms."""
    half = chi_square_limit(freedom) / 2
    terms = (math.exp(-half + k * math.log(half) - math.lgamma(k + 1)) for k in range(freedom // 2))
    assert TAIL / 3 < sum(terms) < TAIL * 1.5
