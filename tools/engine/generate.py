"""From a plan to its rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa

from rowsmith.tools.engine.arrow import to_arrow
from rowsmith.tools.engine.compiling.columns import output_columns
from rowsmith.tools.engine.families import families
from rowsmith.tools.engine.protocols import Bits
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.sinks.duckdb import DuckDBSink
from rowsmith.tools.engine.tables.base import BaseTable
from rowsmith.tools.engine.world import BLOCK, TableWorld
from rowsmith.tools.plan import Plan


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
    """Writes all tables of a plan.

    Raises:
        PlanError: the plan can't be.
        GenerationError: rows can't be made from it.
        TargetError: the target exists or can't be written.
    """
    started = time.perf_counter()
    world = TableWorld(plan, scale, block_rows)
    tables = {name: world.tables[name] for name in (table.name for table in plan.tables)}
    out = DuckDBSink(target, threads)
    for name, table in tables.items():
        out.create(name, batch(table.rows(_no_rows()), table).schema)
    done = dict.fromkeys(tables, 0)
    for block in _all_blocks(world):
        if block.table not in tables:
            continue
        made = batch(block, tables[block.table])
        out.write(block.table, made)
        done[block.table] += len(made)
        if on_progress is not None:
            on_progress(Progress(block.table, done[block.table], tables[block.table].count()))
    paths = out.close({table.name: table.key for table in plan.tables})
    return Generated(done, tuple(paths), {"total": time.perf_counter() - started})


def _no_rows() -> Bits:
    return np.zeros(0, dtype=np.uint64)


def _all_blocks(world: TableWorld) -> Iterator[Block]:
    for family in families(world):
        for start, stop in family.ranges():
            yield from family.blocks(start, stop)


def batch(block: Block, table: BaseTable) -> pa.RecordBatch:
    """The block's columns that are written, as Arrow."""
    names = output_columns(table)
    return pa.RecordBatch.from_arrays([to_arrow(block.column(name)) for name in names], names=list(names))
