"""Text to tokens that keep their place: words, numbers, codes, dates, clock times, e-mail domains and marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class TokenKind(StrEnum):
    """What a token looks like, before anything is known about its meaning."""

    word = "word"
    number = "number"
    code = "code"
    date = "date"
    clock = "clock"
    email = "email"
    quoted = "quoted"
    mark = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """`text` stands at [start, end) of the message; `spaced` says that white space comes before it."""

    kind: TokenKind
    text: str
    start: int
    end: int
    spaced: bool


PARTS: tuple[tuple[str, str], ...] = (
    ("email", r"[\w.+-]*@[\w-]+(?:\.[\w-]+)+"),
    ("code_prefix", r"(?<!\w)\+\d[\d ]*(?:\.\.\.|…)"),
    ("code_slots", r"\w*<\w+>(?:[.\-/]?<\w+>)*"),
    (
        "date",
        (
            r"\b\d{4}[-/]\d{2}[-/]\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b"
            r"|\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])\b(?!-)"
        ),
    ),
    ("clock", r"\b\d{1,2}:\d{2}(?::\d{2})?\b"),
    ("code_version", r"\bv\d+(?:\.\d+)+\b"),
    (
        "code_mixed",
        r"\b(?=[A-Z0-9_-]*[A-Z])(?=[A-Z0-9_-]*\d)(?!\d+[KM]\b|H[12]\b|Q[1-4]\b)[A-Z0-9]+(?:[-_][A-Z0-9]+)*\b(?![\w])",
    ),
    ("code_digits", r"\b\d{4}-\d{5,}\b|\b\d{2,}-0\d+\b"),
    ("quoted", r"'[^'\n]{1,40}'(?!\w)|\"[^\"\n]{1,60}\"|“[^”\n]{1,60}”|‘[^’\n]{1,40}’"),
    (
        "number",
        (
            r"(?:(?<![\w.)\]%'])-)?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?:[  ]\d{3})+(?![\d.,]\d)(?!\d)|\d+)"
            r"(?:\.\d+)?(?:(?:k|K|M|mio|mln|bn)\b)?"
        ),
    ),
    (
        "word_abbreviation",
        r"\bw/o?(?=\W)|\b(?:ISBN-?1[03]|EAN-?13|ICD-10|COVID-19|UN/LOCODE|o['’]clock|e\.g\.|i\.e\.|approx\.|incl\.|excl\.|no\.(?= ?\d)|vs\.|etc\.|E\.164)",
    ),
    ("word_negated", r"[^\W\d_]+(?=n['’]t\b)"),
    ("word_ending", r"n['’]t\b|['’](?:s|re|ve|ll|d|m)\b"),
    ("word", r"[^\W\d]\w*(?:-[^\W\d]\w*)*"),
    ("mark", r"\.{2,}|<=|>=|=>|->|→|<>|!=|==|<<|>>|--+|\S"),
)
TOKEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in PARTS))


def tokenize(message: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of message[start:end], in order; white space is left out."""
    found = []
    last = start
    for match in TOKEN.finditer(message, start, len(message) if end is None else end):
        name = match.lastgroup or "mark"
        kind = TokenKind(name.split("_")[0])
        spaced = match.start() > last or match.start() == start
        found.append(Token(kind, match.group(), match.start(), match.end(), spaced))
        last = match.end()
    return found
