"""A pydantic model's JSON Schema in the form that strict mode takes.

Strict mode (OpenAI, "Structured Outputs", supported schemas) wants every property required, no further
properties, unions as anyOf, and only some keywords. What a dropped keyword said is told in the description,
so that the model still knows it. Large unions that occur several times are written once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from pydantic import BaseModel, JsonValue

from rowsmith.tools.llm.messages import JsonObject, JsonSchema

KEPT = frozenset({"type", "enum", "anyOf", "items", "properties", "$ref", "$defs", "description"})
TOLD = {
    "default": "default {}",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "above {}",
    "exclusiveMaximum": "below {}",
    "multipleOf": "a multiple of {}",
    "pattern": "matches {}",
    "format": "{}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "uniqueItems": "no item twice",
}
"""Keywords that not every strict server takes, and how they are said in words."""

SHORTEST_SHARED = 200
"""Characters from which on a union that occurs again is written once, under $defs."""


def strict_schema(model: type[BaseModel]) -> JsonSchema:
    """The schema of a model's JSON, in strict form.

    Open maps (`dict[str, ...]`) have no strict form; they stay as they are and `breaches` names them.
    """
    schema: JsonSchema = model.model_json_schema()
    definitions = _definitions(schema)
    root = _inlined_root(schema, definitions)
    strict = _strict(root)
    strict_definitions: JsonObject = {name: _strict(definition) for name, definition in definitions.items()}
    if strict_definitions:
        strict["$defs"] = strict_definitions
        _share_unions(strict)
    return strict


def _definitions(schema: JsonSchema) -> dict[str, JsonObject]:
    found = schema.get("$defs")
    items = found.items() if isinstance(found, dict) else ()
    return {name: definition for name, definition in items if isinstance(definition, dict)}


def _inlined_root(schema: JsonSchema, definitions: dict[str, JsonObject]) -> JsonObject:
    """A recursive model is a bare reference at the root, where strict mode wants an object."""
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return definitions[reference.rpartition("/")[2]]
    return schema


def _strict(node: JsonObject) -> JsonObject:
    made: JsonObject = {key: value for key, value in node.items() if key in KEPT and key != "$defs"}
    if "const" in node:
        made["enum"] = [node["const"]]
    if "oneOf" in node:
        made["anyOf"] = node["oneOf"]
    if "prefixItems" in node:
        made["items"] = _one_of_items(node["prefixItems"])
    told = _told(node)
    if told:
        made["description"] = told
    _strict_children(made)
    if made.get("type") == "object":
        _close(made, node)
    return _without_siblings(made)


def _strict_children(made: JsonObject) -> None:
    properties, items, members = made.get("properties"), made.get("items"), made.get("anyOf")
    if isinstance(properties, dict):
        made["properties"] = {name: _strict_value(value) for name, value in properties.items()}
    if isinstance(items, dict):
        made["items"] = _strict(items)
    if isinstance(members, list):
        made["anyOf"] = [_strict_value(member) for member in members]


def _strict_value(value: JsonValue) -> JsonValue:
    return _strict(value) if isinstance(value, dict) else value


def _close(made: JsonObject, node: JsonObject) -> None:
    properties, further = made.get("properties"), node.get("additionalProperties")
    if not properties and further not in (None, False):
        made["additionalProperties"] = _strict_value(further)
        return
    made["properties"] = properties or {}
    made["required"] = list(properties) if isinstance(properties, dict) else []
    made["additionalProperties"] = False


def _one_of_items(prefix: JsonValue) -> JsonValue:
    """A tuple's items: any of their schemas, for strict mode knows no positions."""
    different: list[JsonValue] = []
    for item in prefix if isinstance(prefix, list) else []:
        if item not in different:
            different.append(item)
    return different[0] if len(different) == 1 else {"anyOf": different}


def _told(node: JsonObject) -> str:
    """The description with what the dropped keywords said."""
    facts = [
        words.format(json.dumps(node[key], ensure_ascii=False))
        for key, words in TOLD.items()
        if node.get(key) not in (None, [], {}) and not (key == "default" and "const" in node)
    ]
    said = str(node.get("description", "")).strip()
    return f"{said} ({'; '.join(facts)})".strip() if facts else said


def _without_siblings(made: JsonObject) -> JsonObject:
    """A reference stands alone in strict mode; beside anyOf a description is allowed."""
    if "$ref" not in made or len(made) == 1:
        return made
    rest: JsonObject = {key: value for key, value in made.items() if key != "$ref"}
    return {**rest, "anyOf": [{"$ref": made["$ref"]}]}


def _share_unions(schema: JsonSchema) -> None:
    """Write each large union that occurs several times once, under $defs."""
    texts = [json.dumps(node["anyOf"]) for node in objects_of(schema) if "anyOf" in node]
    large = [text for text, count in Counter(texts).items() if count > 1 and len(text) >= SHORTEST_SHARED]
    shared = {text: f"Any{number}" for number, text in enumerate(large, 1)}
    unions: JsonObject = {name: {"anyOf": json.loads(text)} for text, name in shared.items()}
    for node in list(objects_of(schema)):
        name = shared.get(json.dumps(node["anyOf"])) if "anyOf" in node else None
        if name:
            node["anyOf"] = [{"$ref": f"#/$defs/{name}"}]
            _bare(node)
    definitions = schema["$defs"]
    if isinstance(definitions, dict):
        definitions.update(unions)


def _bare(node: JsonObject) -> None:
    if len(node) == 1:
        node["$ref"] = f"{_only_reference(node)}"
        del node["anyOf"]


def _only_reference(node: JsonObject) -> JsonValue:
    members = node["anyOf"]
    only = members[0] if isinstance(members, list) else None
    return only["$ref"] if isinstance(only, dict) else None


def objects_of(node: JsonValue) -> Iterator[JsonObject]:
    """Every JSON object inside, the outermost first."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from objects_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects_of(value)
