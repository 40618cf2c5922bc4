from __future__ import annotations

import json
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from rowsmith.tools.llm.messages import JsonObject
from rowsmith.tools.llm.schema_limits import DEEPEST, breaches, depth
from rowsmith.tools.llm.strict_schema import objects_of, strict_schema
from rowsmith.tools.plan import Plan

FIVE: JsonObject = {"kind": "fixed", "amount": {"value": 5}}
UUID: JsonObject = {"kind": "uuid"}


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Cat(_Closed):
    kind: Literal["cat"] = "cat"
    lives: int = Field(default=9, ge=1, le=9, description="Left.")


class Dog(_Closed):
    kind: Literal["dog"] = "dog"
    name: str = Field(min_length=1, max_length=20, pattern="^[A-Z]")
    friend: Dog | None = None


Animal = Annotated[Cat | Dog, Field(discriminator="kind")]


class Mood(Enum):
    GOOD = "good"
    BAD = "bad"


class Zoo(_Closed):
    animals: list[Animal]
    spare: Animal | None = None
    mood: Mood = Field(default=Mood.GOOD, description="Of the keeper.")
    span: tuple[int, int] = (0, 1)
    pair: tuple[str, float] | None = None
    shares: list[Annotated[float, Field(multiple_of=0.5)]] = []


class Tree(BaseModel):
    name: str
    branches: list[Tree] = []


ZOO = strict_schema(Zoo)


def at(node: JsonValue, *path: str) -> JsonValue:
    for step in path:
        assert isinstance(node, dict)
        node = node[step]
    return node


ALL = [Zoo, Cat, Tree]


@pytest.mark.parametrize("model", ALL)
def test_every_object_is_closed_and_whole(model: type[BaseModel]) -> None:
    schema = strict_schema(model)
    assert breaches(schema) == []
    for node in objects_of(schema):
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            properties = node["properties"]
            assert isinstance(properties, dict)
            assert node["required"] == list(properties)
        if "$ref" in node:
            assert list(node) == ["$ref"]


def test_refused_keywords_are_told_in_words() -> None:
    text = json.dumps(ZOO)
    for keyword in (
        'default":',
        "minimum",
        'pattern":',
        "minLength",
        "oneOf",
        "discriminator",
        'title":',
        "prefixItems",
    ):
        assert keyword not in text
    lives = at(ZOO, "$defs", "Cat", "properties", "lives")
    assert lives == {"type": "integer", "description": "Left. (default 9; at least 1; at most 9)"}


def test_a_described_reference_keeps_its_description() -> None:
    mood = at(ZOO, "properties", "mood")
    assert mood == {"description": 'Of the keeper. (default "good")', "anyOf": [{"$ref": "#/$defs/Mood"}]}


def test_a_recursive_root_becomes_an_object() -> None:
    schema = strict_schema(Tree)
    assert schema["type"] == "object"
    assert "$defs" in schema


def test_good_answers_meet_it_and_bad_ones_do_not() -> None:
    validator = Draft202012Validator(ZOO)
    zoo = Zoo(animals=[Cat(), Dog(name="Rex", friend=Dog(name="Bo"))], pair=("a", 0.5))
    good = zoo.model_dump(mode="json")
    assert list(validator.iter_errors(good)) == []
    assert Zoo.model_validate_json(json.dumps(good)) == zoo
    assert list(validator.iter_errors({**good, "more": 1})) != []
    assert list(validator.iter_errors({key: good[key] for key in good if key != "spare"})) != []


def test_the_plan_fits_and_its_large_unions_are_written_once() -> None:
    schema = strict_schema(Plan)
    assert breaches(schema) == []
    text = json.dumps(schema)
    assert text.count('"#/$defs/Series"') == 1
    assert len(text) < len(json.dumps(Plan.model_json_schema()))
    plan = Plan.model_validate(
        {
            "name": "p",
            "tables": [
                {"name": "t", "key": ["id"], "rows": FIVE, "columns": [{"name": "id", "sampler": UUID}]}
            ],
        }
    )
    assert list(Draft202012Validator(schema).iter_errors(plan.model_dump(mode="json"))) == []


class TestBreaches:
    def test_an_open_map_stays_and_is_named(self) -> None:
        class Open(BaseModel):
            entries: dict[str, Cat]

        schema = strict_schema(Open)
        assert any("open map" in one and "entries" in one for one in breaches(schema))
        assert (
            list(Draft202012Validator(schema).iter_errors({"entries": {"a": {"kind": "cat", "lives": 1}}}))
            == []
        )

    def test_anything_at_all(self) -> None:
        class Loose(BaseModel):
            value: Any

        assert any("a type is missing" in one for one in breaches(strict_schema(Loose)))

    def test_a_root_that_is_no_object(self) -> None:
        assert breaches({"type": "array", "items": {"type": "string"}}) == ["The root must be an object."]

    def test_foreign_keywords_and_open_objects(self) -> None:
        schema: JsonObject = {
            "type": "object",
            "properties": {"a": {"type": "string", "minLength": 1}},
            "required": [],
        }
        told = " ".join(breaches(schema))
        assert "minLength" in told
        assert "additionalProperties" in told
        assert "required" in told

    def test_depth_counts_objects(self) -> None:
        inner: JsonObject = {"type": "string"}
        for _ in range(DEEPEST + 1):
            inner = {
                "type": "object",
                "properties": {"a": inner},
                "required": ["a"],
                "additionalProperties": False,
            }
        assert depth(inner) == DEEPEST + 1
        assert breaches(inner) == ["11 levels of objects, where strict mode takes 10."]
        assert depth(strict_schema(Tree)) == 2

    def test_sizes(self) -> None:
        values: list[JsonValue] = [f"value-{number:060}" for number in range(1_001)]
        properties: JsonObject = {f"p{number:030}": {"type": "string"} for number in range(5_001)}
        properties["e"] = {"type": "string", "enum": values}
        schema: JsonObject = {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
        told = " ".join(breaches(schema))
        assert "5002 properties" in told
        assert "1001 enum values" in told
        assert "characters of names" in told
        assert "in an enum of 1001" in told
