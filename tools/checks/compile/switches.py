"""Columns whose arms are chosen by chance: every value could have come from one of the arms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rowsmith.tools.checks.compile.conforming import mixture
from rowsmith.tools.checks.compile.leaves import Leaf, base, leaves
from rowsmith.tools.checks.compile.terms import Ok, Term, leaf_check, term_checks
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.model import Check
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.samplers import Arm, Bands, Lookup, Sampler, Switch

ARMS = "fits one of its arms"


def checks(plan: Plan) -> Iterator[Check]:
    """Every value of a mixture, or of arms whose conditions can't be told, fits one of the arms."""
    yield from term_checks(plan, "switch", terms)
    for table in plan.tables:
        for column in table.columns:
            arms = loosened(column.sampler)
            if arms is not None and not column.hidden and _untold(plan, table, column):
                leaf = replace(base(plan, table, column), sampler=arms)
                yield leaf_check(
                    plan, table.name, column.name, leaf, "switch", Term("any arm", ARMS, _fits(arms))
                )


def terms(sampler: Sampler) -> Iterator[Term]:
    """What a mixture promises; a leaf that is a switch is one."""
    if isinstance(sampler, Switch):
        yield Term("arms", ARMS, _fits(sampler))


def _fits(switch: Switch) -> Ok:
    return lambda relation, value: mixture(relation, switch, value)


def loosened(sampler: Sampler) -> Switch | None:
    """The arms of a switch, a lookup or bands as a mixture, without their conditions."""
    if isinstance(sampler, Switch):
        uses = [arm.use for arm in sampler.arms]
    elif isinstance(sampler, Lookup):
        uses = [
            *(entry.use for entry in sampler.entries),
            *([sampler.otherwise] if sampler.otherwise else []),
        ]
    elif isinstance(sampler, Bands):
        uses = [band.use for band in sampler.bands]
    else:
        return None
    return Switch(arms=tuple(Arm(share=0.5, use=loosened(use) or use) for use in uses))


def _untold(plan: Plan, table: Table, column: Column) -> bool:
    """Whether some arm's condition needs a column that is not there."""
    return any(_hidden(plan, table, leaf) for leaf in leaves(plan, table, column))


def _hidden(plan: Plan, table: Table, leaf: Leaf) -> bool:
    try:
        leaf.guard(Relation(plan, table.name))
    except CheckError:
        return True
    return False
