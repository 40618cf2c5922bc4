"""Dates and times outside of what may be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rowsmith.tools.checks.compile.bounds import as_moment, duration, moment
from rowsmith.tools.checks.compile.calendar import in_spans
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.sql import both
from rowsmith.tools.faults.model import Ground, Spot
from rowsmith.tools.faults.sites import Site, sites
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.samplers import After, Before, Date, DateTime


def too_early(ground: Ground) -> Iterator[Spot]:
    """A moment before its window."""
    for site in sites(ground, Date, DateTime):
        yield from site.spot(partial(_beside, site.sampler.low, "- to_days(3)"))


def too_late(ground: Ground) -> Iterator[Spot]:
    """A moment after its window."""
    for site in sites(ground, Date, DateTime):
        yield from site.spot(partial(_beside, site.sampler.high, "+ to_days(3)"))


def epoch_date(ground: Ground) -> Iterator[Spot]:
    """The first of January 1970, which stands for "unknown"."""
    for site in sites(ground, Date, DateTime):
        if as_moment(site.sampler.low) is not None:
            yield from site.spot(_epoch, partial(_later_than_epoch, site.sampler.low))


def wrong_century(ground: Ground) -> Iterator[Spot]:
    """A hundred years too late, as 2124 for 2024."""
    for site in sites(ground, Date, DateTime):
        yield from site.to(f"{site.value} + to_years(100)")


def before_its_start(ground: Ground) -> Iterator[Spot]:
    """A moment stands before the one that it must follow."""
    for site in sites(ground, After):
        yield from site.spot(partial(_shifted, site.sampler.of, "- to_days(2)"))


def after_its_end(ground: Ground) -> Iterator[Spot]:
    """A moment stands after the one that it must precede."""
    for site in sites(ground, Before):
        yield from site.spot(partial(_shifted, site.sampler.of, "+ to_days(2)"))


def too_far_apart(ground: Ground) -> Iterator[Spot]:
    """Two moments lie further apart than they may."""
    for site in sites(ground, After, Before):
        yield from site.spot(partial(_beyond, site.sampler))


def wrong_weekday(ground: Ground) -> Iterator[Spot]:
    """A day of the week on which nothing happens."""
    for site in sites(ground, Date, DateTime):
        yield from _outside(site, "weekday", [f"to_days({days})" for days in (1, 2, 3)])


def wrong_month(ground: Ground) -> Iterator[Spot]:
    """A month in which nothing happens."""
    for site in sites(ground, Date, DateTime):
        yield from _outside(site, "month", [f"to_months({months})" for months in (-3, 3, 5)])


def wrong_hour(ground: Ground) -> Iterator[Spot]:
    """An hour of the day at which nothing happens."""
    for site in sites(ground, DateTime):
        yield from _outside(site, "hour", [f"to_hours({hours})" for hours in (-9, 9, 12)])


def _outside(
    site: Site[Date] | Site[DateTime] | Site[Date | DateTime], unit: str, shifts: list[str]
) -> Iterator[Spot]:
    spans = [span for span in site.sampler.spans if span.unit == unit and span.weight > 0]
    if spans:
        for shift in shifts:
            moved = f"({site.value} + {shift})"
            yield from site.to(moved, both([f"not ({in_spans(spans, moved)})"]))


def off_grid(ground: Ground) -> Iterator[Spot]:
    """A moment between the steps of its grid."""
    for site in sites(ground, DateTime):
        if site.sampler.step is not None:
            yield from site.to(f"{site.value} + to_seconds(17)")


def _beside(bound: Bound, shift: str, relation: Relation) -> str:
    return f"{moment(relation, bound)} {shift}"


def _epoch(relation: Relation) -> str:
    return "timestamp '1970-01-01'"


def _later_than_epoch(low: Bound, relation: Relation) -> str:
    return f"{moment(relation, low)} > timestamp '1970-01-02'"


def _shifted(of: str, shift: str, relation: Relation) -> str:
    return f"{relation.expression(of)} {shift}"


def _beyond(sampler: After | Before, relation: Relation) -> str:
    sign = "+" if isinstance(sampler, After) else "-"
    return f"{relation.expression(sampler.of)} {sign} {duration(relation, sampler.high)} {sign} to_days(2)"
