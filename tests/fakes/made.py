"""Tables made from a plan's text, to be asked by SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from rowsmith.tools.engine.arrow import portable
from rowsmith.tools.engine.generate import batch
from rowsmith.tools.engine.world import TableWorld
from rowsmith.tools.plan.yaml import load_plan


@dataclass(frozen=True)
class Made:
    """The tables of a plan in a DuckDB of their own."""

    tables: dict[str, pa.Table]
    connection: duckdb.DuckDBPyConnection

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def one(self, sql: str) -> Any:
        """The only value of the only row."""
        ((value,),) = self.rows(sql)
        return value

    def list(self, sql: str) -> list[Any]:
        """The values of the only column."""
        return [value for (value,) in self.rows(sql)]


def made(text: str, *, scale: float = 1.0, block_rows: int = 65_536) -> Made:
    """All tables of the plan under `tables:`, made by the engine itself."""
    plan = load_plan(text if text.lstrip().startswith("rowsmith") else f"rowsmith: 1\nname: t\n{text}")
    world = TableWorld(plan, scale, block_rows)
    connection = duckdb.connect(":memory:")
    tables: dict[str, pa.Table] = {}
    for table in plan.tables:
        source = world.table(table.name)
        batches = [portable(batch(block, source)) for block in world.blocks(source)]
        tables[table.name] = pa.Table.from_batches(batches)
        connection.register(table.name, tables[table.name])
    return Made(tables, connection)
