"""A row's place among the rows of its parent, by window functions."""

from __future__ import annotations

from collections.abc import Sequence

from rowsmith.tools.checks.expressions.links import table_of
from rowsmith.tools.checks.sql import columns, quoted
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.expressions import Sibling
from rowsmith.tools.plan.samplers import Date, DateTime, Integer, Reference
from rowsmith.tools.plan.samplers import Sequence as Numbers
from rowsmith.tools.plan.table import PerRows

STORED = "stored row"


def sibling_name(wanted: Sibling) -> str:
    """The name of the column that holds the fact."""
    return f"{wanted.what} {wanted.column}" if wanted.column else wanted.what


def numbered(plan: Plan, table: str, siblings: Sequence[Sibling]) -> str:
    """The table with a column for each fact, as a subquery."""
    model = table_of(plan, table)
    group, order = parent_columns(model), order_columns(model)
    rows = quoted(table)
    if order is None:
        rows = f"(select *, row_number() over () as {quoted(STORED)} from {rows})"
        order = (STORED,)
    partition = f"partition by {columns(group)} " if group else ""
    window = f"{partition}order by {columns(order)}"
    facts = dict.fromkeys(_fact(one, partition.strip()) for one in siblings)
    return f"(select *, {', '.join(facts)} from {rows} window w as ({window}))"


def parent_columns(table: Table) -> tuple[str, ...]:
    """The columns that name a row's parent; none in a root table, whose rows are all siblings."""
    if not isinstance(table.rows, PerRows):
        return ()
    for name in table.rows.columns:
        column = table.column(name)
        if column is not None and isinstance(column.sampler, Reference):
            return column.sampler.columns or (name,)
    return ()


def order_columns(table: Table) -> tuple[str, ...] | None:
    """Key columns in whose order the rows of a parent stand; None where only the stored order tells."""
    rest = [name for name in table.key if name not in parent_columns(table)]
    return tuple(rest) if rest and all(_ascends(table, name) for name in rest) else None


def _ascends(table: Table, name: str) -> bool:
    column = table.column(name)
    if column is None or column.hidden:
        return False
    if isinstance(column.sampler, Numbers):
        return not column.sampler.by and not column.sampler.format and column.sampler.step > 0
    counted = isinstance(table.rows, PerRows) and name in table.rows.columns
    return counted and isinstance(column.sampler, Integer | Date | DateTime)


def _fact(wanted: Sibling, partition: str) -> str:
    name = quoted(sibling_name(wanted))
    if wanted.what == "position":
        return f"row_number() over w as {name}"
    if wanted.what == "siblings":
        return f"count(*) over ({partition}) as {name}"
    return f"lag({quoted(wanted.column or '')}) over w as {name}"
