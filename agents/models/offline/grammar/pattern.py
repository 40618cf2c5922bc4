"""The pattern language of the phrase tables, compiled to regular expressions over encoded items.

    each <parent:E> (have|take) <count:NR> <child:E>

A bare word is a lemma or a mark; `(a|b c)` is a choice, `[a]` may be absent; `<name:SYMBOLS>` is a slot for one
item with one of these symbols (`w` is any word); `{name}` is a macro of the table; `_3` is up to three words and
`~3` up to three items of any kind but `;` and `.`; a backslash takes the next character as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rowsmith.agents.models.offline.lexicon.load import words
from rowsmith.agents.models.offline.text.items import lemma

PIECE = re.compile(r"\\(?P<plain>\S)|(?P<slot><\w*:?\w+>)|(?P<macro>\{\w+\})|(?P<mark>[()\[\]|])|(?P<gap>[_~]\d)(?=\s|\)|\]|$)"
                   r"|(?P<word>(?:\\\S|[^\s()\[\]|\\])+)")  # fmt: skip
WORD = r"[^\W\dA-Z_]\S* "
GAP = r"(?:X\d+ |J\d+=\S+ |[^\W\dA-Z_]\S* )"
ANY_ITEM = r"(?!; |\. )\S+ "
ANYTHING = "*"
SMALL_NUMBERS = {"one": 1, "two": 2}
"""Number words that patterns spell out: they also match the numbers that they were recognised as."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """`first`: the keys that a match can begin with, {"*"} for any; `slots`: group name to slot name.

    `needed` are words that every match has, so that most patterns need not be tried, nor compiled, at all.
    """

    source: str
    first: frozenset[str]
    slots: tuple[tuple[str, str], ...]
    literals: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()

    @property
    def expression(self) -> re.Pattern[str]:
        return expression(self.source)


@cache
def expression(source: str) -> re.Pattern[str]:
    """The compiled expression; made once, when it is first tried."""
    return re.compile(source)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the expression, the keys that it can begin with, and whether it can be empty."""

    expression: str
    first: frozenset[str]
    empty: bool
    needed: frozenset[str] = frozenset()


class Compiler:
    """Compiles one pattern; macros are patterns by name."""

    def __init__(self, pattern: str, macros: Mapping[str, str]) -> None:
        self.macros = macros
        self.slots: list[tuple[str, str]] = []
        self.pieces = list(self._pieces(pattern))
        self.at = 0

    def compile(self) -> Compiled:
        part = self._choice()
        if self.at < len(self.pieces):
            raise ValueError(f"unbalanced {self.pieces[self.at][1]!r} in a phrase pattern")
        first = frozenset({ANYTHING}) if part.empty else part.first
        return Compiled(part.expression, first, tuple(self.slots), self.literals, part.needed)

    def _pieces(self, pattern: str) -> Iterator[tuple[str, str]]:
        for match in PIECE.finditer(pattern):
            kind, text = match.lastgroup or "word", match.group()
            if kind == "macro":
                yield "mark", "("
                yield from self._pieces(self.macros[text[1:-1]])
                yield "mark", ")"
            elif kind == "word" and text.isalpha():
                yield kind, lemma(text)
            else:
                yield ("word", text[1]) if kind == "plain" else (kind, text)

    def _choice(self) -> Part:
        parts = [self._sequence()]
        while self._take("|"):
            parts.append(self._sequence())
        if len(parts) == 1:
            return parts[0]
        first = frozenset().union(*(part.first for part in parts))
        body = "|".join(part.expression for part in parts)
        needed = frozenset.intersection(*(part.needed for part in parts))
        return Part(f"(?:{body})", first, any(part.empty for part in parts), needed)

    def _sequence(self) -> Part:
        expression, first, empty, needed = "", frozenset[str](), True, frozenset[str]()
        while self.at < len(self.pieces) and self.pieces[self.at] not in CLOSING:
            part = self._element()
            expression += part.expression
            first = first | part.first if empty else first
            empty = empty and part.empty
            needed = needed | part.needed
        return Part(expression, first, empty, needed)

    @property
    def literals(self) -> frozenset[str]:
        """The words that the pattern spells out."""
        return frozenset(text for kind, text in self.pieces if kind == "word")

    def _element(self) -> Part:
        kind, text = self.pieces[self.at]
        self.at += 1
        if kind == "mark":
            return self._group(text)
        if kind == "slot":
            return self._slot(text[1:-1])
        if kind == "gap":
            unit = GAP if text[0] == "_" else ANY_ITEM
            return Part(f"(?:{unit}){{0,{text[1]}}}?", frozenset({ANYTHING}), True)
        if text in SMALL_NUMBERS:
            body = f"(?:{text} |N\\d+={SMALL_NUMBERS[text]} )"
            return Part(body, frozenset({text, "N"}), False)
        if text in words("words", "adjectives"):
            return Part(f"(?:{re.escape(text)} |J\\d+={re.escape(text)} )", frozenset({text, "J"}), False)
        return Part(re.escape(text) + " ", frozenset({text}), False, frozenset({text}))

    def _group(self, opening: str) -> Part:
        inside = self._choice()
        self._close({"(": ")", "[": "]"}[opening])
        if opening == "(":
            return inside
        return Part(f"(?:{inside.expression})?", inside.first, True)

    def _slot(self, text: str) -> Part:
        name, _, symbols = text.rpartition(":")
        kinds = [f"[{''.join(s for s in symbols if s != 'w')}]\\d+(?:=\\S+)? "] if symbols != "w" else []
        body = "|".join(kinds + ([WORD] if "w" in symbols else []))
        first = frozenset(symbols.replace("w", "")) | (
            frozenset({ANYTHING}) if "w" in symbols else frozenset()
        )
        if not name:
            return Part(f"(?:{body})", first, False)
        group = f"g{len(self.slots)}"
        self.slots.append((group, name))
        return Part(f"(?P<{group}>{body})", first, False)

    def _take(self, mark: str) -> bool:
        if self.at < len(self.pieces) and self.pieces[self.at] == ("mark", mark):
            self.at += 1
            return True
        return False

    def _close(self, mark: str) -> None:
        if not self._take(mark):
            raise ValueError(f"a phrase pattern lacks its {mark!r}")


CLOSING = frozenset({("mark", ")"), ("mark", "]"), ("mark", "|")})
