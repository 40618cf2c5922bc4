"""Places: countries, cities, postcodes and positions that agree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
import pyarrow as pa

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix, uniform_integers, unit
from rowsmith.tools.errors import PlanError
from rowsmith.tools.semantics.arrow_text import Column, Fits, Text, reals
from rowsmith.tools.semantics.entry import Entry
from rowsmith.tools.semantics.facts import countries, places
from rowsmith.tools.semantics.kind import (
    NO_FITS,
    NO_KEY,
    Kind,
    KindType,
    RelationKind,
    check_index,
    understood,
)
from rowsmith.tools.semantics.locales import locales
from rowsmith.tools.semantics.patterns import Patterns

PLACE_ROLES = ("city", "state", "state_code", "country", "country_code", "alpha3", "timezone", "continent")
_NUMBER, _JITTER = np.uint64(0x4E554D), np.uint64(0x4A4954)
_SPREAD = 0.04  # degrees around a city's centre, about 4 km


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return {
        "city": Entry("city of the locale's country", _others("city"), lambda code: _place("city", code)),
        "state": Entry(
            "state, province, region or county", _others("state"), lambda code: _place("state", code)
        ),
        "state_code": Entry(
            "short code of a state", _others("state_code"), lambda code: _place("state_code", code)
        ),
        "country": Entry("country, in English", _others("country"), lambda code: _nation("country", code)),
        "country_code": Entry(
            "DE, US ...", _others("country_code"), lambda code: _nation("country_code", code)
        ),
        "country_code3": Entry("DEU, USA ...", _others("alpha3"), lambda code: _nation("alpha3", code)),
        "continent": Entry("continent", _others("continent"), lambda code: _nation("continent", code)),
        "timezone": Entry("Europe/Berlin ...", _others("timezone"), lambda code: _nation("timezone", code)),
        "postcode": Entry("postcode", PLACE_ROLES, Postcode),
        "latitude": Entry("degrees north, near a city", (*PLACE_ROLES, "longitude"), latitude),
        "longitude": Entry("degrees east, near a city", (*PLACE_ROLES, "latitude"), longitude),
    }


def _others(column: str) -> tuple[str, ...]:
    return tuple(role for role in PLACE_ROLES if role != column)


def _place(column: str, locale: str) -> Kind:
    """A column of the cities; those of the locale's country unless something else is given."""
    usual = {"country_code": locales()[locale].country}
    return RelationKind(column, places(), column, _others(column), usual)


def _nation(column: str, locale: str) -> Kind:
    """A column of the countries; of the cities where a city or state is given."""
    return Nation(column, _others(column))


@dataclass(frozen=True)
class Nation:
    """A fact about a country: of all of them, or of the one where the given city lies."""

    column: str
    fits: tuple[str, ...]
    type: KindType = "text"

    @cached_property
    def _cities(self) -> RelationKind:
        return RelationKind(self.column, places(), self.column, self.fits)

    @cached_property
    def _nations(self) -> RelationKind:
        return RelationKind(self.column, countries(), self.column, ())

    @property
    def size(self) -> int | None:
        return self._nations.size

    @property
    def limit(self) -> int | None:
        return self.size

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        return (self._cities if understood(self.fits, fits) else self._nations).draw(bits, fits)

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        return (self._cities if understood(self.fits, fits) else self._nations).at(index, fits, key)


def draw_places(bits: Bits, fits: Fits, locale: str) -> Integers:
    """A row of the cities for each row, in agreement with what is given."""
    return places().draw(bits, understood(PLACE_ROLES, fits), {"country_code": locales()[locale].country})


@lru_cache(maxsize=1)
def _postcodes() -> tuple[Patterns, Integers, Integers]:
    """All patterns, and for each city its first one and how many it has."""
    per_city = [cell.split(",") for cell in places().columns["postcode"]]
    counts = np.array([len(patterns) for patterns in per_city], dtype=np.int64)
    flat = [pattern for patterns in per_city for pattern in patterns]
    return Patterns.of(flat), np.cumsum(counts) - counts, counts


def postcodes_of(rows: Integers, bits: Bits) -> Text:
    """A postcode for each of these rows of the cities."""
    patterns, starts, counts = _postcodes()
    return patterns.drawn(starts[rows] + uniform_integers(mix(bits, _NUMBER), counts[rows]), bits)


@dataclass(frozen=True)
class Postcode:
    """A postcode in the country's shape, beginning as those of the city do."""

    locale: str
    type: KindType = "text"
    fits: tuple[str, ...] = PLACE_ROLES

    @cached_property
    def _own(self) -> Patterns:
        """The country's patterns, each once."""
        country = locales()[self.locale].country
        cells = zip(places().columns["postcode"], places().columns["country_code"], strict=True)
        flat = [pattern for cell, code in cells if code == country for pattern in cell.split(",")]
        return Patterns.of(list(dict.fromkeys(flat))).apart()

    @property
    def size(self) -> int | None:
        return self._own.size

    @property
    def limit(self) -> int | None:
        return self.size

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        return postcodes_of(draw_places(bits, fits, self.locale), bits)

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        if understood(self.fits, fits):
            raise PlanError("Postcodes that fit a city can't be unique.", hint="Drop unique or fits.")
        check_index(index, self._own.size, "postcode")
        return self._own.at(index)


def latitude(locale: str) -> Kind:
    return Position("latitude", "longitude", locale)


def longitude(locale: str) -> Kind:
    return Position("longitude", "latitude", locale)


@dataclass(frozen=True)
class Position:
    """Degrees, within a few kilometres of a city; the city nearest to the other coordinate if only that is given."""

    column: Literal["latitude", "longitude"]
    other: str
    locale: str
    type: KindType = "double"
    size: int | None = None
    limit: int | None = None

    @property
    def fits(self) -> tuple[str, ...]:
        return (*PLACE_ROLES, self.other)

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        placed = understood(PLACE_ROLES, fits)
        if self.other in fits and not placed:
            rows = self._nearest(fits[self.other])
        else:
            rows = draw_places(bits, fits, self.locale)
        away = (unit(mix(bits, _JITTER)) * 2 - 1) * _SPREAD
        return pa.array(np.round(places().numbers(self.column, rows) + away, 6))

    def _nearest(self, given: Column) -> Integers:
        home = np.array(places().columns["country_code"]) == locales()[self.locale].country
        rows = np.flatnonzero(home)
        known = places().numbers(self.other, rows)
        order = np.argsort(known, kind="stable")
        middles = (known[order][1:] + known[order][:-1]) / 2
        nearest: Integers = rows[order[np.searchsorted(middles, reals(given, 0.0))]]
        return nearest

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        raise PlanError(f"A {self.column} is measured and can't be made unique.", hint="Drop unique.")
