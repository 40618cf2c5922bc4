"""How to reach people: e-mail addresses, user names, telephone numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa

from rowsmith.tools.chance.alias import AliasTable
from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix, uniform_integers
from rowsmith.tools.semantics.arrow_text import (
    Column,
    Fits,
    Text,
    joined,
    kernel,
    plain,
    taken,
    taken_or_null,
    text_array,
)
from rowsmith.tools.semantics.entry import Entry
from rowsmith.tools.semantics.kind import NO_FITS, NO_KEY, Kind, KindType
from rowsmith.tools.semantics.names import ascii_letters, first_and_last, initial, letters_of
from rowsmith.tools.semantics.pools import load_pool
from rowsmith.tools.semantics.slots import slot_pool

_PEOPLE = ("person_name", "first_name", "last_name")
_FIRST, _LAST, _STYLE, _HOST, _NUMBER, _YEAR, _SHORT = (np.uint64(0x434F4E54 + step) for step in range(7))
_SEPARATORS = text_array([".", "_", "-", ""])
_BY_SEPARATOR = (10, 3, 1, 3)
_YEARS = (1955, 2006)
_NUMBERS = text_array(["", *(str(number) for number in range(1, _YEARS[1]))])


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return {
        "email": Entry("private e-mail address, made of the name", _PEOPLE, Email),
        "company_email": Entry("e-mail address at work", (*_PEOPLE, "domain_name", "company"), CompanyEmail),
        "username": Entry("user name in lower case, made of the name", (*_PEOPLE, "email"), Username),
    }


@dataclass(frozen=True)
class Letters:
    """Names in plain letters: the distinct ones, and which of them each row has."""

    values: Text
    places: Integers

    def text(self) -> Text:
        return taken(self.values, self.places)

    def shortened(self, short: Integers) -> Text:
        """The first letter alone where short is 1."""
        both = pa.concat_arrays([self.values, initial(self.values)])
        return taken(both, self.places + short * len(self.values))


@dataclass(frozen=True)
class People:
    """The two parts of a name in plain letters, as far as they are known, else drawn."""

    locale: str

    def parts(self, bits: Bits, fits: Fits) -> tuple[Letters, Letters]:
        """First and last name for each row."""
        told = dict(fits)
        if "person_name" in fits and not {"first_name", "last_name"} <= set(fits):
            given, family = first_and_last(fits["person_name"])
            told = {"first_name": given, "last_name": family, **told}
        return self._part("first_name", mix(bits, _FIRST), told), self._part(
            "last_name", mix(bits, _LAST), told
        )

    def _part(self, role: str, bits: Bits, told: Fits) -> Letters:
        if role not in told:
            return self._drawn(role, bits)
        values, places = letters_of(told[role], self.locale)
        if len(places) and int(places.min()) < 0:
            drawn = self._drawn(role, bits)
            places = np.where(places < 0, drawn.places + len(values), places)
            values = pa.concat_arrays([values, drawn.values])
        return Letters(values, places)

    def _drawn(self, role: str, bits: Bits) -> Letters:
        return Letters(_pool_letters(role, self.locale), slot_pool(role, self.locale).choose(bits))


@lru_cache(maxsize=64)
def _pool_letters(role: str, locale: str) -> Text:
    return ascii_letters(slot_pool(role, locale).values, locale)


def digits(numbers: Integers, key: np.uint64) -> Text:
    """Distinct digits for distinct numbers, nothing for 0; numbers of one length are shuffled by the key."""
    shuffled = numbers.copy()
    low = 1
    while low <= int(numbers.max(initial=0)):
        size = low * 9
        mask = (numbers >= low) & (numbers < low * 10)
        turn = int(mix(np.array([low], dtype=np.uint64), key)[0]) % size
        shuffled[mask] = low + ((numbers[mask] - low) * _STRIDE + turn) % size
        low *= 10
    texts = pa.array(shuffled).cast(pa.string())
    return kernel("if_else", pa.array(numbers == 0), "", texts)


_STRIDE = 7919  # a prime that divides no 9 * 10**k


@dataclass(frozen=True)
class _Addresses:
    """Local parts from names; as many per round as there are separators in use, then a number is added."""

    locale: str
    hosts: tuple[str, ...]

    @cached_property
    def _codes(self) -> tuple[Integers, Integers]:
        """For each code its separator and its host; the dot has all hosts, the others fewer."""
        most = max(_BY_SEPARATOR)
        shares = [max(1, len(self.hosts) * share // most) for share in _BY_SEPARATOR]
        separators = np.repeat(np.arange(len(shares)), shares)
        hosts = np.concatenate([np.arange(share) for share in shares])
        return separators.astype(np.int64), hosts.astype(np.int64)

    def distinct(self, index: Integers, fits: Fits, key: np.uint64) -> tuple[list[Text], Integers]:
        """Parts of the local part, and hosts: separator, host and digits tell the index, whatever the names."""
        separators, hosts = self._codes
        number, place = np.divmod(index, len(hosts))
        turn = (mix(number.astype(np.uint64), key) % np.uint64(len(hosts))).astype(np.int64)
        code = (place * _STRIDE + turn) % len(hosts)
        parts = self._parts(mix(index.astype(np.uint64), key), fits, separators[code])
        return [*parts, digits(number, key)], hosts[code]

    def usual(self, bits: Bits, fits: Fits) -> list[Text]:
        """Parts of the local part as they come, with now and then a number."""
        chosen = _SEPARATOR_TABLE.draw(mix(bits, _STYLE))
        return [*self._parts(bits, fits, chosen), _some_digits(bits)]

    def _parts(self, bits: Bits, fits: Fits, separators: Integers) -> list[Text]:
        first, last = People(self.locale).parts(bits, fits)
        return [first.shortened(_is_short(bits)), taken(_SEPARATORS, separators), last.text()]


def _is_short(bits: Bits) -> Integers:
    """1 for one row in five: there only the first letter of the given name is used."""
    short: Integers = (uniform_integers(mix(bits, _SHORT), 5) == 0).astype(np.int64)
    return short


_SEPARATOR_TABLE = AliasTable.from_weights(_BY_SEPARATOR)


def _some_digits(bits: Bits) -> Text:
    """Nothing for six in ten, else two digits or a year."""
    chosen = np.searchsorted(np.array([60, 85]), uniform_integers(mix(bits, _NUMBER), 100), side="right")
    number = uniform_integers(mix(bits, _YEAR), 99) + 1
    year = uniform_integers(mix(bits, _YEAR), _YEARS[1] - _YEARS[0]) + _YEARS[0]
    shown = np.where(chosen == 2, year, number)
    return taken(_NUMBERS, np.where(chosen == 0, 0, shown))


@dataclass(frozen=True)
class Email:
    """A private address under a domain that can't exist, so that no mail reaches anyone."""

    locale: str
    domain: str | None = None
    type: KindType = "text"
    fits: tuple[str, ...] = _PEOPLE
    size: int | None = None
    limit: int | None = None

    @cached_property
    def _addresses(self) -> _Addresses:
        pool = load_pool("mail_domain")
        hosts = pool.values.to_pylist() if self.domain is None else [self.domain]
        return _Addresses(self.locale, tuple(str(host) for host in hosts))

    @cached_property
    def _hosts(self) -> Text:
        return text_array([f"@{host}" for host in self._addresses.hosts])

    @cached_property
    def _host_table(self) -> AliasTable:
        return AliasTable.from_weights(
            [max(1, 24 // (place + 1)) for place in range(len(self._addresses.hosts))]
        )

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        hosts = self._hosts
        chosen = self._host_table.draw(mix(bits, _HOST))
        return joined(*self._addresses.usual(bits, fits), taken(hosts, chosen))

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        local, chosen = self._addresses.distinct(index, fits, key)
        return joined(*local, taken(self._hosts, chosen))


@dataclass(frozen=True)
class CompanyEmail:
    """An address under the given domain, or one made of the company's name."""

    locale: str
    type: KindType = "text"
    fits: tuple[str, ...] = (*_PEOPLE, "domain_name", "company")
    size: int | None = None
    limit: int | None = None

    def _host(self, bits: Bits, fits: Fits) -> Text:
        words = load_pool("handle_noun")
        drawn = kernel("utf8_lower", words.text(words.choose(mix(bits, _HOST))))
        drawn = joined(drawn, ".example")
        if "domain_name" in fits:
            return kernel("coalesce", plain(fits["domain_name"]), drawn)
        if "company" in fits:
            names = taken_or_null(*letters_of(fits["company"], self.locale))
            return kernel("coalesce", joined(names, ".example"), drawn)
        return drawn

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        first, last = People(self.locale).parts(bits, fits)
        return joined(first.shortened(_is_short(bits)), ".", last.text(), "@", self._host(bits, fits))

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        local, _ = _Addresses(self.locale, ("",)).distinct(index, fits, key)
        return joined(*local, "@", self._host(mix(index.astype(np.uint64), key), fits))


@dataclass(frozen=True)
class Username:
    """A user name without blanks; the local part of the e-mail address where there is one."""

    locale: str
    type: KindType = "text"
    fits: tuple[str, ...] = (*_PEOPLE, "email")
    size: int | None = None
    limit: int | None = None

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        made = joined(*_Addresses(self.locale, ("",)).usual(bits, fits))
        if "email" not in fits:
            return made
        local = kernel("list_element", kernel("split_pattern", plain(fits["email"]), "@"), 0)
        return kernel("coalesce", local, made)

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        return joined(*_Addresses(self.locale, ("",)).distinct(index, fits, key)[0])


def email_at(locale: str, domain: str) -> Kind:
    """E-mail addresses that all end in this domain."""
    return Email(locale, domain)
