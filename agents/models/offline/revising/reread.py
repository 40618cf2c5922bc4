"""A message read as the end of one text with those before it: what the whole then says more than without it."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.agents.models.offline.planning.plan import Wishes, draft_plan
from rowsmith.agents.models.offline.reading.reader import read
from rowsmith.tools.errors import PlanError, UsageError
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.edits import Edit, apply, diff
from rowsmith.tools.plan.edits.model import AddColumn, AddTable, SetColumn, SetPlan, SetRows


def reread(messages: tuple[str, ...], plan: Plan) -> list[Edit]:
    """The edits that the last message adds: nothing is dropped for it, and what it does not name stays."""
    before, after = _drafted(messages[:-1], plan), _drafted(messages, plan)
    if before is None or after is None:
        return []
    done: list[Edit] = []
    for edit in _added(before, after, plan):
        try:
            plan = apply(plan, [edit])
        except PlanError:
            continue
        done.append(edit)
    return done


def _drafted(messages: tuple[str, ...], plan: Plan) -> Plan | None:
    """The plan that these messages give when read as one text."""
    found = read("\n".join(messages))
    wishes = Wishes(plan.seed, None, None)
    try:
        return draft_plan(found.statements, found.vocabulary, found.context.scores, wishes)
    except (UsageError, PlanError):
        return None


def _added(before: Plan, after: Plan, plan: Plan) -> Iterator[Edit]:
    yield from (edit for edit in diff(before, after) if isinstance(edit, SetPlan))
    for table in after.tables:
        old, now = before.table(table.name), plan.table(table.name)
        if old is None and now is None:
            yield AddTable(table=table)
        elif old is not None and now is not None:
            yield from _of_table(old, table, now)


def _of_table(old: Table, new: Table, now: Table) -> Iterator[Edit]:
    """New columns, columns that are said to be otherwise, and another number of rows."""
    for column in new.columns:
        former = old.column(column.name)
        if former is None and now.column(column.name) is None:
            yield AddColumn(table=now.name, column=column)
        elif former is not None and former != column and now.column(column.name) is not None:
            yield SetColumn(table=now.name, column=column)
    if new.rows != old.rows:
        yield SetRows(table=now.name, rows=new.rows)
