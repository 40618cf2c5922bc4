"""Plans with one column more, less, or under another name in each table that allows it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.column import Column
from rowsmith.tools.plan.dependencies import dependencies, needed_by_others
from rowsmith.tools.plan.edits import apply
from rowsmith.tools.plan.edits.model import AddColumn, DropColumn, RenameColumn
from rowsmith.tools.plan.samplers import Integer, Query
from rowsmith.tools.plan.table import QueryRows, Table, WrittenRows

NEW = "one_more"

Names = dict[tuple[str, str], str | None]
"""What a (table, column) is called afterwards; None where it is gone."""


def with_a_column_more(plan: Plan) -> Plan:
    """Each table gets a column in the first place."""
    more = Column(name=NEW, sampler=Integer(low=1, high=9))
    edits = [AddColumn(table=table.name, column=more, at=0) for table in plan.tables if _is_generated(table)]
    return apply(plan, edits)


def with_a_column_less(plan: Plan) -> tuple[Plan, Names]:
    """Each table loses the last column that nothing uses, if there is one."""
    return _changed(plan, None)


def with_a_column_renamed(plan: Plan) -> tuple[Plan, Names]:
    """Each table has a column under another name."""
    return _changed(plan, f"_{NEW}")


def _changed(plan: Plan, ending: str | None) -> tuple[Plan, Names]:
    names: Names = {}
    used = {(node.table, node.column) for node in needed_by_others(dependencies(plan))}
    for table in plan.tables:
        for name in _changeable(plan, table):
            if ending is None and (table.name, name) in used:
                continue
            after = name + ending if ending else None
            try:
                plan = apply(plan, [_edit(table.name, name, after)])
            except PlanError:
                continue
            names[table.name, name] = after
            break
    return plan, names


def _edit(table: str, column: str, after: str | None) -> DropColumn | RenameColumn:
    if after is None:
        return DropColumn(table=table, column=column)
    return RenameColumn(table=table, column=column, to=after)


def _changeable(plan: Plan, table: Table) -> Iterator[str]:
    """Columns that are no key and that no query speaks of, the last first: these are used the least."""
    if not _is_generated(table):
        return
    queries = list(_queries(plan))
    for column in reversed(table.columns):
        spoken = any(re.search(rf"\b{re.escape(column.name)}\b", query) for query in queries)
        if column.name not in table.key and not column.hidden and not spoken:
            yield column.name


def _queries(plan: Plan) -> Iterator[str]:
    for table in plan.tables:
        if isinstance(table.rows, QueryRows):
            yield table.rows.sql
        yield from (column.sampler.sql for column in table.columns if isinstance(column.sampler, Query))


def _is_generated(table: Table) -> bool:
    return bool(table.columns) and not isinstance(table.rows, QueryRows | WrittenRows)
