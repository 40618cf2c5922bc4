"""Semantic values whose shape can be told: addresses, numbers, codes with check digits."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.terms import Term, term_checks
from rowsmith.tools.checks.model import Check
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.samplers import Sampler, Uuid

UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def checks(plan: Plan) -> Iterator[Check]:
    """Every value with a known shape has it."""
    return term_checks(plan, "format", terms)


def terms(sampler: Sampler) -> Iterator[Term]:
    """What such a value promises."""
    if isinstance(sampler, Uuid):
        yield Term("uuid", "is a UUID", lambda relation, value: f"regexp_matches({value}::varchar, '{UUID}')")
