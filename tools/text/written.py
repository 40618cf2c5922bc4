"""Written text by templates: which group of templates a row's values ask for, and a text of its stock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from rowsmith.tools.chance.arrays import Bits, Flags, Integers
from rowsmith.tools.chance.streams import mix, uniform_integers
from rowsmith.tools.semantics.arrow_text import (
    Column,
    Fits,
    Text,
    encoded,
    integers,
    joined,
    kernel,
    plain,
    taken,
    text_array,
    woven,
)
from rowsmith.tools.semantics.kind import NO_FITS, NO_KEY, KindType, check_index
from rowsmith.tools.text.expansion import Vocabulary, capital, expanded
from rowsmith.tools.text.grouping import Grouping
from rowsmith.tools.text.stock import Bounds, count_words, stock
from rowsmith.tools.text.subject import Wish
from rowsmith.tools.text.tables import DEFAULT, Group

LIMIT = 10**6
_TEXT, _INSERT = np.uint64(0x54455854), np.uint64(0x494E53)
_INSERTED = 5  # of ten rows whose value a template can hold
_PER_INSERT = 300
_VALUE = "\0"
_NUMBERED = re.compile(r"(?:[ -](?:II|III|IV|V|VI|VII|VIII|IX|X|\d+)|\(\d+\)[.!?])$")
_ROMAN = ("II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class TextKind:
    """Texts on one subject; see `template_for`.

    Attributes:
        fits: the columns that it was made to fit.
        note: what to tell the person, or None.
    """

    wish: Wish
    fits: tuple[str, ...]
    bounds: Bounds
    locale: str
    grouping: Grouping
    contains: tuple[str, ...] = ()
    note: str | None = None
    type: KindType = "text"

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self.wish.templates.lists, self.wish.noun, self.locale)

    @cached_property
    def _stocks(self) -> tuple[Text, Integers, Integers]:
        """All texts, and for each group its first one and how many it has; no text is in two groups."""
        stocks = [
            stock(self.wish.form, group, self._vocabulary, self.bounds, self.contains)
            for group in self._groups
        ]
        apart = kept_apart(stocks)
        sizes = np.array([len(texts) for texts in apart], dtype=np.int64)
        return text_array([text for texts in apart for text in texts]), np.cumsum(sizes) - sizes, sizes

    @cached_property
    def _groups(self) -> list[Group]:
        """The groups in play; names that nothing tells apart make one."""
        groups = [self.wish.templates.groups[name] for name in self.grouping.names]
        if self.fits or any(group.is_prose for group in groups):
            return groups
        return [Group(lines=[line for group in groups for line in group.lines])]

    @property
    def size(self) -> int | None:
        return int(self._stocks[2].min())

    @property
    def limit(self) -> int | None:
        return max(LIMIT, self.size or 0)

    def room(self, wanted: int) -> int | None:
        """The least space of distinct texts that holds so many: the stock, or a tenfold of it with numbers."""
        space = self.size or 1
        while space < wanted and space < LIMIT:
            space *= 10
        return min(space, self.limit or LIMIT)

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        """A text for each row; `fits` by the names that the kind was made with."""
        texts, starts, sizes = self._stocks
        groups = self._chosen(bits, fits)
        rows = starts[groups] + uniform_integers(mix(bits, _TEXT), sizes[groups])
        value = self.grouping.insert(fits)
        if value is None or not any(self._inserts):
            return encoded(texts, rows)
        made = taken(texts, rows)
        for at, inserts in enumerate(self._inserts):
            if inserts is not None:
                made = self._with_value(bits, made, plain(value), inserts, groups == at)
        return made

    def _chosen(self, bits: Bits, fits: Fits) -> Integers:
        if len(self._groups) == 1:
            return np.zeros(len(bits), dtype=np.int64)
        return self.grouping.choose(bits, fits)

    @cached_property
    def _inserts(self) -> list[Inserts | None]:
        """For each group the templates that hold a value; those for all values where it has none of its own."""
        if self.bounds.sentences is not None and self.bounds.sentences[0] > 1:
            return [None] * len(self._groups)
        common = self.wish.templates.groups[DEFAULT].inserts
        return [inserts_of(group.inserts or common, self._vocabulary) for group in self._groups]

    def _with_value(self, bits: Bits, texts: Text, value: Text, inserts: Inserts, mask: Flags) -> Text:
        words = integers(kernel("count_substring", value, " "), -1) + 1
        low, high = self.bounds.words or (1, 2**31)
        first = np.searchsorted(inserts.sizes, low - words, side="left")
        last = np.searchsorted(inserts.sizes, high - words, side="right")
        is_wanted = uniform_integers(mix(bits, _INSERT), 10) < _INSERTED
        chosen = ((first < last) & (words > 0) & is_wanted & mask).astype(np.int64)
        at = first + uniform_integers(mix(bits, _INSERT + np.uint64(1)), np.maximum(last - first, 1))

        def filled(rows: Integers) -> Text:
            return joined(
                taken(inserts.before, at[rows]), taken(value, rows), taken(inserts.behind, at[rows])
            )

        return woven(chosen, [lambda rows: taken(texts, rows), filled])

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        """Distinct texts for distinct indices, whatever the values; numbered when the stock is used up.

        Raises:
            PlanError: an index beyond a million.
        """
        check_index(index, self.limit or LIMIT, f"{self.wish.form} of {self.wish.noun}")
        texts, starts, sizes = self._stocks
        groups = self._chosen(mix(index.astype(np.uint64), key), fits)
        turn, place = np.divmod(index, sizes[groups])
        chosen = taken(texts, starts[groups] + place)
        return self._numbered(chosen, turn) if turn.any() else encoded(texts, starts[groups] + place)

    def _numbered(self, texts: Text, turn: Integers) -> Text:
        """A numeral behind a name, a number before the full stop of a sentence."""
        numerals = text_array(["", *_ROMAN])
        number = pa.array(turn + 1).cast(pa.string())
        shown = kernel(
            "if_else", pa.array(turn < len(numerals)), taken(numerals, np.minimum(turn, len(_ROMAN))), number
        )
        spaced = self._spaced(texts)
        if any(group.is_prose for group in self._groups):
            longer = before_stop(
                texts,
                joined(kernel("if_else", spaced, " (", "-"), number, kernel("if_else", spaced, ")", "")),
            )
        else:
            longer = joined(texts, kernel("if_else", spaced, " ", "-"), shown)
        return kernel("if_else", pa.array(turn > 0), longer, texts)

    def _spaced(self, texts: Text) -> Column:
        """Whether there is room for one more word."""
        if self.bounds.words is None:
            return pa.array(np.ones(len(texts), dtype=np.bool_))
        return pa.array(integers(kernel("count_substring", texts, " ")) + 1 < self.bounds.words[1])


def before_stop(texts: Text, addition: Text) -> Text:
    """The texts with the addition before their last full stop, if they have one, else at the end."""
    stop = kernel(
        "if_else",
        kernel("match_substring_regex", texts, r"[.!?]$"),
        kernel("utf8_slice_codeunits", texts, -1),
        "",
    )
    return joined(kernel("utf8_rtrim", texts, ".!?"), addition, stop)


def kept_apart(stocks: Sequence[Sequence[str]]) -> list[list[str]]:
    """The stocks with each text in one of them, the smallest that has it, and none that looks numbered."""
    owners: dict[str, list[int]] = {}
    for at, texts in enumerate(stocks):
        for text in texts:
            owners.setdefault(text, []).append(at)
    apart: list[list[str]] = [[] for _ in stocks]
    for text, candidates in sorted(owners.items(), key=lambda item: len(item[1])):
        if not _NUMBERED.search(text):
            apart[min(candidates, key=lambda at: len(apart[at]))].append(text)
    return [texts or [f"{stocks[at][0]} *"] for at, texts in enumerate(apart)]


@dataclass(frozen=True)
class Inserts:
    """Templates that hold a value: what stands before and behind it, and how many words they add, ascending."""

    before: Text
    behind: Text
    sizes: Integers


def inserts_of(lines: Sequence[str], vocabulary: Vocabulary) -> Inserts | None:
    """The lines with {fit} written out up to the value; None without lines."""
    made = dict.fromkeys(
        text for line in lines for text in expanded(line.replace("{fit}", _VALUE), vocabulary, _PER_INSERT)
    )
    if not made:
        return None
    ordered = sorted(made, key=lambda text: count_words(text.replace(_VALUE, "")))
    sizes = np.array([count_words(text.replace(_VALUE, "")) for text in ordered], dtype=np.int64)
    before = text_array([capital(text.partition(_VALUE)[0]) for text in ordered])
    return Inserts(before, text_array([text.partition(_VALUE)[2] for text in ordered]), sizes)
