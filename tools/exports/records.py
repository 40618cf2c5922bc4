"""Rows with what they refer to and what refers to them, for texts made of rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from rowsmith.tools.engine.names import quoted
from rowsmith.tools.engine.sinks.constraints import ForeignKey
from rowsmith.tools.errors import UsageError
from rowsmith.tools.exports.model import Options
from rowsmith.tools.exports.nesting import nested_select
from rowsmith.tools.exports.source import ExportTable, Source, batches

Record = dict[str, object]


def table_of(source: Source, options: Options) -> ExportTable:
    """The table that texts are made of. Raises UsageError where it is not said which."""
    if options.table is not None:
        return source.table(options.table)
    if len(source.tables) == 1:
        return source.tables[0]
    raise UsageError(
        "Which table the texts are made of is not said.",
        hint=f"Add --table, one of {', '.join(table.name for table in source.tables)}.",
    )


def records(source: Source, table: ExportTable, rows: int | None = None) -> Iterator[Record]:
    """Each row: its columns, under their names the rows that it refers to and lists of those below it."""
    found = (
        dict(zip(batch.schema.names, row, strict=True))
        for batch in batches(source.connection, _select(source, table), 1_000)
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)
    )
    return islice(found, rows)


def _select(source: Source, table: ExportTable) -> str:
    """The nested rows, with a struct for each row referred to: `customer` for `customer_id`."""
    taken = {column.name for column in table.columns}
    above = [key for key in table.promised.references if len(key.columns) == 1 and _called(key) not in taken]
    if not above:
        return nested_select(source, table, {})
    fields = [f"p{n} as {quoted(_called(key))}" for n, key in enumerate(above)]
    joins = [
        f"left join {quoted(key.target)} p{n} on p{n}.{quoted(key.target_columns[0])} = r.{quoted(key.columns[0])}"
        for n, key in enumerate(above)
    ]
    numbered = f"select *, row_number() over () as __n from ({nested_select(source, table, {})})"
    return (
        f"select r.* exclude (__n), {', '.join(fields)} from ({numbered}) r {' '.join(joins)} order by r.__n"
    )


def _called(key: ForeignKey) -> str:
    return (
        key.columns[0].removesuffix("_id")
        if key.columns[0] != key.columns[0].removesuffix("_id")
        else key.target
    )
