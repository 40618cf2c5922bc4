"""Lists of values, with their shares where these are said: low/medium/high = 40/35/25 %; 60 percent Free, the rest Pro."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rowsmith.agents.models.offline.lexicon.load import words
from rowsmith.agents.models.offline.reading.noun_phrases import is_function, is_plural, is_verb
from rowsmith.agents.models.offline.text.items import Item, Mention
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.agents.models.offline.text.times import Duration

Word = str | float | bool
CLOSERS = {"(": ")", "[": "]", "{": "}"}
SEPARATORS = words("value_lists", "separators")
ARTICLES = words("value_lists", "articles")
CLOSING = words("value_lists", "closing")
LONGEST = 4
NAME_SYMBOLS = frozenset({"w", "X", "A", "C", "Q"})
RESTS = frozenset({"rest", "remainder", "remaining"})


@dataclass(frozen=True, slots=True)
class ValueList:
    """`shares` has one entry per value (None: not said), or is empty when none is said."""

    values: tuple[Word, ...]
    shares: tuple[float | None, ...]
    end: int


@dataclass(slots=True)
class Part:
    """The items between two separators."""

    start: int
    end: int
    separator: str


def value_list(items: Sequence[Item], start: int, least: int = 2) -> ValueList | None:
    """The list that begins at this item (in brackets or not); None for fewer than `least` values."""
    close = (
        CLOSERS.get(items[start].word) if start < len(items) and not items[start].symbol.isupper() else None
    )
    limit = closing(items, start) if close else len(items)
    begin = start + 1 if close else start
    paired = paired_shares(items, begin, limit)
    if paired is not None:
        return replace(paired, end=limit + 1) if close else paired
    numbers = slashed_shares(items, begin, limit)
    parts = parts_of(items, begin, numbers or limit, bracketed=bool(close))
    if not parts or (
        not close and any(i.symbol in {"R", "T", "U", "E"} for i in items[parts[0].start : parts[0].end])
    ):
        return None
    first = spread(items, parts[0].start, parts[0].end, bool(close))
    read = [value_of(items, part) for part in parts]
    values = [one for one in read if one is not None]
    if first and (len(parts) == 1 or parts[0].separator == "or"):
        values = [*((text, None) for text in first), *values[1:]]
    if len(values) < least or len(values) < len(read) - 1:
        return None
    end = parts[-1].end
    values = with_ratio(with_weights(items, parts, values))
    shares = [share for _, share in values]
    names = tuple(name for name, _ in values)
    if close:
        end = numbers or limit + 1
    if (
        len(names) > 1
        and shares[-1] is not None
        and shares[:-1] == [None] * (len(names) - 1)
        and is_each(items, end)
    ):
        shares = [shares[-1]] * len(names)
    tail = trailing_shares(items, end, len(names))
    if tail is not None:
        shares, end = list(tail[0]), tail[1]
    return ValueList(
        names, tuple(shares) if any(share is not None for share in shares) else (), min(end, len(items))
    )


def paired_shares(items: Sequence[Item], start: int, limit: int) -> ValueList | None:
    """economy 85% business 12% first 3%: names with their shares behind them and nothing between."""
    names: list[Word] = []
    shares: list[float | None] = []
    begin = at = start
    while at < limit and (items[at].symbol in NAME_SYMBOLS or items[at].symbol == "P"):
        if items[at].symbol == "P":
            if not 1 <= at - begin <= LONGEST - 1 or (share := share_of(items[at])) is None:
                return None
            names.append(text_of(items[begin:at]))
            shares.append(share)
            begin = at + 1
        at += 1
    told = sum(share or 0 for share in shares)
    return ValueList(tuple(names), tuple(shares), begin) if len(names) > 1 and 0.99 <= told <= 1.01 else None


def slashed_shares(items: Sequence[Item], start: int, limit: int) -> int:
    """Where the shares begin behind as many values with slashes: open/in progress/done 5/15/80; 0 without them."""
    slashes = 0
    for at in range(start, limit):
        if items[at].word == "/" and not items[at].symbol.isupper():
            slashes += 1
        elif items[at].symbol == "N" and at > start and items[at - 1].symbol in NAME_SYMBOLS:
            return at if slashes and trailing_shares(items[:limit], at, slashes + 1) is not None else 0
    return 0


def with_weights(
    items: Sequence[Item], parts: Sequence[Part], values: list[tuple[Word, float | None]]
) -> list[tuple[Word, float | None]]:
    """GET 80, POST 15, PUT 5: numbers behind each name, which add up to 100, are their shares."""
    ends = [items[part.end - 1] for part in parts if part.end - part.start > 1]
    numbers = [
        quantity.single
        for item in ends
        if isinstance(quantity := item.value, Quantity) and item.symbol == "N"
    ]
    known = [number for number in numbers if number is not None]
    if len(known) != len(values) or len(values) < 2 or not 99 <= sum(known) <= 101:
        return values
    names = [text_of([i for i in items[part.start : part.end - 1] if i.word != ":"]) for part in parts]
    return [(name, number / 100) for name, number in zip(names, known, strict=True)]


def with_ratio(values: list[tuple[Word, float | None]]) -> list[tuple[Word, float | None]]:
    """(fixed or flex, 30/70): numbers behind as many names, which add up to 100, are their shares."""
    half = len(values) // 2
    names, numbers = values[:half], [value for value, _ in values[half:]]
    if len(values) % 2 or half < 2 or not all(isinstance(number, float) for number in numbers):
        return values
    if any(isinstance(name, float) for name, _ in names) or not 99 <= sum(float(n) for n in numbers) <= 101:
        return values
    return [(name, float(number) / 100) for (name, _), number in zip(names, numbers, strict=True)]


def is_each(items: Sequence[Item], end: int) -> bool:
    """Whether the share at the end is everyone's: half each."""
    return "each" in {item.word for item in items[max(0, end - 1) : end + 1]}


def closing(items: Sequence[Item], start: int) -> int:
    depth = 0
    for at in range(start, len(items)):
        depth += (items[at].word in CLOSERS) - (items[at].word in CLOSERS.values())
        if depth == 0:
            return at
    return len(items)


def parts_of(items: Sequence[Item], start: int, limit: int, bracketed: bool) -> list[Part]:
    parts: list[Part] = []
    at, kind, last = start, "", False
    wide = spaced_slash(items, start, limit)
    while at < limit:
        end = part_end(items, at, limit, wide)
        if end == at or (not bracketed and parts and not continues_list(items, at, end, kind)):
            break
        separator = items[end].word if end < limit else ""
        parts.append(Part(at, end, separator))
        if (last and not (separator == "or" and kind == "or")) or (kind in {"/", "|"} and separator != kind):
            break
        kind = kind or separator
        at = end + 1
        last = separator in {"or", "and"}
        while at < limit and items[at].word in {"or", "and", "either"} and not items[at].symbol.isupper():
            at, last = at + 1, True
        if separator == "":
            break
    return parts


def spread(items: Sequence[Item], start: int, end: int, bracketed: bool) -> list[str]:
    """XS S M L XL; wheat barley maize or rapeseed; (early late night): single words without commas."""
    chosen = items[start:end]
    texts = [part for item in chosen for part in item.raw.split()]
    if len(texts) < 3 or not all(is_plain(item) for item in chosen):
        return []
    follows = items[end].word if end < len(items) else ""
    capitals = all(text.isupper() for text in texts)
    return texts if capitals or follows == "or" or (bracketed and follows in {")", "]", "}", ""}) else []


def is_plain(item: Item) -> bool:
    if item.symbol not in {"w", "X", "A", "C", "N"}:
        return False
    return not is_function(item.word) or item.raw.isupper()


def part_end(items: Sequence[Item], start: int, limit: int, wide: bool = False) -> int:
    depth, at = 0, start
    while at < limit:
        word = "" if items[at].symbol.isupper() else items[at].word
        if word == "(" and depth == 0 and at > start and is_said(items, at, limit):
            break
        depth += (word in CLOSERS) - (word in CLOSERS.values())
        if wide and word in {"/", "-"} and not is_spaced(items, at):
            at += 1
            continue
        if depth < 0 or (depth == 0 and (word in SEPARATORS or word in {";", ".", ":", "=", "--", "->"})):
            if not (word in {":", "="} and at + 1 < limit and items[at + 1].symbol == "P"):
                break
        at += 1
    return at


def is_share_bracket(items: Sequence[Item], at: int, limit: int) -> bool:
    """Brackets inside a list that hold a share or hours: prepaid (two thirds), early (06:00-14:00)."""
    return at + 1 < limit and (
        items[at + 1].symbol in {"P", "H"} or (items[at + 1].word == "about" and at + 2 < limit)
    )


def is_said(items: Sequence[Item], at: int, limit: int) -> bool:
    """Brackets with a share and a verb say something of their own: (half are 30), urgent (urgent is rare)."""
    if at + 2 >= limit:
        return False
    repeated = at > 0 and items[at + 1].word == items[at - 1].word and items[at + 2].word == "be"
    return repeated or (items[at + 1].symbol == "P" and items[at + 2].word in {"be", "have"})


def all_numbers(items: Sequence[Item], end: int) -> bool:
    """Whether the item before the separator is a number: 12, 24 or 60 months."""
    before = [item for item in items[:end] if item.symbol.isupper()]
    return bool(before) and before[-1].symbol in {"N", "Y"}


def is_spaced(items: Sequence[Item], at: int) -> bool:
    return items[at].spaced and at + 1 < len(items) and items[at + 1].spaced


def spaced_slash(items: Sequence[Item], start: int, limit: int) -> bool:
    """True where slashes with spaces separate values that hold slashes themselves: 1-0 / 0-1 / 1/2-1/2."""
    slashes = [at for at in range(start, limit) if items[at].word == "/" and not items[at].symbol.isupper()]
    return any(is_spaced(items, at) for at in slashes)


def continues_list(items: Sequence[Item], start: int, end: int, kind: str) -> bool:
    """Whether these items are one more value of a list with that separator, and not the next thing said."""
    first = items[start]
    if first.word in ARTICLES and first.symbol == "w" and not (first.word == "the" and is_rest(items, start)):
        return False
    if end - start > LONGEST and kind != "/":
        return False
    chosen = items[start:end]
    if any(item.symbol in {"R", "T", "D"} for item in chosen) and kind not in {"/", "|"}:
        return False
    if any(item.symbol == "E" for item in chosen) and (len(chosen) > 1 or is_plural(first.raw)):
        return False
    if any(item.symbol == "U" for item in chosen) and not all_numbers(items, start):
        return False
    if any(item.word in {"be", "have", "must", "should", "can"} and item.symbol == "w" for item in chosen):
        return False
    if len(chosen) > 1 and any(is_verb(item.word) and item.symbol == "w" for item in chosen[1:]):
        return False
    return not (kind == "/" and items[start - 1].word != "/")


def is_rest(items: Sequence[Item], at: int) -> bool:
    return at + 1 < len(items) and items[at + 1].word in {"rest", "remainder", "other", "remaining"}


def value_of(items: Sequence[Item], part: Part) -> tuple[Word, float | None] | None:
    """The value between two separators and its share."""
    chosen = [
        item
        for item in items[part.start : part.end]
        if item.word not in {"either", "="} or item.symbol.isupper()
    ]
    share: float | None = None
    kept: list[Item] = []
    for item in chosen:
        if item.symbol == "H":
            continue
        if item.symbol == "P":
            share = share_of(item)
        elif item.word in CLOSING and item is chosen[-1]:
            continue
        elif item.symbol.isupper() or item.word not in {
            "(",
            ")",
            ":",
            "%",
            "of",
            "on",
            "be",
            "for",
            "each",
            "about",
            "with",
        }:
            kept.append(item)
    kept = without_rest(kept)
    if not kept:
        return (
            (share * 100, None)
            if share is not None and part.end - part.start == 1 and len(chosen) == 1
            else None
        )
    text = text_of(kept)
    head, _, last = text.rpartition(" ") if isinstance(text, str) else ("", "", "")
    return (head if head and last.lower() in CLOSING else text), share


def without_rest(kept: list[Item]) -> list[Item]:
    """Standard the rest, patron everyone else, rest rabbits: the value alone."""
    if len(kept) > 1 and kept[0].word in RESTS and kept[0].symbol == "w":
        return kept[1:]
    said = " ".join(item.word for item in kept)
    ending = next((one for one in words("value_lists", "rests") if said.endswith(f" {one}")), "")
    return kept[: len(kept) - len(ending.split())] if ending else kept


def share_of(item: Item) -> float | None:
    value = item.value
    if not isinstance(value, Quantity):
        return None
    if value.single is not None:
        return value.single
    return (
        value.low if value.high is None else value.high if value.low is None else (value.low + value.high) / 2
    )


def text_of(items: Sequence[Item]) -> Word:
    """A value as it was written; a number as a number."""
    if len(items) == 1:
        value = items[0].value
        if isinstance(value, Quantity) and value.single is not None:
            return value.single
        if isinstance(value, Duration) and value.low is not None and value.low == value.high:
            return value.low
        if items[0].symbol == "Q" and isinstance(value, str):
            return value
    text = ""
    for item in items:
        raw = item.value if item.symbol == "Q" and isinstance(item.value, str) else item.raw
        text += (" " if item.spaced and text else "") + raw
    return text.strip()


def trailing_shares(items: Sequence[Item], at: int, count: int) -> tuple[list[float | None], int] | None:
    """Shares that follow the list: = 40/35/20/5 %, 80-20, half each, split 50/50, about half each."""
    start = at
    while (
        at < len(items)
        and items[at].word in {"=", ":", ",", "split", "about", "be", "at", "with", "("}
        and not items[at].symbol.isupper()
    ):
        at += 1
    numbers: list[float] = []
    end = at
    while end < len(items):
        item = items[end]
        value = item.value if isinstance(item.value, Quantity) else None
        if item.symbol in {"N", "P"} and value is not None and value.single is not None:
            numbers.append(value.single if item.symbol == "N" else value.single * 100)
        elif not (numbers and item.word in {"/", "-", ":", ",", "%", "and"} and not item.symbol.isupper()):
            break
        end += 1
    if len(numbers) == count and count > 1 and 99 <= sum(numbers) <= 101:
        while end < len(items) and items[end].word in {"%", ")", "each"}:
            end += 1
        return [number / 100 for number in numbers], end
    if (
        count == 2
        and len(numbers) in {1, 2}
        and all(number == 50 for number in numbers)
        and end <= len(items)
    ):
        each = end < len(items) and items[end].word in {"each", "half"}
        if each or len(numbers) == 2:
            return [0.5, 0.5], end + each
    if end - start == 0 or count < 2:
        return None
    return None


def words_of(value: Mention) -> str:
    return " ".join(value.raws)
