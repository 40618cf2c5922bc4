"""What a server can do: found out once per endpoint and model, then remembered."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.resources import files

from rowsmith.tools.llm.endpoint import Endpoint
from rowsmith.tools.llm.failures import message_of
from rowsmith.tools.llm.messages import JsonObject, JsonSchema, Message
from rowsmith.tools.llm.wire import Reply, digest

REFUSALS = frozenset({400, 404, 415, 422, 501})
"""Statuses with which servers refuse a field that they do not know."""


class AnswerFormat(StrEnum):
    """How an answer's schema is asked for, from the strictest on."""

    STRICT = "json_schema"
    JSON = "json_object"
    TEXT = "text"


LOOSER = {AnswerFormat.STRICT: AnswerFormat.JSON, AnswerFormat.JSON: AnswerFormat.TEXT}
FORMAT_SIGNS = (
    "response_format",
    "json_schema",
    "json_object",
    "json schema",
    "json mode",
    "strict",
    "grammar",
)
SCHEMA_SIGNS = (
    "invalid schema",
    "schema is invalid",
    "invalid json schema",
    "grammar",
    "schema too",
    "exceeds limit",
)
NEXT_LIMIT = {"max_tokens": "max_completion_tokens", "max_completion_tokens": None}
UNKNOWN_SIGNS = ("unsupported", "not support", "unrecogni", "unknown", "extra")


@dataclass(frozen=True)
class Capability:
    """What is asked of a server until it refuses.

    Args:
        answers: how a schema is asked for.
        limit: the name of the field that limits the answer's tokens, None where neither is known.
        counts_streams: whether a streamed answer may ask for its token counts.
    """

    answers: AnswerFormat = AnswerFormat.STRICT
    limit: str | None = "max_tokens"
    counts_streams: bool = True

    def without(self, reply: Reply) -> Capability | None:
        """The capability less what this refusal is about; None where it is about something else."""
        if reply.status not in REFUSALS:
            return None
        said = f"{message_of(reply.body)} {_field(reply.body)}".lower()
        if self.limit and self.limit in said and any(sign in said for sign in UNKNOWN_SIGNS):
            return replace(self, limit=NEXT_LIMIT[self.limit])
        if self.counts_streams and ("stream_options" in said or "include_usage" in said):
            return replace(self, counts_streams=False)
        if self.answers in LOOSER and any(sign in said for sign in FORMAT_SIGNS):
            return replace(self, answers=LOOSER[self.answers])
        return None


def _field(body: JsonObject) -> str:
    error = body.get("error")
    return str(error.get("param") or "") if isinstance(error, dict) else ""


class Capabilities:
    """What was found out so far, for this process; safe to share between threads."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Capability] = {}
        self._lock = threading.Lock()

    def of(self, endpoint: Endpoint, schema: JsonSchema | None = None) -> Capability:
        with self._lock:
            general = self._known.get(_key(endpoint, None), Capability())
            if schema is None:
                return general
            return self._known.get(_key(endpoint, schema), general)

    def learn(self, endpoint: Endpoint, found: Capability, reply: Reply, schema: JsonSchema | None) -> None:
        """Keep what a refusal taught: about this schema alone where it found fault with the schema."""
        about_schema = any(sign in message_of(reply.body).lower() for sign in SCHEMA_SIGNS)
        with self._lock:
            self._known[_key(endpoint, schema if about_schema else None)] = found


def _key(endpoint: Endpoint, schema: JsonSchema | None) -> tuple[str, ...]:
    place = (endpoint.address, endpoint.model)
    return place if schema is None else (*place, digest(schema))


def format_fields(answers: AnswerFormat, schema: JsonSchema, name: str) -> JsonObject:
    """The request's fields that ask for the schema."""
    if answers is AnswerFormat.TEXT:
        return {}
    if answers is AnswerFormat.JSON:
        return {"response_format": {"type": "json_object"}}
    described: JsonObject = {"name": name, "strict": True, "schema": schema}
    return {"response_format": {"type": "json_schema", "json_schema": described}}


def with_schema(
    messages: tuple[Message, ...], answers: AnswerFormat, schema_text: str
) -> tuple[Message, ...]:
    """The messages, with the schema in words where the server does not take it as a field."""
    if answers is AnswerFormat.STRICT:
        return messages
    text = files("rowsmith.tools.llm.data").joinpath(f"{answers.value}.txt").read_text(encoding="utf-8")
    told = Message("system", text.replace("{schema}", schema_text).strip())
    first, rest = messages[:1], messages[1:]
    if first and first[0].role == "system":
        return (Message("system", f"{first[0].text}\n\n{told.text}"), *rest)
    return (told, *messages)
