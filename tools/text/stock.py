"""The stock of finished texts of one group of templates, within the asked bounds of words and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rowsmith.tools.text.expansion import Vocabulary, capital, expanded
from rowsmith.tools.text.tables import Group

PHRASES, TEXTS, SENTENCES, SINGLES = 16_000, 6_000, 240, 2_000
_PER_LINE = 4_000
_TRIES = 4
_MASK = 2**64 - 1
_USUAL: Mapping[str, tuple[int, int]] = {
    "review": (1, 3),
    "comment": (1, 2),
    "message": (2, 4),
    "reply": (2, 3),
    "description": (1, 2),
    "note": (1, 2),
    "pitch": (1, 1),
    "body": (4, 7),
    "bio": (1, 2),
    "step": (3, 5),
    "answer": (1, 2),
    "answer_text": (1, 2),
}
_FILLERS = (
    "so far",
    "all in all",
    "as expected",
    "for the most part",
    "at least this time",
    "to be fair",
    "on the whole",
)
_NAME_FILLERS = ("of the Season", "and More", "for Today", "in Detail", "at Its Best", "for Everyone")
_WEAK = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "and",
        "or",
        "for",
        "in",
        "on",
        "at",
        "to",
        "with",
        "from",
        "by",
        "as",
        "but",
        "is",
        "are",
        "was",
        "were",
        "our",
        "my",
        "your",
    ]
)


@dataclass(frozen=True)
class Bounds:
    """How long a text may be; None leaves it to the form."""

    words: tuple[int, int] | None = None
    sentences: tuple[int, int] | None = None

    def hold(self, text: str) -> bool:
        return self.words is None or self.words[0] <= count_words(text) <= self.words[1]


def count_words(text: str) -> int:
    """How many words a text has: what blanks separate."""
    return len(text.split())


def stock(
    form: str, group: Group, vocabulary: Vocabulary, bounds: Bounds, contains: Sequence[str]
) -> list[str]:
    """Different texts that keep the bounds; never none."""
    made = _composed(form, group, vocabulary, bounds) if group.is_prose else _phrases(group, vocabulary)
    texts = list(dict.fromkeys(_with_facts(text, contains) for text in made))
    kept = [text for text in texts if bounds.hold(text)]
    most = TEXTS if group.is_prose else PHRASES
    return _evenly(kept, most) if kept else _forced(texts, bounds, is_prose=group.is_prose)


def _evenly(texts: list[str], most: int) -> list[str]:
    return texts if len(texts) <= most else [texts[at * len(texts) // most] for at in range(most)]


def _with_facts(text: str, facts: Sequence[str]) -> str:
    missing = [fact for fact in facts if fact not in text]
    if not missing:
        return text
    body, end = (text[:-1], text[-1]) if text[-1:] in ".!?" else (text, "")
    return f"{body} ({', '.join(missing)}){end}"


def _phrases(group: Group, vocabulary: Vocabulary) -> Iterator[str]:
    most = min(_PER_LINE, max(1, PHRASES // len(group.lines)))
    for _, line in group.lines:
        yield from expanded(line, vocabulary, most)


def _composed(form: str, group: Group, vocabulary: Vocabulary, bounds: Bounds) -> Iterator[str]:
    """Opening, middle and close, each sentence from another template."""
    low, high = _how_many(form, group, bounds)
    most = SINGLES if high == 1 else SENTENCES
    parts = [_sentences(group, vocabulary, part, most) for part in (1, 2, 3)]
    limit = TEXTS * _TRIES if bounds.words else TEXTS + TEXTS // 2
    found = 0
    for turn in range(limit):
        bits = _scattered(turn)
        text = " ".join(_chosen(parts, low + bits % (high - low + 1), bits >> 8))
        found += bounds.hold(text)
        yield text
        if found >= TEXTS:
            return


def _how_many(form: str, group: Group, bounds: Bounds) -> tuple[int, int]:
    """Least and most sentences: as asked, as the words allow, or as the form usually has and the set can give."""
    if bounds.sentences is not None:
        return bounds.sentences
    if bounds.words is not None:
        low, high = bounds.words
        return max(1, low // 9), max(1, low // 9, high // 5)
    low, high = _USUAL.get(form, (1, 1))
    least = min(low, len(group.lines))
    return least, max(least, min(high, len({part for part, _ in group.lines})) if high < 4 else high)


def _sentences(group: Group, vocabulary: Vocabulary, part: int, most: int) -> list[list[str]]:
    lines = [line for where, line in group.lines if where == part]
    return [[capital(text) for text in expanded(line, vocabulary, most)] for line in lines]


def _chosen(parts: list[list[list[str]]], count: int, bits: int) -> list[str]:
    """So many sentences: one that opens, some of the middle, one that closes; none said twice while others are left."""
    sentences, used = list[str](), set[tuple[int, int]]()
    for step, part in enumerate(_places(parts, count, bits & 1)):
        bits = _scattered(bits + step)
        place = _unused(parts, part, bits, used)
        used.add(place)
        choices = parts[place[0]][place[1]]
        at = (bits >> 20) % len(choices)
        sentences.append(
            next((text for text in (*choices[at:], *choices[:at]) if text not in sentences), choices[at])
        )
    return sentences


def _unused(
    parts: list[list[list[str]]], part: int, bits: int, used: set[tuple[int, int]]
) -> tuple[int, int]:
    """A template of the part that has not spoken yet, or else of the middle, the close, the opening."""
    for where in (part, 1, 2, 0):
        size = len(parts[where])
        for step in range(size):
            place = (where, (bits + step) % size)
            if place not in used:
                return place
    return part, bits % len(parts[part])


def _places(parts: list[list[list[str]]], count: int, closes: int) -> list[int]:
    if count == 1:
        return [0]
    middle = [1] * (count - 2)
    last = 2 if closes or count > 2 else 1
    return [part if parts[part] else 0 for part in (0, *middle, last)]


def _scattered(number: int) -> int:
    """64 bits from a number: SplitMix64's finaliser (Steele, Lea, Flood 2014)."""
    bits = (number + 0x9E3779B97F4A7C15) & _MASK
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & _MASK
    return bits ^ (bits >> 31)


def _forced(texts: list[str], bounds: Bounds, *, is_prose: bool) -> list[str]:
    """Texts cut or stretched to the bounds, where no template meets them by itself."""
    assert bounds.words is not None  # noqa: S101 - without bounds every text holds
    low, high = bounds.words
    made = [
        _resized(text, low, high, turn, is_prose=is_prose) for turn, text in enumerate(_evenly(texts, 2_000))
    ]
    return list(dict.fromkeys(made))


def _resized(text: str, low: int, high: int, turn: int, *, is_prose: bool) -> str:
    end = text[-1] if is_prose and text[-1:] in ".!?" else ""
    parts = (text[: -len(end)] if end else text).split()
    fillers = _FILLERS if is_prose else _NAME_FILLERS
    while len(parts) < low:
        parts += fillers[turn % len(fillers)].split()
        turn += 1
    parts = parts[:high]
    while len(parts) > low and parts[-1].casefold() in _WEAK:
        parts.pop()
    return " ".join(parts).rstrip(",;:.!?") + end
