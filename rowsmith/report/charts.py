"""Counts as bars, in the units of their drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 240, 64
GAP = 2


@dataclass(frozen=True)
class Bar:
    """A bar of a histogram: its place, and what it says when it is pointed at."""

    x: float
    y: float
    width: float
    height: float
    says: str


@dataclass(frozen=True)
class Histogram:
    """Bars from left to right; `low` and `high` stand under both ends."""

    bars: tuple[Bar, ...]
    low: str
    high: str


@dataclass(frozen=True)
class Share:
    """A value with its share of the rows; `part` is its length, 1 for the most frequent one."""

    value: str
    rows: int
    share: float
    part: float
    rest: bool = False


@dataclass(frozen=True)
class Shares:
    """Values from the most frequent one, and the rest of them together."""

    shares: tuple[Share, ...]


Chart = Histogram | Shares


def histogram(counts: Sequence[int], labels: Sequence[str], low: str, high: str) -> Histogram:
    """One bar for each count; a count above 0 is at least one unit high."""
    top = max(counts, default=0) or 1
    step = WIDTH / max(len(counts), 1)
    bars = []
    for place, (count, label) in enumerate(zip(counts, labels, strict=True)):
        height = round(max(count / top * HEIGHT, 1.0), 1) if count else 0.0
        width = round(max(step - GAP, 1.0), 2)
        bars.append(
            Bar(round(place * step, 2), round(HEIGHT - height, 1), width, height, f"{label}: {count:,}")
        )
    return Histogram(tuple(bars), low, high)


def shares(values: Sequence[tuple[str, int]], others: int, different: int) -> Shares:
    """Values with their counts; `others` rows hold `different` more values."""
    total = sum(count for _, count in values) + others or 1
    top = max([count for _, count in values] + [1])
    told = [Share(value, count, count / total, count / top) for value, count in values]
    if others:
        said = f"{different:,} more"
        told.append(Share(said, others, others / total, min(others / top, 1.0), rest=True))
    return Shares(tuple(told))
