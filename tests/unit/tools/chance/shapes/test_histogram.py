from __future__ import annotations

import numpy as np
import pytest

from rowsmith.tools.chance.shapes.solve import solve_shape
from rowsmith.tools.chance.streams import mix, stream_key
from rowsmith.tools.errors import PlanError

BITS = mix(np.arange(100_000, dtype=np.uint64), stream_key(1, "histogram"))
BINS = [(0, 10, 5), (10, 20, 9), (30, 35, 6)]


def _counts(values: np.ndarray, edges: list[float]) -> np.ndarray:
    return np.histogram(values, edges)[0] / len(values)


def test_real_values_are_even_within_bins() -> None:
    values = solve_shape("histogram", {}, None, None, bins=BINS).draw(BITS)
    assert _counts(values, [0, 10, 20, 30, 35]) == pytest.approx(np.array([0.25, 0.45, 0, 0.3]), abs=0.006)
    assert _counts(values, [10, 15, 20]) == pytest.approx(np.array([0.225, 0.225]), abs=0.006)
    assert values.min() >= 0
    assert values.max() <= 35


def test_whole_numbers_belong_to_the_bin_that_begins_at_them() -> None:
    values = solve_shape(None, {}, None, None, integer=True, bins=BINS).draw_integers(BITS)
    counts = np.bincount(values, minlength=36) / len(BITS)
    assert counts[:10] == pytest.approx(np.full(10, 0.025), abs=0.003)
    assert counts[10:21] == pytest.approx(np.full(11, 0.45 / 11), abs=0.003)
    assert not counts[21:30].any()
    assert counts[30:] == pytest.approx(np.full(6, 0.05), abs=0.003)


def test_bounds_cut_the_bins() -> None:
    values = solve_shape("histogram", {}, 5, 32.5, bins=BINS).draw(BITS)
    weights = np.array([2.5, 9, 3])
    assert _counts(values, [5, 10, 20, 40]) == pytest.approx(weights / weights.sum(), abs=0.006)
    whole = solve_shape("histogram", {}, 5, 32, integer=True, bins=BINS).draw_integers(BITS)
    weights = np.array([2.5, 9, 3])
    assert _counts(whole, [5, 10, 30, 40]) == pytest.approx(weights / weights.sum(), abs=0.006)
    assert whole.min() == 5
    assert whole.max() == 32


def test_single_values_as_bins() -> None:
    values = solve_shape(
        "histogram", {}, None, None, integer=True, bins=[(1, 1, 3), (4, 4, 1)]
    ).draw_integers(BITS)
    assert (values == 1).mean() == pytest.approx(0.75, abs=0.006)
    assert set(values.tolist()) == {1, 4}


@pytest.mark.parametrize(
    ("bins", "integer", "message"),
    [
        ([(5, 4, 1)], False, "is none"),
        ([(5, 5, 1)], False, "is none"),
        ([(5, 6, -1)], False, "is none"),
        ([(0, 5, 1), (4, 9, 1)], False, "overlap"),
        ([(0, 5, 0)], False, "No bin with a weight"),
        ([(0, 5, 0)], True, "No bin with a weight"),
        ([(200, 300, 1)], False, "No bin with a weight"),
        ([(200, 300, 1)], True, "No bin with a weight"),
        ([(1.2, 1.8, 1)], True, "No bin with a weight"),
    ],
)
def test_bins_that_are_none(bins: list[tuple[float, float, float]], integer: bool, message: str) -> None:
    with pytest.raises(PlanError, match=message):
        solve_shape("histogram", {}, 0, 100, integer=integer, bins=bins)


def test_bins_beside_other_statements() -> None:
    with pytest.raises(PlanError, match="needs bins"):
        solve_shape("histogram", {}, 0, 100)
    with pytest.raises(PlanError, match="mean conflicts with bins"):
        solve_shape("histogram", {"mean": 5}, 0, 100, bins=BINS)
    with pytest.raises(PlanError, match="conflict with the shape normal"):
        solve_shape("normal", {}, 0, 100, bins=BINS)


def test_statistics_of_a_histogram() -> None:
    shape = solve_shape("histogram", {}, None, None, bins=BINS)
    assert shape.statistic("mean") == pytest.approx(0.25 * 5 + 0.45 * 15 + 0.3 * 32.5)
    assert shape.statistic("mode") == 32.5
    assert shape.statistic("median") == pytest.approx(10 + 10 * 0.25 / 0.45)
