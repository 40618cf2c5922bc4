"""Incomplete gamma and beta functions with `math` alone.

Series and continued fractions after Press et al., Numerical Recipes, 3rd edition, sections 6.2 and 6.4.
"""

from __future__ import annotations

import math

_TINY = 1e-300
_EPSILON = 1e-15
_TERMS = 10_000


def gamma_below(shape: float, x: float) -> float:
    """The regularised lower incomplete gamma function: the share of a gamma law at or below x."""
    if x <= 0:
        return 0.0
    return _gamma_series(shape, x) if x < shape + 1 else 1 - _gamma_fraction(shape, x)


def gamma_above(shape: float, x: float) -> float:
    """One minus `gamma_below`, exact where that is near one."""
    if x <= 0:
        return 1.0
    return 1 - _gamma_series(shape, x) if x < shape + 1 else _gamma_fraction(shape, x)


def _gamma_factor(shape: float, x: float) -> float:
    return math.exp(shape * math.log(x) - x - math.lgamma(shape)) if x < math.inf else 0.0


def _gamma_series(shape: float, x: float) -> float:
    term = total = 1 / shape
    for n in range(1, _TERMS):
        term *= x / (shape + n)
        total += term
        if term < total * _EPSILON:
            break
    return total * _gamma_factor(shape, x)


def _gamma_fraction(shape: float, x: float) -> float:
    if x == math.inf:
        return 0.0
    b = x + 1 - shape
    c, d = 1 / _TINY, 1 / b
    fraction = d
    for n in range(1, _TERMS):
        a = -n * (n - shape)
        b += 2
        d = 1 / _away(a * d + b)
        c = _away(b + a / c)
        fraction *= d * c
        if abs(d * c - 1) < _EPSILON:
            break
    return fraction * _gamma_factor(shape, x)


def beta_below(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function: the share of a beta law at or below x."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    factor = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return factor * _beta_fraction(a, b, x) / a
    return 1 - factor * _beta_fraction(b, a, 1 - x) / b


def _beta_fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    fraction = d
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / _away(1 + even * d), _away(1 + even / c)
        fraction *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / _away(1 + odd * d), _away(1 + odd / c)
        fraction *= d * c
        if abs(d * c - 1) < _EPSILON:
            break
    return fraction


def _away(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
