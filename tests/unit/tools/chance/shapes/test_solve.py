"""The stated statistics hold for the drawn values: after the bounds and after rounding."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.tools.chance.shapes.solve import solve_shape
from rowsmith.tools.chance.shapes.solved import SolvedShape
from rowsmith.tools.chance.streams import mix, stream_key
from rowsmith.tools.errors import PlanError

BITS = mix(np.arange(200_000, dtype=np.uint64), stream_key(1, "solve"))
Case = tuple[str, dict[str, float], float | None, float | None]

CASES: list[Case] = [
    ("uniform", {}, 3, 20),
    ("uniform", {"mean": 7}, 0, None),
    ("uniform", {"mean": 7}, None, 20),
    ("uniform", {"mean": 7, "sd": 2}, None, None),
    ("normal", {"mean": 7}, 3, 20),
    ("normal", {"mean": 7, "sd": 3}, 3, 20),
    ("normal", {"median": 7, "p90": 12}, 3, 20),
    ("normal", {"mode": 8, "sd": 2}, 3, 20),
    ("normal", {"mean": 100, "sd": 15}, None, None),
    ("normal", {"mean": -4, "sd": 2}, None, None),
    ("normal", {"p10": -3, "p90": 5}, None, None),
    ("normal", {"mean": 30}, None, 40),
    ("normal", {"sd": 2}, 3, 20),
    ("lognormal", {"median": 900}, 200, 5000),
    ("lognormal", {"mean": 440, "top10_share": 0.3}, 0, None),
    ("lognormal", {"median": 30, "mean": 45}, 0, 500),
    ("lognormal", {"mean": 5, "sd": 4}, -10, 60),
    ("exponential", {"mean": 7}, 3, 20),
    ("exponential", {"median": 21}, 0, None),
    ("exponential", {"sd": 4}, 3, 20),
    ("gamma", {"mean": 7}, 3, 20),
    ("gamma", {"mean": 7, "sd": 3}, 3, 20),
    ("gamma", {"median": 7, "p90": 14}, 3, 20),
    ("gamma", {"mean": 50, "spread": 1.5}, 0, None),
    ("beta", {"mean": 7}, 3, 20),
    ("beta", {"mean": 16, "sd": 2}, 3, 20),
    ("beta", {"mode": 9, "sd": 3}, 3, 20),
    ("triangular", {"mean": 9}, 3, 20),
    ("triangular", {"mode": 4}, 3, 20),
    ("poisson", {"mean": 7}, 3, 20),
    ("poisson", {"mean": 3.2}, None, None),
    ("poisson", {"mean": 400}, 0, None),
    ("geometric", {"mean": 7}, 3, 20),
    ("geometric", {"mean": 2.5}, 1, None),
    ("pareto", {"mean": 5}, 1, 200),
    ("pareto", {"exponent": 3, "mean": 9}, None, None),
    ("zipf", {"mean": 20}, 1, 100),
    ("zipf", {"exponent": 1.2}, 1, 200),
]


def _quantile(values: np.ndarray, shape: SolvedShape, u: float) -> float:
    """Of values of a grid: each spread over the step around it."""
    grid = shape.bounds.step
    if grid is None:
        return float(np.quantile(values, u))
    jitter = (np.arange(len(values)) + 0.5) / len(values) - 0.5
    return float(np.quantile(np.sort(values) + grid * np.random.default_rng(0).permutation(jitter), u))


def _measured(values: np.ndarray, shape: SolvedShape, name: str) -> float:
    if name in ("mean", "sd"):
        return float(values.mean() if name == "mean" else values.std())
    if name == "spread":
        return float(values.std() / values.mean())
    if name == "top10_share":
        return float(np.sort(values)[-len(values) // 10 :].sum() / values.sum())
    return _quantile(values, shape, 0.5 if name == "median" else int(name[1:]) / 100)


@pytest.mark.parametrize("integer", [False, True], ids=["real", "whole"])
@pytest.mark.parametrize(("kind", "known", "low", "high"), CASES)
def test_drawn_values_have_the_statistics(
    kind: str, known: dict[str, float], low: float | None, high: float | None, integer: bool
) -> None:
    shape = solve_shape(kind, known, low, high, integer=integer)
    values = shape.draw(BITS)
    assert low is None or values.min() >= low
    assert high is None or values.max() <= high
    for name, value in known.items():
        assert shape.statistic(name) == pytest.approx(value, rel=1e-4)
        if name not in ("mode", "exponent"):
            slack = 0.01 * max(abs(value), values.std() * 0.3) + (
                0.1 if integer and name.startswith("p") else 0
            )
            assert _measured(values, shape, name) == pytest.approx(value, abs=slack)
    for name in ("mean", "sd"):
        assert _measured(values, shape, name) == pytest.approx(shape.statistic(name), rel=0.02, abs=0.02)
    if integer:
        assert np.array_equal(values, np.rint(values))
        assert np.array_equal(shape.draw_integers(BITS), values.astype(np.int64))


@settings(max_examples=25, deadline=None)
@given(
    kind=st.sampled_from(["normal", "beta", "gamma", "lognormal"]),
    low=st.integers(0, 50),
    span=st.integers(8, 3000),
    share=st.floats(0.1, 0.6),
    integer=st.booleans(),
)
def test_any_mean_between_any_bounds(kind: str, low: int, span: int, share: float, integer: bool) -> None:
    """3 to 20, about 7 on average: cutting at the bounds does not move the mean."""
    mean = low + share * span
    shape = solve_shape(kind, {"mean": mean}, low, low + span, integer=integer)
    values = shape.draw(BITS[:50_000])
    assert values.mean() == pytest.approx(mean, abs=5 * values.std() / 50_000**0.5)
    assert values.min() >= low
    assert values.max() <= low + span
    assert values.std() > 0.02 * span


@settings(max_examples=20, deadline=None)
@given(
    kind=st.sampled_from(
        ["normal", "lognormal", "gamma", "exponential", "poisson", "geometric", "zipf", "triangular"]
    ),
    bits=st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=50),
    integer=st.booleans(),
)
def test_draws_rise_with_the_bits(kind: str, bits: list[int], integer: bool) -> None:
    ordered = np.array([0, *sorted(bits), 2**64 - 1], dtype=np.uint64)
    values = solve_shape(kind, {}, 3, 20, integer=integer).draw(ordered)
    assert (np.diff(values) >= 0).all()
    assert values[0] >= 3
    assert values[-1] <= 20


@pytest.mark.parametrize("kind", ["uniform", "normal", "gamma", "poisson", "zipf"])
def test_draws_do_not_depend_on_the_block(kind: str) -> None:
    for integer in (False, True):
        shape = solve_shape(kind, {}, 0, 100_000 if kind != "poisson" else 90, integer=integer)
        whole = shape.draw(BITS)
        assert np.array_equal(whole, np.concatenate([shape.draw(BITS[:33_333]), shape.draw(BITS[33_333:])]))


@pytest.mark.parametrize(
    ("known", "low", "high", "kind"),
    [
        ({}, 3, 20, "uniform"),
        ({"mean": 11}, 3, 20, "normal"),
        ({"mean": 7}, 3, 20, "gamma"),
        ({"mean": 17}, 3, 20, "beta"),
        ({"median": 900}, 10, 5000, "lognormal"),
        ({"mean": 40}, 0, None, "gamma"),
        ({"mean": 40, "median": 30}, 0, None, "lognormal"),
        ({"mean": 40, "median": 40, "sd": 5}, None, None, "normal"),
        ({"p10": 5, "median": 10, "p90": 20}, 0, None, "lognormal"),
        ({"top10_share": 0.4, "median": 20}, 0, None, "lognormal"),
        ({"exponent": 2}, 1, None, "pareto"),
        ({"sd": 2}, 3, 20, "normal"),
        ({"mean": 40}, None, None, "normal"),
    ],
)
def test_a_family_that_fits(
    known: dict[str, float], low: float | None, high: float | None, kind: str
) -> None:
    assert solve_shape(None, known, low, high).kind == kind


def test_whole_numbers_with_an_exponent_are_zipf() -> None:
    assert solve_shape(None, {"exponent": 1.1}, 1, 500, integer=True).kind == "zipf"


@pytest.mark.parametrize(
    ("kind", "known", "low", "high", "message"),
    [
        ("normal", {"mean": 25}, 3, 20, "mean: 25 conflicts with the bounds 3 to 20"),
        ("normal", {"mean": 7, "sd": 9}, 3, 20, r"sd: 9 conflicts with mean: 7 .* at most 7\.211"),
        ("normal", {"mean": 7, "sd": 5}, 3, 20, r"sd: 5 conflicts with mean: 7 .* from 0 to 3\.5"),
        ("exponential", {"mean": 15}, 3, 20, r"mean: 15 conflicts .* from 3\.\d+ to 11\.5"),
        ("triangular", {"mean": 4}, 3, 20, r"mean: 4 conflicts .* from 8\.6\d+ to 14\.3\d*"),
        ("uniform", {"mean": 7}, 3, 20, r"mean: 7 conflicts .* mean 11\.5 with that"),
        ("normal", {"mean": 7, "sd": 3, "p90": 18}, 3, 20, "p90: 18 conflicts with mean: 7 and sd: 3"),
        ("exponential", {"mean": 7, "sd": 1}, 3, 20, "sd: 1 conflicts with mean: 7"),
        ("normal", {"exponent": 2, "mean": 5}, 0, 20, "exponent conflicts with the shape normal"),
        ("normal", {}, None, None, "needs more to go by"),
        ("lognormal", {"sd": 3}, 0, None, "needs more to go by"),
        ("beta", {"mean": 3}, 0, None, "beta needs an upper bound"),
        ("triangular", {"mean": 3}, None, 9, "triangular needs a lower bound"),
        ("zipf", {}, 1, None, "zipf needs an upper bound"),
        ("norml", {}, 1, 2, "Did you mean normal"),
        ("gamma", {"mean": 7, "sd": 0.01}, 3, 20, r"sd: 0\.01 conflicts with mean: 7"),
    ],
)
def test_what_can_not_be(
    kind: str, known: dict[str, float], low: float | None, high: float | None, message: str
) -> None:
    with pytest.raises(PlanError, match=message):
        solve_shape(kind, known, low, high)


def test_what_follows_anyway_may_be_said() -> None:
    assert solve_shape("uniform", {"mean": 11.5, "median": 11.5}, 3, 20).statistic("mean") == 11.5
    assert solve_shape("normal", {"mean": 50, "median": 50, "sd": 4}, 0, 100).statistic(
        "sd"
    ) == pytest.approx(4)


def test_the_first_refusal_is_told_when_no_family_fits() -> None:
    with pytest.raises(PlanError, match="gamma"):
        solve_shape(None, {"mean": 7, "sd": 7.2}, 3, 20)


def test_equal_bounds_are_a_constant() -> None:
    assert set(solve_shape("normal", {"mean": 4}, 4, 4).draw(BITS[:9]).tolist()) == {4.0}
    assert set(solve_shape(None, {}, 4, 4, integer=True).draw_integers(BITS[:9]).tolist()) == {4}
    assert set(solve_shape("gamma", {}, 4.5, 4.5).draw(BITS[:9]).tolist()) == {4.5}


def test_steps() -> None:
    shape = solve_shape("lognormal", {"median": 900}, 200, 5000, integer=True, step=50)
    values = shape.draw_integers(BITS)
    assert set(np.unique(values % 50)) == {0}
    assert np.median(values) == 900
    decimal = solve_shape("normal", {"mean": 0.5}, 0.1, 0.9, step=0.1)
    assert len(np.unique(decimal.draw(BITS))) == 9
    assert decimal.draw(BITS).mean() == pytest.approx(0.5, abs=0.002)


def test_many_whole_numbers_have_no_table_of_their_own() -> None:
    shape = solve_shape("gamma", {"mean": 200_000}, 0, 10**6, integer=True)
    assert shape.integers() is None
    values = shape.draw_integers(BITS)
    assert values.mean() == pytest.approx(200_000, rel=0.01)
    assert values.min() >= 0
    below = solve_shape("normal", {"mean": -300_000, "sd": 90_000}, None, 0, integer=True)
    assert below.draw_integers(BITS).max() <= 0


def test_whole_numbers_between_bounds_are_exactly_even() -> None:
    shape = solve_shape("uniform", {}, 1, 6, integer=True)
    integers = shape.integers()
    assert integers is not None
    assert np.diff([0, *integers.table.edges.tolist()]) == pytest.approx(np.full(6, 2**53 / 6), abs=2)
    assert np.bincount(shape.draw_integers(BITS), minlength=7)[1:] == pytest.approx(len(BITS) / 6, rel=0.02)
    large = solve_shape("uniform", {}, 0, 2**52, integer=True)
    assert large.draw_integers(BITS).mean() == pytest.approx(2**51, rel=0.01)


def test_poisson_probabilities() -> None:
    integers = solve_shape("poisson", {"mean": 3.0}, 0, None, integer=True).integers()
    assert integers is not None
    masses = np.diff([0, *integers.table.edges.tolist()]) / 2**53
    exact = [math.exp(-3) * 3**k / math.factorial(k) for k in range(12)]
    assert masses[:12] == pytest.approx(exact, rel=1e-5)


def test_geometric_probabilities_fall_by_one_factor() -> None:
    integers = solve_shape("geometric", {"mean": 2.5}, 1, None, integer=True).integers()
    assert integers is not None
    masses = np.diff([0, *integers.table.edges.tolist()]) / 2**53
    assert masses[1:10] / masses[:9] == pytest.approx(np.full(9, 0.6), rel=1e-6)


def test_zipf_of_many_ranks() -> None:
    shape = solve_shape("zipf", {}, 1, 10**6, integer=True)
    values = shape.draw_integers(BITS)
    harmonic = math.log(10**6) + 0.5772
    assert (values == 1).mean() == pytest.approx(1 / harmonic, rel=0.02)
    assert values.mean() == pytest.approx(10**6 / harmonic, rel=0.01)
    assert values.max() <= 10**6


@pytest.mark.parametrize("kind", ["normal", "lognormal", "gamma", "beta", "pareto", "exponential"])
def test_tables_are_the_shape(kind: str) -> None:
    shape = solve_shape(kind, {}, 3, 20)
    table = shape.table()
    for level in (1e-9, 0.003, 0.05, 0.4, 0.9, 0.9999):
        quantile = shape.body.quantile(level)
        assert table.invert_unit(np.array([level]))[0] == pytest.approx(quantile, rel=1e-5)
        assert table.cdf(np.array([quantile]))[0] == pytest.approx(level, rel=1e-3)
