"""The language model as a whole: its bill, its estimate, and what it costs whatever the number of rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

import pytest
from langchain_core.runnables import RunnableConfig
from pydantic import BaseModel

from rowsmith.agents.context import RunContext
from rowsmith.agents.graph import build_graph
from rowsmith.agents.models.language import language_model
from rowsmith.agents.models.language.estimate import estimate
from rowsmith.agents.models.replayed import replayed_model
from rowsmith.agents.state import RunState
from rowsmith.agents.tasks import DraftedPlan, DraftPlan, Task
from rowsmith.tools.errors import BudgetExceeded, SourceError, Unauthenticated, UsageError
from rowsmith.tools.llm.budget import Budget
from rowsmith.tools.plan import plan_from_friendly
from rowsmith.tools.plan.friendly.parts import Friendly
from tests.fakes.answering import Answering, model_with
from tests.fakes.chat_server import ChatServer, answer
from tests.fakes.sabotage import WORDS, shop

DRAFT = {"tables": ["customers"], "plan": shop().model_dump(mode="json")}


def test_the_bill_counts_what_was_spent() -> None:
    server = Answering({"draft_plan": ["no", DRAFT]})
    with model_with(server) as model:
        assert model.bill().usage.calls == 0
        model.answer(DraftPlan((WORDS,)))
        bill = model.bill()
    assert (bill.usage.calls, bill.usage.tokens) == (2, 30)
    assert bill.cost is not None
    assert bill.cost > 0


def test_a_budget_stops_before_the_call() -> None:
    server = Answering({"draft_plan": [DRAFT]})
    with pytest.raises(BudgetExceeded):
        model_with(server, Budget("gpt-4.1-mini", max_tokens=100)).answer(DraftPlan((WORDS,)))
    assert server.asked == []


def test_the_estimate_grows_with_words_and_rounds() -> None:
    short, long = estimate("gpt-4.1-mini", [WORDS], 4), estimate("gpt-4.1-mini", [WORDS * 20], 4)
    assert (short.least.calls, short.most.calls) == (2, 6)
    assert long.least.tokens > short.least.tokens
    assert short.cost is not None
    assert 0 < short.cost[0] < short.cost[1]
    assert "2 to 6 calls" in str(short)
    assert estimate("gpt-4.1-mini", [WORDS], 0).most == short.least
    unknown = model_with(Answering({})).estimate([WORDS], 1)
    assert str(unknown).startswith("gpt-4.1-mini: 2 to 3 calls")
    assert "cost unknown" in str(estimate("nobody-knows", [WORDS], 1))


def test_the_estimate_is_near_what_is_sent() -> None:
    server = Answering({"draft_plan": [DRAFT]})
    model_with(server).answer(DraftPlan((WORDS,)))
    sent = len(str(server.asked[0].body)) / 4
    calls = estimate("gpt-4.1-mini", [WORDS], 0).least
    assert sent < calls.prompt_tokens < 2.5 * sent


@dataclass(frozen=True)
class Strange(Task[DraftedPlan]):
    answer_type: ClassVar[type[BaseModel]] = DraftedPlan


def test_a_task_that_it_does_not_know() -> None:
    with pytest.raises(TypeError, match="Strange"):
        model_with(Answering({})).answer(Strange())


def sensors(rows: int) -> dict[str, object]:
    said: dict[str, Friendly] = {
        "rows": rows,
        "key": "sensor_id",
        "columns": {"sensor_id": "sequence", "level": {"integer": [1, 9]}},
    }
    plan = plan_from_friendly({"name": "sensors", "tables": {"sensors": said}})
    return {"tables": ["sensors"], "plan": plan.model_dump(mode="json")}


def test_rows_cost_nothing(tmp_path: Path) -> None:
    """The same questions, word for word, for a thousand rows and for a million."""
    asked: list[list[object]] = []
    for rows in (1_000, 1_000_000):
        wish = {
            "quote": "levels from 1 to 9",
            "says": "levels lie between 1 and 9",
            "kind": "range",
            "checks": ["select sensor_id, level from sensors where (level between 1 and 9) is not true"],
        }
        server = Answering({"draft_plan": [sensors(rows)], "write_requirements": [{"requirements": [wish]}]})
        with model_with(server) as model:
            context = RunContext(model, model, tmp_path)
            start = RunState(messages=["of the levels from 1 to 9"])
            end = build_graph().invoke(start, RunnableConfig(), context=context)
        assert end["rows"] == {"sensors": rows}
        assert end["contract"]["requirements"][0]["status"] == "holds"
        asked.append([request.body for request in server.asked])
    assert len(asked[0]) == 2
    assert asked[0] == asked[1]


def test_a_model_by_its_name(tmp_path: Path) -> None:
    """Over loopback HTTP: recorded, answered again from the cache, and replayed without a server."""
    task = DraftPlan((WORDS,))
    with ChatServer(answer(json.dumps(DRAFT))) as server:
        connect = partial(language_model, "fake", base_url=server.base_url, cache=tmp_path / "cache")
        with connect(record=tmp_path / "record") as model:
            first = model.answer(task)
        with connect(api_key="sk-0123456789") as model:
            assert model.answer(task) == first
            assert model.bill().saved.calls == 1
        with connect(fresh=True) as model:
            model.answer(task)
    assert server.calls == 2
    with replayed_model(tmp_path / "record") as model:
        assert model.name == "fake"
        assert model.answer(task) == first


def test_models_that_can_not_be(tmp_path: Path) -> None:
    with pytest.raises(Unauthenticated, match="No key is set for gpt"):
        language_model("gpt-4.1-mini")
    with pytest.raises(UsageError):
        language_model("gpt-4.1-mini", base_url="nowhere")
    with pytest.raises(SourceError, match="no recording"):
        replayed_model(tmp_path)
