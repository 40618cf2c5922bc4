"""How many rows a table has, as far as the plan settles it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.data import Quantity
from rowsmith.tools.plan.lint.constants import bound_range, sampler_range
from rowsmith.tools.plan.literals import read_duration
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import FixedRows, PerRows, Table, WrittenRows

LEEWAY = 0.03
"""How far the engine strays from an amount that is only about right."""


@dataclass(frozen=True, slots=True)
class Extent:
    """The least and the most that a number may be; `high` is infinite where nothing bounds it."""

    low: float
    high: float

    def times(self, other: Extent) -> Extent:
        high = 0.0 if 0 in (self.high, other.high) else self.high * other.high
        return Extent(self.low * other.low, high)

    def __str__(self) -> str:
        if self.low == self.high:
            return f"{self.low:,.0f}"
        return f"{self.low:,.0f} or more" if math.isinf(self.high) else f"{self.low:,.0f} to {self.high:,.0f}"


ANY = Extent(0, math.inf)
ONE = Extent(1, 1)


def amount_extent(said: Quantity) -> Extent:
    """The numbers that an amount allows."""
    value = said.value
    match said.firmness:
        case "about":
            return Extent(math.floor(value * (1 - LEEWAY)), math.ceil(value * (1 + LEEWAY)))
        case "at_least":
            return Extent(value, math.inf)
        case "at_most":
            return Extent(0, value)
        case "under":
            return Extent(0, max(0, math.ceil(value) - 1))
        case "between":
            return Extent(value, said.high if said.high is not None else value)
    return Extent(value, value)


def extents(plan: Plan) -> Mapping[str, Extent]:
    """The rows of every table."""
    found: dict[str, Extent] = {}
    for table in plan.tables:
        _visit(plan, table, found, ())
    return found


def _visit(plan: Plan, table: Table, found: dict[str, Extent], way: tuple[str, ...]) -> Extent:
    if table.name in found:
        return found[table.name]
    if table.name in way:
        return ANY
    for name in referred(table):
        parent = plan.table(name)
        if parent is not None:
            _visit(plan, parent, found, (*way, table.name))
    found[table.name] = _extent(plan, table, found)
    return found[table.name]


def referred(table: Table) -> list[str]:
    """The tables through whose rows `per` counts."""
    if not isinstance(table.rows, PerRows):
        return []
    columns = [table.column(name) for name in table.rows.columns]
    return [
        target.table
        for column in columns
        if column is not None and isinstance(column.sampler, model.Reference)
        for target in column.sampler.tables
    ]


def _extent(plan: Plan, table: Table, known: Mapping[str, Extent]) -> Extent:
    match table.rows:
        case FixedRows(amount=amount):
            return amount_extent(amount)
        case WrittenRows(cells=cells):
            return Extent(len(cells), len(cells))
        case PerRows(total=Quantity() as total):
            return amount_extent(total)
        case PerRows():
            return counted(plan, table, table.rows, known).times(count_extent(plan, table, table.rows))
    return ANY


def counted(plan: Plan, table: Table, rows: PerRows, known: Mapping[str, Extent]) -> Extent:
    """How many parents or combinations have rows."""
    every = combinations(plan, table, rows, known)
    if rows.pick is not None:
        picked = amount_extent(rows.pick)
        return Extent(min(picked.low, every.high), min(picked.high, every.high))
    return Extent(0, every.high) if rows.childless or rows.gaps else every


def combinations(plan: Plan, table: Table, rows: PerRows, known: Mapping[str, Extent]) -> Extent:
    """How many combinations of the values of the `per` columns there are."""
    found = ONE
    for name in rows.columns:
        column = table.column(name)
        found = found.times(values_of(plan, table, column.sampler, known) if column is not None else ANY)
    return found


def values_of(plan: Plan, table: Table, said: model.Sampler, known: Mapping[str, Extent]) -> Extent:
    """How many values a column of `per` is counted through."""
    match said:
        case model.Reference(tables=(target,)):
            rows = known.get(target.table, ANY)
            return rows if said.where is None else Extent(0, rows.high)
        case model.Category() | model.States():
            return Extent(len(said.values), len(said.values))
        case model.Stages():
            return Extent(1 if any(one.stop for one in said.values) else len(said.values), len(said.values))
        case model.Boolean():
            return Extent(2, 2)
        case model.Integer() | model.Date() | model.DateTime():
            return _steps(plan, table, said)
    return ANY


def _steps(plan: Plan, table: Table, said: model.Integer | model.Date | model.DateTime) -> Extent:
    low = bound_range(plan, table, said.low)
    high = bound_range(plan, table, said.high, upper=said.kind == "datetime")
    step = _step(said)
    if low is None or high is None or step is None or low.low != low.high or high.low != high.high:
        return ANY
    most = max(0, math.floor((high.high - low.low) / step + 1e-9) + 1)
    spanned = not isinstance(said, model.Integer) and bool(said.spans)
    # A mean month is no calendar month: the number of steps may be one off.
    slack = 1 if not isinstance(said, model.Integer) and said.step and "month" in said.step else 0
    return Extent(0 if spanned else max(0, most - slack), most + slack)


def _step(said: model.Integer | model.Date | model.DateTime) -> float | None:
    if isinstance(said, model.Integer):
        return said.step or 1
    duration = read_duration(said.step) if said.step else None
    days = duration.days if duration else 1.0 if isinstance(said, model.Date) else None
    return days if days is not None and days > 0 else None


def count_extent(plan: Plan, table: Table, rows: PerRows) -> Extent:
    """How many rows one parent or combination has."""
    found = sampler_range(plan, table, rows.count)
    if found is None or found.kind != "number":
        return ANY
    return Extent(max(0, math.ceil(found.low)), max(0, math.floor(found.high)))
