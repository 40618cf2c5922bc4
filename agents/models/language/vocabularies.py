"""What the prompts say of the languages that answers are written in, made from these languages themselves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from rowsmith.prompts.catalog import PlanLanguage
from rowsmith.prompts.vocabulary import vocabulary
from rowsmith.prompts.worked_examples import worked_examples
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.expressions.parse import allowed_functions
from rowsmith.tools.semantics import kinds
from rowsmith.tools.semantics.locales import locales

CHOICE = "sampler"
"""The name of the plan's largest choice of parts."""


@cache
def plan_language(*, examples: bool = True) -> PlanLanguage:
    """The plan language: its parts, semantic values, locales, functions and, on request, worked examples."""
    return PlanLanguage(
        vocabulary=_plan_page(),
        semantics=tuple(_semantic_lines()),
        locales=tuple(sorted(locales())),
        functions=tuple(sorted(allowed_functions())),
        examples=worked_examples() if examples else (),
    )


@cache
def page_of(answer: type[BaseModel]) -> str:
    """An answer's parts, without those that the plan's page tells."""
    told = set(_parts(_plan_page()))
    own = vocabulary(answer.model_json_schema(), CHOICE)
    return "\n".join(part for part in _parts(own) if part not in told)


@cache
def _plan_page() -> str:
    return vocabulary(Plan.model_json_schema(), CHOICE)


def _parts(page: str) -> Iterator[str]:
    """The page's parts, each with the lines that tell about it."""
    part: list[str] = []
    for line in page.splitlines():
        if line.startswith("- ") and part:
            yield "\n".join(part)
            part = []
        part.append(line)
    yield "\n".join(part)


def _semantic_lines() -> Iterator[str]:
    for kind in kinds():
        roles = f" (fits {', '.join(kind.fits)})" if kind.fits else ""
        yield f"{kind.name}: {kind.says}{roles}"
