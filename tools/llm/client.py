"""The client: one question in, one answer out, whatever happens on the wire in between."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from rowsmith.tools.errors import Refused
from rowsmith.tools.llm.budget import Budget
from rowsmith.tools.llm.cache import AnswerCache
from rowsmith.tools.llm.capability import AnswerFormat, Capabilities, Capability, format_fields, with_schema
from rowsmith.tools.llm.endpoint import Endpoint
from rowsmith.tools.llm.failures import status_failure
from rowsmith.tools.llm.gate import Gate
from rowsmith.tools.llm.messages import (
    Completion,
    Delta,
    JsonObject,
    JsonSchema,
    Message,
    OnDelta,
    Usage,
    clean_text,
    estimate_tokens,
)
from rowsmith.tools.llm.retry import TRANSIENT, RetryPolicy
from rowsmith.tools.llm.schema_limits import breaches
from rowsmith.tools.llm.wire import ChatReply, Reply, Request, Server, read_reply


class ChatClient:
    """Answers of one model at one endpoint: retried, within a budget, from the cache where it has them.

    Args:
        endpoint: the model and where it is.
        server: what answers; the network (`OpenAIServer`), a recording or a fake.
        budget: stops before the call that would break it.
        cache: where paid answers are kept.
        retry: when and how long failed calls are tried again.
        capabilities: what is known of the endpoint; share one to find it out once.
        gate: how many calls run at the same time.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        server: Server,
        *,
        budget: Budget | None = None,
        cache: AnswerCache | None = None,
        retry: RetryPolicy | None = None,
        capabilities: Capabilities | None = None,
        gate: Gate | None = None,
    ) -> None:
        self.endpoint = endpoint
        self.budget = budget or Budget(endpoint.model)
        self._server = server
        self._cache = cache
        self._retry = retry or RetryPolicy()
        self._capabilities = capabilities or Capabilities()
        self._gate = gate or Gate()

    def close(self) -> None:
        self._server.close()

    def __enter__(self) -> ChatClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def complete(
        self,
        messages: Sequence[Message],
        *,
        name: str,
        schema: JsonSchema | None = None,
        max_tokens: int | None = None,
        on_delta: OnDelta | None = None,
    ) -> Completion:
        """The model's answer.

        Args:
            messages: the conversation so far.
            name: what the answer is for: letters, digits, _ and -, at most 64.
            schema: in strict form (`strict_schema`); the answer is then meant to be JSON that meets it.
            max_tokens: the most that the answer may have.
            on_delta: called with each piece of the answer as it arrives.

        Raises:
            ModelError: Refused, BudgetExceeded, RateLimited, Unauthenticated ... each says what to do.
        """
        key = self._cache.key(self.endpoint.model, messages, schema) if self._cache else ""
        known = self._cache.get(key) if self._cache else None
        if known:
            self.budget.save(known[1])
            if on_delta:
                on_delta(Delta(known[0]))
            return Completion(known[0], Usage(), cached=True)
        completion = self._ask(_Question(tuple(messages), schema, name, max_tokens), on_delta)
        if self._cache and completion.text and not completion.truncated:
            self._cache.put(key, completion.text, completion.usage)
        return completion

    def forget(self, messages: Sequence[Message], schema: JsonSchema | None) -> None:
        """Drop the cached answer to these messages: it proved useless."""
        if self._cache:
            self._cache.forget(self._cache.key(self.endpoint.model, messages, schema))

    def _ask(self, question: _Question, on_delta: OnDelta | None) -> Completion:
        while True:
            capability = question.fitted(self._capabilities.of(self.endpoint, question.schema))
            with self.budget.call(question.prompt_tokens, question.max_tokens) as room:
                body = question.body(self.endpoint, capability, room, streams=on_delta is not None)
                reply = self._exchange(Request(question.name, body), on_delta)
                if reply.ok:
                    return self._completion(reply, question.prompt_tokens)
            less = capability.without(reply)
            if less is None:
                raise status_failure(reply, self.endpoint)
            self._capabilities.learn(self.endpoint, less, reply, question.schema)

    def _exchange(self, request: Request, on_delta: OnDelta | None) -> Reply:
        """A reply that is good or that no retry would mend."""

        def attempt(number: int) -> Reply:
            numbered = _numbered(on_delta, number)
            with self._gate.turn():
                reply = self._server.send(request, timeout=self._patience(), on_delta=numbered)
                if not reply.ok:
                    failed = status_failure(reply, self.endpoint)
                    if isinstance(failed, TRANSIENT):
                        raise failed
            return reply

        return self._retry.call(attempt, self.budget.seconds_left())

    def _patience(self) -> float:
        """Seconds that a call may stay silent: no longer than the run may still last."""
        left = self.budget.seconds_left()
        return self.endpoint.timeout if left is None else min(self.endpoint.timeout, left)

    def _completion(self, reply: Reply, prompt_tokens: int) -> Completion:
        read = read_reply(reply.body, self.endpoint.address)
        message, finish = read.choice.message, read.choice.finish_reason or "stop"
        usage = _usage(read, prompt_tokens)
        self.budget.charge(usage)
        if message.refusal or finish == "content_filter":
            said = self.endpoint.redact(message.refusal or "its content filter stopped the answer")
            raise Refused(
                f"The model declined to answer: {said[:300]}",
                where=self.endpoint.model,
                hint="Say it in other words, or use another model.",
            )
        return Completion(message.text, usage, finish)


class _Question:
    """What `complete` was asked, and how it looks on the wire."""

    def __init__(
        self, messages: tuple[Message, ...], schema: JsonSchema | None, name: str, max_tokens: int | None
    ) -> None:
        self.messages, self.schema, self.name, self.max_tokens = messages, schema, name, max_tokens
        self._schema_text = json.dumps(schema, ensure_ascii=False, separators=(",", ":")) if schema else ""

    def fitted(self, capability: Capability) -> Capability:
        """A schema that strict mode can't state is asked for in JSON mode from the start."""
        if capability.answers is AnswerFormat.STRICT and self.schema and breaches(self.schema):
            return replace(capability, answers=AnswerFormat.JSON)
        return capability

    @property
    def prompt_tokens(self) -> int:
        """An estimate; the schema counts in every format."""
        return estimate_tokens(self._schema_text, *(message.text for message in self.messages))

    def body(
        self, endpoint: Endpoint, capability: Capability, room: int | None, *, streams: bool
    ) -> JsonObject:
        messages = self.messages
        body: JsonObject = {"model": endpoint.model}
        if self.schema:
            messages = with_schema(messages, capability.answers, self._schema_text)
            body |= format_fields(capability.answers, self.schema, self.name)
        if room is not None and capability.limit:
            body[capability.limit] = room
        if streams and capability.counts_streams:
            body["stream_options"] = {"include_usage": True}
        body["messages"] = [
            {"role": message.role, "content": clean_text(message.text)} for message in messages
        ]
        return {**endpoint.options, **body}


def _numbered(on_delta: OnDelta | None, attempt: int) -> OnDelta | None:
    return on_delta and (lambda delta: on_delta(replace(delta, attempt=attempt)))


def _usage(read: ChatReply, prompt_tokens: int) -> Usage:
    """What the server counted, or an estimate where it did not."""
    counted = read.usage
    if counted and counted.prompt_tokens is not None and counted.completion_tokens is not None:
        return Usage(1, counted.prompt_tokens, counted.completion_tokens)
    return Usage(1, prompt_tokens, estimate_tokens(read.choice.message.text), estimated=1)
