from __future__ import annotations

import math

import pytest

from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.law import Law
from rowsmith.tools.chance.shapes.normal import StandardNormal
from rowsmith.tools.chance.shapes.pareto import StandardPareto
from rowsmith.tools.chance.shapes.statistics import checked, measure
from rowsmith.tools.chance.shapes.window import Window
from rowsmith.tools.errors import PlanError

FREE = Bounds.of(None, None, integer=False, step=None)
HUNDRED = Bounds.of(0, 100, integer=False, step=None)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"spread": 0.5, "mean": 8}, {"mean": 8, "sd": 4}),
        ({"spread": 0.5, "sd": 4}, {"mean": 8, "sd": 4}),
        ({"spread": 0.5, "sd": 4, "mean": 8}, {"mean": 8, "sd": 4}),
        ({"spread": 0.5}, {"spread": 0.5}),
        ({"p50": 8, "p90": 9}, {"median": 8, "p90": 9}),
        ({"sd": 4, "median": 8}, {"median": 8, "sd": 4}),
    ],
)
def test_one_way_of_saying_it(known: dict[str, float], said: dict[str, float]) -> None:
    assert checked(known, HUNDRED) == said
    assert list(checked(known, HUNDRED)) == list(said)


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ({"average": 5}, "no statistic average"),
        ({"medain": 5}, "Did you mean median"),
        ({"mean": math.nan}, "no number"),
        ({"p50": 4, "median": 5}, "p50: 4 conflicts with median: 5"),
        (
            {"spread": 0.5, "mean": 8, "sd": 8},
            r"spread: 0\.5 conflicts with sd: 8 and mean: 8: sd / mean is 1",
        ),
        ({"spread": 0.5, "mean": 0}, "must be above 0"),
        ({"spread": -0.5}, "must be above 0"),
        ({"sd": 0}, "must be above 0"),
        ({"top10_share": 0.05}, r"above 0\.1"),
        ({"top10_share": 1}, "below 1"),
        ({"median": 101}, "conflicts with the bounds 0 to 100"),
        ({"p10": 60, "median": 50}, "p10: 60 conflicts with median: 50: median must be 60 or more"),
        ({"sd": 50}, "at most 50"),
        ({"sd": 31, "mean": 10}, "at most 30"),
    ],
)
def test_conflicts(known: dict[str, float], message: str) -> None:
    with pytest.raises(PlanError, match=message):
        checked(known, HUNDRED)


def test_shares_of_negative_values() -> None:
    with pytest.raises(PlanError, match="values from 0 on"):
        checked({"top10_share": 0.4}, Bounds.of(-5, 5, integer=False, step=None))


def test_measures_of_a_law() -> None:
    pareto = Window(Law(0.0, 1.0, StandardPareto(1.5)), FREE)
    assert measure(pareto, "exponent") == 1.5
    assert measure(pareto, "mean") == pytest.approx(3)
    assert measure(pareto, "sd") == math.inf
    assert measure(pareto, "top10_share") == pytest.approx(0.1 ** (1 / 3))
    assert measure(Window(Law(0.0, 1.0, StandardPareto(0.9)), FREE), "top10_share") == 1
    normal = Window(Law(0.0, 2.0, StandardNormal()), FREE)
    assert math.isnan(measure(normal, "exponent"))
    assert measure(normal, "spread") == math.inf
    assert measure(normal, "p90") == pytest.approx(2.563, abs=1e-3)
    assert measure(normal, "mode") == 0


def test_a_law_outside_its_bounds_gathers_at_the_nearer() -> None:
    for origin, bound in ((-500.0, 0), (900.0, 100)):
        window = Window(Law(origin, 1.0, StandardNormal()), HUNDRED)
        assert measure(window, "mean") == bound
        assert measure(window, "sd") == 0


def test_windows_in_both_tails() -> None:
    """Far from the middle the quantiles keep their digits."""
    for origin in (-20.0, 120.0):
        window = Window(Law(origin, 4.0, StandardNormal()), HUNDRED)
        for u in (1e-6, 0.3, 0.999):
            assert window.law.share(0, window.quantile(u)) / window.mass == pytest.approx(u, rel=1e-6)
            assert window.upper_quantile(1 - u) == pytest.approx(window.quantile(u), rel=1e-6)
