"""From an endpoint, or a folder of recordings, to a client that is ready to ask."""

from __future__ import annotations

from pathlib import Path

from rowsmith.tools.llm.budget import Budget
from rowsmith.tools.llm.cache import AnswerCache
from rowsmith.tools.llm.client import ChatClient
from rowsmith.tools.llm.endpoint import Endpoint
from rowsmith.tools.llm.recording import Recorder, Replay, replay_endpoint
from rowsmith.tools.llm.retry import RetryPolicy
from rowsmith.tools.llm.wire import Server


def connect(
    endpoint: Endpoint,
    *,
    budget: Budget | None = None,
    cache: Path | None = None,
    fresh: bool = False,
    record: Path | None = None,
    retry: RetryPolicy | None = None,
) -> ChatClient:
    """A client of the endpoint. Close it, or use it as a context.

    Args:
        endpoint: the model and where it is.
        budget: what may be spent.
        cache: the folder of paid answers, None to keep none.
        fresh: ask even what the cache knows.
        record: the folder that every exchange is written to; the cache is then not read, so that no
            exchange is missing from the recording.
        retry: when and how long failed calls are tried again.
    """
    from rowsmith.tools.llm.server import OpenAIServer

    server: Server = OpenAIServer(endpoint)
    if record:
        server = Recorder(record, server, endpoint)
    answers = AnswerCache(cache, fresh=fresh or record is not None) if cache else None
    return ChatClient(endpoint, server, budget=budget, cache=answers, retry=retry)


def replay(folder: Path, *, budget: Budget | None = None) -> ChatClient:
    """A client that answers from recordings alone. Raises SourceError where there are none."""
    server = Replay(folder)
    return ChatClient(replay_endpoint(server), server, budget=budget)
