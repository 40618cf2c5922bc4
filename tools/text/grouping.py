"""Which group of templates a row's values ask for: a mood by a rating, a list of words by a category."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.tools.chance.alias import AliasTable
from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix
from rowsmith.tools.semantics.arrow_text import Column, Fits, dictionary, reals
from rowsmith.tools.text.tables import DEFAULT, Group, TemplateSet, moods, phrase_at

_MOOD = np.uint64(0x4D4F4F44)
_MOODS = ("good", "mixed", "bad")
_BAD, _GOOD = 0.45, 0.75  # of the scale's top: 2 of 5 is bad, 4 of 5 is good


@dataclass(frozen=True)
class Grouping:
    """How the groups of a set are chosen.

    Attributes:
        names: the groups in play.
        words: keyword and group, for text values.
        top: the largest value of the scale, by column that tells a mood.
        weights: how likely each group is where nothing tells.
        strong: positions of the groups that win over what other columns ask for.
    """

    names: tuple[str, ...]
    words: Mapping[str, str]
    top: Mapping[str, float] = field(default_factory=dict)
    weights: tuple[int, ...] = (1,)
    strong: tuple[int, ...] = ()

    @cached_property
    def _usual(self) -> AliasTable:
        return AliasTable.from_weights(self.weights)

    def choose(self, bits: Bits, fits: Fits) -> Integers:
        """The group's position in `names` for each row."""
        chosen = (
            self._usual.draw(mix(bits, _MOOD)) if len(self.names) > 1 else np.zeros(len(bits), dtype=np.int64)
        )
        telling = [self._told(name, values) for name, values in reversed(list(fits.items()))]
        for told in telling:
            chosen = np.where(told >= 0, told, chosen)
        for told in telling:
            chosen = np.where(np.isin(told, self.strong), told, chosen)
        return chosen

    def _told(self, name: str, values: Column) -> Integers:
        if is_number(values.type):
            return self._by_number(name, values)
        told, places = dictionary(values)
        meant = [self._by_word(str(value)) for value in told.to_pylist()]
        return np.array([*meant, -1], dtype=np.int64)[places]

    def _by_number(self, name: str, values: Column) -> Integers:
        nobody = np.full(len(values), -1, dtype=np.int64)
        if not tells_mood(name) or not set(_MOODS) <= set(self.names):
            return nobody
        share = reals(values, -1.0) / self.top.get(name, 5.0)
        good, mixed, bad = (self.names.index(mood) for mood in _MOODS)
        mood = np.where(share >= _GOOD, good, np.where(share <= _BAD, bad, mixed))
        return np.where(share < 0, nobody, mood).astype(np.int64)

    def _by_word(self, value: str) -> int:
        text = value.casefold().replace("_", " ")
        if text in self.words:
            return self.names.index(self.words[text])
        standing = [(-len(word), group) for word, group in self.words.items() if phrase_at(word, text) >= 0]
        return self.names.index(min(standing)[1]) if standing else -1

    def insert(self, fits: Fits) -> Column | None:
        """The first column of text, which templates may hold."""
        for values in fits.values():
            kind = values.type.value_type if pa.types.is_dictionary(values.type) else values.type
            if pa.types.is_string(kind) or pa.types.is_large_string(kind):
                return values
        return None


def is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)


def tells_mood(name: str) -> bool:
    """Whether a column of this name holds a rating."""
    parts = re.split(r"[^a-z]+", name.casefold())
    return name.casefold() in moods().columns or any(part in moods().columns for part in parts)


def scale_top(values: Column) -> float:
    """The top of the scale that a sample of ratings is on: 1, 5, 10 or 100."""
    largest = pc.max(values.cast(pa.float64())).as_py()
    return next((top for top in (1.0, 5.0, 10.0, 100.0) if largest is None or largest <= top), 5.0)


def grouping_for(templates: TemplateSet, about: str, tone: str | None, fits: Fits) -> Grouping:
    """How rows choose among the groups of a set."""
    groups = {name: group for name, group in templates.groups.items() if group.lines}
    fixed = _asked(groups, tuple(groups), about, tone, bool(fits))
    names = tuple(groups) if fixed is None else (fixed,)
    tops = {
        name: scale_top(values)
        for name, values in fits.items()
        if is_number(values.type) and tells_mood(name)
    }
    strong = tuple(at for at, name in enumerate(names) if groups[name].is_strong)
    return Grouping(names, _words(groups, names), tops, _weights(names, bool(fits), strong), strong)


def _words(groups: Mapping[str, Group], names: Sequence[str]) -> dict[str, str]:
    words = {word: name for name in names for word in groups[name].words}
    if set(_MOODS) <= set(names):
        words.update(moods().words)
    return words


def _asked(
    groups: Mapping[str, Group], names: Sequence[str], about: str, tone: str | None, has_fits: bool
) -> str | None:
    text = (tone or "").casefold()
    if set(_MOODS) <= set(names):
        meant = [mood for word, mood in moods().words.items() if len(word) > 3 and phrase_at(word, text) >= 0]
        return meant[0] if meant and not has_fits else None
    said = [name for name in names for word in groups[name].words if phrase_at(word, about.casefold()) >= 0]
    return said[0] if said else None


def _weights(names: Sequence[str], has_fits: bool, strong: Sequence[int]) -> tuple[int, ...]:
    """Moods as they usually come; for values without a group of their own the group for all; else each alike.

    A strong group comes only where it is asked for.
    """
    if set(_MOODS) <= set(names):
        return tuple(moods().usual.get(name, 1) for name in names)
    return tuple(
        int(name == DEFAULT or DEFAULT not in names or (not has_fits and at not in strong))
        for at, name in enumerate(names)
    )
