"""Patterns parse."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.lint.walk import samplers
from rowsmith.tools.plan.patterns import parse_pattern
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.samplers import Pattern, Sequence


def check(plan: Plan) -> Iterator[PlanError]:
    """Patterns that can't be drawn from, and formats of sequences that can't be filled."""
    for placed in samplers(plan):
        said = placed.sampler
        if isinstance(said, Pattern):
            try:
                parse_pattern(said.regex, f"{placed.where}.pattern")
            except PlanError as error:
                yield error
        elif isinstance(said, Sequence) and said.format is not None:
            yield from _format(said.format, f"{placed.where}.format")


def _format(text: str, where: str) -> Iterator[PlanError]:
    try:
        different = text.format(1) != text.format(2)
    except (ValueError, IndexError, KeyError, AttributeError):
        yield PlanError(
            f"The format {text!r} can't be filled.", where=where, hint="Write it as in 'A-{:06}'."
        )
        return
    if not different:
        yield PlanError(f"The format {text!r} has no place for the number.", where=where, hint="Add {:06}.")
