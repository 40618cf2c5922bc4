"""What the plan says where the words say something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from rowsmith.tools.checks.model import CheckResult
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.friendly.write import write_column, write_table
from rowsmith.tools.plan.notation.layout import flow

LONGEST = 160


def plan_lines(plan: Plan, results: Sequence[CheckResult]) -> tuple[str, ...]:
    """The plan's lines on the rows and columns that broken checks read, as "orders.status: {category: ...}"."""
    broken = [result.check.sql for result in results if result.status == "broken"]
    return tuple(dict.fromkeys(line for sql in broken for line in _lines(plan, sql)))


def _lines(plan: Plan, sql: str) -> Iterator[str]:
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except SqlglotError:
        return
    tables = {node.name.lower() for node in tree.find_all(exp.Table)}
    columns = {node.name.lower() for node in tree.find_all(exp.Column)}
    for table in plan.tables:
        if table.name.lower() not in tables:
            continue
        if any(tree.find_all(exp.Count)):
            yield _line(f"{table.name}.rows", _rows(table))
        for column in table.columns:
            if column.name.lower() in columns and column.name not in table.key:
                yield _line(f"{table.name}.{column.name}", flow(write_column(column)))


def _rows(table: Table) -> str:
    return flow(write_table(table)["rows"]) if table.rows.kind != "written" else "written out"


def _line(name: str, said: str) -> str:
    line = f"{name}: {said}"
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
