"""Networks and computers: addresses, names, files, logs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix
from rowsmith.tools.semantics.arrow_text import Column, Fits, Text, joined, kernel, taken, text_array
from rowsmith.tools.semantics.building import cooked, patterned, pooled
from rowsmith.tools.semantics.entry import Entry
from rowsmith.tools.semantics.kind import NO_FITS, NO_KEY, KindType, check_index
from rowsmith.tools.semantics.patterns import fixed_text
from rowsmith.tools.semantics.recipes import build_recipe

_SECOND = np.uint64(0x55554944)
_RESERVED = (0, 10, 100, 127, 169, 172, 192, 198, 203)
_OCTETS = text_array([str(octet) for octet in range(256)])
_FIRST_OCTETS = text_array([str(octet) for octet in range(224) if octet not in _RESERVED])
_HEX = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return dict(
        [
            ("ipv4", Entry("IPv4 address, none of the private ranges", (), lambda _: Ipv4())),
            patterned(
                "ipv6",
                "IPv6 address in the range for documentation",
                {"*": {"2001:db8:%~~~:~~~~:%~~~::~~": 1}},
            ),
            patterned("mac_address", "MAC address, locally administered", {"*": {"02:~~:~~:~~:~~:~~": 1}}),
            ("uuid", Entry("UUID, version 4", (), lambda _: Uuid())),
            cooked("domain_name", "domain under .example or .test"),
            cooked("url", "web address"),
            cooked("hostname", "name of a server"),
            cooked("service_name", "name of a software service"),
            cooked("file_name", "name of a file with its ending"),
            ("gamertag", Entry("name of a player without blanks", (), Gamertag)),
            pooled("mime_type", "text/html ..."),
            pooled("user_agent", "a browser as it names itself"),
            pooled("browser", "Chrome, Safari ..."),
            pooled("operating_system", "Windows 11, macOS ..."),
            pooled("device", "Desktop, Mobile, Tablet"),
            pooled("http_method", "GET, POST ..."),
            pooled("http_status", "200, 404 ... as text"),
            pooled("log_level", "INFO, ERROR ..."),
            pooled("cloud_region", "eu-central-1 ..."),
            pooled("programming_language", "Python, Rust ..."),
        ]
    )


@dataclass(frozen=True)
class Ipv4:
    """Four octets; the first is no private or reserved one."""

    type: KindType = "text"
    fits: tuple[str, ...] = ()
    size: int | None = len(_FIRST_OCTETS) * 2**24
    limit: int | None = len(_FIRST_OCTETS) * 2**24

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        return self.at((bits % np.uint64(self.size or 1)).view(np.int64), fits)

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        check_index(index, self.size or 0, "ipv4")
        first = taken(_FIRST_OCTETS, index >> 24)
        return joined(
            first, *(part for shift in (16, 8, 0) for part in (".", taken(_OCTETS, index >> shift & 255)))
        )


@dataclass(frozen=True)
class Uuid:
    """122 bits, of which 64 hold the row's number, mixed."""

    type: KindType = "text"
    fits: tuple[str, ...] = ()
    size: int | None = None
    limit: int | None = None

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        return _uuid(bits, mix(bits, _SECOND))

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        rows = index.astype(np.uint64)
        return _uuid(mix(rows, key), mix(rows, key ^ _SECOND))


def _uuid(high: Bits, low: Bits) -> Text:
    """The first 64 bits fill 15 digits and the one behind the variant; the others come from the second."""
    digits = [*_nibbles(high), *_nibbles(low)]
    plan = [
        *range(8),
        "-",
        *range(8, 12),
        "-",
        "4",
        *range(12, 15),
        "-",
        "v",
        15,
        *range(16, 18),
        "-",
        *range(18, 30),
    ]
    columns = np.empty((len(high), len(plan)), dtype=np.uint8)
    for place, part in enumerate(plan):
        if isinstance(part, int):
            columns[:, place] = _HEX[digits[part]]
        elif part == "v":
            columns[:, place] = _HEX[8 + (digits[31] & 3)]
        else:
            columns[:, place] = ord(part)
    return fixed_text(columns)


def _nibbles(bits: Bits) -> list[Integers]:
    return [((bits >> np.uint64(shift)) & np.uint64(15)).view(np.int64) for shift in range(60, -1, -4)]


@dataclass(frozen=True)
class Gamertag:
    """An adjective and a noun; some have digits behind them, all when every pair is used up."""

    locale: str
    type: KindType = "text"
    fits: tuple[str, ...] = ()

    @property
    def size(self) -> int | None:
        return build_recipe("gamertag_word", self.locale).size

    @property
    def limit(self) -> int | None:
        return (self.size or 0) * 10**6

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        words = build_recipe("gamertag_word", self.locale).draw(bits, fits)
        number = (mix(bits, _SECOND) % np.uint64(300)).view(np.int64)
        shown = np.where(number < 100, number, -1)
        return _with_digits(words, shown)

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        check_index(index, self.limit or 0, "gamertag")
        turn, inner = np.divmod(index, self.size or 1)
        return _with_digits(build_recipe("gamertag_word", self.locale).at(inner), turn - 1)


def _with_digits(words: Text, number: Integers) -> Text:
    digits = kernel("if_else", pa.array(number < 0), "", pa.array(number).cast(pa.string()))
    return joined(words, digits)
