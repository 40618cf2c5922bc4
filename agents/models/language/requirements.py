"""What a model writes about the words, and the requirements that this makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from rowsmith.agents.coverage import uncovered
from rowsmith.agents.models.language.asking import Asker
from rowsmith.agents.models.language.dry_run import DryRun, dry_run
from rowsmith.agents.models.language.quotes import Finder, Quote, nearest
from rowsmith.agents.models.language.vocabularies import page_of
from rowsmith.agents.requirements import Kind, Requirement, RequirementCheck
from rowsmith.agents.tasks import WriteRequirements, WrittenRequirements
from rowsmith.prompts import Words
from rowsmith.prompts.catalog import WriteRequirements as Prompt
from rowsmith.tools.plan.data import Data

FEWEST_SOUND = 0.5
"""The share of sound requirements from which on the rest is told as an open point, not as a failure."""


class AskedRequirement(Data):
    """One wish. `kind` is what it is about; `checks` are one SELECT each, none unless it is checkable."""

    quote: Annotated[str, Field(min_length=1)]
    message: int = 0
    occurrence: Annotated[
        int | None, Field(description="which one, from 1, where the message holds the quote several times")
    ] = None
    says: Annotated[str, Field(min_length=1)]
    kind: Kind
    reading: Literal["checkable", "not_checkable", "not_understood", "context", "withdrawn"] = "checkable"
    reason: str | None = None
    checks: tuple[str, ...] = ()


class AskedRequirements(Data):
    requirements: tuple[AskedRequirement, ...]


@dataclass(frozen=True)
class _Read:
    """A requirement, None where its quote is not in the words, and what is wrong with what was written."""

    requirement: Requirement | None
    faults: tuple[str, ...] = ()


def write_requirements(asker: Asker, task: WriteRequirements) -> WrittenRequirements:
    """Asks for requirements until every quote is in the words and every check can be run.

    Words that were passed over go back once. Where a few requirements are still wrong at the end, their words
    are told as not checkable, or left to whoever looks for words that nothing holds. Raises ModelError.
    """
    gaps: list[str] = []
    with dry_run(task.layout) as trial:

        def read(answer: AskedRequirements) -> list[_Read]:
            finder = Finder(task.messages)
            return [
                _read(f"requirements[{number}]", one, task.messages, finder, trial)
                for number, one in enumerate(answer.requirements)
            ]

        def faults(answer: AskedRequirements) -> list[str]:
            found = read(answer)
            wrong = [fault for one in found for fault in one.faults]
            passed_over = [] if gaps else _passed_over(task.messages, found)
            gaps.extend(passed_over)
            return [*wrong, *passed_over]

        def usable(answer: AskedRequirements) -> bool:
            sound = sum(not one.faults for one in read(answer))
            return sound >= FEWEST_SOUND * len(answer.requirements)

        found = read(asker.ask(requirements_prompt(task), AskedRequirements, faults, usable))
    placed = [one.requirement for one in found if one.requirement is not None]
    return WrittenRequirements(requirements=tuple(_numbered(placed)))


def requirements_prompt(task: WriteRequirements) -> Prompt:
    return Prompt(
        messages=tuple(map(Words, task.messages)),
        layout=Words(task.layout.text()),
        answer=page_of(AskedRequirements),
        scale=task.scale,
    )


def _numbered(requirements: Sequence[Requirement]) -> Iterator[Requirement]:
    for number, one in enumerate(requirements, start=1):
        yield one.model_copy(update={"id": f"r{number}"})


def _read(
    place: str, asked: AskedRequirement, messages: Sequence[str], finder: Finder, trial: DryRun
) -> _Read:
    span = finder.find(Quote(asked.quote, asked.message, asked.occurrence))
    wrong = _wrong_checks(place, asked, trial)
    if span is None:
        return _Read(None, (f"{place}.quote: {_not_found(asked, messages)}", *wrong))
    requirement = Requirement(
        id=place,
        quote=messages[span.message][span.start : span.end],
        span=(span.start, span.end),
        message=span.message,
        says=asked.says,
        kind=asked.kind,
        reading="not_checkable" if wrong else asked.reading,
        reason=wrong[0].partition(": ")[2] if wrong else asked.reason,
        checks=() if wrong else tuple(map(_check, asked.checks)),
    )
    return _Read(requirement, wrong)


def _check(sql: str) -> RequirementCheck:
    return RequirementCheck(sql=sql)


def _wrong_checks(place: str, asked: AskedRequirement, trial: DryRun) -> tuple[str, ...]:
    if asked.reading != "checkable":
        return ()
    if not asked.checks:
        said = "a checkable requirement needs a check; else say in reading and reason why there is none."
        return (f"{place}.checks: {said}",)
    tried = ((number, trial.fault(sql)) for number, sql in enumerate(asked.checks))
    return tuple(f"{place}.checks[{number}]: {fault}" for number, fault in tried if fault is not None)


def _passed_over(messages: Sequence[str], found: Sequence[_Read]) -> list[str]:
    """One sentence for each stretch of words that is in no quote."""
    placed = [one.requirement for one in found if one.requirement is not None]
    return [
        f"{messages[gap.message][gap.start : gap.end]!r} of message {gap.message} is in no quote: make one longer, "
        "or add a requirement, of reading context where the words ask for nothing."
        for gap in uncovered(messages, placed)
    ]


def _not_found(asked: AskedRequirement, messages: Sequence[str]) -> str:
    known = range(len(messages))
    message = asked.message if asked.message in known else known[-1]
    near = nearest(asked.quote, messages[message])
    hint = f" The nearest words are {messages[message][slice(*near)]!r}." if near else ""
    return f"{asked.quote!r} is not in message {message}; copy it letter by letter.{hint}"
