"""From a plan to its rows."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa

from rowsmith.tools.engine.arrow import portable, to_arrow
from rowsmith.tools.engine.compiling.columns import output_columns
from rowsmith.tools.engine.families import Family, families
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.sinks.constraints import constraints_of
from rowsmith.tools.engine.sinks.duckdb import DuckDBSink
from rowsmith.tools.engine.sinks.parquet import ParquetSink
from rowsmith.tools.engine.sinks.sink import Sink
from rowsmith.tools.engine.tables.base import BaseTable
from rowsmith.tools.engine.world import BLOCK, TableWorld
from rowsmith.tools.errors import PlanError, did_you_mean
from rowsmith.tools.plan import Plan

AHEAD = 2
"""How many ranges each thread may be ahead of the writer."""

Batch = tuple[str, pa.RecordBatch]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows of a table are done, of how many."""

    table: str
    done: int
    total: int


@dataclass(frozen=True)
class Generated:
    """What was made: rows per table in the plan's order, the files, and the seconds that it took."""

    rows: dict[str, int]
    paths: tuple[Path, ...]
    seconds: dict[str, float]


def generate_tables(
    plan: Plan,
    target: Path,
    *,
    sink: Literal["duckdb", "parquet"] = "duckdb",
    scale: float = 1.0,
    block_rows: int = BLOCK,
    threads: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
) -> Generated:
    """Writes all tables of a plan: into a DuckDB file, or a folder with a folder of Parquet files per table.

    Args:
        plan: what to make.
        target: a new file or folder.
        sink: which of these.
        scale: multiplies the numbers of rows that are stated, but for rows written out.
        block_rows: about how many rows are made at a time; the rows are the same for any.
        threads: how many blocks are made at the same time; the rows are the same for any.
        on_progress: told after each batch, in this thread.

    Raises:
        PlanError: the plan can't be.
        GenerationError: rows can't be made from it.
        TargetError: the target exists or can't be written.
    """
    started = time.perf_counter()
    world = TableWorld(plan, scale, block_rows)
    tables = {table.name: world.table(table.name) for table in plan.tables}
    schemas = {name: batch(table.rows(_NO_ROWS), table).schema for name, table in tables.items()}
    counts = {name: table.count() for name, table in tables.items()}
    counted = time.perf_counter()
    out: Sink = DuckDBSink(target, threads) if sink == "duckdb" else ParquetSink(target)
    for name, schema in schemas.items():
        out.create(name, schema)
    done = dict.fromkeys(tables, 0)
    for name, made in _batches(world, tables, threads):
        out.write(name, made)
        done[name] += len(made)
        if on_progress is not None:
            on_progress(Progress(name, done[name], counts[name]))
    paths = out.close(constraints_of(plan))
    finished = time.perf_counter()
    return Generated(done, tuple(paths), {"count": counted - started, "rows": finished - counted})


_NO_ROWS = np.zeros(0, dtype=np.uint64)


def iter_batches(
    plan: Plan, table: str, *, scale: float = 1.0, block_rows: int = BLOCK
) -> Iterator[pa.RecordBatch]:
    """The rows of one table in their order, as Arrow; decimals in 128 bits.

    Raises:
        PlanError: there is no such table, or the plan can't be.
        GenerationError: rows can't be made from it.
    """
    world = TableWorld(plan, scale, block_rows)
    if plan.table(table) is None:
        raise PlanError(
            f"There is no table {table}.", hint=did_you_mean(table, [t.name for t in plan.tables])
        )
    source = world.table(table)
    for block in world.blocks(source):
        yield portable(batch(block, source))


def batch(block: Block, table: BaseTable) -> pa.RecordBatch:
    """The block's columns that are written, as Arrow."""
    names = output_columns(table)
    return pa.RecordBatch.from_arrays([to_arrow(block.column(name)) for name in names], names=list(names))


def _batches(world: TableWorld, tables: dict[str, BaseTable], threads: int) -> Iterator[Batch]:
    work = [(family, start, stop) for family in families(world) for start, stop in family.ranges()]
    if threads == 1:
        for family, start, stop in work:
            yield from _of_range(tables, family, start, stop)
        return
    with ThreadPoolExecutor(threads) as pool:
        running: deque[Future[list[Batch]]] = deque()
        for family, start, stop in work:
            if len(running) >= AHEAD * threads:
                yield from running.popleft().result()
            running.append(pool.submit(_listed, tables, family, start, stop))
        while running:
            yield from running.popleft().result()


def _listed(tables: dict[str, BaseTable], family: Family, start: int, stop: int) -> list[Batch]:
    return list(_of_range(tables, family, start, stop))


def _of_range(tables: dict[str, BaseTable], family: Family, start: int, stop: int) -> Iterator[Batch]:
    for block in family.blocks(start, stop):
        table = tables.get(block.table)
        if table is not None:
            yield block.table, batch(block, table)
