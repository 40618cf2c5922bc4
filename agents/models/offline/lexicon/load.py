"""Reading of the phrase tables that stand in this folder."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

PACKAGE = "rowsmith.agents.models.offline.lexicon"


@cache
def table(name: str) -> Any:
    """The content of `<name>.json`; every reader casts it to the shape that the file's tests fix."""
    return json.loads(resources.files(PACKAGE).joinpath(f"{name}.json").read_text("utf-8"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """A list of words under one key of a table."""
    return frozenset(table(name)[key])


@cache
def mapping(name: str, key: str) -> dict[str, str]:
    """A map from word to word under one key of a table."""
    return dict(table(name)[key])
