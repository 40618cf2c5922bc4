"""Where a quote stands in the words that it was taken from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from rowsmith.agents.coverage import Span

NEAR = 90.0
"""The least likeness, of 100, at which a quote with a slip still counts as copied."""
SHORTEST_FUZZY = 8
"""Shorter quotes must be there letter by letter: a slip in them may change what they say."""
SAME = str.maketrans(
    {**dict.fromkeys("’‘`´", "'"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‐‑‒–—−", "-")}
)
"""Signs that models exchange for each other without noticing, one for one."""


@dataclass(frozen=True)
class Quote:
    """Words of a message; `occurrence` counts from 1 where they stand there several times."""

    text: str
    message: int = 0
    occurrence: int | None = None


class Finder:
    """Finds quotes that come in the order of the words; remembers how far it has got."""

    def __init__(self, messages: Sequence[str]) -> None:
        self._messages = messages
        self._reached = [0] * len(messages)

    def find(self, quote: Quote) -> Span | None:
        """Where the quote stands, in its own message first; None where it stands nowhere.

        Among several places the one that is told, else the first that is not before the last quote found.
        """
        numbers = sorted(range(len(self._messages)), key=lambda number: number != quote.message)
        for number in numbers:
            places = list(occurrences(quote.text, self._messages[number]))
            if places:
                start, end = self._chosen(places, number, quote.occurrence)
                self._reached[number] = start
                return Span(number, start, end)
        return None

    def _chosen(
        self, places: Sequence[tuple[int, int]], number: int, occurrence: int | None
    ) -> tuple[int, int]:
        if occurrence is not None and 1 <= occurrence <= len(places):
            return places[occurrence - 1]
        return next((place for place in places if place[0] >= self._reached[number]), places[0])


def occurrences(quote: str, message: str) -> Iterator[tuple[int, int]]:
    """The places of a quote: letter by letter, else but for capitals, spaces and dashes, else one near one."""
    text, words = quote.translate(SAME).strip("\"' …\n\t"), message.translate(SAME)
    if not text:
        return
    found = [match.span() for match in re.finditer(re.escape(text), words)]
    found = found or [match.span() for match in _loose(text).finditer(words)]
    near = nearest(text, words, NEAR) if not found and len(text) >= SHORTEST_FUZZY else None
    yield from found
    if near is not None:
        yield near


def nearest(quote: str, message: str, least: float = 0.0) -> tuple[int, int] | None:
    """The stretch of whole words that is most like the quote; None where none is as like as `least`."""
    if len(quote) > len(message):
        return None
    found = fuzz.partial_ratio_alignment(quote, message, score_cutoff=least)
    return None if found is None else _whole_words(message, found.dest_start, found.dest_end)


def _loose(text: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, text.split())), re.IGNORECASE)


def _whole_words(message: str, start: int, end: int) -> tuple[int, int]:
    while 0 < start < len(message) and message[start - 1].isalnum() and message[start].isalnum():
        start -= 1
    while 0 < end < len(message) and message[end - 1].isalnum() and message[end].isalnum():
        end += 1
    stretch = message[start:end]
    return start + len(stretch) - len(stretch.lstrip()), end - len(stretch) + len(stretch.rstrip())
