"""Locales: which there are, what people call them, and which one steps in for another."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

DEFAULT = "en_US"


@dataclass(frozen=True)
class Locale:
    """What is known of a locale.

    Attributes:
        code: such as de_DE.
        country: ISO 3166 code of the country whose places it draws.
        also: other countries whose people have such names.
        base: the locale that steps in for pools that this one lacks.
        surnames: how many surnames a full name has.
        street: how a street and a number are written, with {street} and {number}.
        address: how a whole address is written.
        numbers: pattern of a house number, by weight.
        names: what people call it.
    """

    code: str
    country: str
    also: tuple[str, ...]
    base: str | None
    surnames: int
    street: str
    address: str
    numbers: dict[str, int]
    names: tuple[str, ...]


@dataclass(frozen=True)
class ResolvedLocale:
    """The locale that serves a request.

    Attributes:
        code: the locale that is used.
        exact: whether it is the one that was asked for.
        note: what to tell the person when it is not.
    """

    code: str
    exact: bool
    note: str | None


@lru_cache(maxsize=1)
def locales() -> dict[str, Locale]:
    """All locales by code."""
    text = files("rowsmith.tools.semantics.data").joinpath("locales.json").read_text(encoding="utf-8")
    return {code: _read(code, entry) for code, entry in json.loads(text).items()}


def _read(code: str, entry: dict[str, object]) -> Locale:
    base = entry.get("base")
    numbers = entry["numbers"]
    assert isinstance(numbers, dict)  # noqa: S101 - the file is ours and its shape is tested
    return Locale(
        code=code,
        country=str(entry["country"]),
        also=_listed(entry.get("also", [])),
        base=None if base is None else str(base),
        surnames=int(str(entry.get("surnames", 1))),
        street=str(entry["street"]),
        address=str(entry["address"]),
        numbers={str(pattern): int(weight) for pattern, weight in numbers.items()},
        names=_listed(entry["names"]),
    )


def _listed(values: object) -> tuple[str, ...]:
    assert isinstance(values, list)  # noqa: S101 - the file is ours and its shape is tested
    return tuple(str(value) for value in values)


@lru_cache(maxsize=1)
def locale_of_country() -> dict[str, str]:
    """The locale whose names the people of a country have, by ISO 3166 code."""
    own = {locale.country: code for code, locale in locales().items()}
    return {country: code for code, locale in locales().items() for country in locale.also} | own


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    named = {_plain(code): code for code in locales()}
    for code, locale in locales().items():
        for name in locale.names:
            named.setdefault(_plain(name), code)
    return named


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(
        r"[^a-z]+", " ", "".join(sign for sign in letters if not unicodedata.combining(sign))
    ).strip()


def find_locale(text: str) -> ResolvedLocale:
    """The locale meant by a code, a language or a country, in any spelling; en_US with a note if there is none."""
    wanted = _plain(text)
    if wanted in _names():
        return ResolvedLocale(_names()[wanted], exact=True, note=None)
    language = wanted.split(" ")[0]
    if language in _names():
        code = _names()[language]
        return ResolvedLocale(
            code, exact=False, note=f"There are no values for the locale {text}; {code} is used."
        )
    note = f"There are no values for the locale {text}; {DEFAULT} is used."
    return ResolvedLocale(DEFAULT, exact=False, note=note)


def resolve_locale(text: str) -> str:
    """The code of the locale meant by the text; en_US when there is none (`find_locale` tells)."""
    return find_locale(text).code


@lru_cache(maxsize=64)
def fallbacks(code: str) -> tuple[str, ...]:
    """The locale, the one that steps in for it, and so on, ending with en_US."""
    chain: list[str] = []
    step: str | None = code
    while step is not None and step not in chain:
        chain.append(step)
        known = locales().get(step)
        step = known.base if known else None
    return tuple(dict.fromkeys([*chain, DEFAULT]))
