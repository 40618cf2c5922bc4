"""The tables of a plan in memory, as they come out of a DuckDB file; what two of them share."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from rowsmith.tools.engine import generate_tables
from rowsmith.tools.engine.checksum import batches_checksum
from rowsmith.tools.plan import Plan

Tables = Mapping[str, pa.Table]


def made(plan: Plan, *, scale: float = 1.0, block_rows: int = 65_536, threads: int = 1) -> Tables:
    """All tables of a plan, each with its rows in their order."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "made.duckdb"
        generate_tables(plan, target, scale=scale, block_rows=block_rows, threads=threads)
        with duckdb.connect(str(target), read_only=True) as connection:
            return {one.name: connection.sql(f'from "{one.name}"').to_arrow_table() for one in plan.tables}


def sums(tables: Tables) -> dict[str, str]:
    """The logical checksum of each table."""
    return {name: batches_checksum(table.to_batches()) for name, table in tables.items()}


def differing(before: Tables, after: Tables, names: Mapping[tuple[str, str], str | None]) -> Iterator[str]:
    """The columns of `before` whose cells are not those of the first rows of `after`.

    Args:
        names: what a (table, column) is called in `after`, where it is called something else; None where it is gone.
    """
    for name, table in before.items():
        other = after[name]
        for column in table.column_names:
            called = names.get((name, column), column)
            if called is None:
                continue
            if called not in other.column_names or not _starts_with(
                other.column(called), table.column(column)
            ):
                yield f"{name}.{column}"


def _starts_with(longer: pa.ChunkedArray, shorter: pa.ChunkedArray) -> bool:  # type: ignore[type-arg]  # takes no parameter at run time
    first = longer.slice(0, len(shorter))
    return bool(first.combine_chunks().equals(shorter.combine_chunks()))
