"""Patterns parse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.lint.walk import samplers
from rowsmith.tools.plan.patterns import parse_pattern
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.samplers import Pattern, Sequence

FIELD = re.compile(r"\{n?(?::\d*d?)?\}")
"""The place of the number in a sequence's format."""


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
    if len(FIELD.findall(text)) != 1:
        hint = "Write {} or {:06} in its place, once."
        yield PlanError(f"The format {text!r} does not say where the number stands.", where=where, hint=hint)
