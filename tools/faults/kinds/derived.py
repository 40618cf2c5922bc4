"""Values that follow from others and no longer do."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.sql import quoted
from rowsmith.tools.errors import CheckError, ExpressionError
from rowsmith.tools.faults.model import Alter, Ground, Spot
from rowsmith.tools.faults.sites import Site, sites
from rowsmith.tools.plan.samplers import Boolean, Expression

NUMBERS = ("BIGINT", "INTEGER", "HUGEINT", "DOUBLE", "DECIMAL")
MOMENTS = ("DATE", "TIMESTAMP")


def stale_total(ground: Ground) -> Iterator[Spot]:
    """A number that was not computed again after what it comes from had changed."""
    for site in _expressions(ground):
        if site.type in NUMBERS:
            yield from site.to(f"{site.value} + 1")


def rounding_slip(ground: Ground) -> Iterator[Spot]:
    """A computed amount that is off by five cents."""
    for site in _expressions(ground):
        if site.type in ("DOUBLE", "DECIMAL"):
            yield from site.to(f"{site.value} + 0.05")


def stale_copy(ground: Ground) -> Iterator[Spot]:
    """A text or a moment copied from elsewhere that no longer is what stands there."""
    for site in _expressions(ground):
        if site.type == "VARCHAR":
            yield from site.to(f"{site.value} || ' (old)'")
        elif site.type in MOMENTS:
            yield from site.to(f"{site.value} - to_days(40)")


def wrong_flag(ground: Ground) -> Iterator[Spot]:
    """A computed yes or no that is the other one."""
    for site in _expressions(ground):
        if site.type == "BOOLEAN":
            yield from site.to(f"not {site.value}")


def flag_elsewhere(ground: Ground) -> Iterator[Spot]:
    """A yes where the row's state allows only no."""
    for site in sites(ground, Boolean):
        where = site.sampler.where or site.sampler.of
        if where is not None:
            yield from site.spot(_yes, partial(_only_no, where, site.value))


def _yes(relation: Relation) -> str:
    return "true"


def _only_no(where: str, value: str, relation: Relation) -> str:
    return f"not {value} and not coalesce({relation.expression(where)}, false)"


def _expressions(ground: Ground) -> Iterator[Site[Expression]]:
    """Computed columns that can be computed again from what is in the tables."""
    for site in sites(ground, Expression):
        try:
            Relation(ground.plan, site.table.name).expression(site.sampler.sql)
        except (CheckError, ExpressionError):
            continue
        if site.column.name not in site.table.key:
            yield site


def swapped_totals(ground: Ground) -> Iterator[Spot]:
    """A row holds the computed value of another one."""
    for site in _expressions(ground):
        if site.type in NUMBERS:
            name = quoted(site.column.name)
            other = f"(select max(o.{name}) from {quoted(site.table.name)} as o)"
            yield Spot(
                site.table.name,
                (site.column.name,),
                Alter(((site.column.name, other),)),
                f"{quoted(site.table.name)} as r",
                f"r.{name} < {other}",
            )
