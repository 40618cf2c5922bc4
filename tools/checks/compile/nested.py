"""Records and lists: every field and every item fits its sampler, every list has a right length."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rowsmith.tools.checks.compile.conforming import conforms
from rowsmith.tools.checks.compile.terms import Term, term_checks
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.model import Check
from rowsmith.tools.checks.sql import quoted
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.samplers import Array, Object, Sampler


def checks(plan: Plan) -> Iterator[Check]:
    """Every record's fields and every list's items and length."""
    return term_checks(plan, "format", terms)


def terms(sampler: Sampler) -> Iterator[Term]:
    """What a record or a list promises, to any depth."""
    if isinstance(sampler, Object):
        for field in sampler.fields:
            yield Term(
                f"field {field.name}",
                f"has a {field.name} that fits",
                partial(_field, field.name, field.sampler),
            )
    if isinstance(sampler, Array):
        yield Term("length", "has as many items as its count says", partial(_length, sampler.count))
        yield Term("items", "has items that fit", partial(_items, sampler.item))


def fits(sampler: Sampler, relation: Relation, value: str) -> str:
    """That a part of a nested value fits; null counts as right."""
    own = [f"coalesce({term.ok(relation, value)}, true)" for term in terms(sampler)]
    return " and ".join([f"coalesce({conforms(relation, sampler, value)}, true)", *own])


def _field(name: str, sampler: Sampler, relation: Relation, value: str) -> str:
    return fits(sampler, relation, f"{value}.{quoted(name)}")


def _length(count: Sampler, relation: Relation, value: str) -> str:
    return fits(count, relation, f"len({value})")


def _items(item: Sampler, relation: Relation, value: str) -> str:
    """Items are named by how deep their list stands, as lists stand in lists."""
    name = f"item{value.count('lambda')}"
    return f"list_bool_and(list_transform({value}, lambda {name}: {fits(item, relation, name)}))"
