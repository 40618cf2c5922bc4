"""Columns that hold one of listed values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rowsmith.tools.checks.compile.terms import Ok, Term, term_checks
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.model import Check
from rowsmith.tools.checks.sql import literal, text
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.data import Scalar
from rowsmith.tools.plan.samplers import Category, Constant, Sampler, Semantic, Stages, States

SHOWN = 6


def checks(plan: Plan) -> Iterator[Check]:
    """Every value is one of those that the plan lists."""
    return term_checks(plan, "category", terms)


def terms(sampler: Sampler) -> Iterator[Term]:
    """What a listed value promises."""
    values = listed(sampler)
    if values is not None:
        shown = ", ".join(str(value) for value in values[:SHOWN]) + (", …" if len(values) > SHOWN else "")
        says = f"is {shown}" if len(values) == 1 else f"is one of {shown}"
        yield Term("values", says, one_of(values))


def listed(sampler: Sampler) -> Sequence[Scalar] | None:
    """The values that the sampler lists; None for samplers without a list."""
    if isinstance(sampler, Category | States | Stages):
        return [one.value for one in sampler.values]
    if isinstance(sampler, Constant):
        return [sampler.value]
    if isinstance(sampler, Semantic) and sampler.only:
        return list(sampler.only)
    return None


def one_of(values: Sequence[Scalar]) -> Ok:
    """Numbers and booleans are compared as such; as soon as one value is text, all are text."""
    given = [value for value in values if value is not None]
    as_text = any(isinstance(value, str) for value in given)

    def ok(relation: Relation, value: str) -> str:
        if not given:
            return f"{value} is null"
        if as_text:
            return f"{value}::varchar in ({', '.join(text(shown(one)) for one in given)})"
        return f"{value} in ({', '.join(literal(one) for one in given)})"

    return ok


def shown(value: Scalar) -> str:
    """A value as DuckDB casts it to text."""
    return str(value).lower() if isinstance(value, bool) else str(value)
