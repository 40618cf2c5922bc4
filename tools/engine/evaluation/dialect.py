"""A plan's SQL as DuckDB takes it, once the types of its inputs are known."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from rowsmith.tools.engine.vector import DATE, INTEGER, Type
from rowsmith.tools.plan.expressions.whole_days import Kind, with_integer_days


def fitted_sql(sql: str, types: Mapping[str, Type | None]) -> str:
    """The SQL with whole numbers that are added to dates made narrow enough for DuckDB."""
    return _fitted(sql, tuple(types.items()))


@cache
def _fitted(sql: str, types: tuple[tuple[str, Type | None], ...]) -> str:
    return with_integer_days(sql, {name: _kind(kind) for name, kind in types})


def _kind(kind: Type | None) -> Kind:
    return "date" if kind == DATE else "whole" if kind == INTEGER else None
