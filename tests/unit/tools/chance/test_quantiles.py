from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.tools.chance.quantiles import (
    QuantileTable,
    _tail_levels,
    normal_cdf,
    normal_quantiles,
    normal_scores,
)
from rowsmith.tools.chance.streams import mix, stream_key, unit
from rowsmith.tools.errors import GenerationError

BITS = mix(np.arange(200_000, dtype=np.uint64), stream_key(1, "quantiles"))
_ends = np.array([0, 2**64 - 1], dtype=np.uint64)

PPFS: dict[str, Callable[[float], float]] = {
    "uniform": lambda u: 3 + 4 * u,
    "pareto": lambda u: (1 - u) ** -0.8 if u < 1 else math.inf,
    "steps": lambda u: math.floor(10 * u),
    "constant": lambda _: 5.0,
    "far": lambda u: 1e12 + 1e-4 * u,
    "huge": lambda u: 1e300 * (u - 0.5),
}
TABLES = {name: QuantileTable.from_ppf(ppf) for name, ppf in PPFS.items()}


@pytest.mark.parametrize("name", TABLES)
@settings(deadline=None)
@given(bits=st.lists(st.integers(0, 2**64 - 1), min_size=1))
def test_tables_rise(name: str, bits: list[int]) -> None:
    values = TABLES[name].invert(np.array([0, *sorted(bits), 2**64 - 1], dtype=np.uint64))
    assert (np.diff(values) >= 0).all()


@pytest.mark.parametrize("name", TABLES)
def test_neighbours_at_every_knot_rise(name: str) -> None:
    body = np.arange(1, 4096, dtype=np.uint64) << np.uint64(52)
    tail = np.array([int(level * 2**64) for level in _tail_levels()[1:].tolist()], dtype=np.uint64)
    knots = np.sort(np.concatenate([body, tail, ~tail]))[:, None]
    around = np.sort(np.concatenate([knots - np.uint64(1), knots, knots + np.uint64(1)], axis=1).ravel())
    assert (np.diff(TABLES[name].invert(around)) >= 0).all()


@pytest.mark.parametrize("name", ["uniform", "pareto"])
def test_tables_are_near_the_function(name: str) -> None:
    u = np.concatenate(
        [unit(BITS[:20_000]), 2.0 ** -np.arange(1, 30, 0.37), 1 - 2.0 ** -np.arange(1, 30, 0.37)]
    )
    exact = np.array([PPFS[name](x) for x in u.tolist()])
    assert TABLES[name].invert_unit(u) == pytest.approx(exact, rel=1e-4)


def test_rounding_is_levelled() -> None:
    table = QuantileTable.from_ppf(lambda u: u - 1e-13 * (round(u * 4096) % 2))
    assert (np.diff(table.body) >= 0).all()


@pytest.mark.parametrize("name", ["uniform", "pareto", "huge"])
def test_cdf_undoes_invert(name: str) -> None:
    table = TABLES[name]
    assert table.cdf(table.invert(BITS)) == pytest.approx(unit(BITS), abs=1e-12)


def test_cdf_of_steps_is_the_share_at_or_below() -> None:
    places = np.array([-1.0, 0.0, 0.5, 4.0, 8.5, 9.0, 10.0, 12.0])
    expected = [0, 0.1, 0.1, 0.5, 0.9, 1.0, 1.0, 1.0]
    assert TABLES["steps"].cdf(places) == pytest.approx(np.array(expected), abs=1e-3)
    assert TABLES["constant"].cdf(np.array([4.9, 5.0, 5.1])).tolist() == [0, 1, 1]


@settings(deadline=None)
@given(values=st.lists(st.floats(-10, 1e6), min_size=1))
def test_cdf_rises_and_is_searched(values: list[float]) -> None:
    """The guide of the search changes nothing, whatever the scale of the knots."""
    for table in TABLES.values():
        places = np.sort(np.array(values))
        levels = table.cdf(places)
        assert ((levels >= 0) & (levels <= 1)).all()
        assert (np.diff(levels) >= 0).all()
        steps = table._steps
        assert np.array_equal(steps.cells(places), np.searchsorted(steps.knots, places, side="right"))


def test_the_normal_tables() -> None:
    scores = normal_scores(BITS)
    assert scores.mean() == pytest.approx(0, abs=0.01)
    assert scores.std() == pytest.approx(1, abs=0.01)
    probabilities = np.array([1e-6, 0.001, 0.3, 0.5, 0.9, 0.9999])
    exact = [NormalDist().inv_cdf(p) for p in probabilities]
    assert normal_quantiles(probabilities) == pytest.approx(exact, abs=1e-4)
    assert normal_cdf(np.array(exact)) == pytest.approx(probabilities, rel=1e-4)
    assert normal_cdf(normal_scores(BITS)) == pytest.approx(unit(BITS), abs=1e-12)


def test_infinite_ends_are_cut() -> None:
    low, high = normal_scores(_ends)
    assert -7.2 < low < -7.1
    assert 7.1 < high < 7.2


def test_finite_ends_are_kept() -> None:
    assert TABLES["uniform"].invert(_ends)[0] == 3
    assert TABLES["uniform"].invert(_ends)[1] == pytest.approx(7)


@pytest.mark.parametrize("ppf", [lambda u: -u, lambda _: math.nan, lambda u: math.inf if u > 0.4 else u])
def test_no_quantile_function(ppf: object) -> None:
    with pytest.raises(GenerationError, match="quantile function"):
        QuantileTable.from_ppf(ppf)  # type: ignore[arg-type]  # parametrised callables have no common type


@settings(deadline=None, max_examples=15)
@given(cut=st.integers(0, len(BITS)))
def test_values_do_not_depend_on_the_block(cut: int) -> None:
    for table in (TABLES["pareto"], TABLES["steps"]):
        whole = table.invert(BITS)
        assert np.array_equal(whole, np.concatenate([table.invert(BITS[:cut]), table.invert(BITS[cut:])]))
        parts = [table.cdf(whole[:cut]), table.cdf(whole[cut:])]
        assert np.array_equal(table.cdf(whole), np.concatenate(parts))
