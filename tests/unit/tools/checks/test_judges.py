"""Judges: what they accept, at the edges."""

from __future__ import annotations

import math

import pytest

from rowsmith.tools.checks.judges import (
    PILOT,
    ChiSquareJudge,
    CountJudge,
    ErrorJudge,
    MeanJudge,
    OnlyRow,
    QuantileJudge,
    RankJudge,
    SdJudge,
    ShareJudge,
    SharesJudge,
    SpreadJudge,
)
from rowsmith.tools.checks.model import Judge, Measured
from rowsmith.tools.plan.data import Quantity

EDGES: list[tuple[Judge, Measured, Measured]] = [
    (CountJudge(9, 11, 10), {"rows": 11}, {"rows": 12}),
    (CountJudge(1, 1, counted="roots"), {"rows": 5, "roots": 1}, {"rows": 1, "roots": 2}),
    (ShareJudge(0.5), {"hits": 560, "base": 1000}, {"hits": 430, "base": 1000}),
    (ShareJudge(0.5, exact=True), {"hits": 500, "base": 1000}, {"hits": 501, "base": 1000}),
    (ShareJudge(0.5, least=True), {"hits": 1000, "base": 1000}, {"hits": 400, "base": 1000}),
    (ShareJudge(Quantity(value=0.5)), {"hits": 5, "base": 10}, {"hits": 6, "base": 10}),
    (ShareJudge(0.5), {"hits": 600, "base": 1000, "unevenness": 2.0}, {"hits": 620, "base": 1000, "unevenness": 2.0}),
    (MeanJudge(10.0), {"n": 400, "mean": 10.3, "sd": 2.0}, {"n": 400, "mean": 10.5, "sd": 2.0}),
    (MeanJudge(10.0, 1.0), {"n": 400, "mean": 10.8, "sd": 2.0}, {"n": 400, "mean": 11.0, "sd": 2.0}),
    (MeanJudge(10.0, 0.0, 0.25), {"n": 400, "mean": 10.8, "sd": 2.0}, {"n": 400, "mean": 11.0, "sd": 2.0}),
    (QuantileJudge(0.5), {"n": 1000, "below": 440, "upto": 440}, {"n": 1000, "below": 430, "upto": 430}),
    (QuantileJudge(0.5), {"n": 1000, "below": 100, "upto": 900}, {"n": 1000, "below": 570, "upto": 900}),
    (SdJudge(2.0), {"n": 800, "sd": 2.2, "kurtosis": 0.0}, {"n": 800, "sd": 2.3, "kurtosis": 0.0}),
    (SpreadJudge(0.5), {"n": 800, "sd": 5.2, "mean": 10.0, "skewness": 0.0, "kurtosis": 0.0},
     {"n": 800, "sd": 6.0, "mean": 10.0, "skewness": 0.0, "kurtosis": 0.0}),
    (RankJudge(0.6), {"n": 10_000, "rank": 0.7}, {"n": 10_000, "rank": 0.75}),
    (RankJudge(-0.6), {"n": 10_000, "rank": -0.5}, {"n": 10_000, "rank": 0.6}),
    (RankJudge(0.6, lost=0.6), {"n": 10_000, "rank": 0.2}, {"n": 10_000, "rank": 0.75}),
    (ErrorJudge(0.4, slack=0.01), {"n": 9, "value": 0.44, "error": 0.01}, {"n": 9, "value": 0.46, "error": 0.01}),
    (ChiSquareJudge(), {"n": 99, "freedom": 10, "chi": 30.0}, {"n": 99, "freedom": 10, "chi": 45.0}),
]  # fmt: skip


@pytest.mark.parametrize(("judge", "right", "wrong"), EDGES)
def test_the_edge_of_what_is_accepted(judge: Judge, right: Measured, wrong: Measured) -> None:
    assert judge(right).holds
    verdict = judge(wrong)
    assert not verdict.holds
    assert verdict.violations > 0


NOTHING: list[tuple[Judge, Measured]] = [
    (MeanJudge(10.0), {"n": 0, "mean": None, "sd": None}),
    (SpreadJudge(0.5), {"n": 3, "sd": 1.0, "mean": 0.0, "skewness": 0.0, "kurtosis": 0.0}),
    (RankJudge(0.6), {"n": 3, "rank": None}),
    (ChiSquareJudge(), {"n": None, "freedom": 0, "chi": None}),
    (ShareJudge(0.5), {"hits": 0, "base": 0}),
]


@pytest.mark.parametrize(("judge", "measured"), NOTHING)
def test_nothing_measured_breaks_nothing(judge: Judge, measured: Measured) -> None:
    assert judge(measured).holds


def test_the_pilot_widens_an_uneven_share() -> None:
    even, uneven = ShareJudge(0.1), ShareJudge(0.1)
    plain = even({"hits": 0, "base": 10**6})
    wide = uneven({"hits": 0, "base": 10**6, "unevenness": 1.0})
    assert plain.low is not None
    assert wide.low is not None
    assert plain.low - wide.low == pytest.approx(4 * 0.1 / math.sqrt(PILOT))


def test_shares_are_judged_together() -> None:
    judge = SharesJudge((("x", 3.0), ("y", 7.0)))
    assert judge([{"value": "x", "n": 300}, {"value": "y", "n": 700}]).holds
    verdict = judge([{"value": "x", "n": 500}, {"value": "y", "n": 500}])
    assert not verdict.holds
    assert [one["value"] for one in verdict.examples] == ["x", "y"]
    assert not SharesJudge((("x", 3.0), ("y", 7.0)), exact=True)(
        [{"value": "x", "n": 302}, {"value": "y", "n": 698}]
    ).holds
    assert judge([]).holds


def test_one_row_is_taken_from_a_tally() -> None:
    judge = OnlyRow(MeanJudge(1.0))
    assert judge([]).holds
    assert not judge([{"n": 100, "mean": 5.0, "sd": 1.0}]).holds
