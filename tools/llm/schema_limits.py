"""The published limits of strict mode, and where a schema breaks them.

Limits: OpenAI, "Structured Outputs", supported schemas (10 levels, 5,000 properties, 120,000 characters of
names and values, 1,000 enum values; 15,000 characters in one enum of more than 250 values).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from pydantic import JsonValue

from rowsmith.tools.llm.messages import JsonObject, JsonSchema
from rowsmith.tools.llm.strict_schema import KEPT, objects_of

DEEPEST = 10
MOST_PROPERTIES = 5_000
MOST_CHARACTERS = 120_000
MOST_ENUM_VALUES = 1_000
LARGE_ENUM, LARGE_ENUM_CHARACTERS = 250, 15_000
ALLOWED = KEPT | {"required", "additionalProperties"}


def breaches(schema: JsonSchema) -> list[str]:
    """What strict mode would refuse, one sentence each; empty where it takes the schema."""
    return [*_form(schema), *_size(schema)]


def depth(schema: JsonSchema) -> int:
    """Levels of objects, each reached on the shortest way; a recursion is not followed."""
    deepest, seen = 0, set[str]()
    queue: deque[tuple[JsonValue, int]] = deque([(schema, 0)])
    while queue:
        node, level = queue.popleft()
        if isinstance(node, list):
            queue.extend((member, level) for member in node)
        if not isinstance(node, dict):
            continue
        inside = level + (node.get("type") == "object")
        deepest = max(deepest, inside)
        reference = node.get("$ref")
        if isinstance(reference, str) and reference not in seen:
            seen.add(reference)
            queue.append((_target(schema, reference), level))
        queue.extend((value, inside) for key, value in node.items() if key != "$defs")
    return deepest


def _target(schema: JsonSchema, reference: str) -> JsonValue:
    definitions = schema.get("$defs")
    return definitions.get(reference.rpartition("/")[2]) if isinstance(definitions, dict) else None


def _form(schema: JsonSchema) -> Iterator[str]:
    if schema.get("type") != "object":
        yield "The root must be an object."
    for place, node in _schemas("#", schema):
        unknown = sorted(set(node) - ALLOWED)
        if unknown:
            yield f"{place}: strict mode knows no {', '.join(unknown)}."
        if not {"type", "enum", "anyOf", "$ref"} & set(node):
            yield f"{place}: a type is missing, any value would do."
        if node.get("type") == "object":
            yield from _closed(place, node)


def _closed(place: str, node: JsonObject) -> Iterator[str]:
    properties, required = node.get("properties"), node.get("required")
    names = list(properties) if isinstance(properties, dict) else []
    if not names:
        yield f"{place}: an object without fixed properties (an open map) can't be stated."
    if node.get("additionalProperties") is not False:
        yield f"{place}: additionalProperties must be false."
    if not isinstance(required, list) or set(names) != {str(name) for name in required}:
        yield f"{place}: every property must be required."


def _schemas(place: str, node: JsonValue) -> Iterator[tuple[str, JsonObject]]:
    """Every schema with its place, those of properties and definitions included."""
    if not isinstance(node, dict):
        return
    yield place, node
    for key in ("properties", "$defs"):
        children = node.get(key)
        for name, child in children.items() if isinstance(children, dict) else ():
            yield from _schemas(f"{place}/{name}", child)
    yield from _schemas(f"{place}/items", node.get("items"))
    members = node.get("anyOf")
    for number, member in enumerate(members if isinstance(members, list) else []):
        yield from _schemas(f"{place}/{number}", member)


def _size(schema: JsonSchema) -> Iterator[str]:
    names = [name for node in objects_of(schema) for name in _names(node)]
    enums = [enum for node in objects_of(schema) if (enum := _enum(node))]
    values = [value for enum in enums for value in enum]
    texts = [*names, *values, *_definition_names(schema)]
    yield from _over("levels of objects", depth(schema), DEEPEST)
    yield from _over("properties", len(names), MOST_PROPERTIES)
    yield from _over("characters of names and values", sum(map(len, texts)), MOST_CHARACTERS)
    yield from _over("enum values", len(values), MOST_ENUM_VALUES)
    for enum in enums:
        if len(enum) > LARGE_ENUM:
            characters = sum(map(len, enum))
            yield from _over(
                f"characters in an enum of {len(enum)} values", characters, LARGE_ENUM_CHARACTERS
            )


def _enum(node: JsonObject) -> list[str]:
    values = node.get("enum")
    return [str(value) for value in values] if isinstance(values, list) else []


def _names(node: JsonObject) -> list[str]:
    properties = node.get("properties")
    return list(properties) if isinstance(properties, dict) and node.get("type") == "object" else []


def _definition_names(schema: JsonSchema) -> list[str]:
    definitions = schema.get("$defs")
    return list(definitions) if isinstance(definitions, dict) else []


def _over(what: str, found: int, most: int) -> Iterator[str]:
    if found > most:
        yield f"{found} {what}, where strict mode takes {most}."
