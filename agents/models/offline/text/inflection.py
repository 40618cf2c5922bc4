"""Singular, plural and stem of English nouns, by rule and by a table of irregular ones."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from importlib import resources
from typing import Any

VOWEL_O = ("oo", "eo", "io", "uo", "ao")


@cache
def irregular() -> dict[str, str]:
    """Plural to singular, and words that end in s but are singular, mapped to themselves."""
    text = (
        resources.files("rowsmith.agents.models.offline.lexicon").joinpath("plurals.json").read_text("utf-8")
    )
    content: Any = json.loads(text)
    irregular_ones: dict[str, str] = content["irregular"]
    return irregular_ones | {str(word): str(word) for word in content["unchanged"]}


@cache
def irregular_plurals() -> dict[str, str]:
    return {one: many for many, one in reversed(irregular().items())}


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """The singular of a lower-case noun; a word that is no plural comes back as it is."""
    known = irregular().get(word)
    if known is not None:
        return known
    if "_" in word or "-" in word:
        head, mark, tail = re.split(r"([_-])(?=[^_-]*$)", word)
        return head + mark + singular(tail)
    return regular_singular(word)


def regular_singular(word: str) -> str:
    if word in {"ins", "outs", "ups", "offs", "ons"}:
        return word[:-1]
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "ches", "shes", "xes", "zzes")) or (word.endswith("oes") and len(word) > 5):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=8192)
def plural(word: str) -> str:
    """The plural of a lower-case singular noun (snake case and hyphens: of its last part)."""
    if "_" in word or "-" in word:
        head, mark, tail = re.split(r"([_-])(?=[^_-]*$)", word)
        return head + mark + plural(tail)
    if word in irregular_plurals():
        return irregular_plurals()[word]
    if word.endswith(("s", "x", "z", "ch", "sh")) or (word.endswith("o") and word[-2:] not in VOWEL_O):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


STEM_ENDINGS = (
    "isations", "izations", "isation", "ization", "ellation", "ements", "ations", "ement", "ation", "ments", "itions",
    "ition", "ment", "ings", "ions", "sion", "ies", "ied", "ing", "ion", "ers", "als", "ure", "ed", "er", "es", "al",
    "en", "y", "e", "s",
)  # fmt: skip


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """What forms of one word share: cancelled, cancellation, cancel; paid, payment; churned, churn."""
    word = verb_stems().get(word, word)
    for ending in STEM_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word[:-1] if word.endswith("i") and len(word) > 3 else word


@cache
def verb_stems() -> dict[str, str]:
    text = resources.files("rowsmith.agents.models.offline.lexicon").joinpath("verbs.json").read_text("utf-8")
    table: dict[str, dict[str, str]] = json.loads(text)
    return table["irregular"]
