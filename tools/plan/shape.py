"""The law of a number or a moment: its family and what is known of it."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import AfterValidator

from rowsmith.tools.plan.data import Bound, Data, distinct

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


def _in_order(known: tuple[Known, ...]) -> tuple[Known, ...]:
    distinct((one.statistic for one in known), "The statistic")
    order = get_args(Statistic)
    return tuple(sorted(known, key=lambda one: order.index(one.statistic)))


class Shape(Data):
    """`kind` None leaves the choice of the family to what is known; bins alone are a histogram."""

    kind: ShapeKind | None = None
    known: Annotated[tuple[Known, ...], AfterValidator(_in_order)] = ()
    bins: tuple[Bin, ...] | None = None


def _said(shape: Shape | None) -> Shape | None:
    if shape is None or shape == Shape():
        return None
    return (
        shape.model_copy(update={"kind": "histogram"})
        if shape.kind is None and shape.bins is not None
        else shape
    )


Law = Annotated[Shape | None, AfterValidator(_said)]
"""A shape, None where nothing is said of it."""


def _part_of_cycle(text: str) -> str:
    text = text.strip().lower()
    if not re.fullmatch(r"\d{1,2}|[a-z]+|\d{4}-\d\d-\d\d", text):
        raise ValueError(f"{text!r} is no hour, weekday, month or day")
    return str(int(text)) if text.isdecimal() else text


End = Annotated[str, AfterValidator(_part_of_cycle)]
"""An end of a span: an hour or a day of the month, the name of a weekday or month, an ISO date."""

CalendarUnit = Literal["hour", "weekday", "month", "day"]
CycleName = Literal["daily", "weekly", "yearly"]


class Span(Data):
    """A part of a calendar cycle, both ends included, wrapping: hours "22" to "5", months "nov" to "feb"."""

    unit: CalendarUnit
    first: End
    last: End
    weight: float


class CycleSpan(Data):
    """A factor that a series has during a part of a cycle: daily by hour, weekly by day, yearly by month."""

    cycle: CycleName
    first: End
    last: End
    factor: float


S = TypeVar("S", Span, CycleSpan)


def _by_cycle(spans: tuple[S, ...]) -> tuple[S, ...]:
    def cycle(span: S) -> str:
        return span.unit if isinstance(span, Span) else span.cycle

    distinct((f"{cycle(span)} {span.first}-{span.last}" for span in spans), "The span")
    order = (*get_args(CalendarUnit), *get_args(CycleName))
    return tuple(sorted(spans, key=lambda span: order.index(cycle(span))))


Spans = Annotated[tuple[Span, ...], AfterValidator(_by_cycle)]
CycleSpans = Annotated[tuple[CycleSpan, ...], AfterValidator(_by_cycle)]
