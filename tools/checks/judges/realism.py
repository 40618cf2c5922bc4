"""Judges of what makes values look made up; only gross cases fail, so that no clean data ever does."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rowsmith.tools.checks.judges.verdicts import as_float, share_verdict
from rowsmith.tools.checks.model import Measured, Verdict
from rowsmith.tools.checks.session import whole
from rowsmith.tools.checks.tolerance import drawn_count

ENOUGH = 40
"""Fewer rows say nothing."""
GROSS = 4.0
"""A pile is so many times what chance gives."""
ONE = math.log10(2)
"""Benford's share of numbers that begin with 1 (Benford 1938)."""
SPREAD = 0.7
"""The standard deviation of decimal logarithms from which on his law is due."""


@dataclass(frozen=True, slots=True)
class PileJudge:
    """`hits` of `base` are round, about `share` by chance."""

    share: float

    def __call__(self, measured: Measured) -> Verdict:
        hits, base = whole(measured["hits"]), whole(measured["base"])
        if base < ENOUGH:
            return Verdict(True, rows=base)
        _, high = drawn_count(base, min(GROSS * self.share, 1.0))
        return share_verdict(hits, base, self.share, (0.0, high))


@dataclass(frozen=True, slots=True)
class BenfordJudge:
    """`ones` of `n` begin with 1; `spread` is the standard deviation of their decimal logarithms."""

    slack: float = 0.1

    def __call__(self, measured: Measured) -> Verdict:
        rows = whole(measured["n"])
        if rows < ENOUGH or as_float(measured["spread"]) < SPREAD:
            return Verdict(True, rows=rows)
        low, high = drawn_count(rows, ONE)
        accepted = (max(low - self.slack * rows, 0.0), high + self.slack * rows)
        return share_verdict(whole(measured["ones"]), rows, ONE, accepted)


@dataclass(frozen=True, slots=True)
class CopiedJudge:
    """`different` texts in `n` rows."""

    least: int = 3

    def __call__(self, measured: Measured) -> Verdict:
        rows, different = whole(measured["n"]), whole(measured["different"])
        holds = rows < ENOUGH or different >= self.least
        return Verdict(holds, different, None, self.least, None, rows, 0 if holds else rows)


@dataclass(frozen=True, slots=True)
class RepeatedJudge:
    """`hits` of `base` rows are repeated; up to the share `most` that is no wonder."""

    most: float

    def __call__(self, measured: Measured) -> Verdict:
        hits, base = whole(measured["hits"]), whole(measured["base"])
        if base < ENOUGH:
            return Verdict(True, rows=base)
        return share_verdict(hits, base, 0.0, (0.0, self.most * base))
