"""A JSON Schema as a page that a model can read: every part, its fields, what it is for.

The words come from the schema alone, so a prompt never says what the schema does not know.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import JsonValue

from rowsmith.tools.llm.messages import JsonObject, JsonSchema

PLAIN = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
}
FEWEST_OF_A_UNION = 4
"""From so many members on, a choice of parts gets a name of its own."""


def vocabulary(schema: JsonSchema, *choices: str) -> str:
    """The page: first the whole, then each part in the order in which it is met.

    A field without "=" must be given; what stands behind "=" is meant where it is null or left out.

    Args:
        schema: as pydantic makes it.
        choices: the names of fields after which a choice of parts is called, rather than after others.
    """
    page = _Page(schema, choices)
    page.met(_title(schema), _root(schema))
    return "\n".join(page.lines())


@dataclass
class _Page:
    schema: JsonSchema
    preferred: tuple[str, ...]
    _parts: dict[str, JsonObject] = field(default_factory=dict)
    _choices: dict[str, str] = field(default_factory=dict)

    def met(self, name: str, part: JsonObject) -> None:
        """Note a part and all that it leads to, each once."""
        if name in self._parts:
            return
        self._parts[name] = part
        for label, property_ in _properties(part):
            self._name_choices(label, property_)
        for reference in _references([value for _, value in _properties(part)]):
            self.met(_last(reference), _definition(self.schema, reference))

    def _name_choices(self, label: str, node: JsonValue) -> None:
        for members in _unions(node):
            if len(members) >= FEWEST_OF_A_UNION:
                known = self._choices.setdefault(json.dumps(members), label)
                if label in self.preferred and known not in self.preferred:
                    self._choices[json.dumps(members)] = label

    def lines(self) -> Iterator[str]:
        for name, part in self._parts.items():
            yield from self._part(name, part)
        for members, label in self._choices.items():
            names = [self._name(member) for member in json.loads(members)]
            yield f"- {label}: one of {', '.join(names)}"

    def _choice_of(self, name: str) -> str:
        return next((label for members, label in self._choices.items() if name in json.loads(members)), "")

    def _part(self, name: str, part: JsonObject) -> Iterator[str]:
        required = part.get("required")
        wanted = required if isinstance(required, list) else []
        told = [
            self._field(label, node, needed=label in wanted)
            for label, node in _properties(part)
            if not _is_tag(node)
        ]
        choice = self._choice_of(name)
        heading = f"{self._name(name)} ({choice})" if choice else self._name(name)
        yield f"- {heading}: {'; '.join(told) or 'nothing further'}"
        about = " ".join(str(part.get("description", "")).split())
        if about:
            yield f"  {about}"

    def _field(self, label: str, node: JsonValue, *, needed: bool) -> str:
        default = node.get("default") if isinstance(node, dict) else None
        about = f" ({node['description']})" if isinstance(node, dict) and node.get("description") else ""
        preset = "" if needed else f" = {json.dumps(_without_nulls(default))}"
        return f"{label}{preset}: {self._type(node)}{about}"

    def _type(self, node: JsonValue) -> str:
        if not isinstance(node, dict):
            return "anything"
        members = _members(node)
        if members:
            named = self._choices.get(json.dumps(_refs(members)))
            return named or _any_of([self._type(one) for one in members if one != {"type": "null"}])
        if "$ref" in node:
            return self._name(_last(str(node["$ref"])))
        if "enum" in node or "const" in node:
            values = node.get("enum", [node.get("const")])
            return (
                " | ".join(json.dumps(value) for value in values) if isinstance(values, list) else "anything"
            )
        return self._simple(node)

    def _simple(self, node: JsonObject) -> str:
        kind = node.get("type")
        if kind == "array":
            prefix = node.get("prefixItems")
            inside = [self._type(item) for item in prefix] if isinstance(prefix, list) else []
            return f"[{', '.join(inside)}]" if inside else f"list of {self._type(node.get('items'))}"
        if kind == "object":
            return "object"
        return PLAIN.get(str(kind), "anything")

    def _name(self, name: str) -> str:
        """A part goes by its kind where it has one, for that is what is written."""
        kind = _definition(self.schema, name).get("properties")
        said = kind.get("kind") if isinstance(kind, dict) else None
        const = said.get("const") if isinstance(said, dict) else None
        return str(const) if const else name


def _is_tag(node: JsonValue) -> bool:
    """The field that tells which part of a choice it is: it is said once, as the part's name."""
    return isinstance(node, dict) and "const" in node and node.get("title") == "Kind"


def _any_of(types: list[str]) -> str:
    different = [one for one in dict.fromkeys(types) if one != "whole number" or "number" not in types]
    is_any = {"text", "true or false"} <= set(different) and {"number", "whole number"} & set(different)
    return "any value" if is_any else " or ".join(different)


def _without_nulls(value: JsonValue) -> JsonValue:
    if not isinstance(value, dict):
        return value
    return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}


def _title(schema: JsonSchema) -> str:
    reference = schema.get("$ref")
    return _last(reference) if isinstance(reference, str) else str(schema.get("title", "the answer"))


def _root(schema: JsonSchema) -> JsonObject:
    """A recursive model is a bare reference at the root."""
    reference = schema.get("$ref")
    return _definition(schema, reference) if isinstance(reference, str) else schema


def _last(reference: str) -> str:
    return reference.rpartition("/")[2]


def _definition(schema: JsonSchema, reference: str) -> JsonObject:
    definitions = schema.get("$defs")
    found = definitions.get(_last(reference)) if isinstance(definitions, dict) else None
    return found if isinstance(found, dict) else {}


def _properties(part: JsonObject) -> list[tuple[str, JsonValue]]:
    properties = part.get("properties")
    return list(properties.items()) if isinstance(properties, dict) else []


def _members(node: JsonObject) -> list[JsonValue]:
    members = node.get("anyOf", node.get("oneOf"))
    return members if isinstance(members, list) else []


def _refs(members: list[JsonValue]) -> list[str]:
    return [_last(str(member["$ref"])) for member in members if isinstance(member, dict) and "$ref" in member]


def _unions(node: JsonValue) -> Iterator[list[str]]:
    if isinstance(node, dict):
        members = _members(node)
        if members:
            yield _refs(members)
        for value in node.values():
            yield from _unions(value)
    elif isinstance(node, list):
        for value in node:
            yield from _unions(value)


def _references(node: JsonValue) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield str(node["$ref"])
        for key, value in node.items():
            if key != "discriminator":
                yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
