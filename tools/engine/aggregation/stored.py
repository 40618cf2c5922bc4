"""What needs whole tables: made once by SQL over all their rows, and kept by row number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pyarrow as pa

from rowsmith.tools.engine.aggregation.grouped import GROUP, select, spread
from rowsmith.tools.engine.arrow import from_arrow
from rowsmith.tools.engine.assembly import index_behind, picked
from rowsmith.tools.engine.evaluation.dialect import fitted_sql
from rowsmith.tools.engine.evaluation.evaluate import held, relation
from rowsmith.tools.engine.protocols import Index
from rowsmith.tools.engine.rows.block import Block, step_to
from rowsmith.tools.engine.rows.encoding import rows_of_table
from rowsmith.tools.engine.tables.base import BaseTable, World
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.plan.expressions import Aggregate, Down, Input
from rowsmith.tools.plan.samplers import Reference

ROW = "__row"
NO_GROUP = -1


def aggregate_of_all(world: World, wanted: Aggregate, kind: Type) -> Vector:
    """The aggregate for each row of its base table (one value for all where it has none)."""
    below = world.table(wanted.table)
    groups = world.table(wanted.base).count() if wanted.base else 1
    types = {name: world.input_type(one, wanted.table) for name, one in wanted.inputs.items()}
    reader = streamed(world, below, wanted.inputs, lambda rows: {GROUP: base_rows(world, rows, wanted)})
    made = world.evaluator.stream(
        f"{select(wanted, kind, types)} FROM block WHERE {GROUP} >= 0 GROUP BY {GROUP}",
        wanted.table,
        block=reader,
    )
    return spread(made, wanted, kind, groups)


def aggregate_of_asked(world: World, table: BaseTable, wanted: Aggregate, kind: Type) -> Vector:
    """The aggregate for each row of the asking table, whose values it uses."""
    below = world.table(wanted.table)
    types = {name: world.input_type(one, wanted.table) for name, one in wanted.inputs.items()}
    types |= {name: world.input_type(one, table.name) for name, one in wanted.outer.items()}
    inner = streamed(world, below, wanted.inputs, lambda rows: {"__base": base_rows(world, rows, wanted)})
    asking = streamed(
        world,
        table,
        wanted.outer,
        lambda rows: {GROUP: rows.ids.view(np.int64), "__base": _asked(rows, wanted)},
    )
    made = world.evaluator.stream(
        f"{select(wanted, kind, types)} FROM asking JOIN block USING (__base) WHERE __base >= 0 GROUP BY {GROUP}",
        wanted.table,
        block=inner,
        asking=asking,
    )
    return spread(made, wanted, kind, table.count())


def _asked(rows: Block, wanted: Aggregate) -> Index:
    if wanted.base is None:
        return np.zeros(len(rows), dtype=np.int64)
    return row_numbers(rows, wanted.up) if wanted.up else rows.ids.view(np.int64)


def base_rows(world: World, rows: Block, wanted: Aggregate) -> Index:
    """The row of the base table to which each aggregated row belongs, -1 for none."""
    if wanted.base is None:
        return np.zeros(len(rows), dtype=np.int64)
    above = [wanted.base, *(down.table for down in wanted.down[:-1])]
    block, index = rows, np.arange(len(rows), dtype=np.int64)
    for down, table in reversed(list(zip(wanted.down, above, strict=True))):
        numbers = index_behind(_rows_above(world, block, down, table), index)
        step = step_to(world.table(table), numbers)
        block, index = step.block, step.index
    return index_behind(block.ids.view(np.int64), index)


def _rows_above(world: World, block: Block, down: Down, table: str) -> Index:
    """The rows of `table` to which a reference leads that may lead to other tables too."""
    numbers = block.referred(down.via)
    column = world.table(down.table).plan.column(down.via)
    targets = column.sampler.tables if column and isinstance(column.sampler, Reference) else ()
    if len(targets) <= 1:
        return numbers
    return rows_of_table(numbers, [target.table for target in targets].index(table))


def row_numbers(rows: Block, references: tuple[str, ...]) -> Index:
    """The row number to which references lead, one after the other; -1 for none."""
    if len(references) == 1:
        return rows.referred(references[0])
    step = rows.walk(references[:-1])
    numbers = step.block.referred(references[-1])
    if not len(numbers):
        return np.full(len(rows), NO_GROUP, dtype=np.int64)
    return np.where(step.index < 0, NO_GROUP, numbers[np.maximum(step.index, 0)])


def window_of_all(
    world: World, table: BaseTable, sql: str, inputs: Mapping[str, Input], kind: Type
) -> Vector:
    """A window expression over all rows of a table."""
    reader = streamed(world, table, inputs, lambda rows: {ROW: rows.ids.view(np.int64)})
    types = {name: world.input_type(one, table.name) for name, one in inputs.items()}
    made = world.evaluator.stream(
        f"SELECT {ROW}, {held(fitted_sql(sql, types), kind)} AS v FROM block", table.name, block=reader
    )
    places = np.empty(len(made), dtype=np.int64)
    places[np.asarray(made.column(ROW).to_numpy())] = np.arange(len(made))
    return picked(from_arrow(made.column("v"), kind, table.name), places)


def streamed(
    world: World,
    table: BaseTable,
    inputs: Mapping[str, Input],
    numbers: Callable[[Block], Mapping[str, Index]],
) -> pa.RecordBatchReader:
    """A table's rows as a stream of their inputs and some row numbers, made while it is read."""

    def batches() -> Iterator[pa.RecordBatch]:
        for rows in world.blocks(table):
            yield from _table(rows, inputs, numbers).to_batches()

    nothing = table.rows(np.zeros(0, dtype=np.uint64))
    return pa.RecordBatchReader.from_batches(_table(nothing, inputs, numbers).schema, batches())


def _table(
    rows: Block, inputs: Mapping[str, Input], numbers: Callable[[Block], Mapping[str, Index]]
) -> pa.Table:
    made = relation({name: rows.input(wanted) for name, wanted in inputs.items()}, len(rows))
    if not inputs:
        made = made.select([])
    for name, values in numbers(rows).items():
        made = made.append_column(name, pa.array(values))
    return made
