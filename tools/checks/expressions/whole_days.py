"""Days added to a date: DuckDB adds an INTEGER to a DATE, and takes no BIGINT."""

from __future__ import annotations

from collections.abc import Mapping

import sqlglot

from rowsmith.tools.errors import ExpressionError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.data import Scalar
from rowsmith.tools.plan.expressions import Aggregate, Input, Path, resolve_in_table
from rowsmith.tools.plan.expressions.whole_days import Kind, kind_in, with_integer_days
from rowsmith.tools.plan.literals import read_date, read_duration
from rowsmith.tools.plan.samplers import (
    After,
    Before,
    Category,
    Constant,
    Date,
    Expression,
    Integer,
    Sampler,
    Sequence,
    States,
)
from rowsmith.tools.plan.table import WrittenRows

MOST = 20


def with_whole_days(plan: Plan, sql: str, inputs: Mapping[str, Input]) -> str:
    """The SQL with every whole number that is added to a date made an INTEGER."""
    kinds: dict[str, Kind] = {name: kind_of(plan, wanted) for name, wanted in inputs.items()}
    return with_integer_days(sql, kinds)


def kind_of(plan: Plan, wanted: Input, depth: int = 0) -> Kind:
    """The kind of what a placeholder stands for."""
    if isinstance(wanted, Path):
        return _column_kind(plan, wanted, depth)
    if isinstance(wanted, Aggregate):
        kinds: dict[str, Kind] = {
            name: kind_of(plan, one, depth + 1) for name, one in (wanted.inputs | wanted.outer).items()
        }
        return kind_in(sqlglot.parse_one(wanted.sql, read="duckdb"), kinds)
    if wanted.column is None:
        return "whole"
    return None


def _column_kind(plan: Plan, path: Path, depth: int) -> Kind:
    table = plan.table(path.end)
    if table is None or depth > MOST:
        return None
    if isinstance(table.rows, WrittenRows) and path.column in table.rows.columns:
        place = table.rows.columns.index(path.column)
        return _values_kind([cells[place] for cells in table.rows.cells])
    column = table.column(path.column)
    return _sampler_kind(plan, path.end, column.sampler, depth) if column is not None else None


def _sampler_kind(plan: Plan, table: str, sampler: Sampler, depth: int) -> Kind:
    if isinstance(sampler, Date):
        return "date"
    if isinstance(sampler, Integer) or (isinstance(sampler, Sequence) and sampler.format is None):
        return "whole"
    if isinstance(sampler, Category | States):
        return _values_kind([one.value for one in sampler.values])
    if isinstance(sampler, Constant):
        return _values_kind([sampler.value])
    if isinstance(sampler, After | Before):
        lengths = [
            read_duration(one) if isinstance(one, str) else None for one in (sampler.low, sampler.high)
        ]
        whole = all(one is None or one.whole_days for one in lengths)
        return _text_kind(plan, table, sampler.of, depth) if whole else None
    return _text_kind(plan, table, sampler.sql, depth) if isinstance(sampler, Expression) else None


def _text_kind(plan: Plan, table: str, sql: str, depth: int) -> Kind:
    try:
        found = resolve_in_table(plan, table, sql)
    except ExpressionError:
        return None
    if found.special is not None:
        return None
    kinds: dict[str, Kind] = {name: kind_of(plan, one, depth + 1) for name, one in found.inputs.items()}
    return kind_in(sqlglot.parse_one(found.sql, read="duckdb"), kinds)


def _values_kind(values: list[Scalar]) -> Kind:
    given = [value for value in values if value is not None]
    if given and all(isinstance(value, str) and read_date(value) is not None for value in given):
        return "date"
    return "whole" if given and all(type(value) is int for value in given) else None
