"""Who says whether a measurement holds: small values that can be compared and copied."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rowsmith.tools.checks.model import Cell, Example, Judge, Measured, Verdict
from rowsmith.tools.checks.session import numbers, whole
from rowsmith.tools.checks.tolerance import (
    SIGMAS,
    chi_square_limit,
    dealt_count,
    drawn_count,
    mean_error,
    rank_error,
    sd_error,
    share_value,
    spread_error,
    stated_share,
    zipf_sum,
)
from rowsmith.tools.plan.data import Quantity, Share

PILOT = 10_000
"""How many rows are looked at beforehand to learn how likely a condition or a weight is."""


QUARTILES = (0.25, 0.5, 0.75)

ROUGH = 0.005
"""How far the share of one popular row may be off by the tables that it is drawn from."""

ENOUGH = 20
"""So many drawn values are never all the same."""


@dataclass(frozen=True, slots=True)
class CountJudge:
    """How many there are: of all rows, or what another aggregate counts."""

    low: float
    high: float
    expected: float | None = None
    counted: str = "rows"

    def __call__(self, measured: Measured) -> Verdict:
        rows = whole(measured[self.counted])
        holds = self.low <= rows <= self.high
        off = 0 if holds else math.ceil(max(self.low - rows, rows - self.high))
        return Verdict(holds, rows, self.expected, self.low, self.high, rows, off)


@dataclass(frozen=True, slots=True)
class ShareJudge:
    """`hits` out of `base` rows; with `least` more are right as well.

    A share among some rows, or by weight, is drawn with chances that come from PILOT rows. `unevenness`, the
    standard deviation of these weights over their mean, says how far that may carry it off.
    """

    share: Share
    exact: bool = False
    least: bool = False

    def __call__(self, measured: Measured) -> Verdict:
        hits, base = whole(measured["hits"]), whole(measured["base"])
        low, high = stated_share(self.share, base, exact=self.exact)
        if not self.exact and not isinstance(self.share, Quantity):
            carried = SIGMAS * _float(measured.get("unevenness")) / math.sqrt(PILOT) * self.share * base
            low, high = low - carried, high + carried
        return share_verdict(hits, base, share_value(self.share), (low, base if self.least else high))


def share_verdict(hits: int, base: int, expected: float, accepted: tuple[float, float]) -> Verdict:
    """Counts judged, and told as shares."""
    low, high = accepted
    holds = low <= hits <= high
    off = 0 if holds else math.ceil(max(low - hits, hits - high))
    rows = max(base, 1)
    return Verdict(holds, hits / rows, expected, low / rows, high / rows, base, off)


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
        rows, sd = whole(measured["n"]), _float(measured["sd"])
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
        slack = sd_error(_float(measured["sd"]), _float(measured["kurtosis"]), rows)
        return within(
            measured["sd"], self.expected, slack + self.resolution / 2 + self.loose * self.expected, rows
        )


@dataclass(frozen=True, slots=True)
class SpreadJudge:
    """`sd` over `mean`, with `skewness` and `kurtosis` (excess), of `n` values; `loose` is a share."""

    expected: float
    loose: float = 0.02

    def __call__(self, measured: Measured) -> Verdict:
        rows, mean = whole(measured["n"]), _float(measured["mean"])
        if not mean:
            return within(None, self.expected, 0.0, rows)
        spread = _float(measured["sd"]) / mean
        slack = spread_error(spread, _float(measured["skewness"]), _float(measured["kurtosis"]), rows)
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
        return within(measured["value"], self.expected, SIGMAS * _float(measured["error"]) + self.slack, rows)


@dataclass(frozen=True, slots=True)
class SharesJudge:
    """A row per value with `value` and `n`: each value's share against its weight, all at once.

    Values that no weight names are left to another check.
    """

    weights: tuple[tuple[str, float], ...]
    exact: bool = False

    def __call__(self, rows: Sequence[Mapping[str, Cell]]) -> Verdict:
        counts = {str(row["value"]): whole(row["n"]) for row in rows}
        base = sum(counts.values())
        total = sum(weight for _, weight in self.weights)
        verdicts = [
            (value, self._verdict(counts.get(value, 0), base, weight / total))
            for value, weight in self.weights
        ]
        broken = [(value, verdict) for value, verdict in verdicts if not verdict.holds]
        worst = max((verdict for _, verdict in broken), key=lambda verdict: verdict.violations, default=None)
        if worst is None:
            return Verdict(True, rows=base)
        examples: tuple[Example, ...] = tuple(
            {"value": v, "share": one.measured, "asked": one.expected} for v, one in broken
        )
        off = sum(verdict.violations for _, verdict in broken)
        return Verdict(False, worst.measured, worst.expected, worst.low, worst.high, base, off, examples)

    def _verdict(self, hits: int, base: int, share: float) -> Verdict:
        accepted = (
            dealt_count(base, share, several=True)
            if self.exact
            else drawn_count(base, share, tests=len(self.weights))
        )
        return share_verdict(hits, base, share, accepted)


@dataclass(frozen=True, slots=True)
class OnlyRow:
    """Judges the only row of a query of its own."""

    judge: Judge

    def __call__(self, rows: Sequence[Mapping[str, Cell]]) -> Verdict:
        return self.judge(numbers(rows[0])) if rows else Verdict(True)


@dataclass(frozen=True, slots=True)
class CountedShares:
    """Judges the shares of few values that are counted in one row, as n0, n1, ... in their order."""

    judge: SharesJudge

    def __call__(self, measured: Measured) -> Verdict:
        values = [value for value, _ in self.judge.weights]
        return self.judge([{"value": value, "n": measured[f"n{n}"]} for n, value in enumerate(values)])


def within(measured: float | None, expected: float, slack: float, rows: int) -> Verdict:
    """A value against what it should be; without rows there is nothing to judge."""
    low, high = expected - slack, expected + slack
    if measured is None or rows == 0:
        return Verdict(True, measured, expected, low, high, rows)
    holds = low <= measured <= high
    return Verdict(holds, measured, expected, low, high, rows, 0 if holds else rows)


def _float(value: float | int | None) -> float:
    return float(value) if value is not None else 0.0


@dataclass(frozen=True, slots=True)
class ChiSquareJudge:
    """`chi` with `freedom` degrees of freedom, from `n` rows (Pearson 1900)."""

    def __call__(self, measured: Measured) -> Verdict:
        freedom, rows = whole(measured["freedom"]), whole(measured["n"])
        if freedom < 1:
            return Verdict(True, rows=rows)
        chi, limit = _float(measured["chi"]), chi_square_limit(freedom)
        holds = chi <= limit
        return Verdict(holds, chi, float(freedom), 0.0, limit, rows, 0 if holds else rows)


@dataclass(frozen=True, slots=True)
class PopularityJudge:
    """`most` is how often the most popular of `candidates` is chosen by `n` rows: by Zipf's law, n / H.

    H is the sum of r**-exponent over the ranks r. Only a less popular one that is lucky can come oftener.
    """

    exponent: float

    def __call__(self, measured: Measured) -> Verdict:
        rows, candidates = whole(measured["n"]), whole(measured["candidates"])
        if rows == 0 or candidates == 0:
            return Verdict(True, rows=rows)
        share = 1 / zipf_sum(candidates, self.exponent)
        low, _ = drawn_count(rows, share)
        _, high = drawn_count(rows, share, tests=candidates)
        return share_verdict(whole(measured["most"]), rows, share, (low * (1 - ROUGH), high * (1 + ROUGH)))


@dataclass(frozen=True, slots=True)
class EvenJudge:
    """`below0`, `upto0`, ... count the values under and not over each quartile of evenly spread ones."""

    def __call__(self, measured: Measured) -> Verdict:
        rows = whole(measured["n"])
        for number, part in enumerate(QUARTILES):
            below, upto = whole(measured[f"below{number}"]), whole(measured[f"upto{number}"])
            low, high = drawn_count(rows, part, tests=len(QUARTILES))
            if below > high or upto < low:
                hits = below if below > high else upto
                return share_verdict(hits, rows, part, (low, high))
        return Verdict(True, rows=rows)


@dataclass(frozen=True, slots=True)
class VarietyJudge:
    """`same` says whether all of `n` values are one and the same."""

    def __call__(self, measured: Measured) -> Verdict:
        rows = whole(measured["n"])
        holds = rows < ENOUGH or not measured["same"]
        return Verdict(holds, rows=rows, violations=0 if holds else rows)
