"""The words that steer the reading of follow-up messages."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table() -> dict[str, Any]:
    text = files("rowsmith.agents.models.offline.revising").joinpath("words.json").read_text("utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


@cache
def word_set(name: str) -> frozenset[str]:
    return frozenset(table()[name])
