"""Values that are missing, or there where none may be."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.emptiness import NEVER, empty
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.sql import both, quoted
from rowsmith.tools.errors import CheckError, ExpressionError
from rowsmith.tools.faults.model import Alter, Ground, Spot
from rowsmith.tools.faults.sites import columns
from rowsmith.tools.plan import Column, Table
from rowsmith.tools.plan.column import Nulls
from rowsmith.tools.plan.samplers import Reference


def unexpected_null(ground: Ground) -> Iterator[Spot]:
    """A value is missing where none may be."""
    for table, column in columns(ground):
        if column.name in table.key or isinstance(column.sampler, Reference) or column.modifier(Nulls):
            continue
        try:
            never = empty(Relation(ground.plan, table.name), table, column) == NEVER
        except (CheckError, ExpressionError):
            continue
        if never:
            yield Spot(
                table.name,
                (column.name,),
                Alter(((column.name, None),)),
                f"{quoted(table.name)} as r",
                f"r.{quoted(column.name)} is not null",
            )


def filled_null(ground: Ground) -> Iterator[Spot]:
    """A value is there where the row's state says that there is none."""
    for table, column, nulls in _conditional(ground):
        if nulls.share is None and nulls.where is not None:
            name = quoted(column.name)
            some = f"(select min(o.{name}) from {quoted(table.name)} as o)"
            yield from _where(ground, table, column, nulls.where, some, f"r.{name} is null")


def null_elsewhere(ground: Ground) -> Iterator[Spot]:
    """A value is missing where the row's state says that there is one."""
    for table, column, nulls in _conditional(ground):
        if nulls.where is not None:
            yield from _where(
                ground, table, column, nulls.where, None, f"r.{quoted(column.name)} is not null"
            )


def _conditional(ground: Ground) -> Iterator[tuple[Table, Column, Nulls]]:
    for table, column in columns(ground):
        nulls = column.modifier(Nulls)
        if nulls is not None and nulls.where is not None and not isinstance(column.sampler, Reference):
            yield table, column, nulls


def _where(
    ground: Ground, table: Table, column: Column, where: str, value: str | None, condition: str
) -> Iterator[Spot]:
    relation = Relation(ground.plan, table.name)
    try:
        meant = f"coalesce({relation.expression(where)}, false)"
    except (CheckError, ExpressionError):
        return
    when = both([meant if value is not None else f"not {meant}", condition])
    change = Alter(((column.name, value),))
    yield Spot(table.name, (column.name,), change, relation.source().sql, when)
