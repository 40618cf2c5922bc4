"""Templates written out: slots over word lists, articles and capitals, each text once."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rowsmith.tools.errors import PlanError
from rowsmith.tools.semantics.facts import table
from rowsmith.tools.semantics.slots import slot_pool
from rowsmith.tools.text.tables import words

_SLOT = re.compile(r"\{(a:)?([a-zA-Z_0-9]+)(\^)?\}")
_TABLES = {
    "product": ("product", "product"),
    "job_title": ("job", "job_title"),
    "dish": ("dish", "dish"),
    "port": ("port", "port"),
}
_POOL = 400
_NESTED = 12
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Vocabulary:
    """Where slots find their words: the set's own lists, the noun, the common lists, the value pools."""

    lists: Mapping[str, Sequence[str]]
    noun: str
    locale: str

    def find(self, slot: str) -> Sequence[str]:
        """The words of a slot.

        Raises:
            PlanError: no list has that name.
        """
        found = self._found(slot)
        if not any("{" in word for word in found):
            return found
        return [
            text for word in found for text in (expanded(word, self, _NESTED) if "{" in word else (word,))
        ]

    def _found(self, slot: str) -> Sequence[str]:
        if slot in self.lists:
            return self.lists[slot]
        if slot in ("noun", "Noun"):
            return [self.noun.title() if slot == "Noun" else self.noun]
        return words().get(slot) or _pooled(slot, self.locale)


@lru_cache(maxsize=256)
def _pooled(slot: str, locale: str) -> tuple[str, ...]:
    if slot in _TABLES:
        name, column = _TABLES[slot]
        values = table(name).distinct(column).to_pylist()
    else:
        values = slot_pool(slot, locale).values.to_pylist()
    kept = values if len(values) <= _POOL else [values[at * len(values) // _POOL] for at in range(_POOL)]
    return tuple(str(value) for value in kept)


@dataclass(frozen=True)
class _Slot:
    """A place of a template: its words, and how they are written."""

    name: str
    words: Sequence[str]
    has_article: bool
    is_capital: bool

    def written(self, at: int) -> str:
        word = self.words[at]
        if self.has_article:
            word = f"{article(word)} {word}"
        return capital(word) if self.is_capital else word


def article(word: str) -> str:
    """The indefinite article by the sound of the word."""
    start = word.casefold()
    if start.startswith(("hour", "honest", "honour", "heir")):
        return "an"
    is_vowel = start[:1] in "aeio" or (
        start[:1] == "u" and not start.startswith(("uni", "use", "us ", "uk", "eu"))
    )
    return "an" if is_vowel and not start.startswith(("eu", "one")) else "a"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def expanded(template: str, vocabulary: Vocabulary, most: int) -> Iterator[str]:
    """The template's texts, at most so many, spread evenly over all of them; equal words in two slots are left out."""
    literals, slots = _parsed(template, vocabulary)
    total = math.prod(len(slot.words) for slot in slots)
    step = _stride(total) if total > most else 1
    write = _writer(literals, slots)
    for turn in range(min(total, most)):
        text = write(turn * step % total)
        if text is not None:
            yield text


def _parsed(template: str, vocabulary: Vocabulary) -> tuple[list[str], list[_Slot]]:
    literals, slots, end = list[str](), list[_Slot](), 0
    for found in _SLOT.finditer(template):
        literals.append(template[end : found.start()])
        name = found.group(2)
        slots.append(_Slot(name, vocabulary.find(name), bool(found.group(1)), bool(found.group(3))))
        end = found.end()
    literals.append(template[end:])
    if any("{" in literal for literal in literals):
        raise PlanError(f"The template {template!r} has a slot that can't be read.")
    return literals, slots


def _writer(literals: list[str], slots: list[_Slot]) -> Callable[[int], str | None]:
    def write(number: int) -> str | None:
        pieces, used = [literals[0]], set[str]()
        for slot, literal in zip(slots, literals[1:], strict=True):
            number, at = divmod(number, len(slot.words))
            if slot.words[at] in used:
                return None
            used.add(slot.words[at])
            pieces += (slot.written(at), literal)
        return "".join(pieces).replace("..", ".")

    return write


def _stride(total: int) -> int:
    """A step near the golden section of the total that meets every number once."""
    step = max(1, int(total * _GOLDEN))
    while math.gcd(step, total) != 1:
        step += 1
    return step
