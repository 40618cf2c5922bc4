"""Recipes: values put together from pools, such as ``{last_name} & {last_name} {company_ending}``.

`data/recipes.json` holds them: kind, locale (``*`` for all others), and styles with their weights. A style that
other styles can't imitate keeps the values of `at` distinct; the tests hold that for every recipe.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from importlib.resources import files

import numpy as np
import pyarrow as pa

from rowsmith.tools.chance.alias import AliasTable
from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix
from rowsmith.tools.semantics.arrow_text import Column, Fits, Text, joined, kernel, woven
from rowsmith.tools.semantics.kind import NO_FITS, NO_KEY, KindType, check_index
from rowsmith.tools.semantics.pools import Pool
from rowsmith.tools.semantics.slots import slot_pool

_SLOT = re.compile(r"\{([a-z_]+)\}")
_STYLE_KEY = 0x5354594C45
_LARGEST = 2**62
_AGAIN = 1000


@dataclass(frozen=True)
class Style:
    """Literal texts and pools in turn."""

    parts: tuple[str | Pool, ...]

    @cached_property
    def size(self) -> int:
        return min(math.prod(len(part) for part in self.parts if isinstance(part, Pool)), _LARGEST)

    def drawn(self, bits: Bits) -> Text:
        pieces = [
            part if isinstance(part, str) else part.text(part.choose(mix(bits, np.uint64(place + 1))))
            for place, part in enumerate(self.parts)
        ]
        return joined(*pieces)

    def at(self, index: Integers) -> Text:
        left = index
        pieces: list[Text | str] = []
        for part in self.parts:
            if isinstance(part, str):
                pieces.append(part)
            else:
                left, place = np.divmod(left, len(part))
                pieces.append(part.text(place))
        return joined(*pieces)


@dataclass(frozen=True)
class _Phase:
    """A stretch of indices that goes round the styles which still have values.

    Attributes:
        start: its first index.
        styles, weights: which styles, and how many values of each a round takes.
        used: how many values of each style came before.
    """

    start: int
    styles: Integers
    weights: Integers
    used: Integers


@dataclass(frozen=True)
class RecipeKind:
    """A value by one of several styles; when all are used up, they come again with a number.

    Attributes:
        weights: how often each style comes.
    """

    name: str
    styles: tuple[Style, ...]
    weights: tuple[int, ...]
    fits: tuple[str, ...] = ()
    type: KindType = "text"

    @cached_property
    def _plan(self) -> tuple[list[_Phase], int]:
        left, used, start = [style.size for style in self.styles], [0] * len(self.styles), 0
        phases: list[_Phase] = []
        while active := [at for at, size in enumerate(left) if size >= self.weights[at]]:
            rounds = min(left[at] // self.weights[at] for at in active)
            weights = [self.weights[at] for at in active]
            phases.append(
                _Phase(start, np.array(active), np.array(weights), np.array([used[at] for at in active]))
            )
            for at in active:
                left[at] -= rounds * self.weights[at]
                used[at] += rounds * self.weights[at]
            start += rounds * sum(weights)
        return phases, min(start, _LARGEST)

    @property
    def size(self) -> int | None:
        return self._plan[1]

    @property
    def limit(self) -> int | None:
        return min(self._plan[1] * _AGAIN, _LARGEST)

    @cached_property
    def _alias(self) -> AliasTable:
        return AliasTable.from_weights(self.weights)

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        if len(self.styles) == 1:
            return self.styles[0].drawn(bits)
        chosen = self._alias.draw(mix(bits, np.uint64(_STYLE_KEY)))
        return woven(chosen, [partial(_drawn_rows, style, bits) for style in self.styles])

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        check_index(index, self.limit or 0, self.name)
        turn, inner = np.divmod(index, self._plan[1])
        chosen, places = self._located(inner)
        values = woven(chosen, [partial(_rows_at, style, places) for style in self.styles])
        return numbered(values, turn)

    def _located(self, index: Integers) -> tuple[Integers, Integers]:
        """The style of each index, and which of its values."""
        chosen, places = np.zeros_like(index), np.zeros_like(index)
        phases = self._plan[0]
        phase_of = np.searchsorted([phase.start for phase in phases], index, side="right") - 1
        for at, phase in enumerate(phases):
            rows = np.flatnonzero(phase_of == at)
            turns, place = np.divmod(index[rows] - phase.start, int(phase.weights.sum()))
            starts = np.cumsum([0, *phase.weights.tolist()])
            slot = np.searchsorted(starts, place, side="right") - 1
            chosen[rows] = phase.styles[slot]
            places[rows] = phase.used[slot] + turns * phase.weights[slot] + place - starts[slot]
        return chosen, places


def _drawn_rows(style: Style, bits: Bits, rows: Integers) -> Text:
    return style.drawn(bits[rows])


def _rows_at(style: Style, places: Integers, rows: Integers) -> Text:
    return style.at(places[rows])


def numbered(values: Text, turn: Integers) -> Text:
    """The values, from the second turn on with the turn's number behind them."""
    if not turn.any():
        return values
    return kernel(
        "if_else", pa.array(turn == 0), values, joined(values, " ", pa.array(turn + 1).cast(pa.string()))
    )


def parse_style(text: str, locale: str) -> Style:
    """The style of a text with {slots}.

    Raises:
        PlanError: a slot that no pool serves.
    """
    pieces = _SLOT.split(text)
    parts = [slot_pool(piece, locale) if place % 2 else piece for place, piece in enumerate(pieces)]
    return Style(tuple(part for part in parts if part != ""))


@lru_cache(maxsize=1)
def recipes() -> Mapping[str, Mapping[str, Mapping[str, int]]]:
    """Styles and weights by kind and locale."""
    text = files("rowsmith.tools.semantics.data").joinpath("recipes.json").read_text(encoding="utf-8")
    loaded: Mapping[str, Mapping[str, Mapping[str, int]]] = json.loads(text)
    return loaded


def build_recipe(name: str, locale: str) -> RecipeKind:
    """The recipe of that kind in this locale."""
    by_locale = recipes()[name]
    styles = by_locale.get(locale) or by_locale.get(locale.split("_", maxsplit=1)[0]) or by_locale["*"]
    parsed = tuple(parse_style(text, locale) for text in styles)
    return RecipeKind(name, parsed, tuple(styles.values()))
