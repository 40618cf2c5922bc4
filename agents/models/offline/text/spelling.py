"""Misspelt words: an unknown word that is one letter away from a word of the phrase tables is taken for it."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rowsmith.agents.models.offline.lexicon.load import table
from rowsmith.agents.models.offline.text.inflection import singular

ROOT = "rowsmith.agents.models.offline"
SHORT, LONG = 5, 10
"""From these lengths on, one and two letters may differ."""


@cache
def english() -> frozenset[str]:
    """Common English words (compiled from Mimesis' and Faker's word lists): they are never corrected."""
    return frozenset(resources.files(f"{ROOT}.lexicon").joinpath("english.txt").read_text("utf-8").split())


@cache
def domain_words() -> frozenset[str]:
    """The words of the phrase tables and of the ontology, which others may be corrected to."""
    found: set[str] = set()
    for name in ("words", "abbreviations", "verbs", "units", "states"):
        gather(table(name), found)
    for folder in ("ontology", "ontology.domains"):
        for file in resources.files(f"{ROOT}.{folder}").iterdir():
            if file.name.endswith(".json"):
                gather(json.loads(file.read_text("utf-8")), found)
    return frozenset(word for word in found if word.isalpha() and len(word) >= SHORT - 1)


def gather(content: object, found: set[str]) -> None:
    """Adds the lower-case words in the keys and texts of a table."""
    if isinstance(content, dict):
        for key, value in content.items():
            gather(key, found)
            gather(value, found)
    elif isinstance(content, list):
        for value in content:
            gather(value, found)
    elif isinstance(content, str):
        found.update(content.lower().replace("_", " ").replace("-", " ").split())


@cache
def by_first_letter() -> dict[str, list[str]]:
    letters: dict[str, list[str]] = {}
    for word in sorted(domain_words()):
        letters.setdefault(word[0], []).append(word)
    return letters


@lru_cache(maxsize=8192)
def corrected(word: str) -> str:
    """The word that was meant by a lower-case one; the word itself where it is known or nothing is near."""
    if len(word) < SHORT or not word.isalpha() or is_known(word):
        return word
    allowed = 2 if len(word) >= LONG else 1
    for form, ending in ((word, ""), (word[:-1], "s") if word.endswith("s") else (word, "")):
        if len(form) < SHORT:
            continue
        near = process.extractOne(
            form, by_first_letter().get(word[0], []), scorer=OSA.distance, score_cutoff=allowed
        )
        if near is not None and (len(form) > SHORT or len(near[0]) >= len(form)) and near[0][-1] == form[-1]:
            return str(near[0]) + ending
    return word


def is_known(word: str) -> bool:
    """A word of the tables or of English, or a regular form of one."""
    forms = {word, singular(word), *bases(word)}
    return any(form in domain_words() or form in english() for form in forms)


def bases(word: str) -> set[str]:
    """What a form in -ed, -ing, -er, -ly or -s may come from."""
    found: set[str] = set()
    for ending in ("ed", "ing", "er", "ers", "est", "ly", "s", "d", "r", "al", "ness"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            found |= {stem, stem + "e"} if ending != "d" or stem.endswith("e") else set()
            if ending != "d" and len(stem) > 3 and stem[-1] == stem[-2]:
                found.add(stem[:-1])
            if stem.endswith("i"):
                found.add(stem[:-1] + "y")
    return found
