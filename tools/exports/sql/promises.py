"""What is promised of a table and kept by its rows."""

from __future__ import annotations

from rowsmith.tools.engine.names import quoted
from rowsmith.tools.engine.sinks.constraints import Constraints, ForeignKey
from rowsmith.tools.exports.source import ExportTable


def kept_promises(table: ExportTable) -> Constraints:
    """The promises that the rows keep: planted errors may break some, and a script that fails is no use."""
    promised = table.promised
    required = tuple(name for name in promised.required if is_filled(table, (name,)))
    key = promised.key if is_key(table, promised.key) else ()
    return Constraints(
        key=key,
        unique=tuple(one for one in promised.unique if is_unique(table, one)),
        required=tuple(dict.fromkeys((*key, *required))),
        references=tuple(one for one in promised.references if is_held(table, one)),
    )


def is_key(table: ExportTable, columns: tuple[str, ...]) -> bool:
    return bool(columns) and is_filled(table, columns) and is_unique(table, columns)


def is_filled(table: ExportTable, columns: tuple[str, ...]) -> bool:
    """Whether each row has a value in all of them."""
    empty = " or ".join(f"{quoted(name)} is null" for name in columns)
    return table.value(f"select count(*) from {quoted(table.name)} where {empty}") == 0


def is_unique(table: ExportTable, columns: tuple[str, ...]) -> bool:
    """Whether no two rows have the same values; rows without a value count for nothing."""
    names = ", ".join(map(quoted, columns))
    filled = " and ".join(f"{quoted(name)} is not null" for name in columns)
    rows = f"select count(*) as n from {quoted(table.name)} where {filled} group by {names}"
    return table.value(f"select count(*) from ({rows}) where n > 1") == 0


def is_held(table: ExportTable, reference: ForeignKey) -> bool:
    """Whether each value refers to a row that is there."""
    pairs = zip(reference.columns, reference.target_columns, strict=True)
    same = " and ".join(f"a.{quoted(own)} = b.{quoted(target)}" for own, target in pairs)
    filled = " and ".join(f"a.{quoted(name)} is not null" for name in reference.columns)
    return (
        table.value(
            f"select count(*) from {quoted(table.name)} a where {filled} "
            f"and not exists (select 1 from {quoted(reference.target)} b where {same})"
        )
        == 0
    )


def longest_texts(table: ExportTable) -> dict[str, int]:
    """The length of the longest text of each column, in characters."""
    return {
        column.name: table.value(
            f"select max(length({quoted(column.name)}::VARCHAR)) from {quoted(table.name)}"
        )
        for column in table.columns
        if column.kind == "text"
    }


def kept_later(table: ExportTable) -> tuple[ForeignKey, ...]:
    """The references that hold once all rows are in."""
    return tuple(one for one in table.later if is_held(table, one))
