"""One exchange with a server: the request, the reply, and the seam where a fake or a recording fits."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from rowsmith.tools.errors import InvalidAnswer
from rowsmith.tools.llm.messages import JsonObject, OnDelta, clean_text

CONTENT_FIELDS = ("model", "messages", "response_format")
"""What decides the answer; limits and streaming only decide how it arrives."""


def digest(value: object) -> str:
    """A content address: SHA-256 of the value as canonical JSON, in hex."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Request:
    """A call of /chat/completions; `task` names what it is for and stays at home."""

    task: str
    body: JsonObject

    @property
    def digest(self) -> str:
        return digest({name: self.body.get(name) for name in CONTENT_FIELDS})


@dataclass(frozen=True)
class Reply:
    """What the server said: HTTP status and JSON body; `retry_after` in seconds where it asks to wait."""

    status: int
    body: JsonObject
    retry_after: float | None = None

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


class Server(Protocol):
    """Whatever answers a request: the network, a recording, a fake."""

    def send(self, request: Request, *, timeout: float, on_delta: OnDelta | None = None) -> Reply:
        """One exchange, without retries.

        Args:
            request: what is asked.
            timeout: seconds of silence that are borne.
            on_delta: called with each piece of the answer; the reply still holds all of it.

        Raises:
            ModelTimeout, ModelUnreachable: no whole reply arrived.
            InvalidAnswer: the reply is no chat completion.
        """
        ...

    def close(self) -> None:
        """Give back connections; further calls fail."""
        ...


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")
    text: str = ""


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore")
    content: str | list[_Part] | None = None
    refusal: str | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return clean_text("".join(part.text for part in self.content))
        return clean_text(self.content or "")


class _Choice(BaseModel):
    model_config = ConfigDict(extra="ignore")
    message: _Reply
    finish_reason: str | None = None


class _Usage(BaseModel):
    model_config = ConfigDict(extra="ignore")
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class ChatReply(BaseModel):
    """The few fields of a chat completion that matter here; servers differ in all others."""

    model_config = ConfigDict(extra="ignore")
    choices: list[_Choice]
    usage: _Usage | None = None

    @property
    def choice(self) -> _Choice:
        return self.choices[0]


def read_reply(body: JsonObject, where: str) -> ChatReply:
    """The body as a chat completion. Raises InvalidAnswer where it is none."""
    try:
        reply = ChatReply.model_validate(body)
    except ValidationError as error:
        raise InvalidAnswer(
            "The server's reply is no chat completion.",
            where=where,
            hint="Check that the base URL is that of a chat completions server.",
        ) from error
    if not reply.choices:
        raise InvalidAnswer("The server's reply holds no answer.", where=where)
    return reply
