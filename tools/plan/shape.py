"""The law of a number or a moment: its family and what is known of it."""

from __future__ import annotations

from typing import Literal

from rowsmith.tools.plan.data import Bound, Data

ShapeKind = Literal[
    "uniform",
    "normal",
    "lognormal",
    "exponential",
    "gamma",
    "beta",
    "poisson",
    "geometric",
    "pareto",
    "zipf",
    "triangular",
    "histogram",
]

Statistic = Literal[
    "mean", "median", "mode", "sd", "spread",
    "p1", "p5", "p10", "p25", "p75", "p90", "p95", "p99",
    "top10_share", "exponent",
]  # fmt: skip


class Known(Data):
    """A statistic of the values after the bounds; an SQL string makes it depend on the row."""

    statistic: Statistic
    value: Bound


class Bin(Data):
    """One bar of a histogram: values in [low, high) carry `weight`."""

    low: float
    high: float
    weight: float


class Shape(Data):
    """`kind` None leaves the choice of the family to what is known."""

    kind: ShapeKind | None = None
    known: tuple[Known, ...] = ()
    bins: tuple[Bin, ...] | None = None


class Span(Data):
    """A part of a calendar cycle, both ends included, wrapping: hours "22" to "5", months "nov" to "feb"."""

    unit: Literal["hour", "weekday", "month", "day"]
    first: str
    last: str
    weight: float


class CycleSpan(Data):
    """A factor that a series has during a part of a cycle: daily by hour, weekly by day, yearly by month."""

    cycle: Literal["daily", "weekly", "yearly"]
    first: str
    last: str
    factor: float
