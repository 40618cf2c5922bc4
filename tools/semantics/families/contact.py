"""How to reach people: e-mail addresses, user names, telephone numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from rowsmith.tools.chance.alias import AliasTable
from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix, uniform_integers
from rowsmith.tools.semantics.arrow_text import (
    Column,
    Fits,
    Text,
    encoded,
    joined,
    kernel,
    plain,
    taken,
    text_array,
    woven,
)
from rowsmith.tools.semantics.entry import Entry
from rowsmith.tools.semantics.families.person import family_name, given_name
from rowsmith.tools.semantics.kind import NO_FITS, NO_KEY, Kind, KindType
from rowsmith.tools.semantics.names import by_value, initial
from rowsmith.tools.semantics.pools import load_pool
from rowsmith.tools.semantics.slots import slot_pool

_PEOPLE = ("person_name", "first_name", "last_name")
_FIRST, _LAST, _STYLE, _HOST, _NUMBER, _YEAR, _SHORT = (np.uint64(0x434F4E54 + step) for step in range(7))
_SEPARATORS = text_array([".", "_", "-", ""])
_BY_SEPARATOR = (10, 3, 1, 3)
_YEARS = (1955, 2006)


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return {
        "email": Entry("private e-mail address, made of the name", _PEOPLE, Email),
        "company_email": Entry("e-mail address at work", (*_PEOPLE, "domain_name", "company"), CompanyEmail),
        "username": Entry("user name in lower case, made of the name", (*_PEOPLE, "email"), Username),
    }


@dataclass(frozen=True)
class People:
    """The two parts of a name in plain letters, as far as they are known, else drawn."""

    locale: str

    def parts(self, bits: Bits, fits: Fits) -> tuple[Text, Text]:
        drawn = [
            self._drawn(role, mix(bits, key)) for role, key in (("first_name", _FIRST), ("last_name", _LAST))
        ]
        return self._told("first_name", drawn[0], fits), self._told("last_name", drawn[1], fits)

    def _drawn(self, role: str, bits: Bits) -> Text:
        pool = slot_pool(role, self.locale)
        return plain(by_value(encoded(pool.values, pool.choose(bits)), self.locale))

    def _told(self, role: str, drawn: Text, fits: Fits) -> Text:
        if role in fits:
            told = fits[role]
        elif "person_name" in fits:
            take = given_name if role == "first_name" else family_name
            told = take(fits["person_name"], self.locale)
        else:
            return drawn
        return kernel("coalesce", plain(by_value(told, self.locale)), drawn)


def separated(first: Text, last: Text, chosen: Integers, short: Integers) -> Text:
    """First and last joined by the chosen separator; where short is 1 only the first letter of the first."""
    head = woven(short, [lambda rows: taken(first, rows), lambda rows: initial(taken(first, rows))])
    return joined(head, taken(_SEPARATORS, chosen), last)


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

    def distinct(self, index: Integers, fits: Fits, key: np.uint64) -> tuple[Text, Integers]:
        """Local parts and hosts: separator, host and digits together tell the index, whatever the names."""
        separators, hosts = self._codes
        number, place = np.divmod(index, len(hosts))
        turn = (mix(number.astype(np.uint64), key) % np.uint64(len(hosts))).astype(np.int64)
        code = (place * _STRIDE + turn) % len(hosts)
        bits = mix(index.astype(np.uint64), key)
        first, last = People(self.locale).parts(bits, fits)
        short = (uniform_integers(mix(bits, _SHORT), 5) == 0).astype(np.int64)
        name = separated(first, last, separators[code], short)
        return joined(name, digits(number, key)), hosts[code]

    def usual(self, bits: Bits, fits: Fits) -> Text:
        """Local parts as they come, with now and then a number."""
        first, last = People(self.locale).parts(bits, fits)
        chosen = _SEPARATOR_TABLE.draw(mix(bits, _STYLE))
        short = (uniform_integers(mix(bits, _SHORT), 5) == 0).astype(np.int64)
        return joined(separated(first, last, chosen, short), _some_digits(bits))


_SEPARATOR_TABLE = AliasTable.from_weights(_BY_SEPARATOR)


def _some_digits(bits: Bits) -> Text:
    """Nothing for six in ten, else two digits or a year."""
    chosen = np.searchsorted(np.array([60, 85]), uniform_integers(mix(bits, _NUMBER), 100), side="right")
    number = uniform_integers(mix(bits, _YEAR), 99) + 1
    year = uniform_integers(mix(bits, _YEAR), _YEARS[1] - _YEARS[0]) + _YEARS[0]
    shown = np.where(chosen == 2, year, number)
    return kernel("if_else", pa.array(chosen == 0), "", pa.array(shown).cast(pa.string()))


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

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        hosts = self._hosts
        weights = [max(1, 24 // (place + 1)) for place in range(len(hosts))]
        chosen = AliasTable.from_weights(weights).draw(mix(bits, _HOST))
        return joined(self._addresses.usual(bits, fits), taken(hosts, chosen))

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        local, chosen = self._addresses.distinct(index, fits, key)
        return joined(local, taken(self._hosts, chosen))


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
            names = plain(by_value(fits["company"], self.locale))
            return kernel("coalesce", joined(names, ".example"), drawn)
        return drawn

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        first, last = People(self.locale).parts(bits, fits)
        short = (uniform_integers(mix(bits, _SHORT), 3) == 0).astype(np.int64)
        dots = np.zeros(len(bits), dtype=np.int64)
        return joined(separated(first, last, dots, short), "@", self._host(bits, fits))

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        local, _ = _Addresses(self.locale, ("",)).distinct(index, fits, key)
        return joined(local, "@", self._host(mix(index.astype(np.uint64), key), fits))


@dataclass(frozen=True)
class Username:
    """A user name without blanks; the local part of the e-mail address where there is one."""

    locale: str
    type: KindType = "text"
    fits: tuple[str, ...] = (*_PEOPLE, "email")
    size: int | None = None
    limit: int | None = None

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        made = _Addresses(self.locale, ("",)).usual(bits, fits)
        if "email" not in fits:
            return made
        local = kernel("list_element", kernel("split_pattern", plain(fits["email"]), "@"), 0)
        return kernel("coalesce", local, made)

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        return _Addresses(self.locale, ("",)).distinct(index, fits, key)[0]


def email_at(locale: str, domain: str) -> Kind:
    """E-mail addresses that all end in this domain."""
    return Email(locale, domain)
