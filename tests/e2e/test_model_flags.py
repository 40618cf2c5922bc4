"""What a person sets for a language model: budget, time, prices, recordings, the answer cache."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from rowsmith.cli.app import run
from rowsmith.folder import DatasetFolder
from rowsmith.tools.llm.recording import read_exchanges
from tests.e2e.test_language_model import ASKED, DRAFT, MENDED, told
from tests.fakes.chat_server import ChatServer, Said, failure
from tests.fakes.sabotage import WORDS

Serve = Callable[..., ChatServer]
SCRIPT = (told(DRAFT), told(ASKED), told(MENDED))
KEY = "sk-loopback-0123456789"


@pytest.fixture
def serve(alone: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """A server on the loopback that says these things in turn, and a key for it."""
    with ExitStack() as stack:

        def start(*script: Said) -> ChatServer:
            server = stack.enter_context(ChatServer(*script))
            monkeypatch.setenv("OPENAI_API_KEY", KEY)
            return server

        yield start


def generate(server: ChatServer | None, out: Path, *more: str) -> int:
    where = ("--base-url", server.base_url) if server else ()
    return run(["generate", WORDS, "--out", str(out), "--model", "fake", *where, *more])


def test_the_estimate_and_the_bill_are_told_and_kept(
    serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "prices.json").write_text('{"models": {"fake": {"prompt": 1000, "completion": 2000}}}')
    assert generate(serve(*SCRIPT), tmp_path / "shop", "--prices", "prices.json", "--json") == 0
    said = capsys.readouterr()
    assert "Estimate: fake: 2 to 6 calls" in said.err
    assert "Cost: fake: 3 calls, 30 + 15 tokens, $0.0600" in said.err
    bill = {
        "model": "fake",
        "calls": 3,
        "prompt_tokens": 30,
        "completion_tokens": 15,
        "estimated_calls": 0,
        "cost": 0.06,
        "saved_calls": 0,
    }
    assert DatasetFolder(tmp_path / "shop").run()["bill"] == bill
    assert json.loads(said.out)["bill"] == bill


def test_a_failed_run_is_billed_too(serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate(serve(told(DRAFT), failure(401, "wrong key")), tmp_path / "shop") == 4
    assert "Cost: fake: 1 calls, 10 + 5 tokens" in capsys.readouterr().err


def test_the_same_question_is_paid_once(serve: Serve, tmp_path: Path) -> None:
    server = serve(*SCRIPT, *SCRIPT)
    for out in ("one", "two"):
        assert generate(server, tmp_path / out) == 0
    assert server.calls == 3
    assert DatasetFolder(tmp_path / "two").run()["bill"]["saved_calls"] == 3  # type: ignore[index, call-overload]  # a bill is an object
    assert generate(server, tmp_path / "three", "--fresh") == 0
    assert server.calls == 6


def test_a_recording_is_replayed_without_a_server(serve: Serve, tmp_path: Path) -> None:
    assert generate(serve(*SCRIPT), tmp_path / "one", "--record", "kept") == 0
    assert [one.task for one in read_exchanges(tmp_path / "kept")] == [
        "draft_plan",
        "write_requirements",
        "repair_plan",
    ]
    assert all(KEY not in file.read_text() for file in (tmp_path / "kept").iterdir())
    assert generate(None, tmp_path / "two", "--replay", "kept") == 0
    for name in ("plan.yaml", "contract.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_replay_that_is_not_there(tmp_path: Path, alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate(None, tmp_path / "shop", "--replay", "nowhere") == 5
    assert "There is no recording here. Make one with --record." in capsys.readouterr().err


def test_silence_ends_after_the_timeout_and_all_of_it_after_the_time(
    serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slow = Said(SCRIPT[0].content, delay=30.0)
    limits = ("--timeout", "0.2", "--max-time", "0.5")
    assert generate(serve(slow), tmp_path / "shop", *limits) == 4
    assert "--resume goes on there" in capsys.readouterr().err


def test_a_budget_in_tokens_stops_before_the_call(
    serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = serve(*SCRIPT)
    assert generate(server, tmp_path / "shop", "--max-tokens", "1000") == 4
    assert server.calls == 0
    assert "would break the budget of 1000 tokens" in capsys.readouterr().err


def test_a_limit_on_cost_needs_a_price(
    serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate(serve(*SCRIPT), tmp_path / "shop", "--max-cost", "1") == 4
    assert "No price is known for fake" in capsys.readouterr().err
    (tmp_path / "prices.json").write_text("{}")
    assert generate(serve(*SCRIPT), tmp_path / "shop", "--prices", "prices.json") == 2
    assert "The prices can't be read" in capsys.readouterr().err


def test_a_refinement_takes_the_same_flags(serve: Serve, tmp_path: Path) -> None:
    assert generate(serve(*SCRIPT), tmp_path / "shop") == 0
    nothing = told({"edits": [], "note": "Nothing to change."})
    server = serve(nothing)
    code = run(["refine", str(tmp_path / "shop"), "x", "--model", "fake", "--base-url", server.base_url])
    assert (code, server.calls) == (2, 1)
