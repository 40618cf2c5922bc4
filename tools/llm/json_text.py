"""JSON out of what a model wrote around it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pydantic import JsonValue

from rowsmith.tools.llm.messages import JsonObject

FENCED = re.compile(r"```[ \t]*[\w-]*[ \t]*\r?\n(.*?)```", re.DOTALL)
STRING_OR_NOISE = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z)', re.DOTALL)
STRING_OR_TRAILING_COMMA = re.compile(r'"(?:\\.|[^"\\])*"|,(?=\s*[}\]])', re.DOTALL)
OPENING = re.compile(r"[{\[]")
AFTER_THOUGHTS = "</think>"
"""Some local models think aloud before they answer, now and then without an opening tag."""
MOST_STARTS = 40
"""How many opening brackets are tried before the text counts as prose."""


class NoJson(ValueError):
    """The text holds no JSON; the message says in plain words what is wrong."""


class _TwiceNamed(ValueError):
    pass


def extract_json(text: str) -> JsonValue:
    """The JSON value in the text: bare, in a fenced block, or with prose around it.

    Comments and commas before a closing bracket are passed over; nothing else is mended.

    Raises:
        NoJson: there is none, or it is broken.
    """
    plain = _without_thoughts(text).strip().removeprefix("\ufeff")
    if not plain:
        raise NoJson("The answer is empty.")
    first_error: ValueError | None = None
    for candidate in _candidates(plain):
        for written in (candidate, _lenient(candidate)):
            try:
                return _loaded(written)
            except ValueError as error:
                first_error = first_error or error
    embedded = _embedded(plain)
    if embedded is not None:
        return embedded
    raise NoJson(_in_words(first_error, plain))


def _candidates(text: str) -> Iterator[str]:
    """The fenced blocks from the longest on, then the text itself where it looks like JSON."""
    yield from sorted(FENCED.findall(text), key=len, reverse=True)
    if text[0] in "{[":
        yield text


def _without_thoughts(text: str) -> str:
    thoughts, mark, rest = text.rpartition(AFTER_THOUGHTS)
    return rest if mark and not thoughts.lstrip().startswith(("{", "[", "```")) else text


def _embedded(text: str) -> JsonValue:
    """The largest object or list that begins somewhere in the prose; None without one."""
    found = [*_beginning_somewhere(text), *_beginning_somewhere(_lenient(text))]
    return max(found, key=lambda one: one[0], default=(0, None))[1]


def _beginning_somewhere(text: str) -> Iterator[tuple[int, JsonValue]]:
    """Objects and lists in the prose, each with its length in characters."""
    decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)
    position = 0
    for _ in range(MOST_STARTS):
        start = OPENING.search(text, position)
        if not start:
            return
        try:
            value, position = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            position = start.end()
            continue
        yield position - start.start(), value


def _loaded(text: str) -> JsonValue:
    try:
        value: JsonValue = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return value


def _once(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _TwiceNamed(f"the field {twice!r} stands twice in one object")
    return made


def _no_constant(name: str) -> JsonValue:
    raise ValueError(f"{name} is no JSON number")


def _lenient(text: str) -> str:
    """Without comments and without commas before a closing bracket; strings stay as they are."""
    bare = STRING_OR_NOISE.sub(_only_strings, text)
    return STRING_OR_TRAILING_COMMA.sub(_only_strings, bare)


def _only_strings(found: re.Match[str]) -> str:
    return found.group() if found.group().startswith('"') else ""


def _in_words(error: ValueError | None, text: str) -> str:
    if error is None:
        return "The answer holds no JSON, only words."
    if isinstance(error, json.JSONDecodeError):
        near = error.doc[max(0, error.pos - 30) : error.pos + 30].replace("\n", " ")
        return f"The JSON is broken at line {error.lineno}, column {error.colno}: {error.msg}, near {near!r}."
    return f"The JSON can't be used: {error}."
