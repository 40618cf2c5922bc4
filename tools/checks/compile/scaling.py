"""A plan with its stated numbers of rows multiplied."""

from __future__ import annotations

from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.data import Quantity
from rowsmith.tools.plan.table import FixedRows, PerRows


def scaled(plan: Plan, scale: float) -> Plan:
    """The plan whose fixed rows and totals are `scale` times as many, rounded."""
    if scale == 1.0:
        return plan
    return plan.model_copy(update={"tables": tuple(_table(table, scale) for table in plan.tables)})


def _table(table: Table, scale: float) -> Table:
    rows = table.rows
    if isinstance(rows, FixedRows):
        return table.model_copy(
            update={"rows": rows.model_copy(update={"amount": _quantity(rows.amount, scale)})}
        )
    if isinstance(rows, PerRows) and rows.total is not None:
        return table.model_copy(
            update={"rows": rows.model_copy(update={"total": _quantity(rows.total, scale)})}
        )
    return table


def _quantity(amount: Quantity, scale: float) -> Quantity:
    high = amount.high
    return amount.model_copy(
        update={
            "value": float(round(amount.value * scale)),
            "high": None if high is None else float(round(high * scale)),
        }
    )
