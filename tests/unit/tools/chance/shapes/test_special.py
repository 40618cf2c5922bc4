from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.chance.shapes.special import beta_below, gamma_above, gamma_below


@given(x=st.floats(1e-6, 600))
def test_gamma_in_closed_form(x: float) -> None:
    assert gamma_below(1, x) == pytest.approx(-math.expm1(-x), rel=1e-12)
    assert gamma_below(0.5, x) == pytest.approx(math.erf(math.sqrt(x)), rel=1e-12)
    assert gamma_above(1, x) == pytest.approx(math.exp(-x), rel=1e-11)


@given(count=st.integers(1, 60), mean=st.floats(0.01, 80))
def test_gamma_is_a_sum_of_poisson_masses(count: int, mean: float) -> None:
    masses = [math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in range(count)]
    assert gamma_above(count, mean) == pytest.approx(math.fsum(masses), rel=1e-9, abs=1e-14)


@given(n=st.integers(1, 40), k=st.integers(1, 40), x=st.floats(0.001, 0.999))
def test_beta_is_a_sum_of_binomial_masses(n: int, k: int, x: float) -> None:
    k = min(k, n)
    masses = [math.comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(k, n + 1)]
    assert beta_below(k, n - k + 1, x) == pytest.approx(math.fsum(masses), rel=1e-9, abs=1e-14)


@given(a=st.floats(0.05, 500), b=st.floats(0.05, 500), x=st.floats(0.001, 0.999))
def test_beta_is_symmetric(a: float, b: float, x: float) -> None:
    assert beta_below(a, b, x) + beta_below(b, a, 1 - x) == pytest.approx(1, abs=1e-9)


def test_the_ends() -> None:
    assert gamma_below(2, 0) == gamma_above(2, math.inf) == beta_below(2, 3, 0) == 0
    assert gamma_above(2, -1) == gamma_below(2, math.inf) == beta_below(2, 3, 1) == 1
