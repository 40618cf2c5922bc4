"""All kinds of values, by name, and how to find the one that a column's name means."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from rowsmith.tools.errors import PlanError, did_you_mean
from rowsmith.tools.semantics.entry import Entry, KindLine
from rowsmith.tools.semantics.families import (
    address,
    books,
    contact,
    education,
    finance,
    health,
    leisure,
    nature,
    network,
    organisation,
    person,
    place,
    product,
    telephone,
    vehicle,
)
from rowsmith.tools.semantics.kind import Kind
from rowsmith.tools.semantics.locales import DEFAULT, resolve_locale


@lru_cache(maxsize=1)
def entries() -> Mapping[str, Entry]:
    """Every kind by its name."""
    families = (person, contact, telephone, place, address, organisation, product, vehicle, finance)
    more = (network, health, nature, education, leisure, books)
    return {name: entry for family in (*families, *more) for name, entry in family.kinds().items()}


@lru_cache(maxsize=1)
def aliases() -> Mapping[str, str]:
    """Words of column names and the kinds that they mean."""
    text = files("rowsmith.tools.semantics.data").joinpath("aliases.json").read_text(encoding="utf-8")
    listed: dict[str, list[str]] = json.loads(text)
    return {word: kind for kind, words in listed.items() for word in words}


def kind_named(text: str) -> str | None:
    """The kind that a name or a column's name means, as "Full Name" or "home_zip"; None when there is none."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", "_", text)
    word = re.sub(r"[^a-z0-9]+", "_", apart.casefold()).strip("_")
    while word:
        if word in entries():
            return word
        if word in aliases():
            return aliases()[word]
        _, _, word = word.partition("_")
    return None


class KindNames(Collection[str]):
    """The names of all kinds; also holds what else `semantic_kind` takes: aliases, ``email@some.domain``."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and find_kind(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(entries())

    def __len__(self) -> int:
        return len(entries())


def find_kind(name: str) -> tuple[str, str] | None:
    """The kind that a plan's words mean and the domain behind them; only e-mail addresses may have one."""
    what, _, domain = name.partition("@")
    known = kind_named(what)
    if known is None or (domain and known != "email"):
        return None
    return known, domain


@lru_cache(maxsize=1024)
def semantic_kind(name: str, locale: str = DEFAULT) -> Kind:
    """The kind of that name for a locale; ``email@acme.example`` are addresses that end in that domain.

    Raises:
        PlanError: there is no such kind.
    """
    found = find_kind(name)
    if found is None:
        raise PlanError(f"There is no kind of value called {name}.", hint=did_you_mean(name, entries()))
    known, domain = found
    code = resolve_locale(locale)
    return contact.email_at(code, domain) if domain else entries()[known].build(code)


def kinds() -> tuple[KindLine, ...]:
    """Name, one line and understood roles of every kind, for prompts and documentation."""
    return tuple(KindLine(name, entry.says, entry.fits) for name, entry in entries().items())
