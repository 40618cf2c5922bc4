"""The vocabulary says all that a schema holds and nothing else."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field, JsonValue

from rowsmith.prompts.vocabulary import vocabulary
from rowsmith.tools.llm.messages import JsonObject
from rowsmith.tools.plan import Plan

PLAN = Plan.model_json_schema()


class Cat(BaseModel):
    """Purrs."""

    kind: Literal["cat"] = "cat"
    lives: int = 9


class Dog(BaseModel):
    kind: Literal["dog"] = "dog"
    friend: Dog | None = None


class Ox(BaseModel):
    kind: Literal["ox"] = "ox"


class Eel(BaseModel):
    kind: Literal["eel"] = "eel"


Animal = Annotated[Cat | Dog | Ox | Eel, Field(discriminator="kind")]


class Zoo(BaseModel):
    """A place."""

    name: str = Field(description="On the gate.")
    animals: list[Animal]
    star: Animal | None = None
    mood: Literal["good", "bad"] = "good"
    size: float | int
    pair: tuple[int, str] | None = None
    value: str | bool | int | None
    extra: dict[str, int] = {}


def test_a_page_of_a_small_schema() -> None:
    assert vocabulary(Zoo.model_json_schema(), "star").splitlines() == [
        (
            '- Zoo: name: text (On the gate.); animals: list of star; star = null: star; mood = "good": "good" | "bad"; '
            "size: number; pair = null: [whole number, text]; value: any value; extra = {}: object"
        ),
        "  A place.",
        "- cat (star): lives = 9: whole number",
        "  Purrs.",
        "- dog (star): friend = null: dog",
        "- ox (star): nothing further",
        "- eel (star): nothing further",
        "- star: one of cat, dog, ox, eel",
    ]


def test_a_choice_is_named_after_the_field_that_holds_it() -> None:
    assert "- animals: one of cat, dog, ox, eel" in vocabulary(Zoo.model_json_schema())


@pytest.mark.parametrize("node", [True, {}, {"type": "strange"}, {"enum": "odd"}])
def test_odd_schemas_are_told_as_anything(node: JsonValue) -> None:
    schema: JsonObject = {"title": "Odd", "properties": {"a": node}, "required": ["a"]}
    assert vocabulary(schema) == "- Odd: a: anything"


def test_a_recursive_root() -> None:
    assert vocabulary(Dog.model_json_schema()) == "- dog: friend = null: dog"


def test_the_plan_is_told_whole() -> None:
    page = vocabulary(PLAN, "sampler")
    for name, definition in PLAN["$defs"].items():
        for field in definition.get("properties", {}):
            assert re.search(rf"\b{field}\b", page), f"{name}.{field}"
    assert page.count("\n- ") == len(PLAN["$defs"]) + 3
    assert len(page) < 20_000


def test_the_prose_speaks_of_nothing_that_the_plan_does_not_know() -> None:
    """Words in back-ticks that look like fields or kinds are fields or kinds."""
    prose = "".join(
        files("rowsmith.prompts").joinpath(name).read_text(encoding="utf-8")
        for name in ("plan_language.md", "draft_plan.md")
    )
    page = vocabulary(PLAN, "sampler")
    for word in set(re.findall(r"`([a-z][a-z_]+)`", prose)):
        assert re.search(rf"\b{word}\b", page), word
