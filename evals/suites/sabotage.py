"""Ways in which a plan can say something else than was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.data import Quantity, changed
from rowsmith.tools.plan.edits.model import DropColumn, DropTable, Edit, SetColumn, SetRows
from rowsmith.tools.plan.samplers import Category, Constant, Date, Decimal, Integer, Reference
from rowsmith.tools.plan.table import FixedRows, PerRows

Sabotage = Callable[[Plan], Iterator[Edit]]


def wrong_count(plan: Plan) -> Iterator[Edit]:
    """A fifth of a table's rows is missing."""
    for table in plan.tables:
        if isinstance(table.rows, FixedRows):
            fewer = Quantity(value=round(table.rows.amount.value * 0.8))
            yield SetRows(table=table.name, rows=FixedRows(amount=fewer))
            return


def wrong_children(plan: Plan) -> Iterator[Edit]:
    """Every parent has the same number of children, and too many."""
    for table in plan.tables:
        if isinstance(table.rows, PerRows) and isinstance(table.rows.count, Integer):
            high = int(float(table.rows.count.high))
            yield SetRows(table=table.name, rows=changed(table.rows, count=Constant(value=high + 4)))
            return


def wrong_shares(plan: Plan) -> Iterator[Edit]:
    """The shares stand the other way round."""
    for table, column in _columns(plan):
        sampler = column.sampler
        if isinstance(sampler, Category) and len({one.weight for one in sampler.values}) > 1:
            weights = [one.weight for one in reversed(sampler.values)]
            values = tuple(
                changed(one, weight=weight) for one, weight in zip(sampler.values, weights, strict=True)
            )
            yield _set(table, column, changed(sampler, values=values))
            return


def unlisted_value(plan: Plan) -> Iterator[Edit]:
    """A category has a value that nobody named."""
    for table, column in _columns(plan):
        if isinstance(column.sampler, Category):
            values = (*column.sampler.values, changed(column.sampler.values[0], value="other"))
            yield _set(table, column, changed(column.sampler, values=values))
            return


def wrong_range(plan: Plan) -> Iterator[Edit]:
    """Numbers go ten times too far."""
    for table, column in _columns(plan):
        sampler = column.sampler
        if isinstance(sampler, Integer | Decimal) and not isinstance(sampler.high, str):
            yield _set(table, column, changed(sampler, high=sampler.high * 10, shape=None))
            return


def wrong_dates(plan: Plan) -> Iterator[Edit]:
    """Dates of another decade."""
    for table, column in _columns(plan):
        if isinstance(column.sampler, Date) and not column.name.startswith(("birth", "date_of_birth")):
            yield _set(table, column, changed(column.sampler, low="2001-01-01", high="2003-12-31"))
            return


def missing_column(plan: Plan) -> Iterator[Edit]:
    """A column that was asked for is not there."""
    for table, column in _columns(plan):
        if isinstance(column.sampler, Decimal | Integer | Category) and column.name not in table.key:
            yield DropColumn(table=table.name, column=column.name)
            return


def missing_table(plan: Plan) -> Iterator[Edit]:
    """A table that was asked for is not there."""
    referred = {
        target.table
        for _, column in _columns(plan)
        if isinstance(column.sampler, Reference)
        for target in column.sampler.tables
    }
    for table in reversed(plan.tables):
        if table.name not in referred:
            yield DropTable(table=table.name)
            return


def several(plan: Plan) -> Iterator[Edit]:
    """A wrong count, wrong shares and a wrong range at once."""
    for one in (wrong_count, wrong_shares, wrong_range):
        yield from one(plan)


SABOTAGES: Mapping[str, Sabotage] = {
    one.__name__: one
    for one in (
        wrong_count, wrong_children, wrong_shares, unlisted_value, wrong_range, wrong_dates, missing_column,
        missing_table, several,
    )
}  # fmt: skip
"""All of them by name."""


def _columns(plan: Plan) -> Iterator[tuple[Table, Column]]:
    for table in plan.tables:
        for column in table.columns:
            if not column.hidden:
                yield table, column


def _set(table: Table, column: Column, sampler: object) -> Edit:
    return SetColumn(table=table.name, column=changed(column, sampler=sampler))
