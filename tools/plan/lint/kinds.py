"""Kinds of semantic values."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rowsmith.tools.errors import PlanError, did_you_mean
from rowsmith.tools.plan.lint.walk import samplers
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.samplers import Semantic


def check(plan: Plan, kinds: Collection[str] | None) -> Iterator[PlanError]:
    """Kinds that are not among the known ones; nothing where none are given."""
    if kinds is None:
        return
    for placed in samplers(plan):
        said = placed.sampler
        if isinstance(said, Semantic) and said.what not in kinds:
            hint = did_you_mean(said.what, sorted(kinds))
            yield PlanError(
                f"There is no kind of value {said.what}.", where=f"{placed.where}.semantic", hint=hint
            )
