"""Which things are people: their name is a person's name."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from importlib.resources import files


@cache
def signs() -> dict[str, frozenset[str]]:
    text = files("rowsmith.agents.models.offline.ontology").joinpath("people.json").read_text("utf-8")
    return {name: frozenset(words) for name, words in json.loads(text).items() if name != "about"}


def is_person(noun: str, columns: Collection[str]) -> bool:
    """By the columns that only people have, else by the noun's end: a manager is one, a printer is not."""
    if signs()["columns"] & set(columns):
        return True
    return noun not in signs()["things"] and noun.endswith(tuple(signs()["endings"]))
