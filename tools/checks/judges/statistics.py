"""Judges of means, quantiles, spreads and correlations."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rowsmith.tools.checks.judges.verdicts import as_float, within
from rowsmith.tools.checks.model import Measured, Verdict
from rowsmith.tools.checks.session import whole
from rowsmith.tools.checks.tolerance import (
    SIGMAS,
    drawn_count,
    mean_error,
    rank_error,
    sd_error,
    spread_error,
)


@dataclass(frozen=True, slots=True)
class MeanJudge:
    """`mean` and `sd` of `n` values against what the mean should be.

    `resolution` is how coarse the values are: rounding may shift their mean by half of it. `loose` is what
    bounds that cut each row's own law may shift, in standard deviations.
    """

    expected: float
    resolution: float = 0.0
    loose: float = 0.0

    def __call__(self, measured: Measured) -> Verdict:
        rows, sd = whole(measured["n"]), as_float(measured["sd"])
        slack = mean_error(sd, rows) + self.resolution / 2 + 1e-3 * abs(self.expected) + self.loose * sd
        return within(measured["mean"], self.expected, slack, rows)


@dataclass(frozen=True, slots=True)
class QuantileJudge:
    """`below` and `upto` count the values under and not over the asked quantile, out of `n`.

    Free of any distribution: both counts are binomial if the quantile is right. `loose` is the share of rows
    that bounds which cut each row's own law may shift.
    """

    part: float
    loose: float = 0.0

    def __call__(self, measured: Measured) -> Verdict:
        rows = whole(measured["n"])
        below, upto = whole(measured["below"]), whole(measured["upto"])
        low, high = drawn_count(rows, self.part)
        low, high = low - self.loose * rows, high + self.loose * rows
        holds = below <= high and upto >= low
        off = max(below - high, low - upto, 0)
        shown = below if below > high else upto
        size = max(rows, 1)
        return Verdict(holds, shown / size, self.part, low / size, high / size, rows, math.ceil(off))


@dataclass(frozen=True, slots=True)
class SdJudge:
    """`sd` and `kurtosis` (excess) of `n` values; `loose` is a share of what is expected."""

    expected: float
    resolution: float = 0.0
    loose: float = 0.01

    def __call__(self, measured: Measured) -> Verdict:
        rows = whole(measured["n"])
        slack = sd_error(as_float(measured["sd"]), as_float(measured["kurtosis"]), rows)
        return within(
            measured["sd"], self.expected, slack + self.resolution / 2 + self.loose * self.expected, rows
        )


@dataclass(frozen=True, slots=True)
class SpreadJudge:
    """`sd` over `mean`, with `skewness` and `kurtosis` (excess), of `n` values; `loose` is a share."""

    expected: float
    loose: float = 0.02

    def __call__(self, measured: Measured) -> Verdict:
        rows, mean = whole(measured["n"]), as_float(measured["mean"])
        if not mean:
            return within(None, self.expected, 0.0, rows)
        spread = as_float(measured["sd"]) / mean
        slack = spread_error(spread, as_float(measured["skewness"]), as_float(measured["kurtosis"]), rows)
        return within(spread, self.expected, slack + self.loose * self.expected, rows)


@dataclass(frozen=True, slots=True)
class RankJudge:
    """`rank` is the rank correlation of `n` pairs.

    Ties, bounds and rounding move it by up to `slack`; a column of few values may lose the part `lost` of it.
    """

    expected: float
    slack: float = 0.1
    lost: float = 0.0

    def __call__(self, measured: Measured) -> Verdict:
        rows, rank = whole(measured["n"]), measured["rank"]
        slack = rank_error(self.expected, rows) + self.slack
        weakest = self.expected * (1 - self.lost)
        low, high = min(weakest, self.expected) - slack, max(weakest, self.expected) + slack
        if rank is None or rows == 0:
            return Verdict(True, rank, self.expected, low, high, rows)
        holds = low <= rank <= high
        return Verdict(holds, rank, self.expected, low, high, rows, 0 if holds else rows)


@dataclass(frozen=True, slots=True)
class ErrorJudge:
    """`value` with its standard error `error`, out of `n` rows."""

    expected: float
    slack: float = 0.0

    def __call__(self, measured: Measured) -> Verdict:
        rows = whole(measured["n"])
        return within(
            measured["value"], self.expected, SIGMAS * as_float(measured["error"]) + self.slack, rows
        )
