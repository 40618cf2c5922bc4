"""Where in a text a place of the plan stands: "tables.tickets.columns.price" or just "tickets.price"."""

from __future__ import annotations

import re

from rowsmith.tools.plan.friendly.samplers import WORDS
from rowsmith.tools.plan.notation.nodes import ListNode, MapNode, Node

MAPS_BY_NAME = ("tables", "columns", "segments", "rules", "constants", "set")
"""Keys that a place may leave out."""

CANONICAL_MAPS = ("sampler", "modifiers")
"""Steps that the friendly form does not have."""

NUMBER = re.compile(r"\[(\d+)\]")


def offset_of(root: Node, where: str) -> int:
    """The offset of the deepest part of `where` that the text has; what it does not name is passed over."""
    node, offset, rest = root, root.start, where
    while rest:
        found = _step(node, rest)
        if found is None:
            rest = rest[_first(rest) :]
            continue
        node, offset, rest = found
    return offset


def _step(node: Node, rest: str) -> tuple[Node, int, str] | None:
    rest = rest.lstrip(".")
    if isinstance(node, ListNode):
        return _item(node, rest)
    if not isinstance(node, MapNode):
        return None
    names = [entry for entry in node.entries if _begins(rest, str(entry.key.value))]
    if names:
        entry = max(names, key=lambda one: len(str(one.key.value)))
        return entry.value, entry.key.start, rest[len(str(entry.key.value)) :].lstrip(".")
    return _passed_over(node, rest)


def _passed_over(node: MapNode, rest: str) -> tuple[Node, int, str] | None:
    for name in MAPS_BY_NAME:
        inner = node.entry(name)
        if inner is not None and isinstance(inner.value, MapNode):
            found = _step(inner.value, rest)
            if found is not None:
                return found
    return _main_value(node, rest)


def _main_value(node: MapNode, rest: str) -> tuple[Node, int, str] | None:
    """A field of a sampler that is no key of its own stands in the value behind the sampler's word."""
    word = next((entry for entry in node.entries if entry.key.value in WORDS), None)
    length = _first(rest)
    if word is None or rest[:length].strip(".") in CANONICAL_MAPS:
        return None
    return word.value, word.key.start, rest[length:]


def _item(node: ListNode, rest: str) -> tuple[Node, int, str] | None:
    found = NUMBER.match(rest)
    number = int(found[1]) if found else 0
    if found is None or not 1 <= number <= len(node.items):
        return None
    item = node.items[number - 1]
    return item, item.start, rest[found.end() :].lstrip(".")


def _begins(rest: str, name: str) -> bool:
    return rest.startswith(name) and rest[len(name) : len(name) + 1] in ("", ".", "[")


def _first(rest: str) -> int:
    """The length of the first step of a place, its dot included."""
    end = re.search(r"(?<=.)[.\[]", rest)
    return end.start() + (1 if rest[end.start()] == "." else 0) if end else len(rest)
