"""Numbers and moments without a shape: spread evenly over their bounds."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

from rowsmith.tools.checks.compile.bounds import as_moment, as_number
from rowsmith.tools.checks.compile.leaves import Leaf, leaves
from rowsmith.tools.checks.compile.making import Head, measured
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.judges import QUARTILES, EvenJudge
from rowsmith.tools.checks.model import Check
from rowsmith.tools.checks.sql import both, literal
from rowsmith.tools.errors import ExpressionError
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.expressions import Path, resolve_in_table
from rowsmith.tools.plan.literals import read_duration
from rowsmith.tools.plan.samplers import Date, DateTime, Decimal, Integer, Sampler
from rowsmith.tools.plan.table import PerRows

Moment = dt.date | dt.datetime
STILL = ("was", "note")
"""Modifiers that leave a column's values as they are."""


def checks(plan: Plan) -> Iterator[Check]:
    """Every number and moment with constant bounds, no shape, and nothing that bends it.

    A column that a rule of its table names may be drawn again, and is then no longer even.
    """
    for table in plan.tables:
        through = table.rows.columns if isinstance(table.rows, PerRows) else ()
        for column in table.columns:
            if column.name in through or any(one.kind not in STILL for one in column.modifiers):
                continue
            if ruled(plan, table, column.name):
                continue
            for leaf in leaves(plan, table, column):
                points = quartiles(leaf.sampler)
                if points is not None and not leaf.allowed:
                    yield _even(plan, table, column, leaf, points)


def ruled(plan: Plan, table: Table, column: str) -> bool:
    """Whether a rule of the table names the column."""
    return any(column in _named(plan, table.name, rule.check) for rule in table.rules)


def _named(plan: Plan, table: str, sql: str) -> set[str]:
    try:
        found = resolve_in_table(plan, table, sql)
    except ExpressionError:
        return set()
    return {one.column for one in found.inputs.values() if isinstance(one, Path) and not one.up}


def quartiles(sampler: Sampler) -> list[str] | None:
    """The values, as SQL, at which a quarter, a half and three quarters of evenly spread ones are reached.

    None where that can't be told. Of m values, the k-th has k/m of them below it and (k + 1)/m up to it.
    """
    if getattr(sampler, "shape", None) is not None:
        return None
    if isinstance(sampler, Integer | Decimal):
        return _of_numbers(sampler)
    if isinstance(sampler, Date | DateTime) and not (sampler.spans or sampler.growth or sampler.holidays):
        return _of_moments(sampler)
    return None


def _of_numbers(sampler: Integer | Decimal) -> list[str] | None:
    low, high = as_number(sampler.low), as_number(sampler.high)
    if low is None or high is None or (isinstance(sampler, Decimal) and sampler.ends):
        return None
    unit = 10.0**-sampler.digits if isinstance(sampler, Decimal) else 1.0
    step = sampler.step or unit
    first = math.ceil(low / unit - 1e-9) * unit
    count = math.floor((high - first) / step + 1e-9) + 1
    digits = sampler.digits if isinstance(sampler, Decimal) else 0
    places = _places(count) if count > 1 else []
    return [f"{first + place * step:.{digits}f}" for place in places] or None


def _of_moments(sampler: Date | DateTime) -> list[str] | None:
    low, high = as_moment(sampler.low), as_moment(sampler.high)
    length = read_duration(sampler.step) if sampler.step else None
    if (
        not isinstance(low, dt.date)
        or not isinstance(high, dt.date)
        or (length is not None and length.months)
    ):
        return None
    whole_days = isinstance(sampler, Date)
    first, last = _start(low), _start(high)
    if not whole_days and type(high) is dt.date:
        last += dt.timedelta(days=1, seconds=-1)
    unit = dt.timedelta(days=1) if whole_days else dt.timedelta(seconds=1)
    step = dt.timedelta(microseconds=length.microseconds) if length is not None else unit
    count = (last - first) // step + 1
    return [literal(first + place * step) for place in _places(count)] if count > 1 else None


def _start(moment: Moment) -> dt.datetime:
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time())


def _places(count: int) -> list[int]:
    return [math.ceil(part * count) - 1 for part in QUARTILES]


def _even(plan: Plan, table: Table, column: Column, leaf: Leaf, points: list[str]) -> Check:
    aspect = f"{leaf.part}.even" if leaf.part else "even"
    part = f" ({leaf.part})" if leaf.part else ""
    says = f"{table.name}.{column.name} is spread evenly over its bounds{part}"
    head = Head(table.name, aspect, says, "statistic", leaf.place, (column.name,), firm=False)

    def aggregates(relation: Relation) -> dict[str, str]:
        value = relation.column((), column.name)
        kept = both([leaf.guard(relation), f"{value} is not null"])
        found = {"n": f"count_if({kept})"}
        for number, point in enumerate(points):
            found[f"below{number}"] = f"count_if({both([kept, f'{value} < {point}'])})"
            found[f"upto{number}"] = f"count_if({both([kept, f'{value} <= {point}'])})"
        return found

    return measured(plan, head, aggregates, EvenJudge())
