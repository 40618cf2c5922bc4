"""How a plan's `per` counts rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rowsmith.tools.engine.compiling.samplers import build
from rowsmith.tools.engine.place import PILOT, Place
from rowsmith.tools.engine.references.sides import split
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.samplers.columns import compile_column
from rowsmith.tools.engine.tables.amounts import settled
from rowsmith.tools.engine.tables.base import World
from rowsmith.tools.engine.tables.calendar import stepped
from rowsmith.tools.engine.tables.child import ChildTable, Counting
from rowsmith.tools.engine.tables.counts import ADDRESS, Counter, CountRule
from rowsmith.tools.engine.tables.dimensions import (
    Dimension,
    ListedDimension,
    ReferredDimension,
    StagesDimension,
)
from rowsmith.tools.engine.tables.limits import limits_of
from rowsmith.tools.engine.values import typed_values
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.column import Column
from rowsmith.tools.plan.expressions import Aggregate, Path, Resolved
from rowsmith.tools.plan.forest import is_multiplied, parent_of
from rowsmith.tools.plan.table import PerRows
from rowsmith.tools.plan.uses import sampler_texts


@dataclass(frozen=True)
class CountGround:
    """The rows that are counted: one for each parent, or for each combination."""

    table: ChildTable

    def count(self) -> int:
        return self.table.parent.count()

    def pilot(self) -> Block:
        return self.table.counting_rows(self.table.parent.pilot(PILOT))

    def blocks(self) -> Iterator[Block]:
        return (self.table.counting_rows(parents) for parents in self.table.parents())


def compile_counting(world: World, table: ChildTable, rows: PerRows) -> Counting:
    """What the table's rows are counted through, and the rule of the counts.

    Raises:
        PlanError: a column of `per` that cannot be counted through, or a count that is no whole number.
    """
    place = Place(
        world=world,
        rows=table,
        ground=CountGround(table),
        build=build,
        address=(ADDRESS, "count"),
        where=f"{table.name}.rows",
        column=ADDRESS,
    )
    _refuse_own_columns(rows, place)
    names = [name for name in rows.columns if name != table.link]
    dimensions = tuple(_dimension(_column(table, name), place) for name in names)
    modifiers = (rows.follows,) if rows.follows else ()
    sampler = compile_column(Column(name="#count", sampler=rows.count, modifiers=modifiers), place)
    if sampler.type.name not in ("integer", "decimal", "double"):
        raise PlanError(f"The count of rows is a {sampler.type.name}, not a number.", where=place.where)
    rule = CountRule(
        place=place.where,
        sampler=sampler,
        limits=limits_of(rows.count, place),
        where=_parent_condition(table, place),
        childless=rows.childless,
        pick=_picked(world, table, rows),
        gaps=rows.gaps,
        key=table.key(ADDRESS, "total"),
    )
    return Counting(Counter(rule, rows.total, world.scale, world.stored), dimensions)


def _picked(world: World, table: ChildTable, rows: PerRows) -> int | None:
    """How many parents have rows, where it is stated: more at a larger scale, if there are more parents."""
    if rows.pick is None:
        return None
    above = parent_of(world.plan, table.name)
    scale = world.scale if above is not None and is_multiplied(world.plan, above) else 1.0
    return settled(rows.pick, scale, table.key(ADDRESS, "total"))


def _refuse_own_columns(rows: PerRows, place: Place) -> None:
    """Raises PlanError where a count looks at a column that comes about only with the rows."""
    followed = [one.column for one in rows.follows.columns] if rows.follows else []
    for text in (*sampler_texts(rows.count), *followed):
        for wanted in place.resolve(text).inputs.values():
            first = wanted.up[0] if isinstance(wanted, Path | Aggregate) and wanted.up else None
            first = wanted.column if first is None and isinstance(wanted, Path) else first
            if first not in rows.columns:
                shown = first or "other rows of the table"
                raise PlanError(
                    f"The count {text!r} looks at {shown}, which is not known before there are rows.",
                    where=place.where,
                    hint=f"Let it look at {' and '.join(rows.columns)} and what these lead to.",
                )


def _column(table: ChildTable, name: str) -> Column:
    found = table.plan.column(name)
    if found is None:
        raise PlanError(f"per names {name}, which is no column.", where=f"{table.name}.rows")
    return found


def _parent_condition(table: ChildTable, place: Place) -> Resolved | None:
    column = table.plan.column(table.link) if table.link else None
    if column is None or not isinstance(column.sampler, model.Reference) or column.sampler.where is None:
        return None
    return place.resolve(column.sampler.where)


def _dimension(column: Column, place: Place) -> Dimension:
    said = column.sampler
    if isinstance(said, model.Reference):
        return _referred(column, said, place)
    if isinstance(said, model.Category | model.States):
        return ListedDimension(column.name, typed_values([one.value for one in said.values]))
    if isinstance(said, model.Stages):
        stops = tuple(one.stop for one in said.values)
        return StagesDimension(
            column.name, column.origin, typed_values([one.value for one in said.values]), stops
        )
    if isinstance(said, model.Boolean):
        return ListedDimension(column.name, typed_values([False, True]))
    if isinstance(said, model.Integer | model.Date | model.DateTime):
        return stepped(column.name, said, place)
    raise PlanError(
        f"{column.name} can't be counted through: it is a {said.kind}.",
        where=place.where,
        hint="per takes references, categories, stages, booleans, integers, and dates with a step.",
    )


def _referred(column: Column, said: model.Reference, place: Place) -> Dimension:
    if len(said.tables) != 1:
        raise PlanError(f"{column.name} leads to several tables.", where=place.where)
    target = place.world.table(said.tables[0].table)
    if said.where is None:
        return ReferredDimension(column.name, target, None)
    key = said.tables[0].column or target.plan.key[0]
    sides = split(place.resolve(said.where), column.name, target.name, key, place.where)
    return ReferredDimension(column.name, target, sides)
