"""Where everything is: "rental flats in Germany", "a chain of coffee shops in Italy", "German customers"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from rowsmith.agents.models.offline.lexicon.load import table
from rowsmith.agents.models.offline.reading.statements import Located, OneOf, Statement, Written

LEAD = r"(?:\b(?:in|for|from|across|around|throughout|all over|of)\s+(?:the\s+)?)"


@cache
def spellings() -> dict[str, str]:
    """Every spelling of a country, and the country."""
    found: dict[str, str] = {}
    for country, others in table("countries").items():
        if country != "about":
            found |= dict.fromkeys((country.lower(), *others), country)
    return found


@cache
def pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(spellings(), key=len, reverse=True))
    capital = "|".join(re.escape(name) for name in spellings() if len(name) > 3)
    return re.compile(rf"{LEAD}(?P<noun>{names})\b|\b(?P<adjective>{capital})\b(?=\s+\w)", re.IGNORECASE)


def located(message: str, statements: Sequence[Statement]) -> list[Statement]:
    """One statement where exactly one country is named, and not as one of a list of values."""
    listed = [one.quote for one in statements if isinstance(one, OneOf | Written)]
    found: dict[str, tuple[int, int]] = {}
    for match in pattern().finditer(message):
        group = "noun" if match["noun"] else "adjective"
        word, span = match[group], match.span(group)
        if word[0].isupper() and not any(start < span[1] and span[0] < end for start, end in listed):
            found.setdefault(spellings()[word.lower()], span)
    if len(found) != 1:
        return []
    ((country, span),) = found.items()
    return [Located("", country, "", span)]
