"""Which table's rows stand below which other's, and what can be told from a row's own family."""

from __future__ import annotations

from rowsmith.tools.plan.expressions import Aggregate, Input, Path, Resolved
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.samplers import Reference
from rowsmith.tools.plan.table import FixedRows, PerRows, Table


def link_of(table: Table) -> str | None:
    """The reference that leads to a table's parent: the first among the columns of `per`."""
    if not isinstance(table.rows, PerRows):
        return None
    for name in table.rows.columns:
        column = table.column(name)
        if column is not None and isinstance(column.sampler, Reference):
            return name
    return None


def links(plan: Plan) -> dict[str, str]:
    """The link of every table that has a parent."""
    found = {table.name: link_of(table) for table in plan.tables}
    return {table: link for table, link in found.items() if link is not None}


def parent_of(plan: Plan, table: str) -> str | None:
    """The table below whose rows a table's rows stand."""
    found = plan.table(table)
    link = link_of(found) if found else None
    column = found.column(link) if found and link else None
    if column is None or not isinstance(column.sampler, Reference):
        return None
    return column.sampler.tables[0].table


def is_multiplied(plan: Plan, table: str) -> bool:
    """Whether a table gets more rows at a larger scale: rows that are written out or asked for stay as they are."""
    found = plan.table(table)
    if found is None:
        return False
    if isinstance(found.rows, PerRows):
        above = parent_of(plan, table)
        return found.rows.total is not None or (above is not None and is_multiplied(plan, above))
    return isinstance(found.rows, FixedRows)


def is_below(plan: Plan, wanted: Aggregate) -> bool:
    """Whether the rows that are aggregated stand below the row that asks, or below one above it."""
    here = wanted.base
    for down in wanted.down:
        if here is None or links(plan).get(down.table) != down.via or parent_of(plan, down.table) != here:
            return False
        here = down.table
    return True


def window_levels(plan: Plan, table: str, expression: Resolved) -> int | None:
    """How many levels up the rows must be whole for the windows of an expression: 1 is the parent.

    None where a window ranges over rows that share no parent or other ancestor.
    """
    levels: list[int] = []
    for partition in expression.partitions:
        paths = [wanted for name in partition if (wanted := expression.inputs.get(name)) is not None]
        found = [level for wanted in paths if (level := level_of(plan, table, wanted)) is not None]
        if not found:
            return None
        levels.append(min(found))
    return max(levels, default=None)


def level_of(plan: Plan, table: str, wanted: Input) -> int | None:
    """How many levels up an ancestor is that an input names, by its key or by a link to it; None for others."""
    if not isinstance(wanted, Path) or wanted.start != table:
        return None
    here, level = table, 0
    for reference in wanted.up:
        if links(plan).get(here) != reference:
            return None
        here, level = parent_of(plan, here) or "", level + 1
    above = plan.table(here)
    if above is not None and links(plan).get(here) == wanted.column:
        return level + 1
    return level if level and above is not None and above.key == (wanted.column,) else None
