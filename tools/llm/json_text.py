"""JSON out of what a model wrote around it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pydantic import JsonValue

from rowsmith.tools.llm.messages import JsonObject

THOUGHTS = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
"""Some local models think aloud before they answer."""
FENCED = re.compile(r"```[ \t]*[\w-]*[ \t]*\r?\n(.*?)```", re.DOTALL)
STRING_OR_NOISE = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
STRING_OR_TRAILING_COMMA = re.compile(r'"(?:\\.|[^"\\])*"|,(?=\s*[}\]])', re.DOTALL)
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
    plain = THOUGHTS.sub("", text).strip().removeprefix("\ufeff")
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


def _embedded(text: str) -> JsonObject | list[JsonValue] | None:
    """The largest object or list that begins somewhere in the prose."""
    largest: JsonObject | list[JsonValue] | None = None
    longest = 0
    decoder = _decoder()
    for written in (text, _lenient(text)):
        position = 0
        for _ in range(MOST_STARTS):
            start = re.compile(r"[{\[]").search(written, position)
            if not start:
                break
            try:
                value, position = decoder.raw_decode(written, start.start())
            except (ValueError, RecursionError):
                position = start.end()
                continue
            if position - start.start() > longest:
                largest, longest = value, position - start.start()
        if largest:
            return largest
    return largest


def _loaded(text: str) -> JsonValue:
    try:
        value: JsonValue = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return value


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)


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
