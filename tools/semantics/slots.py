"""Which pool serves a {slot} of a recipe: names and cities of the locale, or a file of that name."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from rowsmith.tools.semantics.arrow_text import text_array
from rowsmith.tools.semantics.facts import first_names, last_names, places
from rowsmith.tools.semantics.locales import locales
from rowsmith.tools.semantics.pools import Pool, load_pool
from rowsmith.tools.semantics.relation import Relation


@lru_cache(maxsize=512)
def slot_pool(name: str, locale: str) -> Pool:
    """The pool behind a slot.

    Raises:
        PlanError: there is none.
    """
    if name == "first_name":
        return _column(first_names(locale), "first_name")
    if name == "last_name":
        return _column(last_names(locale), "last_name")
    if name == "city":
        return _column(places(), "city", locales()[locale].country)
    return load_pool(name, locale)


def _column(relation: Relation, name: str, country: str | None = None) -> Pool:
    """Distinct values of the column with their weights summed."""
    weights: dict[str, int] = {}
    for row, value in enumerate(relation.columns[name]):
        if country is None or relation.columns["country_code"][row] == country:
            weights[value] = weights.get(value, 0) + int(relation.weights[row])
    return Pool(text_array(list(weights)), np.array(list(weights.values()), dtype=np.int64))
