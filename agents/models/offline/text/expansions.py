"""Names that were written together: start/end time, salary min & max, from/to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rowsmith.agents.models.offline.lexicon.load import words
from rowsmith.agents.models.offline.text.items import Item

PAIRS = frozenset({
    ("start", "end"),
        ("source", "target"),
        ("old", "new"),
        ("sender", "receiver"), ("min", "max"), ("from", "to"), ("first", "last"), ("open", "close"), ("opening", "closing"), ("home", "away"),
    ("departure", "arrival"), ("pickup", "dropoff"), ("begin", "end"), ("lower", "upper"), ("low", "high"), ("minimum", "maximum"),
    ("lat", "lon"), ("lat", "long"), ("latitude", "longitude"), ("lat", "lng"), ("created", "updated"), ("planned", "actual"), ("birth", "death"),
})  # fmt: skip
BOUNDS = words("expansions", "bounds")
HEADS = words("expansions", "heads")
PLACES = words("expansions", "places")
CATEGORIES = words("mentions", "leading")
LINKS = words("expansions", "links")


def expand_pairs(items: Sequence[Item]) -> list[Item]:
    """start / end time -> start time, end time; salary min and max -> salary min, salary max."""
    result: list[Item] = []
    at = 0
    while at < len(items):
        if is_pair(items, at):
            made, at = expanded(items, at, result)
            result.extend(made)
        else:
            result.append(items[at])
            at += 1
    return result


def is_pair(items: Sequence[Item], at: int) -> bool:
    if at + 2 >= len(items) or items[at + 1].word not in LINKS:
        return False
    if (items[at].raw.lower(), items[at + 2].raw.lower()) not in PAIRS:
        return False
    if at + 3 < len(items) and items[at + 3].word == items[at + 1].word != "and":
        return False
    if at and items[at - 1].word in CATEGORIES and not shares_head(items, at):
        return False
    return items[at + 1].word != "and" or shares_head(items, at) or items[at].raw.lower() in BOUNDS


def shares_head(items: Sequence[Item], at: int) -> bool:
    return at + 3 < len(items) and items[at + 3].symbol == "w" and items[at + 3].word in HEADS


def heads_for(link: str) -> frozenset[str]:
    """What two words before it can share: places only with a slash, for "and" may join two roles of one table."""
    return HEADS if link == "and" else HEADS | PLACES


def expanded(items: Sequence[Item], at: int, before: list[Item]) -> tuple[list[Item], int]:
    first, second = (replace(item, symbol="w") for item in (items[at], items[at + 2]))
    comma = replace(items[at + 1], symbol="", word=",", raw=",")
    after = items[at + 3] if at + 3 < len(items) else None
    if after is not None and after.symbol == "w" and after.word in heads_for(items[at + 1].word):
        return [glued(first, after), comma, glued(second, after)], at + 4
    if before and before[-1].symbol == "w" and first.raw.lower() in BOUNDS:
        head = before.pop()
        return [glued(head, first), comma, glued(head, second)], at + 3
    return [first, comma, second], at + 3


def glued(first: Item, second: Item) -> Item:
    """Two words as one name with an underscore."""
    raw = f"{first.raw}_{second.raw}"
    return replace(
        first,
        word=f"{first.word}_{second.word}",
        raw=raw,
        end=max(first.end, second.end),
        start=min(first.start, second.start),
    )
