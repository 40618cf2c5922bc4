"""Whether a table could have more rows without a cell of those that it has being another."""

from __future__ import annotations

from collections.abc import Set

from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.column import Column, Nulls, Unique
from rowsmith.tools.plan.data import Quantity, Share
from rowsmith.tools.plan.dependencies import Node
from rowsmith.tools.plan.forest import parent_of
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import FixedRows, PerRows, Table
from rowsmith.tools.plan.uses import parts


def grows(plan: Plan, name: str, needed: Set[Node]) -> bool:
    """Whether the rows of a table, and of those above it, could go on without a quota or a limit.

    Args:
        plan: the plan.
        name: the table.
        needed: the columns that others depend on; the rest may be dealt out.
    """
    table = plan.table(name)
    if table is None:
        return False
    columns, dealt = _needed_columns(table, needed), _set_by_quota(table)
    if not all(_free(column) and column.name not in dealt for column in columns):
        return False
    rows = table.rows
    if isinstance(rows, PerRows):
        parent = parent_of(plan, name)
        return parent is not None and _counted_freely(table, rows) and grows(plan, parent, needed)
    return isinstance(rows, FixedRows)


def _needed_columns(table: Table, needed: Set[Node]) -> list[Column]:
    own = {node.column for node in needed if node.table == table.name}
    return [column for column in table.columns if column.name in own]


def _set_by_quota(table: Table) -> set[str]:
    """The columns that a segment sets whose rows are dealt out."""
    dealt = [one for one in table.segments if one.exact or isinstance(one.share, Quantity)]
    return {setting.column for segment in dealt for setting in segment.set}


def _counted_freely(table: Table, rows: PerRows) -> bool:
    dealt = rows.pick is not None or isinstance(rows.childless, Quantity) or rows.total is not None
    return not dealt and not _is_dealt(rows.count)


def _free(column: Column) -> bool:
    if isinstance(column.sampler, model.Query) or _is_dealt(column.sampler):
        return False
    nulls, unique = column.modifier(Nulls), column.modifier(Unique)
    if nulls is not None and (nulls.exact or _is_quota(nulls.share)):
        return False
    return unique is None or bool(unique.within)


def _is_quota(share: Share | None) -> bool:
    return isinstance(share, Quantity)


def _is_dealt(said: model.Sampler) -> bool:
    """Whether a sampler, or a part of it, shares something out among all rows."""
    if any(_is_dealt(part) for part in parts(said)):
        return True
    match said:
        case model.Category() | model.States():
            return said.exact
        case model.Boolean():
            return said.exact or _is_quota(said.share)
        case model.Reference():
            bound = said.at_least is not None or said.at_most is not None or said.depth is not None
            return said.exact or bound
    return False
