"""What every standard form must be: one distribution, said in six ways."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from rowsmith.tools.chance.shapes.beta import StandardBeta
from rowsmith.tools.chance.shapes.exponential import StandardExponential
from rowsmith.tools.chance.shapes.gamma import StandardGamma
from rowsmith.tools.chance.shapes.histogram import StandardHistogram
from rowsmith.tools.chance.shapes.law import Law, Standard
from rowsmith.tools.chance.shapes.lognormal import StandardLognormal
from rowsmith.tools.chance.shapes.normal import StandardNormal
from rowsmith.tools.chance.shapes.pareto import StandardPareto
from rowsmith.tools.chance.shapes.triangular import StandardTriangular
from rowsmith.tools.chance.shapes.uniform import StandardUniform

LAWS: dict[str, Standard] = {
    "uniform": StandardUniform(),
    "normal": StandardNormal(),
    "lognormal": StandardLognormal(0.7),
    "exponential": StandardExponential(),
    "gamma": StandardGamma(2.5),
    "gamma, falling": StandardGamma(0.6),
    "gamma, narrow": StandardGamma(900.0),
    "beta": StandardBeta(2.0, 5.0),
    "beta, up at both ends": StandardBeta(0.7, 0.8),
    "beta, narrow": StandardBeta(200.0, 700.0),
    "pareto": StandardPareto(2.5),
    "pareto, without variance": StandardPareto(2.0),
    "triangular": StandardTriangular(0.3),
    "triangular, falling": StandardTriangular(0.0),
    "triangular, rising": StandardTriangular(1.0),
    "histogram": StandardHistogram(((0.0, 1.0, 2.0), (1.0, 4.0, 1.0), (6.0, 7.0, 3.0))),
}
LEVELS = [1e-12, 1e-6, 0.01, 0.2, 0.5, 0.77, 0.999]
laws = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS.keys())


@laws
def test_quantiles_undo_shares(law: Standard) -> None:
    for level in LEVELS:
        assert law.cdf(law.ppf(level)) == pytest.approx(level, rel=1e-9, abs=1e-15)
        assert law.sf(law.isf(level)) == pytest.approx(level, rel=1e-9, abs=1e-13)
        assert law.ppf(1 - level) == pytest.approx(law.isf(level), rel=1e-3)


@laws
def test_both_shares_make_one(law: Standard) -> None:
    for level in LEVELS:
        y = law.ppf(level)
        assert law.cdf(y) + law.sf(y) == pytest.approx(1, abs=1e-11)
    assert law.cdf(-math.inf) == 0
    assert law.sf(-math.inf) == 1
    assert law.cdf(math.inf) == 1
    assert law.sf(math.inf) == 0


@laws
def test_the_ends_of_the_quantiles(law: Standard) -> None:
    assert law.ppf(0) <= law.ppf(1e-9)
    assert law.isf(0) >= law.isf(1e-9)
    assert law.isf(1) == pytest.approx(law.ppf(0), abs=1e-12) or law.ppf(0) == -math.inf


@laws
def test_the_density_is_the_slope_of_the_share(law: Standard) -> None:
    for level in (0.07, 0.41, 0.83):
        y = law.ppf(level)
        step = 1e-5 * max(abs(y), 0.1)
        slope = (law.cdf(y + step) - law.cdf(y - step)) / (2 * step)
        assert law.pdf(y) == pytest.approx(slope, rel=1e-4)


@laws
@pytest.mark.parametrize("order", [1, 2])
def test_partial_moments_are_integrals(law: Standard, order: int) -> None:
    levels = [0.1 + 0.8 * i / 2000 for i in range(2001)]
    middles = [law.ppf((low + high) / 2) for low, high in pairwise(levels)]
    integral = sum(y**order for y in middles) * 0.8 / 2000
    between = law.partial(order, law.ppf(0.9)) - law.partial(order, law.ppf(0.1))
    assert between == pytest.approx(integral, rel=1e-3)


@laws
def test_the_mode_has_the_highest_density(law: Standard) -> None:
    highest = law.pdf(law.mode)
    if math.isfinite(highest) and highest > 0:
        assert all(law.pdf(law.ppf(level)) <= highest * (1 + 1e-9) for level in LEVELS)


def test_moments_that_do_not_exist_are_infinite() -> None:
    assert Law(0.0, 1.0, StandardPareto(1.5)).moments(-math.inf, math.inf) == pytest.approx((3.0, math.inf))
    assert Law(0.0, 1.0, StandardPareto(0.9)).moments(-math.inf, math.inf)[0] == math.inf
    assert StandardPareto(1.0).partial(1, math.e) == pytest.approx(1.0)


def test_a_law_is_moved_and_stretched() -> None:
    law = Law(10.0, 2.0, StandardNormal())
    assert law.mode == 10
    assert law.ppf(0.975) == pytest.approx(13.92, abs=0.001)
    assert law.isf(0.025) == pytest.approx(13.92, abs=0.001)
    assert law.pdf(10) == pytest.approx(0.19947, abs=1e-5)
    assert law.share(8, 12) == pytest.approx(0.6827, abs=1e-4)
    assert law.share(22, 24) == pytest.approx(9.853e-10, rel=1e-3)
    mean, sd = law.moments(10, math.inf)
    assert mean == pytest.approx(10 + 2 * math.sqrt(2 / math.pi))
    assert sd == pytest.approx(2 * math.sqrt(1 - 2 / math.pi))
