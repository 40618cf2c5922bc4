"""Which of the person's words no requirement holds: silence about them would be a defect."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

WORD = re.compile(r"\w+(?:['’.,:/-]\w+)*")
"""A word or a number, with what may stand inside of it: 4,999.50, 2024-01-31, don't."""
BREAK = re.compile(r"[.;:!?](?=\s|$)|\n")
"""What ends a phrase."""


@dataclass(frozen=True)
class Span:
    """The characters from `start` to before `end` of a message, counted from 0."""

    message: int
    start: int
    end: int


class Placed(Protocol):
    """Whatever stands at a place of the words."""

    @property
    def message(self) -> int: ...
    @property
    def span(self) -> tuple[int, int]: ...


@cache
def glue_words() -> frozenset[str]:
    """Words that ask for nothing by themselves, in lower case."""
    text = files("rowsmith.agents").joinpath("glue_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def is_glue(word: str) -> bool:
    return word.lower().rstrip(".") in glue_words()


def words(messages: Sequence[str]) -> Iterator[Span]:
    """Every word of the messages."""
    for number, message in enumerate(messages):
        for found in WORD.finditer(message):
            yield Span(number, *found.span())


def covers(placed: Placed, word: Span) -> bool:
    """Whether the word lies in it; a part of the word is enough, for quotes may begin or end within one."""
    return placed.message == word.message and placed.span[0] < word.end and word.start < placed.span[1]


def uncovered(messages: Sequence[str], held: Sequence[Placed]) -> list[Span]:
    """Phrases of which no word is held, each from its first to its last word that is not mere glue."""
    gaps: list[Span] = []
    for run in _runs(messages, held):
        telling = [word for word in run if not is_glue(messages[word.message][word.start : word.end])]
        if telling:
            gaps.append(Span(run[0].message, telling[0].start, telling[-1].end))
    return gaps


def _runs(messages: Sequence[str], held: Sequence[Placed]) -> Iterator[list[Span]]:
    """Stretches of words that nothing holds, ended by a held word or by the end of a phrase."""
    run: list[Span] = []
    for word in words(messages):
        if run and (run[-1].message != word.message or _breaks(messages[word.message], run[-1], word)):
            yield run
            run = []
        if any(covers(one, word) for one in held):
            if run:
                yield run
            run = []
        else:
            run.append(word)
    if run:
        yield run


def _breaks(message: str, before: Span, after: Span) -> bool:
    return BREAK.search(message, before.end, after.start) is not None


def coverage(
    messages: Sequence[str], understood: Sequence[Placed], unread: Sequence[Placed], context: Sequence[Placed]
) -> float:
    """The share of the words that an understood requirement holds.

    Words that only context holds are left out, and so is glue that nothing holds.
    """
    asked = covered = 0
    for word in words(messages):
        is_covered = any(covers(one, word) for one in understood)
        is_left_out = any(covers(one, word) for one in context) or is_glue(
            messages[word.message][word.start : word.end]
        )
        covered += is_covered
        asked += is_covered or any(covers(one, word) for one in unread) or not is_left_out
    return round(covered / asked, 4) if asked else 1.0


def coverage_in_words(covered: float, unread: Sequence[str]) -> str:
    """The coverage as a sentence: "98 % of the telling words are understood; not understood: “x”."."""
    percent = f"{math.floor(covered * 1000) / 10:g} %"
    if not unread:
        return f"{percent} of the telling words are understood: each phrase has its requirement."
    quotes = ", ".join(f"“{' '.join(quote.split())}”" for quote in unread)
    phrases = "1 phrase is" if len(unread) == 1 else f"{len(unread)} phrases are"
    return f"{percent} of the telling words are understood; {phrases} not: {quotes}."
