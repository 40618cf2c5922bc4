from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.tools.chance.shapes.families import FAMILIES
from rowsmith.tools.chance.shapes.per_row import PerRowShape
from rowsmith.tools.chance.shapes.solve import solve_shape
from rowsmith.tools.chance.streams import mix, stream_key, unit
from rowsmith.tools.errors import GenerationError, PlanError

COUNT = 40_000
IDS = np.arange(COUNT, dtype=np.uint64)
BITS = mix(IDS, stream_key(1, "draw"))
X = unit(mix(IDS, stream_key(1, "x")))
LOW, HIGH = 10 * X, 30 + 200 * X
MEAN = 5 + 20 * X

kinds = pytest.mark.parametrize("kind", FAMILIES)


@kinds
@pytest.mark.parametrize("integer", [False, True], ids=["real", "whole"])
def test_bounds_of_each_row_hold(kind: str, integer: bool) -> None:
    values = PerRowShape(kind, integer=integer).draw(BITS, LOW, HIGH)
    counted = integer or kind in ("poisson", "geometric", "zipf")
    low, high = (np.ceil(LOW), np.floor(HIGH)) if integer else (LOW, HIGH)
    assert (values >= low).all()
    assert (values <= high).all()
    assert np.array_equal(values, np.rint(values)) or not integer
    assert counted or np.corrcoef(values, HIGH)[0, 1] > 0.02


@pytest.mark.parametrize(
    "kind", ["uniform", "normal", "beta", "triangular", "exponential", "gamma", "lognormal"]
)
def test_bounds_by_row_shape_as_constant_ones(kind: str) -> None:
    """Rows that share their bounds have the shape that these bounds have when constant."""
    low, high = np.zeros(COUNT), np.where(X < 0.5, 50.0, 400.0)
    values = PerRowShape(kind).draw(BITS, low, high)
    for bound in (50.0, 400.0):
        own = values[high == bound]
        whole = solve_shape(kind, {}, 0, bound)
        assert own.mean() == pytest.approx(whole.statistic("mean"), rel=0.02)
        assert own.std() == pytest.approx(whole.statistic("sd"), rel=0.03)


@pytest.mark.parametrize("kind", ["normal", "lognormal", "gamma", "exponential", "poisson", "geometric"])
@pytest.mark.parametrize("integer", [False, True], ids=["real", "whole"])
def test_a_mean_of_each_row(kind: str, integer: bool) -> None:
    values = PerRowShape(kind, integer=integer).draw(BITS, None, None, {"mean": MEAN})
    for part in (X < 0.2, (X > 0.4) & (X < 0.6), X > 0.8):
        slack = 5 * values[part].std() / part.sum() ** 0.5
        assert values[part].mean() == pytest.approx(MEAN[part].mean(), abs=slack)


@pytest.mark.parametrize("kind", ["normal", "lognormal", "gamma"])
@pytest.mark.parametrize("second", [("sd", 3.0), ("spread", 0.3), ("spread", 0.2 + 0.1 * X), ("sd", 4 + X)])
def test_mean_and_deviation_of_each_row(kind: str, second: tuple[str, object]) -> None:
    name, value = second
    mean = np.full(COUNT, 20.0) if name == "sd" else MEAN
    values = PerRowShape(kind).draw(BITS, None, None, {"mean": mean, name: value})  # type: ignore[dict-item]
    deviation = np.broadcast_to(np.asarray(value), COUNT) * (1 if name == "sd" else mean)
    scores = (values - mean) / deviation
    assert scores.mean() == pytest.approx(0, abs=0.02)
    assert scores.std() == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("kind", ["normal", "lognormal", "gamma"])
def test_two_quantiles_of_each_row(kind: str) -> None:
    values = PerRowShape(kind).draw(BITS, None, None, {"median": MEAN, "p90": MEAN * 1.5})
    assert (values < MEAN).mean() == pytest.approx(0.5, abs=0.01)
    assert (values < MEAN * 1.5).mean() == pytest.approx(0.9, abs=0.01)


@pytest.mark.parametrize("kind", ["beta", "triangular"])
def test_a_mean_between_two_bounds(kind: str) -> None:
    mean = 15 + 10 * X
    values = PerRowShape(kind).draw(BITS, 0.0, 40.0, {"mean": mean})
    for part in (X < 0.3, X > 0.7):
        assert values[part].mean() == pytest.approx(mean[part].mean(), rel=0.02)


@pytest.mark.parametrize("name", ["sd", "spread"])
def test_a_deviation_between_two_bounds(name: str) -> None:
    mean, deviation = 19 + 2 * X, 2 + X
    second = deviation if name == "sd" else deviation / mean
    values = PerRowShape("beta").draw(BITS, 0.0, 40.0, {"mean": mean, name: second})
    scores = (values - mean) / deviation
    assert scores.mean() == pytest.approx(0, abs=0.02)
    assert scores.std() == pytest.approx(1, abs=0.03)


def test_other_statistics_between_two_bounds() -> None:
    values = PerRowShape("beta").draw(BITS, 0.0, 40.0, {"mode": 16 + 2 * X, "sd": 6.0})
    assert values.std() == pytest.approx(6, rel=0.03)
    peak = np.histogram(values, np.arange(0, 41, 4))[0].argmax()
    assert 12 <= 4 * peak + 2 <= 22
    with pytest.raises(PlanError, match="beside a mean"):
        PerRowShape("beta").draw(BITS, 0.0, 40.0, {"mode": 10 + 10 * X, "spread": 0.5})


def test_normal_forms() -> None:
    shape = PerRowShape("normal")
    only_deviation = shape.draw(BITS, 0.0, 40.0, {"sd": 1 + X})
    assert ((only_deviation - 20) / (1 + X)).std() == pytest.approx(1, abs=0.02)
    upper = shape.draw(BITS, None, 40.0, {"p90": 20 + 5 * X, "sd": 2.0})
    assert (upper < 20 + 5 * X).mean() == pytest.approx(0.9, abs=0.01)
    assert (shape.draw(BITS, 0.0, None, {"mean": MEAN}) >= 0).all()
    assert shape.draw(BITS, None, None, {"mean": np.zeros(COUNT)}).std() == pytest.approx(1, abs=0.02)


def test_pareto_forms() -> None:
    shape = PerRowShape("pareto")
    values = shape.draw(BITS, 1 + X, None, {"exponent": 2.0})
    assert (values / (1 + X) > 2).mean() == pytest.approx(0.25, abs=0.01)
    assert (values >= 1 + X).all()
    varying = shape.draw(BITS, 1.0, None, {"exponent": np.where(X < 0.5, 1.0, 3.0)})
    assert (varying[X < 0.5] > 2).mean() == pytest.approx(0.5, abs=0.01)
    assert (varying[X >= 0.5] > 2).mean() == pytest.approx(0.125, abs=0.01)
    by_mean = shape.draw(BITS, None, None, {"mean": MEAN, "exponent": 3.0})
    assert (by_mean / MEAN).mean() == pytest.approx(1, abs=0.02)


def test_zipf_ranks_of_each_row() -> None:
    high = np.where(X < 0.5, 10, 300)
    values = PerRowShape("zipf", integer=True).draw(BITS, 1, high)
    for top in (10, 300):
        own = values[high == top]
        harmonic = (1 / np.arange(1, top + 1)).sum()
        assert (own == 1).mean() == pytest.approx(1 / harmonic, rel=0.05)
        assert own.mean() == pytest.approx(top / harmonic, rel=0.03)


def test_geometric_masses() -> None:
    values = PerRowShape("geometric", integer=True).draw(BITS, 1, None, {"mean": np.full(COUNT, 2.5)})
    counts = np.bincount(values.astype(np.int64))
    assert counts[2:8] / counts[1:7] == pytest.approx(np.full(6, 0.6), rel=0.08)


def test_histogram_within_the_bounds_of_each_row() -> None:
    shape = PerRowShape(None, integer=True, bins=[(0, 10, 1), (10, 20, 3)])
    values = shape.draw(BITS, 5, np.where(X < 0.5, 9, 14))
    assert values[X < 0.5].max() == 9
    assert values.min() == 5
    assert (values[X >= 0.5] >= 10).mean() == pytest.approx(3 * 5 / 11 / (0.5 + 3 * 5 / 11), abs=0.02)


def test_steps_begin_at_each_rows_lower_bound() -> None:
    for kind in ("uniform", "normal"):
        values = PerRowShape(kind, step=0.5).draw(BITS, LOW, HIGH)
        steps = (values - LOW) / 0.5
        assert steps == pytest.approx(np.rint(steps), abs=1e-6)
        assert (values <= HIGH + 1e-9).all()


def test_uniform_includes_both_ends() -> None:
    values = PerRowShape("uniform", integer=True).draw(BITS, 2, np.full(COUNT, 4))
    assert np.bincount(values.astype(np.int64))[2:] / COUNT == pytest.approx(np.full(3, 1 / 3), abs=0.01)


@pytest.mark.parametrize(
    ("low", "high", "stats", "like"),
    [
        (LOW, HIGH, {}, "uniform"),
        (LOW, None, {"mean": MEAN + 10}, "gamma"),
        (LOW, HIGH, {"mean": MEAN + 10}, "normal"),
        (LOW + 1, None, {"exponent": 2.0}, "pareto"),
        (0.0, None, {"mean": MEAN, "top10_share": 0.3}, "lognormal"),
    ],
)
def test_a_usual_family(low: object, high: object, stats: dict[str, object], like: str) -> None:
    drawn = [PerRowShape(kind).draw(BITS, low, high, stats) for kind in (None, like)]  # type: ignore[arg-type]
    assert np.array_equal(drawn[0], drawn[1])


@settings(max_examples=25, deadline=None)
@given(kind=st.sampled_from(sorted(FAMILIES)), cut=st.sampled_from([0, 1, 700, 1999]), integer=st.booleans())
def test_a_row_does_not_depend_on_the_others(kind: str, cut: int, integer: bool) -> None:
    shape = PerRowShape(kind, integer=integer)
    bits, low, high, mean = BITS[:2000], LOW[:2000], HIGH[:2000], (LOW + 0.4 * (HIGH - LOW))[:2000]
    stats = {} if kind in ("uniform", "zipf") else {"mean": mean}
    whole = shape.draw(bits, low, high, stats)
    halves = [
        shape.draw(bits[part], low[part], high[part], {name: value[part] for name, value in stats.items()})
        for part in (slice(cut), slice(cut, None))
    ]
    assert np.array_equal(whole, np.concatenate(halves))


def test_one_for_all_is_the_same_as_each() -> None:
    shape = PerRowShape("normal")
    assert np.array_equal(
        shape.draw(BITS, 0.0, 90.0, {"mean": MEAN, "sd": 3.0}),
        shape.draw(BITS, np.zeros(COUNT), np.full(COUNT, 90.0), {"mean": MEAN, "sd": np.full(COUNT, 3.0)}),
    )


def test_unknown_bounds_and_statistics_of_some_rows_are_no_error() -> None:
    """Rows whose parents are null have NaN; what is drawn there is for the caller to leave out."""
    low, mean = LOW.copy(), MEAN.copy()
    low[::7], mean[::5] = np.nan, np.nan
    fine = ~np.isnan(low) & ~np.isnan(mean)
    for kind in ("uniform", "normal", "gamma", "beta", "poisson", "lognormal"):
        stats = {} if kind == "uniform" else {"mean": mean}
        values = PerRowShape(kind).draw(BITS, low, HIGH, stats)
        assert ((values >= low) & (values <= HIGH))[fine].all()


def test_equal_bounds_in_some_rows() -> None:
    for kind in ("uniform", "normal", "beta", "gamma"):
        values = PerRowShape(kind).draw(BITS, LOW, LOW)
        assert np.array_equal(values, LOW)


def test_bounds_in_the_wrong_order() -> None:
    with pytest.raises(GenerationError, match="between 5 and 4"):
        PerRowShape("normal").draw(BITS[:3], np.array([1.0, 5.0, 2.0]), 4.0)


@pytest.mark.parametrize(
    ("kind", "low", "high", "stats", "message"),
    [
        ("norml", LOW, HIGH, {}, "Did you mean normal"),
        ("uniform", LOW, None, {}, "both bounds"),
        ("uniform", LOW, HIGH, {"mean": MEAN}, "mean conflicts"),
        ("gamma", LOW, None, {}, "both bounds"),
        ("beta", LOW, None, {"mean": MEAN}, "both bounds"),
        ("gamma", LOW, HIGH, {"sd": 3.0}, "needs a mean"),
        ("gamma", LOW, HIGH, {"medain": MEAN}, "Did you mean median"),
        ("gamma", LOW, HIGH, {"mean": MEAN, "exponent": 2.0}, "exponent conflicts"),
        ("normal", LOW, HIGH, {"mean": MEAN, "top10_share": 0.3}, "top10_share conflicts"),
        ("normal", LOW, HIGH, {"mean": MEAN, "median": MEAN}, "are the same"),
        ("normal", LOW, HIGH, {"mean": MEAN, "sd": 1.0, "p90": MEAN}, "leave one statistic out"),
        ("exponential", LOW, HIGH, {"mean": MEAN, "sd": 1.0}, "leave one statistic out"),
        ("poisson", LOW, HIGH, {"median": MEAN}, "a mean only"),
        ("zipf", LOW, HIGH, {"mean": MEAN}, "an exponent only"),
    ],
)
def test_what_can_not_differ_by_row(
    kind: str, low: object, high: object, stats: dict[str, object], message: str
) -> None:
    with pytest.raises(PlanError, match=message):
        PerRowShape(kind).draw(BITS, low, high, stats)  # type: ignore[arg-type]  # parametrised values
