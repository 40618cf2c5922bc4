"""The relations of the package, read on first use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import numpy as np

from rowsmith.tools.errors import PlanError
from rowsmith.tools.semantics.pools import located, read_lines
from rowsmith.tools.semantics.relation import Relation, folded, relation_from


@lru_cache(maxsize=1)
def synonyms() -> Mapping[str, Mapping[str, str]]:
    """Other spellings of values by column: "f" is female, "Deutschland" is Germany."""
    text = files("rowsmith.tools.semantics.data").joinpath("synonyms.json").read_text(encoding="utf-8")
    known: dict[str, dict[str, list[str]]] = json.loads(text)
    return {
        column: {folded(spelling): value for value, spellings in values.items() for spelling in spellings}
        for column, values in known.items()
    }


@lru_cache(maxsize=64)
def table(name: str) -> Relation:
    """The relation of a file under data/tables."""
    return relation_from(read_lines("tables", f"{name}.tsv"), synonyms())


@lru_cache(maxsize=32)
def first_names(locale: str) -> Relation:
    """Columns first_name and gender."""
    return _local("first_name", locale)


@lru_cache(maxsize=32)
def last_names(locale: str) -> Relation:
    """Column last_name, and gender where surnames have one."""
    return _local("last_name", locale)


def _local(stem: str, locale: str) -> Relation:
    place = located(stem, locale, "tsv")
    if place is None:
        raise PlanError(f"There are no values of {stem} for the locale {locale}.")
    return relation_from(read_lines(*place), synonyms())


@lru_cache(maxsize=1)
def countries() -> Relation:
    """Columns country, country_code, alpha3, continent, currency_code, capital, calling_code ..."""
    nations = table("country")
    known = dict(synonyms())
    known["country"] = {**known.get("country", {}), **_codes_as_names(nations)}
    return Relation(nations.columns, nations.weights, known)


@lru_cache(maxsize=1)
def places() -> Relation:
    """Cities with state, position, time zone and postcode pattern, and all that is known of their countries."""
    cities, nations = table("place"), countries()
    row_of = {code: row for row, code in enumerate(nations.columns["country_code"])}
    at = [row_of[code] for code in cities.columns["country_code"]]
    own = dict(cities.columns)
    shared = {name: [cells[row] for row in at] for name, cells in nations.columns.items() if name not in own}
    return Relation({**own, **shared}, _weights(cities, nations, at), nations.synonyms)


def _weights(
    cities: Relation, nations: Relation, at: list[int]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A city's share of its country times the country's weight, in millionths; at least 1."""
    totals: dict[int, int] = {}
    for row, weight in zip(at, cities.weights.tolist(), strict=True):
        totals[row] = totals.get(row, 0) + weight
    shares = [
        max(1, int(nations.weights[row]) * 1_000_000 * weight // totals[row])
        for row, weight in zip(at, cities.weights.tolist(), strict=True)
    ]
    return np.array(shares, dtype=np.int64)


def _codes_as_names(nations: Relation) -> dict[str, str]:
    known: dict[str, str] = {}
    for column in ("country_code", "alpha3"):
        for code, name in zip(nations.columns[column], nations.columns["country"], strict=True):
            known.setdefault(folded(code), name)
    return known
