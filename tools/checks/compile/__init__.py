"""A plan's statements, compiled to checks: one file for each concern."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rowsmith.tools.checks.compile import (
    booleans,
    categories,
    children,
    choices,
    dates,
    distances,
    distributions,
    evenness,
    expressions,
    follows,
    formats,
    keys,
    nested,
    nulls,
    patterns,
    queries,
    ranges,
    realism,
    references,
    rows,
    rules,
    seasons,
    segments,
    sequences,
    shares,
    stages,
    states,
    statistics,
    structure,
    switches,
    texts,
    trees,
    variety,
    written,
)
from rowsmith.tools.checks.compile.scaling import scaled
from rowsmith.tools.checks.model import Check, Unable
from rowsmith.tools.plan import Plan

CONCERNS: dict[str, Callable[[Plan], Iterator[Check]]] = {
    "structure": structure.checks,
    "rows": rows.checks,
    "children": children.checks,
    "distributions": distributions.checks,
    "stages": stages.checks,
    "written": written.checks,
    "keys": keys.checks,
    "references": references.checks,
    "trees": trees.checks,
    "choices": choices.checks,
    "categories": categories.checks,
    "ranges": ranges.checks,
    "dates": dates.checks,
    "distances": distances.checks,
    "patterns": patterns.checks,
    "formats": formats.checks,
    "realism": realism.checks,
    "sequences": sequences.checks,
    "nulls": nulls.checks,
    "states": states.checks,
    "booleans": booleans.checks,
    "shares": shares.checks,
    "segments": segments.checks,
    "texts": texts.checks,
    "nested": nested.checks,
    "expressions": expressions.checks,
    "switches": switches.checks,
    "queries": queries.checks,
    "statistics": statistics.checks,
    "evenness": evenness.checks,
    "variety": variety.checks,
    "seasons": seasons.checks,
    "follows": follows.checks,
    "rules": rules.checks,
}
"""What is compiled, in the order in which results are told."""


def compile_checks(plan: Plan, *, scale: float = 1.0) -> list[Check]:
    """Everything that the plan states and that finished tables can be held against.

    `scale` is what the stated numbers of rows were multiplied with. Ids are unique.
    """
    return [check for check in _all(plan, scale) if not isinstance(check.form, Unable)]


def unchecked(plan: Plan) -> list[Check]:
    """What the plan states and finished tables can't answer; each check's form says why."""
    return [check for check in _all(plan, 1.0) if isinstance(check.form, Unable)]


def _all(plan: Plan, scale: float) -> Iterator[Check]:
    whole = scaled(plan, scale)
    for concern in CONCERNS.values():
        yield from concern(whole)
