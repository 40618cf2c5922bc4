"""Whole descriptions, and what is read from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

import pytest

from rowsmith.agents.models.offline.reading.reader import read

HERE = Path(__file__).parent
EXAMPLES = Path(__file__).parents[6] / "examples"


class Described(TypedDict):
    id: str
    text: str
    reads: list[str]


DESCRIPTIONS: list[Described] = json.loads((HERE / "descriptions.json").read_text("utf-8"))


@pytest.mark.parametrize("one", DESCRIPTIONS, ids=lambda one: one["id"])
def test_descriptions_of_many_domains(one: Described) -> None:
    said = {str(statement) for statement in read(one["text"]).statements}
    said = "\n".join(map(str, read(one["text"]).statements))
    assert [wanted for wanted in one["reads"] if wanted not in said] == []


def test_the_first_example_names_five_tables() -> None:
    found = read((EXAMPLES / "shop.txt").read_text("utf-8"))
    said = {str(statement) for statement in found.statements}
    assert set(found.vocabulary.entities) == {"customers", "products", "orders", "line_items", "reviews"}
    assert {
        "having orders > reviews ~0.3",
        "distinct reviews order_id",
        "range reviews.stars 1..5 star",
        "has reviews.text",
    } <= said
