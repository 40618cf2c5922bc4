"""A plan with its stated numbers of rows multiplied."""

from __future__ import annotations

from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.data import Quantity
from rowsmith.tools.plan.forest import is_multiplied, parent_of
from rowsmith.tools.plan.table import FixedRows, PerRows


def scaled(plan: Plan, scale: float) -> Plan:
    """The plan whose fixed rows, totals and picked parents are `scale` times as many, rounded."""
    if scale == 1.0:
        return plan
    return plan.model_copy(update={"tables": tuple(_table(plan, table, scale) for table in plan.tables)})


def _table(plan: Plan, table: Table, scale: float) -> Table:
    rows = table.rows
    if isinstance(rows, FixedRows):
        changed: dict[str, Quantity | None] = {"amount": _quantity(rows.amount, scale)}
    elif isinstance(rows, PerRows):
        above = parent_of(plan, table.name)
        grown = scale if above is not None and is_multiplied(plan, above) else 1.0
        changed = {"total": _maybe(rows.total, scale), "pick": _maybe(rows.pick, grown)}
    else:
        return table
    return table.model_copy(update={"rows": rows.model_copy(update=changed)})


def _maybe(amount: Quantity | None, scale: float) -> Quantity | None:
    return None if amount is None else _quantity(amount, scale)


def _quantity(amount: Quantity, scale: float) -> Quantity:
    high = amount.high
    return amount.model_copy(
        update={
            "value": float(round(amount.value * scale)),
            "high": None if high is None else float(round(high * scale)),
        }
    )
