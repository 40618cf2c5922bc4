"""Numbers outside of what may be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rowsmith.tools.checks.compile.bounds import as_number, number
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.faults.model import Ground, Spot
from rowsmith.tools.faults.sites import sites
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.samplers import Decimal, Integer


def below_range(ground: Ground) -> Iterator[Spot]:
    """A number is just under its lower bound."""
    for site in sites(ground, Integer, Decimal):
        yield from site.spot(partial(_beside, site.sampler.low, "- 1"))


def above_range(ground: Ground) -> Iterator[Spot]:
    """A number is just over its upper bound."""
    for site in sites(ground, Integer, Decimal):
        yield from site.spot(partial(_beside, site.sampler.high, "+ 1"))


def wrong_sign(ground: Ground) -> Iterator[Spot]:
    """A positive number has become negative."""
    for site in sites(ground, Integer, Decimal):
        low = as_number(site.sampler.low)
        if low is not None and low >= 0:
            yield from site.to(f"-{site.value}", f"{site.value} > 0")


def unit_slip(ground: Ground) -> Iterator[Spot]:
    """A number is a hundred times too large, as cents for euros."""
    for site in sites(ground, Integer, Decimal):
        new = f"{site.value} * 100"
        yield from site.spot(partial(_same, new), partial(_over, new, site.sampler.high))


def lost_separator(ground: Ground) -> Iterator[Spot]:
    """A number is a thousandth of what it was, as 1.234 read for 1,234."""
    for site in sites(ground, Integer, Decimal):
        low, value = as_number(site.sampler.low), site.value
        if low is not None and low > 0:
            yield from site.to(f"{value} / 1000", f"round({value} / 1000, 2) < {low}")


def sentinel_number(ground: Ground) -> Iterator[Spot]:
    """A number that stands for "unknown": -999."""
    for site in sites(ground, Integer, Decimal):
        low = as_number(site.sampler.low)
        if low is not None and low > -999:
            yield from site.to("-999")


def off_step(ground: Ground) -> Iterator[Spot]:
    """A number lies between the steps that it should keep to."""
    for site in sites(ground, Integer, Decimal):
        step, high = site.sampler.step, site.sampler.high
        if step is not None and (isinstance(site.sampler, Decimal) or step > 1):
            new = f"{site.value} + {1 if isinstance(site.sampler, Integer) else step / 2}"
            yield from site.spot(partial(_same, new), partial(_upto, new, high))


def wrong_ending(ground: Ground) -> Iterator[Spot]:
    """A price does not end as prices here do."""
    for site in sites(ground, Decimal):
        if site.sampler.ends:
            yield from site.to(f"{site.value} - 0.03")


def _beside(bound: Bound, shift: str, relation: Relation) -> str:
    return f"{number(relation, bound)} {shift}"


def _same(value: str, relation: Relation) -> str:
    return value


def _over(value: str, high: Bound, relation: Relation) -> str:
    return f"{value} > {number(relation, high)}"


def _upto(value: str, high: Bound, relation: Relation) -> str:
    return f"{value} <= {number(relation, high)}"
