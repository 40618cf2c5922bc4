"""Whether a value could have come from a sampler, whatever its kind, as one condition."""

from __future__ import annotations

from rowsmith.tools.checks.compile import categories, dates, distances, expressions, formats, patterns, ranges
from rowsmith.tools.checks.compile.leaves import Leaf, branches
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.sql import both, either
from rowsmith.tools.plan.samplers import Sampler, Switch

TERMS = (
    ranges.terms,
    categories.terms,
    dates.terms,
    distances.terms,
    expressions.terms,
    patterns.terms,
    formats.terms,
)


def conforms(relation: Relation, sampler: Sampler, value: str) -> str:
    """The condition that the sampler could have given the value; null counts as right."""
    return both(_allowed(relation, leaf, value) for leaf in branches(Leaf(sampler, "")))


def _allowed(relation: Relation, leaf: Leaf, value: str) -> str:
    """A leaf speaks only for rows that meet its guards; a mixture allows what any of its arms allows."""
    if isinstance(leaf.sampler, Switch):
        ok = mixture(relation, leaf.sampler, value)
    else:
        ok = both(
            f"coalesce({term.ok(relation, value)}, true)" for terms in TERMS for term in terms(leaf.sampler)
        )
    if not leaf.guards or ok == "true":
        return ok
    return f"not ({leaf.guard(relation)}) or {ok}"


def mixture(relation: Relation, switch: Switch, value: str) -> str:
    """What some arm allows, where chance decides from the first arm on."""
    first, rest = switch.arms[0], switch.arms[1:]
    here = conforms(relation, first.use, value)
    there = conforms(relation, Switch(arms=rest), value) if rest else "false"
    if first.when is not None:
        when = f"coalesce({relation.expression(first.when)}, false)"
        here, there = both([when, here]), both([f"not {when}", there])
    return "true" if "true" in (here, there) else either([here, there])
