"""A chat completions server on the loopback that answers from a folder of recordings."""

from __future__ import annotations

import json
from collections import deque
from pathlib import Path

from rowsmith.tools.llm.recording import Exchange, read_exchanges
from rowsmith.tools.llm.wire import Request
from tests.fakes.chat_server import ChatServer, Json, Said, failure

RENEW = (
    "No answer is recorded for this question: a prompt, the plan language or the workflow changed since."
    " Run python tests/recordings/renew.py {name}, as tests/recordings/README.md says."
)


class RecordedServer(ChatServer):
    """Answers each question with what was recorded for it, word for word; others fail with what to do.

    With `by_task` only the task's name counts: its answers come in their order, whatever the question says.
    """

    def __init__(self, folder: Path, *, by_task: bool = False) -> None:
        super().__init__(failure(404, RENEW.format(name=folder.name)))
        self._by_task = by_task
        self._waiting: dict[str, deque[Exchange]] = {}
        for exchange in read_exchanges(folder):
            key = exchange.task if by_task else exchange.digest
            self._waiting.setdefault(key, deque()).append(exchange)

    def next_reply(self, path: str, body: Json, headers: dict[str, str]) -> Said:
        miss = super().next_reply(path, body, headers)
        waiting = self._waiting.get(task_of(body) if self._by_task else Request("", body).digest)
        return _said(waiting.popleft()) if waiting else miss

    @property
    def left(self) -> list[str]:
        """The tasks of the recorded answers that nobody asked for."""
        return [exchange.task for waiting in self._waiting.values() for exchange in waiting]


def task_of(body: Json) -> str:
    """The task's name, as the answer's schema carries it."""
    wanted = body.get("response_format")
    schema = wanted.get("json_schema") if isinstance(wanted, dict) else None
    return str(schema.get("name")) if isinstance(schema, dict) else ""


def _said(exchange: Exchange) -> Said:
    return Said(json.dumps(exchange.response).encode(), status=exchange.status)
