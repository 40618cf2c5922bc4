"""Recipes: values put together from pools, such as ``{last_name} & {last_name} {company_ending}``.

`data/recipes.json` holds them: kind, locale (``*`` for all others), and styles with their weights. A style that
other styles can't imitate keeps the values of `at` distinct; the tests hold that for every recipe.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

import numpy as np

from rowsmith.tools.chance.alias import AliasTable
from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix
from rowsmith.tools.semantics.arrow_text import Column, Fits, Text, joined, taken, text_array, woven
from rowsmith.tools.semantics.kind import NO_FITS, NO_KEY, KindType, check_index
from rowsmith.tools.semantics.pools import Pool
from rowsmith.tools.semantics.slots import slot_pool

_SLOT = re.compile(r"\{([a-z_]+)\}")
_STYLE_KEY = 0x5354594C45
_LARGEST = 2**62


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
        left, pieces = index, list[Text | str]()
        for part in self.parts:
            if isinstance(part, str):
                pieces.append(part)
            else:
                left, place = np.divmod(left, len(part))
                pieces.append(part.text(place))
        return joined(*pieces)


@dataclass(frozen=True)
class RecipeKind:
    """A value by one of several styles.

    Attributes:
        weights: how often each style comes.
        round: the styles in the order in which `at` goes round them.
    """

    name: str
    styles: tuple[Style, ...]
    weights: tuple[int, ...]
    fits: tuple[str, ...] = ()
    type: KindType = "text"

    @cached_property
    def size(self) -> int | None:
        rounds = min(style.size // weight for style, weight in zip(self.styles, self.weights, strict=True))
        return min(rounds * sum(self.weights), _LARGEST)

    @property
    def limit(self) -> int | None:
        return self.size

    @cached_property
    def _alias(self) -> AliasTable:
        return AliasTable.from_weights(self.weights)

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:  # noqa: ARG002 - it has no roles
        if len(self.styles) == 1:
            return self.styles[0].drawn(bits)
        chosen = self._alias.draw(mix(bits, np.uint64(_STYLE_KEY)))
        return woven(chosen, [lambda rows, style=style: style.drawn(bits[rows]) for style in self.styles])

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:  # noqa: ARG002
        check_index(index, self.size or 0, self.name)
        turns, place = np.divmod(index, sum(self.weights))
        starts = np.cumsum([0, *self.weights])
        chosen = np.searchsorted(starts, place, side="right") - 1
        inner = turns * np.array(self.weights)[chosen] + place - starts[chosen]
        return woven(chosen, [lambda rows, style=style: style.at(inner[rows]) for style in self.styles])


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
    styles = by_locale.get(locale) or by_locale.get(locale.split("_")[0]) or by_locale["*"]
    parsed = tuple(parse_style(text, locale) for text in styles)
    return RecipeKind(name, parsed, tuple(styles.values()))


def pool_of(values: Sequence[str]) -> Pool:
    return Pool(text_array(list(dict.fromkeys(values))))


def rows_of(pool: Pool, rows: Integers) -> Text:
    return taken(pool.values, rows)
