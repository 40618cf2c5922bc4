"""Columns that are computed: every value is what the expression gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import sqlglot
from sqlglot import exp

from rowsmith.tools.checks.compile.terms import Ok, Term, term_checks
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.model import Check
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.expressions import Resolved, resolve_in_table
from rowsmith.tools.plan.samplers import Expression, Reference, Sampler

RELATIVE = "1e-9"
"""How far two doubles may differ, relative to the larger; sums in another order differ by less."""


def checks(plan: Plan) -> Iterator[Check]:
    """Every computed value equals its expression, recomputed from the finished tables."""
    return term_checks(plan, "expression", terms)


def terms(sampler: Sampler) -> Iterator[Term]:
    """What a computed value promises."""
    sql = sampler.sql if isinstance(sampler, Expression) else None
    if isinstance(sampler, Reference):
        sql = sampler.value
    if sql is not None:
        yield Term("value", f"equals {sql}", equals(sql))


def equals(sql: str) -> Ok:
    def ok(relation: Relation, value: str) -> str:
        found = resolve_in_table(relation.plan, relation.table, sql)
        whole = unrounded(found)
        if whole is None:
            return same(value, relation.resolved(found))
        return rounds(value, relation.resolved(whole[0]), whole[1])

    return ok


def unrounded(found: Resolved) -> tuple[Resolved, int] | None:
    """What an outermost round(x, digits) rounds, and the digits; None for other expressions."""
    if "ROUND" not in found.sql.upper() or found.special is not None:
        return None
    tree = sqlglot.parse_one(found.sql, read="duckdb")
    digits = tree.args.get("decimals") if isinstance(tree, exp.Round) else None
    if not isinstance(tree, exp.Round) or not (
        digits is None or (isinstance(digits, exp.Literal) and digits.is_int)
    ):
        return None
    inner = replace(found, sql=tree.this.sql(dialect="duckdb"))
    return inner, 0 if digits is None else int(digits.name)


def rounds(value: str, whole: str, digits: int) -> str:
    """That the value is `whole` rounded; which way a double goes that lies half-way is left open."""
    v, w = f"{value}::double", f"({whole})::double"
    near = f"abs({v} - {w}) <= {0.5 * 10.0**-digits} + {RELATIVE} * greatest(1, abs({w}))"
    on_grid = f"abs({v} - round({v}, {digits})) <= {RELATIVE} * greatest(1, abs({v}))"
    both_null = f"({value} is null) = ({whole} is null)"
    return f"case when {both_null} then coalesce({near} and {on_grid}, true) else false end"


def same(left: str, right: str) -> str:
    """Equal, or both null; doubles within RELATIVE. Two decimals are compared exactly."""
    exact = " and ".join(f"typeof({side}) like 'DECIMAL%'" for side in (left, right))
    a, b = (f"try_cast({side}::varchar as double)" for side in (left, right))
    near = f"coalesce(abs({a} - {b}) <= {RELATIVE} * greatest(1, abs({a}), abs({b})), false)"
    return f"case when {left} is not distinct from {right} then true when {exact} then false else {near} end"
