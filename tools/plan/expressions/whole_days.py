"""Days added to a date: DuckDB adds an INTEGER to a DATE, and takes no BIGINT."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import sqlglot
from sqlglot import exp

Kind = Literal["date", "whole"] | None
"""A date, a whole number that may be a BIGINT, or anything else."""

WHOLE_CALLS = (exp.Count, exp.Length, exp.Year, exp.Month, exp.Day, exp.Quarter, exp.DateDiff, exp.CountIf)
SAME_CALLS = (
    exp.Coalesce,
    exp.Greatest,
    exp.Least,
    exp.Paren,
    exp.Min,
    exp.Max,
    exp.Sum,
    exp.Filter,
    exp.Abs,
    exp.Neg,
)


def with_integer_days(sql: str, kinds: Mapping[str, Kind]) -> str:
    """The SQL with every whole number that is added to a date made an INTEGER.

    Args:
        sql: an expression over placeholders.
        kinds: the kind of what each placeholder stands for.
    """
    if "date" not in kinds.values() and "date" not in sql.lower():
        return sql
    if not set("+-") & set(sql):
        return sql
    tree = sqlglot.parse_one(sql, read="duckdb")
    changed = tree.transform(lambda node: _narrowed(node, kinds))
    return sql if changed == tree else changed.sql(dialect="duckdb")


def _narrowed(node: exp.Expr, kinds: Mapping[str, Kind]) -> exp.Expr:
    if not isinstance(node, exp.Add | exp.Sub) or kind_in(node, kinds) != "date":
        return node
    for side in ("this", "expression"):
        part = node.args[side]
        if kind_in(part, kinds) == "whole" and not isinstance(part, exp.Literal):
            node.set(side, exp.cast(part.copy(), "int"))
    return node


def kind_in(node: exp.Expr, kinds: Mapping[str, Kind]) -> Kind:
    """The kind of a part of an expression over placeholders of these kinds."""
    if isinstance(node, exp.Column):
        return kinds.get(node.name)
    if isinstance(node, exp.Cast):
        to = node.to.this
        return "date" if to == exp.DType.DATE else "whole" if to in exp.DataType.INTEGER_TYPES else None
    if isinstance(node, exp.Add | exp.Sub):
        return _sum_kind(node, kinds)
    if isinstance(node, WHOLE_CALLS) or (isinstance(node, exp.Literal) and node.is_int):
        return "whole"
    if isinstance(node, exp.LastDay):
        return "date"
    if isinstance(node, exp.Case):
        arms = [arm.args["true"] for arm in node.args["ifs"]]
        return kind_in(arms[0], kinds) if arms else None
    return kind_in(node.this, kinds) if isinstance(node, SAME_CALLS) else _product_kind(node, kinds)


def _sum_kind(node: exp.Add | exp.Sub, kinds: Mapping[str, Kind]) -> Kind:
    sides = {kind_in(node.this, kinds), kind_in(node.expression, kinds)}
    if sides == {"date", "whole"}:
        return "date"
    return "whole" if sides == {"whole"} or (sides == {"date"} and isinstance(node, exp.Sub)) else None


def _product_kind(node: exp.Expr, kinds: Mapping[str, Kind]) -> Kind:
    if isinstance(node, exp.Mul | exp.Mod | exp.IntDiv):
        return "whole" if kind_in(node.this, kinds) == kind_in(node.expression, kinds) == "whole" else None
    return None
