"""A server in memory that answers by the task's name."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from pydantic import BaseModel

from rowsmith.agents.models.language import LanguageModel
from rowsmith.tools.llm.budget import Budget
from rowsmith.tools.llm.client import ChatClient
from rowsmith.tools.llm.endpoint import Endpoint
from rowsmith.tools.llm.messages import Delta, JsonObject, OnDelta
from rowsmith.tools.llm.wire import Reply, Request
from tests.fakes.chat_server import body_of

Said = str | BaseModel | Mapping[str, object]
Answer = Said | Callable[[Request], Said]


class Answering:
    """Each task's answers in their order, the last one again and again; `asked` keeps the requests."""

    def __init__(self, script: Mapping[str, Sequence[Answer]]) -> None:
        self._script = {task: deque(said) for task, said in script.items()}
        self._lock = threading.Lock()
        self.asked: list[Request] = []

    def send(self, request: Request, *, timeout: float, on_delta: OnDelta | None = None) -> Reply:
        with self._lock:
            self.asked.append(request)
            queue = self._script[request.task]
            answer = queue.popleft() if len(queue) > 1 else queue[0]
        text = text_of(answer(request) if callable(answer) else answer)
        if on_delta:
            on_delta(Delta(text))
        return Reply(200, body_of(text))

    def close(self) -> None:
        """Nothing is held open."""

    @property
    def tasks(self) -> list[str]:
        return [request.task for request in self.asked]

    def said(self, number: int = -1, message: int = -1) -> str:
        """What one message of one request said."""
        return said(self.asked[number], message)

    def schema(self, number: int = -1) -> JsonObject:
        wanted = self.asked[number].body["response_format"]
        assert isinstance(wanted, dict)
        assert wanted["type"] == "json_schema"
        described = wanted["json_schema"]
        assert isinstance(described, dict)
        schema = described["schema"]
        assert isinstance(schema, dict)
        return schema


def said(request: Request, message: int = -1) -> str:
    messages = request.body["messages"]
    assert isinstance(messages, list)
    one = messages[message]
    assert isinstance(one, dict)
    return str(one["content"])


def text_of(said: Said) -> str:
    if isinstance(said, str):
        return said
    return said.model_dump_json() if isinstance(said, BaseModel) else json.dumps(said)


def model_with(
    server: Answering, budget: Budget | None = None, on_delta: OnDelta | None = None
) -> LanguageModel:
    """A language model that this server answers."""
    endpoint = Endpoint("http://answers.invalid/v1", "", "gpt-4.1-mini")
    return LanguageModel(ChatClient(endpoint, server, budget=budget), on_delta=on_delta)
