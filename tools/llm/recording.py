"""Whole exchanges as files: written while a model answers, and read back instead of one."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from rowsmith.tools.errors import ModelError, SourceError, TargetError
from rowsmith.tools.llm.endpoint import Endpoint
from rowsmith.tools.llm.messages import Delta, OnDelta
from rowsmith.tools.llm.wire import Reply, Request, Server, read_reply


class Exchange(BaseModel):
    """One recorded exchange; the same fields make a line of a relay's exchanges.jsonl."""

    model_config = ConfigDict(extra="ignore")
    task: str = ""
    path: str = "/chat/completions"
    request: dict[str, JsonValue]
    status: int
    response: dict[str, JsonValue]

    @property
    def digest(self) -> str:
        return Request(self.task, self.request).digest


class Recorder:
    """A server that writes down what another one is asked and says, secrets blotted out.

    Files are numbered in the order of the replies, on from those that are there.

    Raises:
        TargetError: the folder or a file can't be written.
    """

    def __init__(self, folder: Path, server: Server, endpoint: Endpoint) -> None:
        self._folder, self._server, self._endpoint = folder, server, endpoint
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(folder, error) from error
        self._last = max((int(file.stem) for file in _numbered(folder)), default=0)

    def send(self, request: Request, *, timeout: float, on_delta: OnDelta | None = None) -> Reply:
        """See `Server.send`."""
        reply = self._server.send(request, timeout=timeout, on_delta=on_delta)
        exchange = Exchange(task=request.task, request=request.body, status=reply.status, response=reply.body)
        self._write(exchange)
        return reply

    def close(self) -> None:
        self._server.close()

    def _write(self, exchange: Exchange) -> None:
        text = self._endpoint.redact(json.dumps(exchange.model_dump(), indent=1, ensure_ascii=False))
        with self._lock:
            self._last += 1
            file = self._folder / f"{self._last:04}.json"
        part = file.with_suffix(".part")
        try:
            part.write_text(f"{text}\n", encoding="utf-8", errors="backslashreplace")
            part.replace(file)
        except OSError as error:
            raise _unwritable(file, error) from error


class Replay:
    """A server that answers from recordings, by the content of the question.

    A question that was recorded several times gets its successes in their order, the last one again and again;
    one that only failed gets its failure.

    Raises:
        SourceError: the folder can't be read or holds no recording.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._exchanges: dict[str, list[Exchange]] = {}
        self.model = ""
        for exchange in read_exchanges(folder):
            self.model = self.model or str(exchange.request.get("model", ""))
            self._exchanges.setdefault(exchange.digest, []).append(exchange)
        for key, found in self._exchanges.items():
            self._exchanges[key] = [one for one in found if one.status < 400] or found[-1:]

    def send(self, request: Request, *, timeout: float, on_delta: OnDelta | None = None) -> Reply:
        """See `Server.send`. Raises ModelError where the question was not recorded."""
        exchange = self._next(request)
        reply = Reply(exchange.status, exchange.response)
        if on_delta and reply.ok:
            on_delta(Delta(read_reply(reply.body, str(self._folder)).choice.message.text))
        return reply

    def close(self) -> None:
        """Nothing is held open."""

    def _next(self, request: Request) -> Exchange:
        with self._lock:
            found = self._exchanges.get(request.digest)
            if not found:
                raise ModelError(
                    f"No answer for the task {request.task} is recorded for this question.",
                    where=str(self._folder),
                    hint="Record it with the same description, plan language and model, or use a live model.",
                )
            return found.pop(0) if len(found) > 1 else found[0]


def read_exchanges(folder: Path) -> Iterator[Exchange]:
    """The exchanges of a folder: its numbered files, then its exchanges.jsonl. Raises SourceError."""
    found = 0
    for file in (*_numbered(folder), *sorted(folder.glob("*.jsonl"))):
        for text in _texts(file):
            found += 1
            yield _exchange(text, file)
    if not found:
        raise SourceError("There is no recording here.", where=str(folder), hint="Make one with --record.")


def replay_endpoint(replay: Replay) -> Endpoint:
    """The endpoint that a client of recordings carries: their model, and no place to reach."""
    return Endpoint("http://recordings.invalid", "", replay.model or "recorded")


def _numbered(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*.json") if file.stem.isdigit())


def _texts(file: Path) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"The recording can't be read: {error}.", where=str(file)) from error
    return [line for line in text.split("\n") if line.strip()] if file.suffix == ".jsonl" else [text]


def _exchange(text: str, file: Path) -> Exchange:
    try:
        exchange = Exchange.model_validate_json(text)
    except ValidationError as error:
        raise SourceError("The file is no recording of an exchange.", where=str(file)) from error
    return exchange


def _unwritable(path: Path, error: OSError) -> TargetError:
    return TargetError(f"The recording can't be written: {error.strerror or error}.", where=str(path))
