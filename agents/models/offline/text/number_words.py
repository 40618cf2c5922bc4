"""Numbers that were written in words, merged into one item: six thousand, a dozen, twenty-five."""

from __future__ import annotations

from collections.abc import Sequence

from text_to_num import text2num

from rowsmith.agents.models.offline.lexicon.load import table, words
from rowsmith.agents.models.offline.text.items import Item
from rowsmith.agents.models.offline.text.quantity import Quantity


def merge_number_words(items: Sequence[Item]) -> list[Item]:
    """The items with every spelled number replaced by a number item."""
    result: list[Item] = []
    at = 0
    while at < len(items):
        made = group_number(items, at) or spelled_number(items, at)
        if made is None:
            result.append(items[at])
            at += 1
        else:
            item, at = made
            result.append(item)
    return result


def spelled_number(items: Sequence[Item], at: int) -> tuple[Item, int] | None:
    end = at
    while end < len(items) and is_number_word(items, end, at):
        end += 1
    if end == at or (end == at + 1 and not stands_for_one(items, at)):
        return None
    text = " ".join(item.raw.lower() for item in items[at:end])
    try:
        value = text2num(text, "en")
    except ValueError:
        return None
    return number_item(items[at:end], value), end


def is_number_word(items: Sequence[Item], at: int, first: int) -> bool:
    known, low = words("numbers", "words"), items[at].raw.lower()
    if low == "and":
        has_large = at > first and items[at - 1].word in {"hundred", "thousand"}
        return has_large and at + 1 < len(items) and items[at + 1].raw.lower() in known
    parts = low.split("-")
    return all(part in known for part in parts)


def stands_for_one(items: Sequence[Item], at: int) -> bool:
    """False for the pronoun: the same one, one of them, each one."""
    if items[at].raw.lower() != "one":
        return True
    before = items[at - 1].word if at else ""
    after = items[at + 1].word if at + 1 < len(items) else ""
    return before not in table("numbers")["not_one_after"] and after not in {"of", "another", "'s"}


def group_number(items: Sequence[Item], at: int) -> tuple[Item, int] | None:
    """A dozen, half a dozen, two dozen, a couple of, 5 thousand."""
    times, start = 1.0, at
    if items[at].word == "half" and at + 1 < len(items) and items[at + 1].word in {"a", "dozen"}:
        times, at = 0.5, at + 1
    if items[at].symbol == "N":
        times, at = number_of(items[at]), at + 1
    elif items[at].word in {"a", "an"}:
        at += 1
    elif items[at].raw.lower() in words("numbers", "words") and at + 1 < len(items):
        after = items[at + 1].word
        if after not in {"dozen", "couple"}:
            return None
        times, at = float(text2num(items[at].raw.lower(), "en")), at + 1
    size = table("numbers")["groups"].get(items[at].word) if at < len(items) else None
    if at < len(items) and items[at].word == "score" and not is_score_of(items, at):
        return None
    if size is None or (at == start and items[at].word not in {"dozen"}):
        return None
    end = at + 1
    if items[at].word in {"couple", "dozen", "pair"} and end < len(items) and items[end].word == "of":
        end += 1
    return number_item(items[start:end], times * size), end


def is_score_of(items: Sequence[Item], at: int) -> bool:
    """A score of people is twenty; a score from 0 to 10 is a number of points."""
    return at + 1 < len(items) and items[at + 1].word == "of"


def number_of(item: Item) -> float:
    """The value of a number item."""
    if isinstance(item.value, Quantity) and item.value.low is not None:
        return item.value.low
    raise TypeError(f"{item.word!r} is no number")


def number_item(items: Sequence[Item], value: float) -> Item:
    raw = " ".join(item.raw for item in items)
    return Item(
        "N", f"{value:g}", items[0].start, items[-1].end, items[0].spaced, Quantity.exactly(value), raw
    )
