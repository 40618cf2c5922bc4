"""The worked examples that go with the plan language."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from rowsmith.prompts.catalog import Example


@cache
def worked_examples() -> tuple[Example, ...]:
    """All of them, in the order of their files' names."""
    folder = files("rowsmith.prompts.examples")
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".json")
    }
    found = [json.loads(texts[name]) for name in sorted(texts)]
    return tuple(
        Example(one["says"], json.dumps(one["plan"], ensure_ascii=False, separators=(",", ":")))
        for one in found
    )
