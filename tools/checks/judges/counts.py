"""Judges of counts and shares."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rowsmith.tools.checks.judges.verdicts import as_float, share_verdict
from rowsmith.tools.checks.model import Cell, Example, Measured, Verdict
from rowsmith.tools.checks.session import whole
from rowsmith.tools.checks.tolerance import (
    SIGMAS,
    dealt_count,
    drawn_count,
    share_value,
    stated_share,
)
from rowsmith.tools.plan.data import Quantity, Share

PILOT = 10_000
"""How many rows are looked at beforehand to learn how likely a condition or a weight is."""


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
            carried = SIGMAS * as_float(measured.get("unevenness")) / math.sqrt(PILOT) * self.share * base
            low, high = low - carried, high + carried
        return share_verdict(hits, base, share_value(self.share), (low, base if self.least else high))


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
class CountedShares:
    """Judges the shares of few values that are counted in one row, as n0, n1, ... in their order."""

    judge: SharesJudge

    def __call__(self, measured: Measured) -> Verdict:
        values = [value for value, _ in self.judge.weights]
        return self.judge([{"value": value, "n": measured[f"n{n}"]} for n, value in enumerate(values)])
