"""The tables of a plan, parents before children."""

from __future__ import annotations

from rowsmith.tools.engine.tables.base import BaseTable, World
from rowsmith.tools.engine.tables.child import ChildTable
from rowsmith.tools.engine.tables.queried import QueryTable
from rowsmith.tools.engine.tables.root import RootTable
from rowsmith.tools.errors import PlanError, did_you_mean
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.data import Quantity
from rowsmith.tools.plan.samplers import Reference
from rowsmith.tools.plan.table import FixedRows, PerRows, QueryRows


def compile_tables(world: World) -> dict[str, BaseTable]:
    """All tables by name, parents before their children.

    Raises:
        PlanError: `per` goes in circles, or names a column that the table does not have.
    """
    made: dict[str, BaseTable] = {}
    for table in world.plan.tables:
        _compile(world, table, made, [])
    return made


def _compile(world: World, table: Table, made: dict[str, BaseTable], open_tables: list[str]) -> BaseTable:
    if table.name in made:
        return made[table.name]
    if table.name in open_tables:
        circle = " -> ".join([*open_tables[open_tables.index(table.name) :], table.name])
        raise PlanError(f"The rows of tables depend on each other in a circle: {circle}.", where=table.name)
    if isinstance(table.rows, QueryRows):
        made[table.name] = QueryTable(world, table, table.rows.sql)
        return made[table.name]
    if not isinstance(table.rows, PerRows):
        made[table.name] = RootTable(world, table)
        return made[table.name]
    link = parent_link(table, table.rows)
    parent = _origin(world)
    if link is not None:
        above = _named(world.plan, parent_table(table, link), table.name)
        parent = _compile(world, above, made, [*open_tables, table.name])
    child = ChildTable(world, table, parent, link)
    made[table.name] = child
    return child


def parent_link(table: Table, rows: PerRows) -> str | None:
    """The first reference among the columns that are counted through."""
    for name in rows.columns:
        column = table.column(name)
        if column is None:
            hint = did_you_mean(name, [one.name for one in table.columns])
            raise PlanError(f"per names {name}, which is no column.", where=f"{table.name}.rows", hint=hint)
        if isinstance(column.sampler, Reference):
            return name
    return None


def parent_table(table: Table, link: str) -> str:
    column = table.column(link)
    if column is None or not isinstance(column.sampler, Reference) or len(column.sampler.tables) != 1:
        raise PlanError(f"{link} leads to several tables.", where=f"{table.name}.rows")
    return column.sampler.tables[0].table


def _named(plan: Plan, name: str, asking: str) -> Table:
    found = plan.table(name)
    if found is None:
        hint = did_you_mean(name, [table.name for table in plan.tables])
        raise PlanError(f"There is no table {name}.", where=asking, hint=hint)
    return found


def _origin(world: World) -> BaseTable:
    """The one row below which a table without a parent counts through its columns."""
    rows = FixedRows(amount=Quantity(value=1))
    return RootTable(world, Table(name="#origin", rows=rows, key=()), scaled=False)
