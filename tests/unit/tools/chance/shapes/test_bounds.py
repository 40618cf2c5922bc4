from __future__ import annotations

import math

import pytest

from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.errors import PlanError


def test_bounds_of_whole_numbers_round_inwards() -> None:
    bounds = Bounds.of(2.2, 9.9, integer=True, step=None)
    assert (bounds.low, bounds.high, bounds.step, bounds.count) == (3, 9, 1, 7)
    assert bounds.edges == (2.5, 9.5)
    assert bounds.span == 7


def test_the_upper_bound_stands_on_the_grid() -> None:
    assert Bounds.of(200, 5030, integer=True, step=50).high == 5000
    assert Bounds.of(None, 103, integer=True, step=10).high == 100
    decimal = Bounds.of(0.1, 0.7, integer=False, step=0.1)
    assert decimal.count == 7
    assert decimal.high == pytest.approx(0.7)


def test_open_ends() -> None:
    bounds = Bounds.of(None, 5, integer=False, step=None)
    assert bounds.edges == (-math.inf, 5)
    assert bounds.count == math.inf
    assert not bounds.finite
    assert bounds.origin == 0
    assert bounds.steps == (-math.inf, 5)


@pytest.mark.parametrize(
    ("low", "high", "integer", "step", "message"),
    [
        (5, 4, False, None, "No value lies between 5 and 4"),
        (2.1, 2.9, True, None, "No value lies between 2.1 and 2.9"),
        (0, 9, False, 0, "above 0"),
        (0, 9, True, 1.5, "whole"),
        (math.nan, 9, False, None, "no numbers"),
        (math.inf, None, False, None, "no numbers"),
    ],
)
def test_impossible(low: float, high: float, integer: bool, step: float, message: str) -> None:
    with pytest.raises(PlanError, match=message):
        Bounds.of(low, high, integer=integer, step=step)


def test_counts_begin_at_zero() -> None:
    assert Bounds.of(None, 7.5, integer=False, step=None).counted() == Bounds(0, 7, 1, False)
    with pytest.raises(PlanError, match="begin at 0"):
        Bounds.of(None, -1, integer=True, step=None).counted()


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (1, 20, "the bounds 1 to 20"),
        (1, None, "the lower bound 1"),
        (None, 2.5, "the upper bound 2.5"),
        (None, None, "no bounds"),
    ],
)
def test_bounds_in_messages(low: float | None, high: float | None, text: str) -> None:
    assert str(Bounds.of(low, high, integer=False, step=None)) == text
