"""Children inside of their parents: each table below the one that its rows belong to."""

from __future__ import annotations

from rowsmith.tools.engine.names import quoted
from rowsmith.tools.engine.sinks.constraints import ForeignKey
from rowsmith.tools.exports.source import ExportTable, Forms, Source


def home(source: Source, table: ExportTable) -> ForeignKey | None:
    """The reference to the table's parent: the first one that its rows are counted by."""
    planned = source.plan.table(table.name) if source.plan else None
    if planned is None or planned.rows.kind != "per":
        return None
    keys = table.promised.references
    found = (key for name in planned.rows.columns for key in keys if key.columns == (name,))
    return next(found, None)


def roots(source: Source) -> list[ExportTable]:
    """The tables that stand below no other."""
    return [table for table in source.tables if home(source, table) is None]


def children(source: Source, parent: ExportTable) -> list[tuple[ExportTable, ForeignKey]]:
    """The tables right below one, each with the reference that leads there."""
    found = [(table, home(source, table)) for table in source.tables]
    return [(table, key) for table, key in found if key is not None and key.target == parent.name]


def nested_select(source: Source, table: ExportTable, forms: Forms) -> str:
    """The table's rows, in their order, with a list of structs for each table below."""
    fields = {name: f"{sql} as {quoted(name)}" for name, sql in _fields(source, table, forms).items()}
    return f"select {', '.join(fields.values())} from {_joined(source, table, forms)} order by t.rowid"


def child_field(parent: ExportTable, child: ExportTable) -> str:
    """The name of the list: the child's, unless a column has it."""
    name, taken = child.name, {column.name for column in parent.columns}
    while name in taken:
        name += "_rows"
    return name


def _fields(source: Source, table: ExportTable, forms: Forms) -> dict[str, str]:
    own = table.reads(forms)
    below = children(source, table)
    lists = {child_field(table, child): f"coalesce(c{n}.__list, [])" for n, (child, _) in enumerate(below)}
    return own | lists


def _joined(source: Source, table: ExportTable, forms: Forms) -> str:
    """The table as t, with the lists of its children as c0, c1 and so on."""
    joins = [
        f"left join ({_lists(source, child, key, forms)}) c{n} on c{n}.__key = t.{quoted(key.target_columns[0])}"
        for n, (child, key) in enumerate(children(source, table))
    ]
    return " ".join([f"{quoted(table.name)} t", *joins])


def _lists(source: Source, child: ExportTable, key: ForeignKey, forms: Forms) -> str:
    packed = ", ".join(f"{quoted(name)} := {sql}" for name, sql in _fields(source, child, forms).items())
    return (
        f"select t.{quoted(key.columns[0])} as __key, list(struct_pack({packed}) order by t.rowid) as __list "
        f"from {_joined(source, child, forms)} group by 1"
    )
