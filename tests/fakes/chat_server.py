"""A chat completions server on the loopback that answers by a script, and misbehaves on request."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseServer
from types import TracebackType
from typing import Self, cast

from pydantic import JsonValue

Json = dict[str, JsonValue]


@dataclass(frozen=True)
class Said:
    """One reply: its bytes, and how it is spoilt.

    Args:
        delay: seconds of silence before it.
        cut: close the connection after so many bytes of the body, though more were announced.
        stall: seconds of silence in the middle of the body.
    """

    content: bytes
    status: int = 200
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cut: int | None = None
    stall: float = 0.0


def body_of(
    text: str | None, *, finish: str | None = "stop", refusal: str | None = None, counted: bool = True
) -> Json:
    """A chat completion with that answer."""
    message: Json = {"role": "assistant", "content": text, "refusal": refusal}
    made: Json = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "fake",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
    }
    if counted:
        made["usage"] = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    return made


def answer(
    text: str | None, *, finish: str | None = "stop", refusal: str | None = None, counted: bool = True
) -> Said:
    return Said(json.dumps(body_of(text, finish=finish, refusal=refusal, counted=counted)).encode())


def failure(
    status: int, message: str = "failed", headers: dict[str, str] | None = None, **error: str
) -> Said:
    content = json.dumps({"error": {"message": message, **error}}).encode()
    return Said(content, status=status, headers=headers or {})


def stream(*pieces: str, finish: str | None = "stop", counted: bool = True, done: bool = True) -> Said:
    """A streamed answer in these pieces."""
    chunks: list[Json] = [_chunk({"content": piece}, None) for piece in pieces]
    if finish:
        chunks.append(_chunk({}, finish))
    if counted:
        chunks.append(
            {**_chunk({}, None), "choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 3}}
        )
    lines = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks] + (["data: [DONE]\n\n"] if done else [])
    return Said("".join(lines).encode(), content_type="text/event-stream")


def _chunk(delta: Json, finish: str | None) -> Json:
    choice: Json = {"index": 0, "delta": delta, "finish_reason": finish}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "fake",
        "choices": [choice],
    }


def listing(*names: str) -> Said:
    """A server's list of models."""
    models = [{"id": name, "object": "model", "created": 1, "owned_by": "x"} for name in names]
    return Said(json.dumps({"object": "list", "data": models}).encode())


class ChatServer(ThreadingHTTPServer):
    """Answers each call with the next reply of its script, the last one again and again."""

    daemon_threads = True

    def __init__(self, *script: Said) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = list(script)
        self.listing: Said | None = None
        self.requests: list[Json] = []
        self.seen_headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    @property
    def calls(self) -> int:
        return len(self.requests)

    def next_reply(self, path: str, body: Json, headers: dict[str, str]) -> Said:
        with self._lock:
            self.paths.append(path)
            self.requests.append(body)
            self.seen_headers.append(headers)
            return self.script.pop(0) if len(self.script) > 1 else self.script[0]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self.shutdown()
        self.server_close()
        self._thread.join()

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that hung up is part of the play."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: BaseServer

    def do_POST(self) -> None:
        script = cast("ChatServer", self.server)
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        said = script.next_reply(
            self.path, json.loads(raw), {name.lower(): text for name, text in self.headers.items()}
        )
        if said.delay and script.closing.wait(said.delay):
            return
        self.send_response(said.status)
        self.send_header("Content-Type", said.content_type)
        self.send_header("Content-Length", str(len(said.content)))
        for name, value in said.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self._send_body(script, said)

    def do_GET(self) -> None:
        """The list of models, where there is one."""
        script = cast("ChatServer", self.server)
        listing = script.listing or failure(404, "no such path")
        self.send_response(listing.status)
        self.send_header("Content-Type", listing.content_type)
        self.send_header("Content-Length", str(len(listing.content)))
        self.end_headers()
        self.wfile.write(listing.content)

    def _send_body(self, script: ChatServer, said: Said) -> None:
        if said.stall:
            half = len(said.content) // 2
            self.wfile.write(said.content[:half])
            self.wfile.flush()
            script.closing.wait(said.stall)
            self.wfile.write(said.content[half:])
            return
        if said.cut is not None:
            self.wfile.write(said.content[: said.cut])
            self.close_connection = True
            return
        self.wfile.write(said.content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base names it so
        """Tests read results, not logs."""
