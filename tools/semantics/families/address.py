"""Streets, house numbers and whole addresses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix
from rowsmith.tools.errors import PlanError
from rowsmith.tools.semantics.arrow_text import Column, Fits, Text, joined, kernel, plain
from rowsmith.tools.semantics.entry import Entry
from rowsmith.tools.semantics.facts import places
from rowsmith.tools.semantics.families.place import PLACE_ROLES, draw_places, postcodes_of
from rowsmith.tools.semantics.kind import (
    NO_FITS,
    NO_KEY,
    Kind,
    KindType,
    check_index,
)
from rowsmith.tools.semantics.locales import locales
from rowsmith.tools.semantics.patterns import Patterns
from rowsmith.tools.semantics.pools import load_pool

_NUMBER = np.uint64(0x4E554D)


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return {
        "street": Entry("name of a street", (), street),
        "street_address": Entry("street and number", ("street",), StreetAddress),
        "address": Entry(
            "street, number, postcode, city", ("street_address", "postcode", *PLACE_ROLES), Address
        ),
    }


def street(locale: str) -> Kind:
    from rowsmith.tools.semantics.kind import PoolKind

    return PoolKind("street", load_pool("street", locale))


@dataclass(frozen=True)
class StreetAddress:
    """A street with a house number, in the order of the locale."""

    locale: str
    type: KindType = "text"
    fits: tuple[str, ...] = ("street",)

    @cached_property
    def _numbers(self) -> Patterns:
        numbers = locales()[self.locale].numbers
        return Patterns.of(list(numbers), list(numbers.values()))

    @property
    def size(self) -> int | None:
        return len(load_pool("street", self.locale)) * self._numbers.size

    @property
    def limit(self) -> int | None:
        return self.size

    def _written(self, streets: Text, numbers: Text) -> Text:
        head, tail = locales()[self.locale].street.split("{street}")
        before, after = head.replace("{number}", "\0").split("\0"), tail.replace("{number}", "\0").split("\0")
        if len(before) == 2:
            return joined(before[0], numbers, before[1], streets, tail)
        return joined(head, streets, after[0], numbers, after[1])

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        pool = load_pool("street", self.locale)
        streets = pool.text(pool.choose(bits))
        if "street" in fits:
            streets = kernel("coalesce", plain(fits["street"]), streets)
        return self._written(streets, self._numbers.draw(mix(bits, _NUMBER)))

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        if "street" in fits:
            raise PlanError("A street_address that fits street can't be unique.", hint="Drop unique or fits.")
        check_index(index, self.size or 0, "street_address")
        pool = load_pool("street", self.locale)
        number, place = np.divmod(index, len(pool))
        return self._written(pool.text(place), self._numbers.at(number))


@dataclass(frozen=True)
class Address:
    """A whole address in one line; what is given is used, the rest agrees with it."""

    locale: str
    type: KindType = "text"
    fits: tuple[str, ...] = ("street_address", "postcode", *PLACE_ROLES)

    @cached_property
    def _street(self) -> StreetAddress:
        return StreetAddress(self.locale)

    @property
    def size(self) -> int | None:
        return self._street.size

    @property
    def limit(self) -> int | None:
        return self.size

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        return self._written(bits, fits, plain(self._street.draw(bits)))

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        if "street_address" in fits:
            raise PlanError(
                "An address that fits street_address can't be unique.", hint="Drop unique or fits."
            )
        return self._written(mix(index.astype(np.uint64), key), fits, plain(self._street.at(index)))

    def _written(self, bits: Bits, fits: Fits, streets: Text) -> Text:
        rows = draw_places(bits, fits, self.locale)
        parts = {role: plain(places().column(role, rows)) for role in ("city", "state", "state_code")}
        parts["street_address"] = streets
        parts["postcode"] = postcodes_of(rows, bits)
        for role, made in parts.items():
            parts[role] = kernel("coalesce", plain(fits[role]), made) if role in fits else made
        return joined(*_filled(locales()[self.locale].address, parts))


def _filled(form: str, parts: dict[str, Text]) -> list[Text | str]:
    pieces = form.replace("{", "\0{").replace("}", "}\0").split("\0")
    return [parts[piece[1:-1]] if piece.startswith("{") else piece for piece in pieces if piece]
