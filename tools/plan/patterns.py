"""The regular expressions that a pattern may be: literals, classes, groups with alternatives, counts, slots."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from typing import TypeAlias

from rowsmith.tools.errors import PlanError

_PRINTABLE = "".join(chr(code) for code in range(33, 127))
_ESCAPES = {
    "d": string.digits,
    "w": string.ascii_letters + string.digits + "_",
    "s": " ",
    "D": "".join(c for c in _PRINTABLE if not c.isdigit()),
    "W": "".join(c for c in _PRINTABLE if not (c.isalnum() or c == "_")),
}
_ANY = string.ascii_letters + string.digits
_COUNT = re.compile(r"\{(\d+)(?:,(\d+))?\}")
_SLOT = re.compile(r"\{\s*([A-Za-z_][^{}:]*?)\s*(?::([^{}]*))?\}")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Characters:
    """One of these characters, each as likely; a literal is a class of one."""

    choices: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A value of the row, written by a format such as "04"."""

    sql: str
    format: str


@dataclass(frozen=True, slots=True)
class Repeat:
    item: Node
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Row:
    """Parts one after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several alternatives, each as likely."""

    options: tuple[Node, ...]


Node: TypeAlias = "Characters | Slot | Repeat | Row | Either"


def parse_pattern(regex: str, where: str) -> Node:
    """The tree of a pattern. Raises PlanError, with the place in the pattern, for what it can't be."""
    reader = _Reader(regex, where)
    node = reader.either()
    if reader.place < len(regex):
        raise reader.error("An opening bracket is missing.")
    return node


@dataclass
class _Reader:
    regex: str
    where: str
    place: int = 0

    def error(self, message: str, hint: str | None = None) -> PlanError:
        shown = f"{self.regex[: self.place]}⟨here⟩{self.regex[self.place :]}"
        return PlanError(f"{message} In the pattern: {shown}", where=self.where, hint=hint)

    def peek(self) -> str:
        return self.regex[self.place : self.place + 1]

    def take(self) -> str:
        self.place += 1
        return self.regex[self.place - 1]

    def either(self) -> Node:
        options = [self.row()]
        while self.peek() == "|":
            self.take()
            options.append(self.row())
        return options[0] if len(options) == 1 else Either(tuple(options))

    def row(self) -> Node:
        parts: list[Node] = []
        while self.peek() not in ("", "|", ")"):
            if self.peek() in "^$":
                self.take()
            else:
                parts.append(self.counted(self.item()))
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def item(self) -> Node:
        if found := _SLOT.match(self.regex, self.place):
            self.place = found.end()
            return Slot(found[1], found[2] or "")
        first = self.take()
        if first == "(":
            return self.group()
        if first == "[":
            return self.characters()
        if first == "\\":
            return self.escape()
        if first in "*+?{":
            self.place -= 1
            raise self.error(f"{first!r} repeats nothing.")
        return Characters(_ANY if first == "." else first)

    def group(self) -> Node:
        if self.regex.startswith("?:", self.place):
            self.place += 2
        inner = self.either()
        if self.peek() != ")":
            raise self.error("A closing bracket is missing.")
        self.take()
        return inner

    def escape(self) -> Node:
        if not self.peek():
            raise self.error("A character is missing after the backslash.")
        letter = self.take()
        if letter.isalnum() and letter not in _ESCAPES:
            raise self.error(f"\\{letter} is not known.", "There are \\d, \\w and \\s.")
        return Characters(_ESCAPES.get(letter, letter))

    def counted(self, item: Node) -> Node:
        if self.peek() == "?":
            self.take()
            return Repeat(item, 0, 1)
        if self.peek() in ("*", "+"):
            raise self.error("How often is not said.", "Say it, as in [A-Z]{1,8}.")
        if found := _COUNT.match(self.regex, self.place):
            least, most = int(found[1]), int(found[2] or found[1])
            if least > most or most > _LONGEST:
                raise self.error(f"A part is repeated from 0 to {_LONGEST} times, the smaller number first.")
            self.place = found.end()
            return Repeat(item, least, most)
        return item

    def characters(self) -> Node:
        negated = self.peek() == "^"
        if negated:
            self.take()
        found: list[str] = []
        while self.peek() != "]" or not found:
            if not self.peek():
                raise self.error("The class has no end.", "Add ].")
            found.extend(self.member())
        self.take()
        chosen = [c for c in _PRINTABLE if c not in found] if negated else list(dict.fromkeys(found))
        if not chosen:
            raise self.error("The class holds no character.")
        return Characters("".join(chosen))

    def member(self) -> str:
        first = self.take()
        if first == "\\" and self.peek():
            letter = self.take()
            if letter in _ESCAPES:
                return _ESCAPES[letter]
            first = letter
        if self.peek() == "-" and self.regex[self.place + 1 : self.place + 2] not in ("", "]"):
            self.take()
            last = self.take()
            if ord(last) < ord(first):
                raise self.error(f"The range {first}-{last} runs backwards.")
            return "".join(map(chr, range(ord(first), ord(last) + 1)))
        return first
