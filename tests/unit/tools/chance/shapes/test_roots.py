from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.chance.shapes.roots import find_root, invert_share


@given(root=st.floats(-90, 90))
def test_roots_of_curves(root: float) -> None:
    for curve in (lambda x: x - root, lambda x: math.atan(x - root), lambda x: (x - root) ** 3):
        assert curve(find_root(curve, -100, 100, tolerance=1e-15)) == pytest.approx(0, abs=1e-12)


def test_a_falling_curve() -> None:
    assert find_root(lambda x: math.exp(-x) - 0.2, 0, 50, tolerance=1e-14) == pytest.approx(math.log(5))


def test_few_steps() -> None:
    asked: list[float] = []

    def curve(x: float) -> float:
        asked.append(x)
        return math.exp(x) - 5

    find_root(curve, -10, 10, tolerance=1e-12)
    assert len(asked) < 20


def test_a_jump_is_found() -> None:
    assert find_root(lambda x: 1.0 if x > 3 else -1.0, 0, 10, tolerance=0) == pytest.approx(3)


def test_without_a_root_the_nearer_end() -> None:
    assert find_root(lambda x: x + 1, 0, 10, tolerance=0) == 0
    assert find_root(lambda x: -x - 1, -20, -5, tolerance=0) == -5
    assert find_root(lambda x: x, 0, 10, tolerance=1e-9) == 0


def test_infinite_values_are_large() -> None:
    root = find_root(lambda x: math.inf if x > 5 else x - 2, 0, 100, tolerance=1e-12)
    assert root == pytest.approx(2)
    assert find_root(lambda x: math.nan if x > 5 else x - 2, 0, 100, tolerance=1e-12) == pytest.approx(2)


@pytest.mark.parametrize("start", [-30.0, 0.0, 30.0])
def test_shares_are_inverted_from_any_start(start: float) -> None:
    def share(t: float) -> float:
        return 1 / (1 + math.exp(-t))

    def density(t: float) -> float:
        return share(t) * share(-t)

    assert invert_share(share, density, 0.01, start, (-50, 50)) == pytest.approx(math.log(0.01 / 0.99))
    falling = invert_share(lambda t: share(-t), density, 0.01, start, (-50, 50))
    assert falling == pytest.approx(math.log(0.99 / 0.01))


def test_shares_without_a_slope_are_searched() -> None:
    def share(t: float) -> float:
        return min(max(t, 0.0), 1.0)

    assert invert_share(share, lambda t: float(0 < t < 1), 0.3, -5, (-9, 9)) == pytest.approx(0.3)
