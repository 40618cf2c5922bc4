"""JSON Schemas of a plan: of the canonical form, for models; of the friendly form, for editors.

Both are made from the data models and the table of spellings. `python -m rowsmith.tools.plan.schema` writes
them anew into the package.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from rowsmith.tools.plan.canonical import Canonical
from rowsmith.tools.plan.friendly.columns import modifier_schemas
from rowsmith.tools.plan.friendly.parts import Schema, as_form, as_list
from rowsmith.tools.plan.friendly.samplers import BARE, WORDS
from rowsmith.tools.plan.friendly.tables import PLAN
from rowsmith.tools.plan.friendly.values import QUANTITY, RANKS, SCALAR_SCHEMA
from rowsmith.tools.plan.plan import Plan

CANONICAL_FILE = "canonical.schema.json"
FRIENDLY_FILE = "plan.schema.json"

KEPT = ("type", "enum", "anyOf", "items", "properties", "$ref", "$defs", "description")
"""The keywords that strict servers take; the others only narrow what the models check anyway."""

CONSTANT_SCHEMA: Schema = {"type": ["number", "boolean", "null"]}

SHARED = 8
"""Choices from which on a union is written once and referred to."""


def canonical_schema() -> Schema:
    """The canonical form in strict style: every property required, null for what is absent, no other keys."""
    schema = as_form(_strict(Plan.model_json_schema()))
    unions: dict[str, str] = {}
    shared = as_form(_with_shared_unions(schema, unions))
    definitions = as_form(shared["$defs"])
    definitions |= {name: {"anyOf": json.loads(text)} for text, name in unions.items()}
    return shared


def _strict(node: Canonical) -> Canonical:
    if isinstance(node, list):
        return [_strict(one) for one in node]
    if not isinstance(node, dict):
        return node
    made: Schema = {key: value for key, value in node.items() if key in KEPT}
    if "const" in node:
        made["enum"] = [node["const"]]
    if "oneOf" in node:
        made["anyOf"] = node["oneOf"]
    if "prefixItems" in node:
        made["items"] = as_list(node["prefixItems"])[0]
    if "description" in made:
        made["description"] = " ".join(str(made["description"]).split())
    return _closed(node, made)


def _closed(node: Schema, made: Schema) -> Schema:
    for key in ("anyOf", "items"):
        if key in made:
            made[key] = _strict(made[key])
    if "$defs" in made:
        made["$defs"] = {name: _strict(one) for name, one in as_form(made["$defs"]).items()}
    if "properties" not in made:
        return made
    required = as_list(node.get("required", []))
    properties = as_form(made["properties"])
    made["properties"] = {
        name: _strict(one) if name in required or name == "kind" else _nullable(as_form(_strict(one)))
        for name, one in properties.items()
    }
    names: list[Canonical] = [*properties]
    return made | {"required": names, "additionalProperties": False}


def _nullable(schema: Schema) -> Schema:
    if "anyOf" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    choices = as_list(schema["anyOf"])
    return schema if {"type": "null"} in choices else {**schema, "anyOf": [*choices, {"type": "null"}]}


def _with_shared_unions(node: Canonical, unions: dict[str, str]) -> Canonical:
    """Large unions are named after their place: the one of samplers would stand a dozen times else."""
    if isinstance(node, list):
        return [_with_shared_unions(one, unions) for one in node]
    if not isinstance(node, dict):
        return node
    made: Schema = {key: _with_shared_unions(value, unions) for key, value in node.items()}
    choices = made.get("anyOf")
    if not isinstance(choices, list):
        return made
    own = [one for one in choices if one != {"type": "null"}]
    if len(own) < SHARED:
        return made
    name = unions.setdefault(json.dumps(own), "Sampler" if {"$ref": "#/$defs/Uuid"} in own else "Modifier")
    reference: Schema = {"$ref": f"#/$defs/{name}"}
    return reference if len(own) == len(choices) else {"anyOf": [reference, {"type": "null"}]}


def friendly_schema() -> Schema:
    """The friendly form: what an editor completes and underlines in a plan file."""
    head: Schema = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "A Rowsmith plan"}
    modifiers = modifier_schemas()
    definitions: Schema = {
        "use": _use(), "column": _column(modifiers), "count": _count(), "quantity": QUANTITY.definition(), **modifiers,
    }  # fmt: skip
    schema = head | PLAN.schema({})
    schema["$defs"] = definitions
    return schema


def _use() -> Schema:
    words: list[Canonical] = [word.schema({}) for word in WORDS.values()]
    return {"anyOf": [{"enum": list(BARE)}, SCALAR_SCHEMA, *words]}


def _column(modifiers: Schema) -> Schema:
    named: Schema = {name: {"$ref": f"#/$defs/{name}"} for name in modifiers}
    words: list[Canonical] = [word.schema(named) for word in WORDS.values()]
    return {"anyOf": [{"enum": list(BARE)}, CONSTANT_SCHEMA, *words]}


def _count() -> Schema:
    words: list[Canonical] = [word.schema({"follows": RANKS.schema({})}) for word in WORDS.values()]
    end: Schema = {"type": ["number", "string"]}
    pair: Schema = {"type": "array", "items": end, "minItems": 2, "maxItems": 2}
    return {"anyOf": [{"enum": list(BARE)}, CONSTANT_SCHEMA, pair, *words]}


def written(schema: Schema) -> str:
    """The text of a schema's file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def schema_file(name: str) -> str:
    """The text of a schema in the package."""
    return (files("rowsmith.tools.plan.schemas") / name).read_text(encoding="utf-8")


def main() -> None:
    folder = Path(str(files("rowsmith.tools.plan.schemas")))
    for name, schema in ((CANONICAL_FILE, canonical_schema()), (FRIENDLY_FILE, friendly_schema())):
        (folder / name).write_text(written(schema), encoding="utf-8")


if __name__ == "__main__":
    main()
