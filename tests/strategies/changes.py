"""Pairs of plans of which the second came from the first by a few changes."""

from __future__ import annotations

from hypothesis import strategies as st

from rowsmith.tools.plan.column import Column
from rowsmith.tools.plan.data import changed
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import Table
from tests.strategies import plans as parts


@st.composite
def changed_plans(draw: st.DrawFn) -> tuple[Plan, Plan]:
    """A plan and one that came from it: parts renamed, added, dropped, moved, changed."""
    before = draw(parts.plans())
    after = before
    for _ in range(draw(st.integers(1, 3))):
        after = draw(st.sampled_from([_of_plan, _of_tables, _of_a_table, _of_a_table]))(draw, after)
    return before, after


def _of_plan(draw: st.DrawFn, plan: Plan) -> Plan:
    field = draw(st.sampled_from(["name", "seed", "rules", "note", "constants"]))
    return changed(plan, **{field: getattr(draw(parts.plans()), field)})


def _of_tables(draw: st.DrawFn, plan: Plan) -> Plan:
    tables = list(plan.tables)
    kind = draw(st.sampled_from(["add", "drop", "move", "rename"]))
    place = draw(st.integers(0, len(tables) - 1))
    if kind == "add":
        tables.insert(place, draw(parts.tables))
    elif kind == "drop" and len(tables) > 1:
        del tables[place]
    elif kind == "move":
        tables.insert(0, tables.pop(place))
    elif kind == "rename":
        tables[place] = changed(tables[place], name=draw(parts.names))
    return _with_tables(plan, tables)


def _of_a_table(draw: st.DrawFn, plan: Plan) -> Plan:
    tables = list(plan.tables)
    place = draw(st.integers(0, len(tables) - 1))
    field = draw(
        st.sampled_from(["rows", "key", "rules", "segments", "note", "columns", "columns", "columns"])
    )
    if field == "columns":
        tables[place] = _columns(draw, tables[place])
    else:
        tables[place] = changed(tables[place], **{field: getattr(draw(parts.tables), field)})
    return _with_tables(plan, tables)


def _columns(draw: st.DrawFn, table: Table) -> Table:
    columns = list(table.columns)
    kind = draw(st.sampled_from(["add", "drop", "set", "modify", "rename"]))
    place = draw(st.integers(0, max(0, len(columns) - 1)))
    if kind == "add" or not columns:
        columns.insert(place, draw(parts.columns))
    elif kind == "drop":
        del columns[place]
    elif kind == "set":
        columns[place] = changed(columns[place], sampler=draw(parts.samplers))
    elif kind == "modify":
        columns[place] = changed(columns[place], modifiers=draw(parts.modifiers))
    else:
        columns[place] = changed(columns[place], name=draw(parts.names))
    return changed(table, columns=_apart(columns))


def _apart(columns: list[Column]) -> tuple[Column, ...]:
    return tuple({column.name: column for column in columns}.values())


def _with_tables(plan: Plan, tables: list[Table]) -> Plan:
    return changed(plan, tables=tuple({table.name: table for table in tables}.values()))
