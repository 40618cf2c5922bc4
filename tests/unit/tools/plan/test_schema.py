"""The schemas allow what the plan language allows, and nothing that it does not have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from jsonschema import Draft7Validator, Draft202012Validator

from rowsmith.tools.plan import Plan, plan_from_canonical
from rowsmith.tools.plan.canonical import Canonical
from rowsmith.tools.plan.friendly.parts import Schema
from rowsmith.tools.plan.friendly.samplers import PARAMETERS
from rowsmith.tools.plan.friendly.write import write
from rowsmith.tools.plan.notation.nodes import parse, value_of
from rowsmith.tools.plan.schema import (
    CANONICAL_FILE,
    FRIENDLY_FILE,
    KEPT,
    canonical_schema,
    friendly_schema,
    main,
    schema_file,
    written,
)
from tests.strategies.plans import WIDE, plans

PLANS = Path(__file__).parents[3] / "data" / "plans"
STRICT = Draft202012Validator(canonical_schema())
EDITOR = Draft7Validator(friendly_schema())


def maps(node: Canonical) -> Iterator[Schema]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from maps(value)
    elif isinstance(node, list):
        for one in node:
            yield from maps(one)


def levels(node: Canonical) -> int:
    """How deep objects and arrays stand in each other."""
    if isinstance(node, dict):
        return int(node.get("type") in ("object", "array")) + max(map(levels, node.values()), default=0)
    return max(map(levels, node), default=0) if isinstance(node, list) else 0


@pytest.mark.parametrize(
    ("name", "schema"), [(CANONICAL_FILE, canonical_schema()), (FRIENDLY_FILE, friendly_schema())]
)
def test_the_files_are_up_to_date(name: str, schema: Schema) -> None:
    assert schema_file(name) == written(schema), "run python -m rowsmith.tools.plan.schema"


def test_the_files_are_written_anew() -> None:
    before = schema_file(FRIENDLY_FILE)
    main()
    assert schema_file(FRIENDLY_FILE) == before


def test_the_canonical_schema_is_strict() -> None:
    schema = canonical_schema()
    Draft202012Validator.check_schema(schema)
    objects = [one for one in maps(schema) if one.get("type") == "object"]
    for one in objects:
        properties = one["properties"]
        assert isinstance(properties, dict)
        assert one["required"] == list(properties)
        assert one["additionalProperties"] is False
        keywords = {key for inner in properties.values() if isinstance(inner, dict) for key in inner}
        assert keywords <= {*KEPT, "required", "additionalProperties"}
    definitions = schema["$defs"]
    assert isinstance(definitions, dict)
    assert sum(len(one["properties"]) for one in objects if isinstance(one["properties"], dict)) < 5000
    assert max(levels(one) for one in [*definitions.values(), schema["properties"]]) <= 10
    assert len(json.dumps(schema)) < 120_000


def test_models_read_what_each_kind_is_for() -> None:
    definitions = canonical_schema()["$defs"]
    assert isinstance(definitions, dict)
    integer = definitions["Integer"]
    assert isinstance(integer, dict)
    assert str(integer["description"]).startswith("Whole numbers")


@WIDE
@given(plans())
def test_plans_fit_the_strict_schema_with_null_for_what_is_absent(plan: Plan) -> None:
    form = plan.model_dump(mode="json")
    STRICT.validate(form)
    assert plan_from_canonical(form) == plan


def test_null_is_absent_where_a_default_is_no_null() -> None:
    form: Schema = {
        "name": "a", "seed": None, "as_of": None, "tables": [
            {"name": "t", "rows": {"kind": "fixed", "amount": {"firmness": None, "value": 3, "high": None}}, "key": ["k"],
             "columns": [{"name": "k", "sampler": {"kind": "sequence", "start": None, "by": None}, "modifiers": None},
                         {"name": "c", "sampler": {"kind": "constant", "value": None}}]},
        ],
    }  # fmt: skip
    plan = plan_from_canonical(form)
    assert plan.seed == 1
    assert [column.sampler.kind for column in plan.tables[0].columns] == ["sequence", "constant"]


@WIDE
@given(plans())
def test_written_plans_fit_the_schema_of_editors(plan: Plan) -> None:
    EDITOR.validate(write(plan))


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.yaml")), ids=lambda path: path.stem)
def test_plan_files_fit_the_schema_of_editors(path: Path) -> None:
    EDITOR.validate(value_of(parse(path.read_text(encoding="utf-8"), path.name)))


@pytest.mark.parametrize(
    "column",
    [
        "intger",
        {"integr": [1, 2]},
        {"integer": [1, 2], "shap": "normal"},
        {"integer": [1, 2], "shape": "norml"},
        {"integer": [1, 2, 3]},
        {"boolean": "many"},
        {"switch": [{"when": "a"}]},
        {"uuid": True, "nuls": 0.1},
        {"category": {"a": "most"}},
    ],
)
def test_editors_underline_what_is_no_plan(column: object) -> None:
    plan = {"name": "a", "tables": {"t": {"rows": 3, "key": "k", "columns": {"k": column}}}}
    assert not EDITOR.is_valid(plan)


def test_editors_know_every_parameter() -> None:
    definitions = friendly_schema()["$defs"]
    assert isinstance(definitions, dict)
    column = definitions["column"]
    assert isinstance(column, dict)
    words = [one for one in maps(column) if one.get("required")]
    told = {tuple(one["required"]): one["properties"] for one in words if isinstance(one["required"], list)}
    for word, parameters in PARAMETERS.items():
        properties = told[(word,)]
        assert isinstance(properties, dict)
        assert {word, *parameters, "nulls", "unique", "follows", "hidden"} <= set(properties)
