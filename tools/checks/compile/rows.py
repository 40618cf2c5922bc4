"""How many rows a table has."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.making import Head
from rowsmith.tools.checks.judges import CountJudge
from rowsmith.tools.checks.model import Check, Measures, Source
from rowsmith.tools.checks.sql import quoted
from rowsmith.tools.checks.tolerance import stated_count
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.data import Quantity
from rowsmith.tools.plan.table import FixedRows, PerRows, WrittenRows


def checks(plan: Plan) -> Iterator[Check]:
    """Every table has as many rows as it says."""
    for table in plan.tables:
        amount = stated_rows(table)
        if amount is not None:
            yield _count(table, amount)


def stated_rows(table: Table) -> Quantity | None:
    """The number of rows that the plan states outright; None where it follows from other tables."""
    if isinstance(table.rows, FixedRows):
        return table.rows.amount
    if isinstance(table.rows, PerRows):
        return table.rows.total
    if isinstance(table.rows, WrittenRows):
        return Quantity(value=len(table.rows.cells))
    return None


def said(amount: Quantity) -> str:
    """A quantity in words."""
    words = {
        "exactly": "",
        "about": "about ",
        "at_least": "at least ",
        "at_most": "at most ",
        "under": "under ",
    }
    if amount.firmness == "between":
        return f"between {amount.value:g} and {amount.high:g}"
    return f"{words[amount.firmness]}{amount.value:g}"


def _count(table: Table, amount: Quantity) -> Check:
    place = f"tables.{table.name}.rows"
    firm = amount.firmness != "about"
    head = Head(table.name, "rows", f"{table.name} has {said(amount)} rows", "rows", place, firm=firm)
    low, high = stated_count(amount)
    judge = CountJudge(low, high, amount.value)
    return head.check(Measures(Source(quoted(table.name)), (), judge))
