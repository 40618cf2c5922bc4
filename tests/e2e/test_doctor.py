"""The doctor says what works and what to do about the rest, over loopback HTTP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rowsmith.cli.app import run
from tests.fakes.chat_server import ChatServer, Said, answer, failure, listing, stream

PONG = '{"word": "ready"}'
KEY = "sk-loopback-0123456789"


@pytest.fixture(autouse=True)
def _alone(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def diagnosis(
    capsys: pytest.CaptureFixture[str], *script: Said, models: Said | None = None
) -> tuple[int, dict[str, tuple[bool | None, str, str | None]]]:
    """The exit code, and each step: whether it is good, what it says, what to do."""
    with ChatServer(*script) as server:
        server.listing = models
        code = run(["doctor", "--model", "fake", "--base-url", server.base_url, "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == ("not_ready" if code else "ready")
    return code, {one["name"]: (one["is_good"], one["says"], one["hint"]) for one in told["checks"]}


def test_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    code, steps = diagnosis(
        capsys, answer(PONG), stream('{"word": ', '"ready"}'), models=listing("fake", "other")
    )
    assert code == 0
    assert {name: step[0] for name, step in steps.items()} == {
        "key": True,
        "reach": True,
        "model": True,
        "answer": True,
        "form": True,
        "stream": True,
        "count": True,
        "price": None,
    }
    assert "JSON Schema" in steps["form"][1]


def test_a_server_that_knows_little(capsys: pytest.CaptureFixture[str]) -> None:
    no_schema = failure(400, "response_format json_schema is not supported")
    no_json = failure(400, "response_format is not supported")
    plain = answer(f"Sure:\n```json\n{PONG}\n```", counted=False)
    code, steps = diagnosis(capsys, no_schema, no_json, plain)
    assert code == 0
    assert steps["model"] == (None, "The server does not list its models.", None)
    assert "plain text" in steps["form"][1]
    assert steps["stream"][0] is None
    assert steps["count"][0] is None


def test_a_model_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    code, steps = diagnosis(capsys, failure(404, "no model fake"), models=listing("fakes", "other"))
    assert code == 4
    assert steps["model"][0] is None
    assert "Did you mean fakes" in str(steps["model"][2])
    assert steps["answer"] == (
        False,
        "The server answered 404: no model fake",
        "Check the model's name (fake) and the base URL.",
    )


def test_a_key_that_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    code, steps = diagnosis(capsys, answer(PONG), models=failure(401, f"bad key {KEY}"))
    assert (code, list(steps)) == (4, ["key", "key"][:1])
    assert steps["key"][0] is False
    assert "Check the API key" in str(steps["key"][2])
    assert KEY not in steps["key"][1]


def test_a_list_of_models_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    code, steps = diagnosis(capsys, answer(PONG), models=Said(b'{"data": null}'))
    assert code == 0
    assert steps["model"][0] is None


def test_nobody_there(capsys: pytest.CaptureFixture[str]) -> None:
    with ChatServer(answer(PONG)) as server:
        gone = server.base_url
    assert run(["doctor", "--model", "fake", "--base-url", gone]) == 4
    said = capsys.readouterr().out
    assert "✗ reach:" in said
    assert "that the server runs" in said


def test_without_a_key(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    assert run(["doctor", "--base-url", "openai"]) == 4
    assert "✗ key: OpenAI wants a key and none is set." in capsys.readouterr().out
    assert run(["doctor"]) == 0
    assert "set OPENAI_API_KEY, or --base-url" in capsys.readouterr().out
