from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from rowsmith.tools.llm.budget import Budget
from rowsmith.tools.llm.cache import AnswerCache
from rowsmith.tools.llm.client import ChatClient
from rowsmith.tools.llm.endpoint import Endpoint
from rowsmith.tools.llm.retry import RetryPolicy
from rowsmith.tools.llm.server import OpenAIServer
from tests.fakes.chat_server import ChatServer, Said

KEY = "sk-very-secret-0123456789"


@dataclass
class Bench:
    """A scripted server, a client of it, and the waits that the client would have made."""

    server: ChatServer
    client: ChatClient
    waits: list[float] = field(default_factory=list)


BenchMaker = Callable[..., Bench]


@pytest.fixture
def bench() -> Iterator[BenchMaker]:
    with ExitStack() as stack:

        def make(
            *script: Said,
            timeout: float = 5.0,
            attempts: int = 3,
            deadline: float = 600.0,
            budget: Budget | None = None,
            cache: AnswerCache | None = None,
        ) -> Bench:
            server = stack.enter_context(ChatServer(*script))
            waits: list[float] = []
            endpoint = Endpoint(server.base_url, KEY, "fake-model", timeout=timeout)
            retry = RetryPolicy(attempts=attempts, deadline=deadline, sleep=waits.append)
            client = ChatClient(endpoint, OpenAIServer(endpoint), budget=budget, cache=cache, retry=retry)
            return Bench(server, stack.enter_context(client), waits)

        yield make
