"""Findings and follow-up messages become edits after which the plan still stands."""

from __future__ import annotations

from typing import Any

import pytest

from rowsmith.agents.tasks import RepairPlan, RevisePlan
from rowsmith.tools.errors import InvalidAnswer
from rowsmith.tools.llm.schema_limits import breaches
from tests.fakes.answering import Answering, model_with
from tests.fakes.sabotage import SET_COUNT, SET_SHARE, WORDS, edits, set_column, shop

REPAIR = RepairPlan((WORDS,), shop(), ("orders: half are returned",), tried=("Set the rows of customers",))
REVISE = RevisePlan((WORDS, "make it 200"), shop())
TASKS = [(REPAIR, "repair_plan"), (REVISE, "revise_plan")]
DANGLING = set_column("orders", "customer_id", {"reference": "nobody"})


def said(*changes: dict[str, Any], note: str | None = None) -> dict[str, Any]:
    return {"edits": changes, "note": note}


@pytest.mark.parametrize(("task", "name"), TASKS)
def test_edits_in_one_call(task: RepairPlan | RevisePlan, name: str) -> None:
    server = Answering({name: [said(SET_COUNT, SET_SHARE, note="Two things.")]})
    assert model_with(server).answer(task) == edits(SET_COUNT, SET_SHARE, note="Two things.")
    assert len(server.asked) == 1
    assert breaches(server.schema()) == []


@pytest.mark.parametrize(("task", "name"), TASKS)
def test_no_edits_are_an_answer(task: RepairPlan | RevisePlan, name: str) -> None:
    server = Answering({name: [said(note="Both can't hold.")]})
    assert model_with(server).answer(task).note == "Both can't hold."
    assert len(server.asked) == 1


@pytest.mark.parametrize(("task", "name"), TASKS)
@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({**SET_COUNT, "table": "customer"}, "customer"),
        (DANGLING, "nobody"),
        ({"kind": "set_rowz", "table": "customers"}, "there is no kind 'set_rowz'"),
    ],
)
def test_what_can_not_be_goes_back(
    task: RepairPlan | RevisePlan, name: str, wrong: dict[str, Any], told: str
) -> None:
    server = Answering({name: [said(wrong), said(SET_COUNT)]})
    assert model_with(server).answer(task) == edits(SET_COUNT)
    assert told in server.said()


def test_what_never_can_be() -> None:
    server = Answering({"repair_plan": [said(DANGLING)]})
    with pytest.raises(InvalidAnswer, match="nobody"):
        model_with(server).answer(REPAIR)
    assert len(server.asked) == 3


def test_the_prompt_shows_plan_findings_and_what_was_tried() -> None:
    server = Answering({"repair_plan": [said()]})
    model_with(server).answer(REPAIR)
    told = server.said()
    for part in ('"name":"shop"', "orders: half are returned", "Set the rows of customers", "200 customers"):
        assert part in told
    system = server.said(message=0)
    assert system.count("- Plan: rowsmith") == 1
    assert "set_column" in system
    assert "Asked:" not in system
