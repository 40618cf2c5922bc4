"""Tables and columns that a query makes: the same query on the finished tables gives the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlglot
from sqlglot import exp

from rowsmith.tools.checks.compile.expressions import same
from rowsmith.tools.checks.compile.keys import rows_of
from rowsmith.tools.checks.compile.making import Head, attempted
from rowsmith.tools.checks.compile.structure import outputs
from rowsmith.tools.checks.model import Check, Violations
from rowsmith.tools.checks.sql import both, either, quoted
from rowsmith.tools.checks.sql_guard import guard_select
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.samplers import Query
from rowsmith.tools.plan.table import QueryRows


def checks(plan: Plan) -> Iterator[Check]:
    """Every table and every column with a query."""
    for table in plan.tables:
        if isinstance(table.rows, QueryRows):
            yield _table(plan, table, table.rows.sql)
        for column in table.columns:
            if isinstance(column.sampler, Query) and not column.hidden:
                yield _column(plan, table, column.name, column.sampler.sql)


def _table(plan: Plan, table: Table, sql: str) -> Check:
    place = f"tables.{table.name}.rows"
    head = Head(table.name, "query", f"{table.name} is what its query gives", "query", place)

    def build() -> Check:
        query = guarded(plan, sql, place)
        names = chosen(query)
        return head.check(
            _differences(table, query, names, "full"), tuple(f"{table.name}.{name}" for name in names)
        )

    return attempted(head, build)


def _column(plan: Plan, table: Table, column: str, sql: str) -> Check:
    place = f"tables.{table.name}.columns.{column}"
    head = Head(
        table.name, "query", f"{table.name}.{column} is what its query gives", "query", place, (column,)
    )

    def build() -> Check:
        query = guarded(plan, sql, place)
        names = chosen(query)
        values = [name for name in names if name not in table.key]
        if len(values) != 1:
            raise CheckError("The query of a column gives the key's columns and one value.")
        renamed = f"select {', '.join(map(quoted, table.key))}, {quoted(values[0])} as {quoted(column)} from ({query})"
        form = _differences(table, renamed, [*table.key, column], "left")
        return head.check(form, tuple(f"{table.name}.{name}" for name in table.key))

    return attempted(head, build)


def guarded(plan: Plan, sql: str, place: str) -> str:
    """The query, held to the plan's tables; those that a query makes have columns that only it knows."""
    tables = {table.name: outputs(table) for table in plan.tables}
    for table in plan.tables:
        if isinstance(table.rows, QueryRows):
            tables[table.name] = tuple(dict.fromkeys((*outputs(table), *chosen(table.rows.sql))))
    return guard_select(sql, tables, where=place)


def chosen(sql: str) -> list[str]:
    """The names of a query's columns. Raises CheckError where `*` leaves them open."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    names = list(tree.named_selects) if isinstance(tree, exp.Query) else []
    if not names or "*" in names or "" in names:
        raise CheckError("The query does not name its columns.")
    return names


def _differences(table: Table, query: str, names: Sequence[str], join: str) -> Violations:
    """Rows that only one side has, or whose values differ, by the key."""
    on = both(f"q.{quoted(key)} is not distinct from t.{quoted(key)}" for key in table.key)
    values = [name for name in names if name not in table.key]
    key = quoted(table.key[0])
    differs = [f"not {same(f't.{quoted(name)}', f'q.{quoted(name)}')}" for name in values]
    alone = f"t.{key} is null or q.{key} is null" if join == "full" else None
    shown = ", ".join(
        [
            *(f"coalesce(t.{quoted(k)}, q.{quoted(k)}) as {quoted(k)}" for k in table.key),
            *(
                f"t.{quoted(v)} as {quoted(v)}, q.{quoted(v)} as {quoted(f'{v} by the query')}"
                for v in values
            ),
        ]
    )
    sql = (
        f"select {shown} from {quoted(table.name)} as t {join} join ({query}) as q on {on}"
        f" where {either([alone, *differs])}"
    )
    return Violations(sql, rows_of(table.name))
