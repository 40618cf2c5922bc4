"""Conditions that no row can meet, as far as ranges and lists of values tell."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from rowsmith.tools.plan.expressions import Path, Resolved
from rowsmith.tools.plan.lint.constants import Range, column_range, folded, literal_range, shown
from rowsmith.tools.plan.plan import Plan

Ends = Callable[[Range, Range], bool]

NEVER: dict[type[exp.Expr], Ends] = {
    exp.EQ: lambda a, b: a.high < b.low or b.high < a.low,
    exp.LT: lambda a, b: a.low >= b.high,
    exp.LTE: lambda a, b: a.low > b.high,
    exp.GT: lambda a, b: a.high <= b.low,
    exp.GTE: lambda a, b: a.high < b.low,
}
"""When a comparison can't hold for any two values of two ranges."""

ARITHMETIC: dict[type[exp.Expr], Callable[[float, float], float]] = {
    exp.Add: operator.add,
    exp.Sub: operator.sub,
    exp.Mul: operator.mul,
}


@dataclass(frozen=True)
class Conditions:
    """Reads one expression's conditions against what is known of the plan's columns."""

    plan: Plan
    resolved: Resolved

    def never(self) -> str | None:
        """Why no row meets the condition, in words; None where one may."""
        if self.resolved.special is not None or self.resolved.windows:
            return None
        return self._never(sqlglot.parse_one(self.resolved.sql, read="duckdb"))

    def _never(self, node: exp.Expr) -> str | None:
        match node:
            case exp.Paren():
                return self._never(node.this)
            case exp.And():
                return self._never(node.left) or self._never(node.right)
            case exp.Or():
                left, right = self._never(node.left), self._never(node.right)
                return f"{left}, and {right}" if left and right else None
            case exp.Between():
                return self._compared(exp.GTE, node.this, node.args["low"]) or self._compared(
                    exp.LTE, node.this, node.args["high"]
                )
            case exp.EQ() | exp.LT() | exp.LTE() | exp.GT() | exp.GTE():
                return self._compared(type(node), node.left, node.right)
        return None

    def _compared(self, kind: type[exp.Expr], left: exp.Expr, right: exp.Expr) -> str | None:
        one, other = self.range_of(left), self.range_of(right)
        if one is None or other is None or one.kind != other.kind or not NEVER[kind](one, other):
            return None
        told = [f"{self._name(node)} is {_within(found)}" for node, found in ((left, one), (right, other))]
        return " and ".join(text for text, node in zip(told, (left, right), strict=True) if self._known(node))

    def range_of(self, node: exp.Expr) -> Range | None:
        """Between which values a term lies."""
        match node:
            case exp.Paren():
                return self.range_of(node.this)
            case exp.Column():
                return self._column(node.name)
            case exp.Add() | exp.Sub() | exp.Mul():
                return self._calculated(node)
        if any(node.find_all(exp.Column)):
            return None
        return literal_range(node.this if node.is_string else folded(node.sql(dialect="duckdb")))

    def _column(self, name: str) -> Range | None:
        wanted = self.resolved.inputs.get(name)
        table = self.plan.table(wanted.end) if isinstance(wanted, Path) else None
        return column_range(self.plan, table, wanted.column) if table and isinstance(wanted, Path) else None

    def _calculated(self, node: exp.Binary) -> Range | None:
        one, other = self.range_of(node.left), self.range_of(node.right)
        if one is None or other is None or (one.kind, other.kind) != ("number", "number"):
            return None
        calculate = ARITHMETIC[type(node)]
        ends = [calculate(a, b) for a in (one.low, one.high) for b in (other.low, other.high)]
        return Range(min(ends), max(ends))

    def _known(self, node: exp.Expr) -> bool:
        return any(node.find_all(exp.Column))

    def _name(self, node: exp.Expr) -> str:
        """The term with its columns' own names."""

        def named(one: exp.Expr) -> exp.Expr:
            wanted = self.resolved.inputs.get(one.name) if isinstance(one, exp.Column) else None
            if not isinstance(wanted, Path):
                return one
            return exp.column(".".join((*(name.removesuffix("_id") for name in wanted.up), wanted.column)))

        return node.copy().transform(named).sql(dialect="duckdb").replace('"', "")


def _within(found: Range) -> str:
    low, high = shown(found.low, found.kind), shown(found.high, found.kind)
    return low if low == high else f"{low} to {high}"
