from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import BaseModel

from rowsmith.tools.errors import ModelError, SourceError, TargetError, Unauthenticated
from rowsmith.tools.llm.answers import ask
from rowsmith.tools.llm.connect import connect, replay
from rowsmith.tools.llm.endpoint import Endpoint
from rowsmith.tools.llm.messages import Delta, JsonObject, Message
from rowsmith.tools.llm.recording import Recorder, Replay
from rowsmith.tools.llm.retry import RetryPolicy
from rowsmith.tools.llm.wire import Request
from tests.fakes.chat_server import ChatServer, Said, answer, body_of, failure, stream
from tests.unit.tools.llm.conftest import KEY

HELLO = [Message("user", "Hello")]
NO_WAIT = RetryPolicy(attempts=3, sleep=lambda _: None)


class Greeting(BaseModel):
    words: str


def record(folder: Path, *script: Said, question: list[Message] = HELLO, watched: bool = False) -> None:
    with ChatServer(*script) as server:
        endpoint = Endpoint(server.base_url, KEY, "fake-model")
        with connect(endpoint, record=folder, retry=NO_WAIT) as client:
            client.complete(question, name="greet", on_delta=(lambda _: None) if watched else None)


def test_a_recording_answers_again(tmp_path: Path) -> None:
    record(tmp_path, answer("Hi"))
    with replay(tmp_path) as client:
        assert client.endpoint.model == "fake-model"
        heard: list[Delta] = []
        assert client.complete(HELLO, name="greet", on_delta=heard.append).text == "Hi"
        assert heard == [Delta("Hi")]


def test_the_files_hold_the_whole_exchange(tmp_path: Path) -> None:
    record(tmp_path, failure(503), answer("Hi"))
    record(tmp_path, answer("Again"))
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["0001.json", "0002.json", "0003.json"]
    first, second = (json.loads((tmp_path / name).read_text()) for name in ("0001.json", "0002.json"))
    assert (first["status"], second["status"]) == (503, 200)
    assert second["task"] == "greet"
    assert second["request"] == {"model": "fake-model", "messages": [{"role": "user", "content": "Hello"}]}
    assert second["response"] == body_of("Hi")


def test_secrets_are_not_in_it(tmp_path: Path) -> None:
    with pytest.raises(Unauthenticated):
        record(tmp_path, failure(401, f"bad key {KEY}"), question=[Message("user", f"my key is {KEY}")])
    text = (tmp_path / "0001.json").read_text()
    assert KEY not in text
    assert text.count("***") == 2


def test_what_was_streamed_replays_whole(tmp_path: Path) -> None:
    record(tmp_path, stream("He", "llo"), watched=True)
    with replay(tmp_path) as client:
        assert client.complete(HELLO, name="greet").text == "Hello"


def test_the_fall_to_a_looser_format_replays(tmp_path: Path) -> None:
    with (
        ChatServer(failure(400, "no response_format"), answer('{"words": "Hi"}')) as server,
        connect(Endpoint(server.base_url, KEY, "fake-model"), record=tmp_path) as client,
    ):
        ask(client, HELLO, Greeting, name="greet")
    with replay(tmp_path) as client:
        assert ask(client, HELLO, Greeting, name="greet")[0].words == "Hi"


def test_the_same_question_twice_keeps_its_order(tmp_path: Path) -> None:
    record(tmp_path, answer("First"))
    record(tmp_path, answer("Second"))
    with replay(tmp_path) as client:
        said = [client.complete(HELLO, name="greet").text for _ in range(3)]
    assert said == ["First", "Second", "Second"]


def test_only_a_failure_was_recorded(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        record(tmp_path, failure(401, "no"))
    with replay(tmp_path) as client, pytest.raises(Unauthenticated):
        client.complete(HELLO, name="greet")


def test_a_question_that_was_not_recorded(tmp_path: Path) -> None:
    record(tmp_path, answer("Hi"))
    with replay(tmp_path) as client, pytest.raises(ModelError, match="task draft_plan is recorded") as caught:
        client.complete([Message("user", "Other")], name="draft_plan")
    assert caught.value.where == str(tmp_path)


def test_recording_leaves_no_gap_for_the_cache(tmp_path: Path) -> None:
    with ChatServer(answer("Hi")) as server:
        endpoint = Endpoint(server.base_url, KEY, "fake-model")
        for _ in range(2):
            with connect(endpoint, cache=tmp_path / "cache", record=tmp_path / "record") as client:
                client.complete(HELLO, name="greet")
        with connect(endpoint, cache=tmp_path / "cache") as client:
            assert client.complete(HELLO, name="greet").cached
    assert len(list((tmp_path / "record").iterdir())) == 2


def test_a_relays_lines_are_recordings(tmp_path: Path) -> None:
    line = {
        "path": "/v1/chat/completions",
        "request": {"model": "relay", "messages": [{"role": "user", "content": "Hello"}], "stream": True},
        "status": 200,
        "response": body_of("Hi\u2028there"),
    }
    (tmp_path / "exchanges.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n\n", encoding="utf-8")
    with replay(tmp_path) as client:
        assert client.complete(HELLO, name="greet").text == "Hi\u2028there"


@pytest.mark.parametrize("content", [b"{}", b"not json", b"\xff\xfe"])
def test_a_file_that_is_no_recording(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "0001.json").write_bytes(content)
    with pytest.raises(SourceError) as caught:
        Replay(tmp_path)
    assert caught.value.where == str(tmp_path / "0001.json")


def test_no_recording_at_all(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no recording"):
        Replay(tmp_path / "nowhere")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    record(tmp_path / "good", answer("Hi"))
    endpoint = Endpoint("http://localhost/v1", "", "fake-model")
    server = Replay(tmp_path / "good")
    (tmp_path / "file").write_text("")
    with pytest.raises(TargetError):
        Recorder(tmp_path / "file", server, endpoint)
    recorder = Recorder(tmp_path / "gone", server, endpoint)
    (tmp_path / "gone").rmdir()
    body: JsonObject = {"model": "fake-model", "messages": [{"role": "user", "content": "Hello"}]}
    with pytest.raises(TargetError):
        recorder.send(Request("greet", body), timeout=1)
