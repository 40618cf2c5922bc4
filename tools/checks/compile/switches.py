"""Columns whose arms are chosen by chance: every value could have come from one of the arms."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.conforming import mixture
from rowsmith.tools.checks.compile.terms import Term, term_checks
from rowsmith.tools.checks.model import Check
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.samplers import Sampler, Switch


def checks(plan: Plan) -> Iterator[Check]:
    """Every value of a mixture fits one of its arms."""
    return term_checks(plan, "switch", terms)


def terms(sampler: Sampler) -> Iterator[Term]:
    """What a mixture promises; a leaf that is a switch is one."""
    if isinstance(sampler, Switch):
        yield Term(
            "arms",
            "fits one of its arms",
            lambda relation, value: mixture(relation, sampler, value),
        )
