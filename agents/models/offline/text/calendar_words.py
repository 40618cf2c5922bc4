"""Names of months and weekdays, told apart from the words that look like them (may, march, sun)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rowsmith.agents.models.offline.text.items import Item
from rowsmith.agents.models.offline.text.times import month_number

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT_DAYS = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
DOUBTFUL = frozenset({"may", "march", "mar", "sun", "sat", "wed", "mon"})
LINKS = frozenset(
    {"-", "to", "until", "and", "/", "through", "..", "or", "between", "in", "of", "from", "during", "("}
)


def mark_calendar_words(items: Sequence[Item]) -> list[Item]:
    """Month names become M items (their number as text), weekday names G items (0 is Monday)."""
    parts = [part for item in items for part in split_hyphen(item)]
    return [marked(parts, at) for at in range(len(parts))]


def split_hyphen(item: Item) -> list[Item]:
    """jun-aug and mon-fri are two names and a dash."""
    first, _, second = item.raw.partition("-")
    if item.symbol != "w" or not (looks_calendar(first) and looks_calendar(second)):
        return [item]
    at = item.start + len(first)
    return [
        replace(item, word=first.lower(), raw=first, end=at),
        Item("", "-", at, at + 1, False, None, "-"),
        replace(item, word=second.lower(), raw=second, start=at + 1, spaced=False),
    ]


def marked(items: Sequence[Item], at: int) -> Item:
    item = items[at]
    if item.symbol != "w":
        return item
    if (month := month_number(item.raw)) is not None and is_meant(items, at):
        return replace(item, symbol="M", value=str(month))
    day = weekday_number(item.raw)
    if day is not None and (item.raw.lower() not in DOUBTFUL or is_meant(items, at)):
        return replace(item, symbol="G", value=str(day))
    return item


def weekday_number(word: str) -> int | None:
    low = (
        word.lower().rstrip(".").removesuffix("s") if word.lower() not in {"tues", "thurs"} else word.lower()
    )
    return WEEKDAYS.index(low) if low in WEEKDAYS else SHORT_DAYS.get(low)


def is_meant(items: Sequence[Item], at: int) -> bool:
    """True where a doubtful word stands beside a number, a link to another name, or in capitals mid-sentence."""
    item = items[at]
    if item.raw.lower() not in DOUBTFUL:
        return True
    after = items[at + 1] if at + 1 < len(items) else None
    before = items[at - 1] if at else None
    if after is not None and after.symbol in {"Y", "N"} and item.raw.lower() != "may":
        return True
    if after is not None and after.symbol == "Y":
        return True
    if (
        before is not None
        and before.symbol == "N"
        and (after is None or after.symbol != "w" or after.word in LINKS)
    ):
        return True
    return is_linked(items, at)


def is_linked(items: Sequence[Item], at: int) -> bool:
    for step in (-1, 1):
        link, beyond = at + step, at + 2 * step
        if 0 <= link < len(items) and items[link].word in LINKS:
            if items[at].raw[:1].isupper() and step < 0:
                return True
            if 0 <= beyond < len(items) and looks_calendar(items[beyond].raw):
                return True
    return False


def looks_calendar(raw: str) -> bool:
    return month_number(raw) is not None or weekday_number(raw) is not None
