"""Keys and other values that must stand apart."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.keys import group_columns
from rowsmith.tools.checks.sql import both, quoted
from rowsmith.tools.faults.model import Alter, Ground, Spot
from rowsmith.tools.faults.sites import columns, sites
from rowsmith.tools.plan import Table
from rowsmith.tools.plan.column import Unique
from rowsmith.tools.plan.samplers import Sequence


def duplicate_key(ground: Ground) -> Iterator[Spot]:
    """A row takes the whole key of another one."""
    for table in _keyed(ground):
        other = "(select o.{} from {} as o order by {} limit 1)"
        order = ", ".join(f"o.{quoted(name)}" for name in table.key)
        new = tuple((name, other.format(quoted(name), quoted(table.name), order)) for name in table.key)
        differs = " or ".join(f"r.{quoted(name)} <> {sql}" for name, sql in new)
        yield Spot(table.name, table.key, Alter(new), f"{quoted(table.name)} as r", f"({differs})")


def null_key(ground: Ground) -> Iterator[Spot]:
    """A row has no key, or a part of it is missing."""
    for table in _keyed(ground):
        name = table.key[0]
        yield Spot(
            table.name,
            (name,),
            Alter(((name, None),)),
            f"{quoted(table.name)} as r",
            f"r.{quoted(name)} is not null",
        )


def _keyed(ground: Ground) -> Iterator[Table]:
    for table in ground.plan.tables:
        if table.key and all(name in ground.types.get(table.name, {}) for name in table.key):
            yield table


def number_gap(ground: Ground) -> Iterator[Spot]:
    """A number of a sequence is far ahead of the others."""
    for site in sites(ground, Sequence):
        if site.type not in ("VARCHAR", "") and not site.sampler.within:
            yield from site.to(f"{site.value} + 100000 * {site.sampler.step}")


def number_gap_within(ground: Ground) -> Iterator[Spot]:
    """A number of a sequence that restarts in each group is ahead of the others of its group."""
    for site in sites(ground, Sequence):
        if site.type not in ("VARCHAR", "") and site.sampler.within:
            yield from site.to(f"{site.value} + 1000 * {site.sampler.step}")


def duplicate_unique(ground: Ground) -> Iterator[Spot]:
    """A value that must be unique stands twice."""
    for table, column in columns(ground):
        unique = column.modifier(Unique)
        if unique is not None and not unique.within and column.name not in table.key and not unique.to:
            name = quoted(column.name)
            first = f"(select min(o.{name}) from {quoted(table.name)} as o)"
            yield Spot(
                table.name,
                (column.name,),
                Alter(((column.name, first),)),
                f"{quoted(table.name)} as r",
                f"r.{name} <> {first}",
            )


def duplicate_within(ground: Ground) -> Iterator[Spot]:
    """A value that must be unique within its group stands twice there."""
    for table, column in columns(ground):
        unique = column.modifier(Unique)
        if unique is None or not unique.within:
            continue
        group = [one for part in unique.within for one in group_columns(ground.plan, table, part)]
        names = [one for one in (*group, column.name) if one in ground.types[table.name]]
        if len(names) <= len(group):
            continue
        name = quoted(column.name)
        same = both(f"o.{quoted(one)} = r.{quoted(one)}" for one in group)
        first = f"(select min(o.{name}) from {quoted(table.name)} as o where {same})"
        yield Spot(
            table.name,
            (column.name,),
            Alter(((column.name, first),)),
            f"{quoted(table.name)} as r",
            f"r.{name} <> {first}",
        )
