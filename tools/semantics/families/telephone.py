"""Telephone numbers in the shapes of their countries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix
from rowsmith.tools.semantics.arrow_text import Column, Fits
from rowsmith.tools.semantics.entry import Entry
from rowsmith.tools.semantics.facts import places, table
from rowsmith.tools.semantics.families.place import draw_places
from rowsmith.tools.semantics.kind import (
    NO_FITS,
    NO_KEY,
    Kind,
    KindType,
    check_index,
    understood,
)
from rowsmith.tools.semantics.locales import locales
from rowsmith.tools.semantics.patterns import Patterns

_NUMBER = np.uint64(0x4E554D)
_COUNTRY = ("city", "country", "country_code")


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return {
        "phone": Entry("telephone number as written in the country", _COUNTRY, phone),
        "phone_e164": Entry("telephone number like +447700900123", _COUNTRY, phone_e164),
        "mobile": Entry("mobile number as written in the country", _COUNTRY, mobile),
    }


def phone(locale: str) -> Kind:
    return Phone("phone", locale, national=True)


def mobile(locale: str) -> Kind:
    return Phone("mobile", locale, national=True, line="mobile")


def phone_e164(locale: str) -> Kind:
    return Phone("phone_e164", locale, national=False)


@dataclass(frozen=True)
class Phone:
    """A number of the locale's country; in international form where a country or city is given."""

    name: str
    locale: str
    national: bool
    line: str | None = None
    type: KindType = "text"
    fits: tuple[str, ...] = _COUNTRY

    @cached_property
    def _rows(self) -> Integers:
        numbers, country = table("phone"), locales()[self.locale].country
        home = [code == country for code in numbers.columns["country_code"]]
        kinds_of_line = numbers.columns["line"]
        fit = [here and self.line in (None, kinds_of_line[row]) for row, here in enumerate(home)]
        return np.flatnonzero(np.array(fit if any(fit) else home)).astype(np.int64)

    def _patterns(self, column: str, rows: Integers) -> Patterns:
        cells = table("phone").columns[column]
        numbers: list[int] = rows.tolist()
        texts = [cells[row] if self.national else _digits_only(cells[row]) for row in numbers]
        return Patterns.of(texts, table("phone").weights[rows].tolist())

    @cached_property
    def _own(self) -> Patterns:
        return self._patterns("national" if self.national else "international", self._rows)

    @cached_property
    def _all(self) -> Patterns:
        return self._patterns("international", np.arange(len(table("phone"))))

    @property
    def size(self) -> int | None:
        return self._own.size

    @property
    def limit(self) -> int | None:
        return self.size

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        if not understood(self.fits, fits):
            return self._own.draw(bits)
        cities = places().column("country_code", draw_places(bits, fits, self.locale))
        return self._all.drawn(table("phone").draw(mix(bits, _NUMBER), {"country_code": cities}), bits)

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        if understood(self.fits, fits):
            return self._at_country(index, fits)
        check_index(index, self._own.size, self.name)
        return self._own.at(index)

    def _at_country(self, index: Integers, fits: Fits) -> Column:
        """One pattern per country, whose places hold the index."""
        bits = mix(index.astype(np.uint64), NO_KEY)
        cities = places().column("country_code", draw_places(bits, fits, self.locale))
        first = table("phone").draw(np.zeros(len(index), dtype=np.uint64), {"country_code": cities})
        check_index(
            index, int(self._all.capacities[first].min(initial=2**62)), f"{self.name} that fits a country"
        )
        return self._all.filled(first, index)


def _digits_only(pattern: str) -> str:
    return pattern.replace(" ", "").replace("-", "").replace("(", "").replace(")", "")
