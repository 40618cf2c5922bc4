"""From text to items: tokens, lemmas, then layers that recognise numbers, shares, dates, durations and ranges."""

from __future__ import annotations

from collections.abc import Sequence

from rowsmith.agents.models.offline.grammar.cascade import rewrite
from rowsmith.agents.models.offline.grammar.rules import grammar
from rowsmith.agents.models.offline.text import combined, measures, moments, ranges
from rowsmith.agents.models.offline.text.calendar_words import mark_calendar_words
from rowsmith.agents.models.offline.text.items import Item, to_items
from rowsmith.agents.models.offline.text.number_words import merge_number_words
from rowsmith.agents.models.offline.text.tokens import tokenize

LAYERS = (
    ("percentages", measures.BUILDERS),
    ("measures", measures.BUILDERS),
    ("moments", moments.BUILDERS),
    ("ranges", ranges.BUILDERS),
    ("ranges", ranges.BUILDERS),
    ("combined", combined.BUILDERS),
)


def scan(message: str, start: int = 0, end: int | None = None) -> list[Item]:
    """The items of message[start:end], with all quantities and dates recognised."""
    return recognise(to_items(tokenize(message, start, end)))


def recognise(items: Sequence[Item]) -> list[Item]:
    result = mark_calendar_words(merge_number_words(items))
    for name, builders in LAYERS:
        result = rewrite(result, grammar(name), builders)
    return result
