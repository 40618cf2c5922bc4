"""A server that misbehaves on purpose: what becomes of a run, which calls it spends, and that nothing is lost."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from rowsmith.cli.app import run
from rowsmith.folder import DatasetFolder
from rowsmith.tools.llm import client
from rowsmith.tools.llm.retry import RetryPolicy
from rowsmith.workplace import work_folder
from tests.e2e.test_language_model import ASKED, DRAFT, MENDED, told
from tests.fakes.chat_server import ChatServer, Said, answer, failure
from tests.fakes.sabotage import WORDS, shop

REST = (told(ASKED), told(MENDED))
TEXT = json.dumps(DRAFT)
KEY = "sk-loopback-0123456789"


def spoilt(**more: float) -> Said:
    return Said(told(DRAFT).content, **more)  # type: ignore[arg-type]  # seconds and bytes


def plan_with(**changes: object) -> Said:
    plan = shop().model_dump(mode="json")
    return told({"tables": DRAFT["tables"], "plan": {**plan, **changes}})


def with_column(sampler: Mapping[str, object]) -> Said:
    plan = shop().model_dump(mode="json")
    plan["tables"][1]["columns"][3]["sampler"] = sampler
    return told({"tables": DRAFT["tables"], "plan": plan})


NAMED = with_column({"kind": "expression", "sql": "orderd_on + interval 1 day"})
KIND = with_column({"kind": "datum", "low": "2023-01-01", "high": "2023-12-31"})
ENUM = with_column({"kind": "integer", "low": 1, "high": 2, "shape": {"kind": "bell"}})


@dataclass(frozen=True)
class Case:
    """What the server says first, and whether it says the right thing after.

    `calls` are those that the run spends; the plan, the requirements and a repair are 3 of them. `back` is what is
    sent back to the model, `said` what the person reads.
    """

    first: tuple[Said, ...]
    calls: int
    code: int = 0
    back: str = ""
    said: str = ""


CASES = {
    "429 with Retry-After": Case((failure(429, "slow down", {"Retry-After": "7"}),), 4),
    "429 without": Case((failure(429, "slow down"),), 4),
    "429 for good": Case((failure(429, "slow down"),) * 9, 5, 4, said="429: slow down"),
    "an empty account": Case(
        (failure(429, "x", code="insufficient_quota"),), 1, 4, said="nothing left to spend"
    ),
    "500": Case((failure(500, "oops"),), 4),
    "503 twice": Case((failure(503, "busy"),) * 2, 5),
    "a slow first byte": Case((spoilt(delay=5.0),), 4),
    "a stalled answer": Case((spoilt(stall=5.0),), 4),
    "a cut connection": Case((spoilt(cut=400),), 4),
    "a web page": Case(
        (Said(b"<html>login</html>", content_type="text/html"),), 1, 4, said="answered with text/html"
    ),
    "a good answer of a wrong type": Case((Said(told(DRAFT).content, content_type="text/plain"),), 3),
    "an empty answer": Case((answer(""),), 4, back="The answer is empty"),
    "a refusal": Case((answer(None, refusal="I can't help with that."),), 1, 4, said="declined to answer"),
    "cut at the token limit": Case(
        (answer(TEXT[:300], finish="length"),), 4, back="cut off at the token limit"
    ),
    "JSON in prose": Case((answer(f"Here it is:\n```json\n{TEXT}\n```\nEnjoy!"),), 3),
    "JSON with comments": Case((answer(TEXT.replace("{", "{ // the answer\n", 1)),), 3),
    "a field too many": Case((told({**DRAFT, "mood": "good"}),), 4, back="mood: there is no such field"),
    "a field too few": Case((told({"plan": DRAFT["plan"]}),), 4, back="tables: this field is missing"),
    "an unknown kind": Case((KIND,), 4, back="there is no kind 'datum'."),
    "a wrong choice": Case((ENUM,), 4, back="must be 'uniform'"),
    "an unknown column": Case((NAMED,), 4, back="Did you mean ordered_on"),
    "5 MB": Case((answer("x" * 5_000_000),), 1, 4, said="5.0 MB"),
    "invalid UTF-8": Case((Said(told(DRAFT).content.replace(b"customers", b"custom\xff\xfers")),), 4),
    "never right": Case((answer("no"),) * 9, 3, 4, said="The model's answer was wrong 3 times"),
}


def sent_back(server: ChatServer) -> str:
    """What the second question says last."""
    messages = server.requests[1]["messages"]
    assert isinstance(messages, list)
    return str(messages[-1]["content"])  # type: ignore[index, call-overload]  # a chat's message


@pytest.mark.parametrize("name", CASES)
def test_what_becomes_of_a_run(
    name: str, alone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case, waits = CASES[name], list[float]()
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr(client, "RetryPolicy", functools.partial(RetryPolicy, sleep=waits.append))
    mended = () if case.calls == 3 and case.code == 0 else (told(DRAFT),)
    with ChatServer(*case.first, *mended, *REST) as server:
        flags = ("--model", "fake", "--base-url", server.base_url, "--timeout", "1")
        code = run(["generate", WORDS, "--out", "shop", *flags])
        said = capsys.readouterr().err
        assert (code, server.calls) == (case.code, case.calls), said
        assert KEY not in said
        assert case.said in said
        if case.back:
            assert case.back in sent_back(server)
        if case.code == 0:
            assert DatasetFolder(alone / "shop").contract().status == "passed"
            return
        assert not (alone / "shop").exists()
        assert DatasetFolder(work_folder(alone / "shop")).messages() == (WORDS,)
        server.script[:] = [told(DRAFT), *REST]
        assert run(["generate", "--resume", "--out", "shop", *flags]) == 0


def test_the_server_is_waited_for_as_long_as_it_asks(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr(client, "RetryPolicy", functools.partial(RetryPolicy, sleep=waits.append))
    slow = failure(429, "slow down", {"Retry-After": "0.2"})
    with ChatServer(slow, told(DRAFT), *REST) as server:
        assert (
            run(["generate", WORDS, "--out", "shop", "--model", "fake", "--base-url", server.base_url]) == 0
        )
    assert waits == [0.2]
