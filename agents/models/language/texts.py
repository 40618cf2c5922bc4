"""A model writes texts, group by group; each is judged by itself, and what is wrong is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from rowsmith.agents.models.language.asking import Asker
from rowsmith.agents.models.language.vocabularies import page_of
from rowsmith.agents.tasks import TextGroup, WriteTexts, WrittenTexts
from rowsmith.prompts import Words
from rowsmith.prompts.catalog import TextGroup as PromptGroup
from rowsmith.prompts.catalog import WriteTexts as Prompt
from rowsmith.tools.plan.data import Data
from rowsmith.tools.text.judging import faults_of_text

FEWEST_SOUND = 0.5
"""The share of sound texts below which an answer goes back with what is wrong."""
LONGEST_QUOTE = 60


class GroupTexts(Data):
    """The texts of one group; `number` is the group's."""

    number: Annotated[int, Field(ge=1)]
    texts: tuple[str, ...]


class Texts(Data):
    """The texts of all groups."""

    groups: Annotated[tuple[GroupTexts, ...], Field(min_length=1)]


def write_texts(asker: Asker, task: WriteTexts) -> WrittenTexts:
    """The sound texts of each group. Raises ModelError, InvalidAnswer where hardly any text is sound."""

    def faults(answer: Texts) -> list[str]:
        told = list(_unknown(answer, task))
        wrong = [fault for _, texts in _by_group(answer, task) for _, fault in texts if fault is not None]
        sound = _count(answer) - len(wrong)
        return [*told, *wrong] if told or sound < FEWEST_SOUND * _count(answer) or not sound else []

    def usable(answer: Texts) -> bool:
        return any(fault is None for _, texts in _by_group(answer, task) for _, fault in texts)

    answer = asker.ask(texts_prompt(task), Texts, faults, usable)
    sound: list[list[str]] = [[] for _ in task.groups]
    for number, texts in _by_group(answer, task):
        sound[number - 1] += [text for text, fault in texts if fault is None]
    return WrittenTexts(groups=tuple(map(tuple, sound)))


def texts_prompt(task: WriteTexts) -> Prompt:
    said = task.said
    return Prompt(
        about=Words(said.about),
        locale=said.locale or task.locale,
        groups=tuple(map(_group, task.groups)),
        answer=page_of(Texts),
        tone=Words(said.tone) if said.tone is not None else None,
        words=said.words,
        sentences=said.sentences,
        turns=said.turns,
    )


def _group(group: TextGroup) -> PromptGroup:
    return PromptGroup(
        count=group.count,
        values=tuple((Words(name), Words(str(value))) for name, value in group.values),
        facts=tuple(map(Words, group.facts)),
        known=tuple(map(Words, group.known)),
    )


def _count(answer: Texts) -> int:
    return sum(len(group.texts) for group in answer.groups)


def _unknown(answer: Texts, task: WriteTexts) -> Iterator[str]:
    for at, group in enumerate(answer.groups):
        if group.number > len(task.groups):
            yield f"groups[{at}].number: there is no group {group.number}."


def _by_group(answer: Texts, task: WriteTexts) -> Iterator[tuple[int, list[tuple[str, str | None]]]]:
    """Each group's texts with what is wrong with them."""
    for group in answer.groups:
        if group.number <= len(task.groups):
            facts = task.groups[group.number - 1].facts
            yield group.number, [(text.strip(), _fault(text, task, facts)) for text in group.texts]


def _fault(text: str, task: WriteTexts, facts: tuple[str, ...]) -> str | None:
    found = next(faults_of_text(text.strip(), task.said, facts), None)
    return None if found is None else f"{text[:LONGEST_QUOTE]!r}: {found}."
