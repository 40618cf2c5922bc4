"""Moments at a distance after or before others."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.bounds import duration
from rowsmith.tools.checks.compile.terms import Ok, Term, term_checks
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.model import Check
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.samplers import After, Before, Sampler


def checks(plan: Plan) -> Iterator[Check]:
    """Every such moment keeps its distance."""
    return term_checks(plan, "distance", terms)


def terms(sampler: Sampler) -> Iterator[Term]:
    """What such a moment promises."""
    if isinstance(sampler, After | Before):
        word = "after" if isinstance(sampler, After) else "before"
        yield Term("distance", f"is {sampler.low} to {sampler.high} {word} {sampler.of}", _apart(sampler))


def _apart(sampler: After | Before) -> Ok:
    def ok(relation: Relation, value: str) -> str:
        of = relation.expression(sampler.of)
        near, far = duration(relation, sampler.low), duration(relation, sampler.high)
        sign = "+" if isinstance(sampler, After) else "-"
        low, high = (near, far) if sign == "+" else (far, near)
        first, last = f"({of} {sign} {low})", f"({of} {sign} {high})"
        days = f"{value} >= {first}::date and {value} <= {last}::date"
        return f"case when typeof({value}) = 'DATE' then {days} else {value} >= {first} and {value} <= {last} end"

    return ok
