"""Tables and columns that a query makes: the same query on the finished tables gives the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify

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
        names = chosen(plan, query)
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
        names = chosen(plan, query)
        values = [name for name in names if name not in table.key]
        if len(values) != 1:
            raise CheckError("The query of a column gives the key's columns and one value.")
        renamed = f"select {', '.join(map(quoted, table.key))}, {quoted(values[0])} as {quoted(column)} from ({query})"
        form = _differences(table, renamed, [*table.key, column], "left")
        return head.check(form, tuple(f"{table.name}.{name}" for name in table.key))

    return attempted(head, build)


def guarded(plan: Plan, sql: str, place: str) -> str:
    """The query, held to the plan's tables and their columns."""
    return guard_select(sql, known_columns(plan), where=place)


def known_columns(plan: Plan) -> dict[str, tuple[str, ...]]:
    """The columns of all tables; those that a query makes have what it chooses, as far as that can be told."""
    known = {table.name: outputs(table) for table in plan.tables}
    for table in plan.tables:
        if isinstance(table.rows, QueryRows):
            names = named_columns(table.rows.sql, known)
            known[table.name] = tuple(dict.fromkeys((*known[table.name], *names)))
    return known


def chosen(plan: Plan, sql: str) -> list[str]:
    """The names of a query's columns. Raises CheckError where they can't be told."""
    names = named_columns(sql, known_columns(plan))
    if not names:
        raise CheckError("The query does not name its columns.")
    return names


def named_columns(sql: str, known: Mapping[str, Sequence[str]]) -> list[str]:
    """The names of a query's columns, with `*` filled in from the tables; none where that fails."""
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
        schema: dict[str, object] = {
            table: dict.fromkeys(columns, "unknown") for table, columns in known.items()
        }
        whole = qualify(tree, schema=schema, dialect="duckdb", validate_qualify_columns=False, identify=False)
    except SqlglotError:
        return []
    names = list(whole.named_selects) if isinstance(whole, exp.Query) else []
    return [] if "*" in names or "" in names else names


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
