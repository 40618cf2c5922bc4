"""What judges share: a value or a share against what it should be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rowsmith.tools.checks.model import Cell, Judge, Verdict
from rowsmith.tools.checks.session import numbers


def share_verdict(hits: int, base: int, expected: float, accepted: tuple[float, float]) -> Verdict:
    """Counts judged, and told as shares."""
    low, high = accepted
    holds = low <= hits <= high
    off = 0 if holds else math.ceil(max(low - hits, hits - high))
    rows = max(base, 1)
    return Verdict(holds, hits / rows, expected, low / rows, high / rows, base, off)


def within(measured: float | None, expected: float, slack: float, rows: int) -> Verdict:
    """A value against what it should be; without rows there is nothing to judge."""
    low, high = expected - slack, expected + slack
    if measured is None or rows == 0:
        return Verdict(True, measured, expected, low, high, rows)
    holds = low <= measured <= high
    return Verdict(holds, measured, expected, low, high, rows, 0 if holds else rows)


def as_float(value: float | int | None) -> float:
    """A measurement as a number; null is 0."""
    return float(value) if value is not None else 0.0


@dataclass(frozen=True, slots=True)
class OnlyRow:
    """Judges the only row of a query of its own."""

    judge: Judge

    def __call__(self, rows: Sequence[Mapping[str, Cell]]) -> Verdict:
        return self.judge(numbers(rows[0])) if rows else Verdict(True)
