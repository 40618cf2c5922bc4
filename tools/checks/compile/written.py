"""Rows that the plan writes out are the rows that are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rowsmith.tools.checks.compile.categories import shown
from rowsmith.tools.checks.compile.making import Head
from rowsmith.tools.checks.model import Check, Violations
from rowsmith.tools.checks.sql import literal, quoted, text
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.data import Scalar
from rowsmith.tools.plan.table import WrittenRows


def checks(plan: Plan) -> Iterator[Check]:
    """Every written table."""
    for table in plan.tables:
        if isinstance(table.rows, WrittenRows) and table.rows.cells:
            yield _written(table, table.rows)


def _written(table: Table, rows: WrittenRows) -> Check:
    """Rows that are missing, and rows that are too many."""
    place = f"tables.{table.name}.rows"
    says = f"{table.name} holds the rows that the plan writes out"
    head = Head(table.name, "written", says, "written", place, rows.columns)
    numeric = [_numeric([cells[n] for cells in rows.cells]) for n in range(len(rows.columns))]
    lines = ", ".join(
        f"({', '.join(_cell(cell, as_number) for cell, as_number in zip(cells, numeric, strict=True))})"
        for cells in rows.cells
    )
    names = ", ".join(quoted(name) for name in rows.columns)
    told = ", ".join(
        f"{quoted(name)}::{'double' if as_number else 'varchar'} as {quoted(name)}"
        for name, as_number in zip(rows.columns, numeric, strict=True)
    )
    asked = f"select * from (values {lines}) as w({names})"
    found = f"select {told} from {quoted(table.name)}"
    sql = (
        f"select 'missing' as fault, * from ({asked} except all {found})"
        f" union all select 'not written' as fault, * from ({found} except all {asked})"
    )
    return head.check(Violations(sql, f"select {len(rows.cells)}"))


def _numeric(values: Sequence[Scalar]) -> bool:
    given = [value for value in values if value is not None]
    return bool(given) and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in given
    )


def _cell(cell: Scalar, as_number: bool) -> str:
    if cell is None:
        return f"null::{'double' if as_number else 'varchar'}"
    return f"{literal(cell)}::double" if as_number else text(shown(cell))
