"""A column of a plan as the source of its values."""

from __future__ import annotations

from rowsmith.tools.engine.aggregation.finished import FinishedQuery, QuerySource
from rowsmith.tools.engine.casting import common_type
from rowsmith.tools.engine.compiling.samplers import column_place, compile_chooser, label_place
from rowsmith.tools.engine.protocols import Sampler
from rowsmith.tools.engine.references.polymorphic import PolymorphicKeySource, TypeSource
from rowsmith.tools.engine.rows.block import Source
from rowsmith.tools.engine.samplers.columns import compile_column, compile_labels
from rowsmith.tools.engine.sequences import RowRanking, SequenceSampler
from rowsmith.tools.engine.sources import (
    KeySource,
    NumberedSource,
    QueriedSource,
    SampledSource,
    WrittenSource,
)
from rowsmith.tools.engine.tables.base import BaseTable, World
from rowsmith.tools.engine.tables.queried import QueryTable
from rowsmith.tools.engine.values import typed_values
from rowsmith.tools.errors import PlanError, did_you_mean
from rowsmith.tools.plan import Table
from rowsmith.tools.plan.column import Column, Errors, Outliers
from rowsmith.tools.plan.samplers import Query, Reference
from rowsmith.tools.plan.table import WrittenRows


def compile_source(world: World, table: BaseTable, name: str) -> Source:
    """The source of a column. Raises PlanError where the table has no such column."""
    rows = table.plan.rows
    if isinstance(rows, WrittenRows) and name in rows.columns:
        place = rows.columns.index(name)
        return WrittenSource(typed_values([cells[place] for cells in rows.cells]))
    if isinstance(table, QueryTable) and (kind := table.queried(name)) is not None:
        return QueriedSource(table, name, kind)
    column = table.plan.column(name)
    if column is None:
        return _derived(world, table, name)
    if isinstance(column.sampler, Reference):
        return key_source(world, column.name, column.sampler, 0)
    if isinstance(column.sampler, Query):
        return QuerySource(FinishedQuery(world, column.sampler.sql, f"{table.name}.{name}"), table, name)
    sampler = compile_column(column, column_place(world, table, column))
    return _numbered(sampler) or SampledSource(sampler, column.origin)


def _numbered(sampler: Sampler) -> NumberedSource | None:
    if isinstance(sampler, SequenceSampler) and isinstance(sampler.ranking, RowRanking):
        return None if sampler.format else NumberedSource(sampler.start, sampler.step)
    return None


def key_source(world: World, reference: str, said: Reference, number: int) -> Source:
    """The source of the key that a reference holds; `number` chooses among several key columns."""
    meant, *others = said.tables
    if others:
        return _polymorphic(world, reference, said)
    target = world.table(meant.table)
    key = meant.column or target.plan.key[number]
    source = target.source(key)
    return KeySource(reference, key, source.type, source if isinstance(source, NumberedSource) else None)


def _polymorphic(world: World, reference: str, said: Reference) -> Source:
    targets = [
        (world.table(one.table), one.column or world.table(one.table).plan.key[0]) for one in said.tables
    ]
    kind = common_type((table.source(column).type for table, column in targets), reference)
    return PolymorphicKeySource(reference, targets, kind)


def _derived(world: World, table: BaseTable, name: str) -> Source:
    for column in table.plan.columns:
        if isinstance(column.sampler, Reference) and name in column.sampler.columns:
            return key_source(world, column.name, column.sampler, column.sampler.columns.index(name))
        if isinstance(column.sampler, Reference) and column.sampler.type == name:
            names = [str(target.type_value or target.table) for target in column.sampler.tables]
            return TypeSource(column.name, names)
    labels = compile_labels(table.plan, lambda label: label_place(world, table, label))
    if name in labels:
        return SampledSource(labels[name], name)
    known = [column.name for column in table.plan.columns]
    raise PlanError(f"{table.name} has no column {name}.", where=table.name, hint=did_you_mean(name, known))


def output_columns(table: BaseTable) -> tuple[str, ...]:
    """The columns that are written, in the plan's order."""
    rows = table.plan.rows
    written = rows.columns if isinstance(rows, WrittenRows) else ()
    named: list[str] = list(table.query.types) if isinstance(table, QueryTable) else list(written)
    for column in table.plan.columns:
        if column.hidden or column.name in written:
            continue
        named += _shown(column)
    named += labels_of(table.plan)
    return tuple(dict.fromkeys(named))


def labels_of(plan: Table) -> list[str]:
    """The boolean columns that mark segments, outliers and errors."""
    marks = [modifier for column in plan.columns for modifier in column.modifiers]
    planted = [one.label for one in marks if isinstance(one, Outliers | Errors)]
    return [label for label in (*(one.label for one in plan.segments), *planted) if label]


def _shown(column: Column) -> tuple[str, ...]:
    if isinstance(column.sampler, Reference) and column.sampler.columns:
        return column.sampler.columns
    if isinstance(column.sampler, Reference) and column.sampler.type:
        return (column.sampler.type, column.name)
    return (column.name,)


__all__ = ["compile_chooser", "compile_source", "key_source", "output_columns"]
