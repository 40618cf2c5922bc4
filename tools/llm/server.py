"""The network: one call of an `openai` client, without its retries."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import openai
from openai import OpenAI, Stream, Timeout
from openai.types.chat import ChatCompletionChunk

from rowsmith.tools.errors import InvalidAnswer, ModelTimeout, ModelUnreachable
from rowsmith.tools.llm.endpoint import Endpoint
from rowsmith.tools.llm.failures import error_body, failure
from rowsmith.tools.llm.messages import Delta, JsonObject, OnDelta
from rowsmith.tools.llm.retry import retry_after
from rowsmith.tools.llm.wire import Reply, Request

if TYPE_CHECKING:
    from openai._legacy_response import LegacyAPIResponse
    from openai.types.chat import ChatCompletionMessageParam

CONNECT_SECONDS = 10.0
NO_KEY = "none"
"""`openai` insists on a key; servers that want none ignore it."""
UNLISTED = frozenset({400, 404, 405, 501})
"""Statuses with which servers say that they list no models."""
LARGEST_ANSWER = 4_000_000
"""Bytes. No answer of ours comes near; a server that sends more has lost the thread."""


class OpenAIServer:
    """A server reached through the `openai` package. Close it, or use it as a context."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._client = OpenAI(
            api_key=endpoint.api_key or NO_KEY,
            base_url=endpoint.base_url,
            timeout=endpoint.timeout,
            max_retries=0,
            default_headers=dict(endpoint.headers),
            default_query=dict(endpoint.query),
        )

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> OpenAIServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, request: Request, *, timeout: float, on_delta: OnDelta | None = None) -> Reply:
        """See `Server.send`."""
        patience = Timeout(timeout, connect=min(timeout, CONNECT_SECONDS))
        try:
            return self._streamed(request, patience, on_delta) if on_delta else self._whole(request, patience)
        except openai.APIStatusError as error:
            seconds = retry_after(error.response.headers, dt.datetime.now(dt.UTC))
            return Reply(error.status_code, error_body(error.body, str(error)), seconds)
        except openai.OpenAIError as error:
            raise failure(error, self._endpoint) from error

    def models(self) -> list[str] | None:
        """The names of the models that the server has, None where it does not list them.

        Raises ModelError where it can't be reached or wants another key.
        """
        try:
            found = self._client.models.list()
            return sorted(one.id for one in found.data if isinstance(one.id, str))
        except openai.APIStatusError as error:
            failed = failure(error, self._endpoint)
            if error.status_code in UNLISTED:
                return None
            raise failed from error
        except openai.OpenAIError as error:
            raise failure(error, self._endpoint) from error
        except (AttributeError, TypeError, ValueError):
            return None

    def _whole(self, request: Request, timeout: Timeout) -> Reply:
        model, messages, rest = _fields(request.body)
        raw = self._client.chat.completions.with_raw_response.create(
            model=model, messages=messages, extra_body=rest, timeout=timeout
        )
        return self._decoded(raw.status_code, raw.headers, raw.content)

    def _streamed(self, request: Request, timeout: Timeout, on_delta: OnDelta) -> Reply:
        model, messages, rest = _fields(request.body)
        raw: LegacyAPIResponse[Stream[ChatCompletionChunk]]
        raw = self._client.chat.completions.with_raw_response.create(
            model=model, messages=messages, extra_body=rest, timeout=timeout, stream=True
        )
        if "event-stream" not in raw.headers.get("content-type", ""):
            return self._unstreamed(raw, on_delta)
        try:
            with raw.parse() as stream:
                return self._joined(stream, on_delta)
        except ValueError as error:
            raise self._garbled("The streamed answer is no text or no JSON.") from error

    def _unstreamed(self, raw: LegacyAPIResponse[Stream[ChatCompletionChunk]], on_delta: OnDelta) -> Reply:
        """A server that can't stream sends the answer whole."""
        reply = self._decoded(raw.status_code, raw.headers, raw.http_response.read())
        on_delta(Delta(_text_of(reply.body)))
        return reply

    def _joined(self, stream: Stream[ChatCompletionChunk], on_delta: OnDelta) -> Reply:
        """The chunks as the reply that an unstreamed call would have got."""
        joined, end = _Joined(), time.monotonic() + self._endpoint.longest
        for chunk in stream:
            piece = joined.add(chunk)
            if piece:
                on_delta(Delta(piece))
            if joined.size > LARGEST_ANSWER:
                raise self._too_large(joined.size)
            if time.monotonic() > end:
                raise ModelTimeout(
                    f"The answer took longer than {self._endpoint.longest:g} seconds.",
                    where=self._endpoint.address,
                    hint="Ask for less at once, or use a faster model.",
                )
        if joined.finish_reason is None:
            raise self._garbled("The streamed answer broke off.")
        return Reply(200, joined.body())

    def _decoded(self, status: int, headers: Mapping[str, str], content: bytes) -> Reply:
        if len(content) > LARGEST_ANSWER:
            raise self._too_large(len(content))
        try:
            body = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise self._unreadable(headers.get("content-type", "")) from error
        if not isinstance(body, dict):
            raise self._unreadable(headers.get("content-type", ""))
        return _with_inner_error(Reply(status, body))

    def _unreadable(self, content_type: str) -> InvalidAnswer | ModelUnreachable:
        kind = content_type.partition(";")[0].strip() or "something"
        if kind.endswith("json"):
            return self._garbled("The server's reply is broken JSON.")
        return InvalidAnswer(
            f"The server answered with {kind}, not with a chat completion.",
            where=self._endpoint.address,
            hint="Check the base URL: it often ends in /v1.",
        )

    def _garbled(self, message: str) -> ModelUnreachable:
        return ModelUnreachable(message, where=self._endpoint.address, hint="Try again.")

    def _too_large(self, size: int) -> InvalidAnswer:
        return InvalidAnswer(
            f"The answer holds {size / 1e6:.1f} MB; at most {LARGEST_ANSWER / 1e6:.0f} MB are read.",
            where=self._endpoint.address,
            hint="Use another model.",
        )


class _Joined:
    """A streamed answer put together."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._refusal: list[str] = []
        self._usage: JsonObject | None = None
        self.finish_reason: str | None = None
        self.size = 0

    def add(self, chunk: ChatCompletionChunk) -> str:
        """Take a chunk in; the text that it adds."""
        if chunk.usage is not None:
            self._usage = cast("JsonObject", chunk.usage.model_dump(mode="json", exclude_none=True))
        if not chunk.choices:
            return ""
        choice = chunk.choices[0]
        self.finish_reason = choice.finish_reason or self.finish_reason
        self._refusal.append(choice.delta.refusal or "")
        piece = choice.delta.content or ""
        self._pieces.append(piece)
        self.size += len(piece)
        return piece

    def body(self) -> JsonObject:
        message: JsonObject = {
            "role": "assistant",
            "content": "".join(self._pieces),
            "refusal": "".join(self._refusal) or None,
        }
        choice: JsonObject = {"index": 0, "message": message, "finish_reason": self.finish_reason}
        body: JsonObject = {"object": "chat.completion", "choices": [choice]}
        return body if self._usage is None else {**body, "usage": self._usage}


def _fields(body: JsonObject) -> tuple[str, list[ChatCompletionMessageParam], JsonObject]:
    rest = {name: value for name, value in body.items() if name not in {"model", "messages"}}
    return str(body["model"]), cast("list[ChatCompletionMessageParam]", body["messages"]), rest


def _with_inner_error(reply: Reply) -> Reply:
    """Some gateways send status 200 and an error inside: take it for what it is."""
    error = reply.body.get("error")
    if not error or "choices" in reply.body:
        return reply
    code = error.get("code") if isinstance(error, dict) else None
    status = code if isinstance(code, int) and 400 <= code < 600 else 502
    return Reply(status, reply.body)


def _text_of(body: JsonObject) -> str:
    choices = body.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    content = message.get("content") if isinstance(message, dict) else None
    return content if isinstance(content, str) else ""
