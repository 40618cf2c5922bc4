"""Pools: the values of one kind in one locale, read from files of the package on first use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

import numpy as np

from rowsmith.tools.chance.alias import AliasTable
from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import uniform_integers
from rowsmith.tools.errors import PlanError
from rowsmith.tools.semantics.arrow_text import Column, Text, encoded, taken, text_array
from rowsmith.tools.semantics.locales import fallbacks

_DATA = "rowsmith.tools.semantics.data"


@dataclass(frozen=True)
class Pool:
    """Distinct values with optional weights.

    Attributes:
        values: string[k], distinct.
        weights: int64[k], above zero; None when all are equal.
    """

    values: Text
    weights: Integers | None = None

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def _alias(self) -> AliasTable | None:
        return None if self.weights is None else AliasTable.from_weights(self.weights)

    def choose(self, bits: Bits) -> Integers:
        """Positions in the pool, by weight."""
        return uniform_integers(bits, len(self)) if self._alias is None else self._alias.draw(bits)

    def text(self, rows: Integers) -> Text:
        return taken(self.values, rows)

    def column(self, rows: Integers) -> Column:
        return encoded(self.values, rows)


def read_lines(folder: str, name: str) -> list[str]:
    """The lines of a data file that are neither empty nor comments."""
    text = files(f"{_DATA}.{folder}").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("# ")]


def exists(folder: str, name: str) -> bool:
    return files(f"{_DATA}.{folder}").joinpath(name).is_file()


def located(stem: str, locale: str, ending: str) -> tuple[str, str] | None:
    """Folder and file that serve a locale: its own, its fallbacks', then the one for the whole world."""
    for code in fallbacks(locale):
        if exists("local", f"{stem}.{code}.{ending}"):
            return "local", f"{stem}.{code}.{ending}"
    return ("world", f"{stem}.{ending}") if exists("world", f"{stem}.{ending}") else None


@lru_cache(maxsize=512)
def load_pool(stem: str, locale: str = "en_US") -> Pool:
    """The pool of that name: one value a line, a tab and a weight behind it where weights are known.

    Raises:
        PlanError: there is no such pool.
    """
    place = located(stem, locale, "txt")
    if place is None:
        raise PlanError(f"There is no pool of values called {stem}.")
    cells = [line.split("\t") for line in read_lines(*place)]
    values = text_array([row[0] for row in cells])
    if len(cells[0]) == 1:
        return Pool(values)
    return Pool(values, np.array([int(row[1]) for row in cells], dtype=np.int64))
