"""Whole descriptions, and what is read from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

from rowsmith.agents.models.offline.reading.reader import read

LEAST_READ = 0.9
HERE = Path(__file__).parent
EXAMPLES = Path(__file__).parents[6] / "examples"


class Described(TypedDict):
    id: str
    text: str
    reads: list[str]


DESCRIPTIONS: list[Described] = json.loads((HERE / "descriptions.json").read_text("utf-8"))


def missed(one: Described) -> list[str]:
    said = "\n".join(map(str, read(one["text"]).statements))
    return [wanted for wanted in one["reads"] if wanted not in said]


def test_descriptions_of_many_domains() -> None:
    wanted = sum(len(one["reads"]) for one in DESCRIPTIONS)
    gone = {one["id"]: gaps for one in DESCRIPTIONS if (gaps := missed(one))}
    assert sum(map(len, gone.values())) <= (1 - LEAST_READ) * wanted, gone


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
