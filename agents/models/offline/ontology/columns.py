"""What a column usually holds, looked up by the words of its name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Literal

from rowsmith.agents.models.offline.text.items import lemma

ColumnKind = Literal[
    "text", "integer", "decimal", "date", "datetime", "boolean", "category", "code", "semantic", ""
]
UNIT_ENDINGS = frozenset(
    [
        "m",
        "cm",
        "mm",
        "km",
        "kg",
        "g",
        "mg",
        "l",
        "ml",
        "ha",
        "c",
        "f",
        "kw",
        "kwh",
        "mw",
        "usd",
        "eur",
        "gbp",
        "ms",
        "s",
        "sec",
        "secs",
        "min",
        "mins",
        "minutes",
        "seconds",
        "hours",
        "pct",
        "percent",
        "teu",
        "ft",
        "sqm",
        "m2",
        "mb",
        "gb",
        "cents",
        "days",
        "years",
        "months",
        "deg",
    ]
)
DATE_ENDINGS = frozenset({"on", "date", "day", "until", "since"})
MOMENT_ENDINGS = frozenset({"at", "time", "timestamp", "ts", "datetime"})
FLAG_STARTS = frozenset({"is", "has", "was", "can", "needs", "allows", "should"})
COUNT_ENDINGS = frozenset({"count", "quantity", "qty"})
COUNT_STARTS = frozenset({"number", "num", "count", "no", "n", "total"})


@dataclass(frozen=True, slots=True)
class ColumnKnowledge:
    """`sampler` is a friendly column of the plan (None: nothing known); `kind` what its values are."""

    kind: ColumnKind
    sampler: Any = None
    phrase: str = ""


@cache
def known_columns() -> dict[str, Any]:
    text = (
        resources.files("rowsmith.agents.models.offline.ontology")
        .joinpath("attributes.json")
        .read_text("utf-8")
    )
    content: dict[str, Any] = json.loads(text)
    return content


@cache
def column_table() -> dict[str, Any]:
    table: dict[str, Any] = known_columns()["columns"]
    return {phrase_of(phrase): sampler for phrase, sampler in table.items()}


def phrase_of(text: str) -> str:
    """Lemmas with single spaces, hyphens taken as spaces."""
    return " ".join(lemma(word) for word in text.split()).replace("-", " ")


def split_name(name: str) -> tuple[str, ...]:
    """The lemmas of a column's name: birth_date, birthDate, "birth date" -> birth, date."""
    spaced = "".join(
        f" {c}" if c.isupper() and i and name[i - 1].islower() else c for i, c in enumerate(name)
    )
    return tuple(lemma(part) for part in spaced.replace("_", " ").replace("-", " ").split())


@lru_cache(maxsize=4096)
def knowledge(words: tuple[str, ...]) -> ColumnKnowledge:
    """What a column with these lemmas in its name usually holds."""
    found = by_phrase(words) or by_form(words)
    if found is not None:
        return found
    if len(words) > 1 and words[-1] in UNIT_ENDINGS:
        return knowledge(words[:-1])
    return by_suffix(words) or ColumnKnowledge("")


def by_phrase(words: tuple[str, ...]) -> ColumnKnowledge | None:
    phrase = " ".join(words).replace("-", " ")
    sampler = column_table().get(phrase) or column_table().get(phrase.replace(" of ", " "))
    return ColumnKnowledge(kind_of(sampler), sampler, phrase) if sampler is not None else None


def by_form(words: tuple[str, ...]) -> ColumnKnowledge | None:
    """By the shape of the name: is_x, x_at, x_on, x_count, number of x."""
    if len(words) < 2:
        return None
    if words[0] in FLAG_STARTS:
        return ColumnKnowledge("boolean", {"boolean": 0.3})
    if words[-1] in MOMENT_ENDINGS:
        return ColumnKnowledge("datetime", {"datetime": "window"})
    if words[-1] in DATE_ENDINGS or words[:2] == ("date", "of"):
        return ColumnKnowledge("date", {"date": "window"})
    if words[-1] in COUNT_ENDINGS or (words[0] in COUNT_STARTS and words[1] == "of"):
        return by_suffix(words[2:] if words[1] == "of" else words[:-1], numeric=True) or count_knowledge()
    if words[-1] == "year":
        return ColumnKnowledge("integer", {"integer": [2000, 2024]})
    return None


def count_knowledge() -> ColumnKnowledge:
    return ColumnKnowledge("integer", column_table()["count"], "count")


def by_suffix(words: tuple[str, ...], numeric: bool = False) -> ColumnKnowledge | None:
    """By the end of the name (work email -> email), or by its beginning before "of" or "in"."""
    for start in range(len(words)):
        sampler = column_table().get(" ".join(words[start:]))
        if sampler is not None and (not numeric or kind_of(sampler) in {"integer", "decimal"}):
            return ColumnKnowledge(kind_of(sampler), sampler, " ".join(words[start:]))
    for link in ("of", "in", "per"):
        if link in words[1:]:
            return by_suffix(words[: words.index(link)], numeric)
    return None


def kind_of(sampler: Any) -> ColumnKind:
    if isinstance(sampler, str):
        return "code"
    words: tuple[ColumnKind, ...] = (
        "text",
        "integer",
        "decimal",
        "date",
        "datetime",
        "boolean",
        "category",
        "semantic",
    )
    for word in words:
        if word in sampler:
            return word
    return "code" if "pattern" in sampler else ""


def is_known(words: tuple[str, ...]) -> bool:
    """True where the whole name, or its last words, are those of a usual column."""
    return bool(knowledge(words).kind)


def is_exactly_known(words: tuple[str, ...]) -> bool:
    return by_phrase(words) is not None
