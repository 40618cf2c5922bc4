"""What becomes of a run when the model, the budget or the process fails: over loopback HTTP, from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pytest
from pydantic import BaseModel

import rowsmith
from rowsmith.agents.events import Event, PlanDrafted, PlanRepaired, RequirementsWritten
from rowsmith.cli.app import run
from rowsmith.folder import DatasetFolder
from rowsmith.workplace import work_folder
from tests.fakes.chat_server import ChatServer, Said, answer, body_of, failure
from tests.fakes.sabotage import (
    COUNT,
    ORDER,
    REQUIREMENTS,
    SET_COUNT,
    SET_ORDER,
    SET_SHARE,
    SHARE,
    WORDS,
    edits,
    shop,
)

GARBAGE = answer("I would rather talk about the weather.")
DRAFT = {"tables": ["customers", "orders"], "plan": shop().model_dump(mode="json")}
ASKED = {
    "requirements": [
        {
            "quote": one.quote,
            "says": one.says,
            "kind": one.kind,
            "checks": [check.sql for check in one.checks],
        }
        for one in REQUIREMENTS.requirements
    ]
}
MENDED = edits(SET_COUNT, SET_SHARE, SET_ORDER, note="Three things were off.")

Serve = Callable[..., ChatServer]


def told(said: Mapping[str, object] | BaseModel, tokens: int = 10) -> Said:
    body = body_of(said.model_dump_json() if isinstance(said, BaseModel) else json.dumps(said))
    return Said(json.dumps({**body, "usage": {"prompt_tokens": tokens, "completion_tokens": 5}}).encode())


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """A server on the loopback that says these things in turn, and settings that lead to it."""
    with ExitStack() as stack:

        def start(*script: Said) -> ChatServer:
            server = stack.enter_context(ChatServer(*script))
            monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
            monkeypatch.setenv("OPENAI_API_KEY", "sk-loopback-0123456789")
            return server

        yield start


def generate(out: Path, *more: str) -> int:
    return run(["generate", *more, "--out", str(out), "--model", "fake"])


def test_a_sabotaged_plan_is_found_and_mended(
    serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    serve(told(DRAFT), told(ASKED), told(MENDED))
    assert generate(tmp_path / "shop", WORDS) == 0
    story = capsys.readouterr().err
    for quote in (COUNT, SHARE, ORDER):
        assert f"asked '{quote}'" in story
    assert "Repair: " in story
    assert "all hold" in story
    with duckdb.connect(str(tmp_path / "shop" / "data.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from customers").fetchall() == [(200,)]


def test_garbage_three_times_keeps_the_words(
    serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = serve(GARBAGE)
    assert generate(tmp_path / "shop", WORDS) == 4
    assert "The model's answer was wrong 3 times." in capsys.readouterr().err
    assert server.calls == 3
    assert not (tmp_path / "shop").exists()
    assert DatasetFolder(work_folder(tmp_path / "shop")).messages() == (WORDS,)


def test_a_run_that_failed_goes_on_where_it_was(serve: Serve, tmp_path: Path) -> None:
    """The plan is there already and is not asked for again."""
    serve(told(DRAFT), failure(401, "wrong key"))
    assert generate(tmp_path / "shop", WORDS) == 4
    server = serve(told(ASKED), told(MENDED))
    assert generate(tmp_path / "shop", "--resume") == 0
    assert server.calls == 2
    assert DatasetFolder(tmp_path / "shop").messages() == (WORDS,)


@pytest.mark.parametrize(
    ("killed_at", "left_to_ask"), [(PlanDrafted, 2), (RequirementsWritten, 1), (PlanRepaired, 0)]
)
def test_a_kill_in_the_middle_of_a_step_loses_no_answer(
    serve: Serve, tmp_path: Path, killed_at: type[Event], left_to_ask: int
) -> None:
    """What was answered and not yet saved comes from the cache when the run goes on."""
    script = [told(DRAFT), told(ASKED), told(MENDED)]

    def kill(event: Event) -> None:
        if isinstance(event, killed_at):
            raise KeyboardInterrupt

    serve(*script)
    with pytest.raises(KeyboardInterrupt):
        rowsmith.generate(WORDS, out=tmp_path / "shop", model="fake", on_event=kill)
    server = serve(*script[3 - left_to_ask :], GARBAGE)
    made = rowsmith.generate(out=tmp_path / "shop", model="fake", resume=True)
    assert made.contract.status == "passed"
    assert server.calls == left_to_ask


def test_wishes_in_conflict_are_named(
    serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = "'200 customers' can't hold while everything else does."
    serve(told(DRAFT), told(ASKED), told(edits(note=note)))
    assert generate(tmp_path / "shop", WORDS, "--json") == 3
    said = capsys.readouterr()
    outcome = json.loads(said.out)
    assert outcome["status"] == "failed"
    assert outcome["contract"]["note"] == note
    broken = [one["quote"] for one in outcome["contract"]["requirements"] if one["status"] == "broken"]
    assert broken == [COUNT, SHARE, ORDER]
    assert note in said.err


def test_a_budget_ends_the_repairs_and_keeps_what_was_made(
    serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two calls fit, the third would not: the dataset is there, marked as failed."""
    serve(told(DRAFT), told(ASKED, tokens=90_000), told(MENDED))
    assert generate(tmp_path / "shop", WORDS, "--max-tokens", "100000", "--json") == 3
    outcome = json.loads(capsys.readouterr().out)
    assert "would break the budget" in outcome["contract"]["note"]
    assert outcome["tables"]["customers"] == 180


def test_a_budget_that_allows_nothing(
    serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = serve(told(DRAFT))
    assert generate(tmp_path / "shop", WORDS, "--max-tokens", "100") == 4
    assert server.calls == 0
    assert "--max-tokens" in capsys.readouterr().err
