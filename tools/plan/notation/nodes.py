"""YAML text as nodes that know where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.friendly.parts import Friendly, as_key, scalar
from rowsmith.tools.plan.notation.scalars import resolve

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """`start` and `end` are offsets into the text."""

    value: Friendly
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    key: ScalarNode
    value: Node


@dataclass(frozen=True, slots=True)
class MapNode:
    """`end` is the end of its last word, not of the comments behind it."""

    entries: tuple[Entry, ...]
    flow: bool
    start: int
    end: int

    def entry(self, key: Friendly) -> Entry | None:
        return next((one for one in self.entries if key_text(one.key) == key), None)


@dataclass(frozen=True, slots=True)
class ListNode:
    items: tuple[Node, ...]
    flow: bool
    start: int
    end: int


Node: TypeAlias = "ScalarNode | MapNode | ListNode"


def value_of(node: Node) -> Friendly:
    """The data that the node stands for."""
    if isinstance(node, MapNode):
        return {key_text(one.key): value_of(one.value) for one in node.entries}
    if isinstance(node, ListNode):
        return [value_of(one) for one in node.items]
    return node.value


def key_text(key: ScalarNode) -> str:
    """The key, a date as text; values of every scalar type are keys, though typed as text."""
    return as_key(scalar(key.value, ""))


def parse(text: str, name: str) -> Node:
    """The one document of a text. Raises PlanError at `name`:line:column where it is no YAML for a plan."""
    if len(text) > MAX_CHARACTERS:
        raise PlanError(f"The text is longer than {MAX_CHARACTERS:,} characters.", where=name)
    try:
        return _Builder(text, name).document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        problem = str(error.problem or error.context or "no YAML")
        raise PlanError(f"The YAML can't be read: {problem}.", where=where, hint=_advice(problem)) from error
    except YAMLError as error:
        reason = str(error).partition("\n")[0]
        raise PlanError(f"The YAML can't be read: {reason}.", where=name) from error


def place(text: str, name: str, offset: int) -> str:
    """`name`:line:column of an offset, both from 1."""
    line = text.count("\n", 0, offset) + 1
    return f"{name}:{line}:{offset - (text.rfind(chr(10), 0, offset) + 1) + 1}"


def _advice(problem: str) -> str:
    if "\\t" in problem:
        return "Indent with spaces, not with tabs."
    if "anchor" in problem or "alias" in problem:
        return "A plan has no anchors."
    return "Quote a text that holds a comma, a bracket, a brace or a colon."


class _Builder:
    """Turns the parser's events into nodes."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.events: Iterator[Event] = YAML(typ="safe", pure=True).parse(text)

    def document(self) -> Node:
        event = self._next(StreamStartEvent)
        if isinstance(event, StreamEndEvent):
            raise PlanError(
                "There is nothing in it.", where=self.name, hint="A plan begins with rowsmith: 1."
            )
        node = self._node(self._next(DocumentStartEvent), 0)
        rest = self._next(DocumentEndEvent)
        if not isinstance(rest, StreamEndEvent):
            raise self._error("There is a second document.", rest, "A file holds one plan.")
        return node

    def _next(self, *skipped: type[Event]) -> Event:
        event = next(self.events)
        while isinstance(event, skipped):
            event = next(self.events)
        return event

    def _node(self, event: Event, depth: int) -> Node:
        self._check(event, depth)
        if isinstance(event, MappingStartEvent):
            return self._map(event, depth)
        if isinstance(event, SequenceStartEvent):
            return self._list(event, depth)
        if not isinstance(event, ScalarEvent):
            raise self._error("Something else stands here than a plan can hold.", event)
        return self._scalar(event)

    def _check(self, event: Event, depth: int) -> None:
        if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor is not None):
            raise self._error("Anchors and aliases have no place in a plan.", event, "Write the value out.")
        if getattr(event, "tag", None) is not None:
            raise self._error("Tags have no place in a plan.", event, 'Quote the text: "!..."')
        if depth > MAX_DEPTH:
            raise self._error(f"It is nested more than {MAX_DEPTH} deep.", event)

    def _map(self, event: MappingStartEvent, depth: int) -> MapNode:
        entries: list[Entry] = []
        first: dict[Friendly, ScalarNode] = {}
        while not isinstance(inner := self._next(), MappingEndEvent):
            key = self._key(inner, first)
            entries.append(Entry(key, self._after(key, self._node(self._next(), depth + 1))))
        flow = bool(event.flow_style)
        end = inner.end_mark.index if flow or not entries else entries[-1].value.end
        return MapNode(tuple(entries), flow, event.start_mark.index, end)

    def _after(self, key: ScalarNode, value: Node) -> Node:
        """A value that is not written stands right behind its key, not at the next word."""
        if value.start < value.end:
            return value
        colon = self.text[key.end :].lstrip()[:1] == ":"
        offset = self.text.index(":", key.end) + 1 if colon else key.end
        return ScalarNode(None, offset, offset)

    def _key(self, event: Event, seen: dict[Friendly, ScalarNode]) -> ScalarNode:
        if not isinstance(event, ScalarEvent):
            raise self._error(
                "A key is one word or text.", event, "Quote an expression that stands as a key."
            )
        self._check(event, 0)
        key = self._scalar(event)
        if key.value in seen:
            before = place(self.text, self.name, seen[key.value].start)
            raise self._error(f"The key {key.value} stands twice, first at {before}.", event)
        seen[key.value] = key
        return key

    def _list(self, event: SequenceStartEvent, depth: int) -> ListNode:
        items: list[Node] = []
        while not isinstance(inner := self._next(), SequenceEndEvent):
            items.append(self._node(inner, depth + 1))
        flow = bool(event.flow_style)
        end = inner.end_mark.index if flow or not items else items[-1].end
        return ListNode(tuple(items), flow, event.start_mark.index, end)

    def _scalar(self, event: ScalarEvent) -> ScalarNode:
        start, end = event.start_mark.index, event.end_mark.index
        written = self.text[start:end].rstrip()
        if event.style:
            return ScalarNode(event.value, start, start + len(written))
        try:
            return ScalarNode(resolve(event.value), start, start + len(written))
        except ValueError as error:
            raise self._error(str(error), event) from error

    def _error(self, message: str, event: Event, hint: str | None = None) -> PlanError:
        return PlanError(message, where=place(self.text, self.name, event.start_mark.index), hint=hint)
