"""Samplers at their places: those of the samplers' room, and those that the engine compiles itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rowsmith.tools.engine.place import Place, TableGround
from rowsmith.tools.engine.protocols import Bits, Rows, Sampler
from rowsmith.tools.engine.references.compile import compile_reference
from rowsmith.tools.engine.references.keys import KeyedSampler, KeyOfSampler
from rowsmith.tools.engine.samplers.columns import compile_column
from rowsmith.tools.engine.samplers.registry import compile_sampler
from rowsmith.tools.engine.sequences import (
    ExpressionRanking,
    NumberFormat,
    Ranking,
    RowRanking,
    SequenceSampler,
    SiblingRanking,
)
from rowsmith.tools.engine.tables.base import BaseTable, World
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.column import Column
from rowsmith.tools.plan.expressions import Resolved


def column_place(world: World, table: BaseTable, column: Column) -> Place:
    """The place of a column's sampler."""
    return Place(
        world=world,
        rows=table,
        ground=TableGround(world, table),
        build=build,
        address=(column.origin,),
        where=f"{table.name}.{column.name}",
        column=column.name,
        refers=isinstance(column.sampler, model.Reference),
    )


def label_place(world: World, table: BaseTable, label: str) -> Place:
    """The place of a column that marks rows."""
    where = f"{table.name}.{label}"
    return Place(world, table, TableGround(world, table), build, (label,), where, label)


def compile_chooser(world: World, table: BaseTable, reference: str) -> Sampler:
    """What draws the row numbers that a reference column leads to."""
    column = table.plan.column(reference)
    if column is None:
        raise PlanError(f"{table.name} has no column {reference}.", where=table.name)
    return compile_column(column, column_place(world, table, column))


def build(said: model.Sampler, place: Place) -> Sampler:
    """Compiles a sampler of any kind."""
    if isinstance(said, model.Reference):
        return _chooser(said, place)
    if place.refers and not isinstance(said, model.Switch | model.Lookup | model.Bands):
        return _row_of(said, place)
    if isinstance(said, model.Expression):
        expression = place.resolve(said.sql)
        return ExpressionSampler(expression, place.type_of(expression))
    if isinstance(said, model.Sequence):
        return _sequence(said, place)
    return compile_sampler(said, place)


def _chooser(said: model.Reference, place: Place) -> Sampler:
    """A reference that is a part of another column's sampler gives the key, not the row."""
    chooser = compile_reference(said, place)
    if place.refers:
        return chooser
    meant, *others = said.tables
    if others:
        raise PlanError("A reference to several tables is a column of its own.", where=place.where)
    target = place.world.table(meant.table)
    return KeyOfSampler(chooser, target, meant.column or target.plan.key[0])


def _row_of(said: model.Sampler, place: Place) -> Sampler:
    """A key that a segment writes into a reference's column."""
    column = place.table.column(place.column)
    if column is None or not isinstance(column.sampler, model.Reference):
        raise PlanError("Only a reference can be put here.", where=place.where)
    meant, *others = column.sampler.tables
    if others:
        raise PlanError("A key of one of several tables can't be put here.", where=place.where)
    target = place.world.table(meant.table)
    values = build(said, replace(place, refers=False))
    return KeyedSampler(values, target, meant.column or target.plan.key[0], place.where)


@dataclass(frozen=True)
class ExpressionSampler:
    """The value of an expression; no chance in it."""

    expression: Resolved
    type: Type

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        return rows.evaluate(self.expression)


def _sequence(said: model.Sequence, place: Place) -> Sampler:
    form = NumberFormat.read(said.format, place.where) if said.format else None
    return SequenceSampler(said.start, said.step, _ranking(said, place), form)


def _ranking(said: model.Sequence, place: Place) -> Ranking:
    if not said.by and not said.within:
        return RowRanking()
    if not said.by and said.within == (place.rows.link,):
        return SiblingRanking()
    partition = f"PARTITION BY {', '.join(said.within)} " if said.within else ""
    order = f"ORDER BY {', '.join(said.by)}" if said.by else ""
    expression = place.resolve(f"row_number() OVER ({partition}{order})")
    return ExpressionRanking(expression)
