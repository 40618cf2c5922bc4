"""Columns that are computed: every value is what the expression gives."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.terms import Ok, Term, term_checks
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.model import Check
from rowsmith.tools.plan import Plan
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
        return same(value, relation.expression(sql))

    return ok


def same(left: str, right: str) -> str:
    """Equal, or both null; doubles within RELATIVE. Two decimals are compared exactly."""
    exact = " and ".join(f"typeof({side}) like 'DECIMAL%'" for side in (left, right))
    a, b = (f"try_cast({side}::varchar as double)" for side in (left, right))
    near = f"coalesce(abs({a} - {b}) <= {RELATIVE} * greatest(1, abs({a}), abs({b})), false)"
    return f"case when {left} is not distinct from {right} then true when {exact} then false else {near} end"
