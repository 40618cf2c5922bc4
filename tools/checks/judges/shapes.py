"""Judges of how values are spread: evenly, by season, among candidates."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rowsmith.tools.checks.judges.verdicts import as_float, share_verdict, within
from rowsmith.tools.checks.model import Cell, Example, Measured, Verdict
from rowsmith.tools.checks.session import numbers, whole
from rowsmith.tools.checks.tolerance import (
    chi_square_limit,
    drawn_count,
    mean_error,
    zipf_sum,
)

QUARTILES = (0.25, 0.5, 0.75)

ROUGH = 0.005
"""How far the share of one popular row may be off by the tables that it is drawn from."""

ENOUGH = 20
"""So many drawn values are never all the same."""

ANOMALY = 30.0
"""The mean square of how far an anomaly lies off, as a multiple of the value."""


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
class SeasonJudge:
    """A row per part of a cycle with what was `found` and `expected` in sum, out of `n` values.

    Their ratio is the same in all parts, within `slack` and four standard errors: `noise` is the relative
    standard deviation of a value, memory included, and an anomaly is a value several times too large.
    """

    noise: float
    anomalies: float
    slack: float

    def __call__(self, rows: Sequence[Mapping[str, Cell]]) -> Verdict:
        parts = [(str(row["part"]), numbers(row)) for row in rows]
        found = sum(as_float(told["found"]) for _, told in parts)
        expected = sum(as_float(told["expected"]) for _, told in parts)
        base = sum(whole(told["n"]) for _, told in parts)
        if not found or not expected:
            return Verdict(True, rows=base)
        worst = Verdict(True, rows=base)
        for part, told in parts:
            verdict = self._part(part, told, found / expected)
            if not verdict.holds and verdict.violations > worst.violations:
                worst = verdict
        return worst

    def _part(self, part: str, told: Measured, usual: float) -> Verdict:
        rows, expected = whole(told["n"]), as_float(told["expected"])
        if rows == 0 or not expected:
            return Verdict(True, rows=rows)
        spread = math.sqrt(self.noise**2 + ANOMALY * self.anomalies)
        verdict = within(
            as_float(told["found"]) / expected / usual, 1.0, self.slack + mean_error(spread, rows), rows
        )
        example: Example = {"part": part, "times what is stated": verdict.measured}
        return dataclasses.replace(verdict, examples=() if verdict.holds else (example,))


@dataclass(frozen=True, slots=True)
class ChiSquareJudge:
    """`chi` with `freedom` degrees of freedom, from `n` rows (Pearson 1900)."""

    def __call__(self, measured: Measured) -> Verdict:
        freedom, rows = whole(measured["freedom"]), whole(measured["n"])
        if freedom < 1:
            return Verdict(True, rows=rows)
        chi, limit = as_float(measured["chi"]), chi_square_limit(freedom)
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
class VarietyJudge:
    """`same` says whether all of `n` values are one and the same; from `enough` rows on they never are."""

    enough: int = ENOUGH

    def __call__(self, measured: Measured) -> Verdict:
        rows = whole(measured["n"])
        holds = rows < self.enough or not measured["same"]
        return Verdict(holds, rows=rows, violations=0 if holds else rows)
