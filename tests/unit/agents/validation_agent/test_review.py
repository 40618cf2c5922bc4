"""A model reads a sample of rows once all checks hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.runnables import RunnableConfig

from rowsmith.agents.context import RunContext
from rowsmith.agents.events import Event, SampleReviewed
from rowsmith.agents.graph import build_graph
from rowsmith.agents.models.scripted import ScriptedModel
from rowsmith.agents.requirements import Contract
from rowsmith.agents.state import RunState
from rowsmith.agents.tasks import (
    DraftedPlan,
    DraftPlan,
    ProposedEdits,
    RepairPlan,
    ReviewSample,
    SamplePoint,
    SampleReview,
    WriteRequirements,
    WrittenRequirements,
)
from rowsmith.tools.checks import Layout
from rowsmith.tools.checks.layout import LayoutColumn, LayoutTable
from rowsmith.tools.errors import BudgetExceeded
from rowsmith.tools.plan import plan_from_friendly
from tests.fakes.answering import Answering, model_with

PLAN = plan_from_friendly(
    {
        "name": "p",
        "tables": {
            "cats": {
                "rows": 20,
                "key": "cat_id",
                "columns": {"cat_id": "sequence", "kilos": {"integer": [1, 90]}},
            }
        },
    }
)
POINT = SamplePoint(
    table="cats", column="kilos", example="cat 3: 88", wrong="No cat weighs 88 kg.", right="2 to 9."
)
LIGHTER = plan_from_friendly(
    {
        "name": "p",
        "tables": {
            "cats": {
                "rows": 20,
                "key": "cat_id",
                "columns": {"cat_id": "sequence", "kilos": {"integer": [2, 9]}},
            }
        },
    }
)


def edits() -> ProposedEdits:
    column = LIGHTER.tables[0].columns[1].model_dump(mode="json")
    edit = {"kind": "set_column", "table": "cats", "column": column}
    return ProposedEdits.model_validate({"edits": [edit], "note": "Lighter cats."})


def run(
    workspace: Path, review: SampleReview | BudgetExceeded, *repairs: ProposedEdits
) -> tuple[Contract, list[Event], ScriptedModel]:
    events: list[Event] = []
    model = ScriptedModel(
        {
            DraftPlan: [DraftedPlan(plan=PLAN)],
            WriteRequirements: [WrittenRequirements(requirements=())],
            ReviewSample: [review],
            RepairPlan: repairs,
        }
    )
    context = RunContext(model, model, workspace, reviews=True, emit=events.append)
    end = build_graph().invoke(RunState(messages=["20 cats"]), RunnableConfig(), context=context)
    return Contract.model_validate(end["contract"]), events, model


def test_nothing_to_say(tmp_path: Path) -> None:
    contract, events, model = run(tmp_path, SampleReview())
    assert SampleReviewed(()) in events
    assert contract.rounds == ()
    (task,) = [one for one in model.asked if isinstance(one, ReviewSample)]
    assert task.sample.splitlines()[0] == "cats"
    assert '{"cat_id": 1, "kilos":' in task.sample
    assert 5 <= task.sample.count("cat_id") <= 10


def test_points_are_mended_like_findings_and_a_sample_is_read_once(tmp_path: Path) -> None:
    contract, events, model = run(tmp_path, SampleReview(points=(POINT,)), edits())
    (told,) = [one for one in events if isinstance(one, SampleReviewed)]
    assert told.points[0].startswith("cats.kilos: Read in a sample: No cat weighs 88 kg.")
    (task,) = [one for one in model.asked if isinstance(one, RepairPlan)]
    assert task.findings == told.points
    assert [(one.findings, one.edits) for one in contract.rounds] == [(1, 1)]


def test_a_point_that_nobody_mends_stands_in_the_note(tmp_path: Path) -> None:
    contract, _, _ = run(
        tmp_path, SampleReview(points=(POINT,)), ProposedEdits(edits=(), note="They are lions.")
    )
    assert contract.note == "They are lions."


def test_no_answer_is_no_point(tmp_path: Path) -> None:
    contract, events, _ = run(tmp_path, BudgetExceeded("No more."))
    assert SampleReviewed((), "No more.") in events
    assert contract.rounds == ()


def test_points_about_what_is_not_there_go_back_and_are_left_out() -> None:
    layout = Layout((LayoutTable("cats", 20, (LayoutColumn("kilos", "BIGINT"),)),))
    wrong = SampleReview(
        points=(POINT, POINT.model_copy(update={"column": "kilo"}), POINT.model_copy(update={"table": "cat"}))
    )
    server = Answering({"review_sample": [wrong]})
    found = model_with(server).answer(ReviewSample(("cats",), layout, "cats"))
    assert found.points == (POINT,)
    assert "cats has no column 'kilo'. Did you mean kilos?" in server.said(1)
    assert "there is no table 'cat'. Did you mean cats?" in server.said(1)
    assert len(server.asked) == 3


@pytest.mark.parametrize("reviews", [False])
def test_no_sample_is_read_unasked(tmp_path: Path, reviews: bool) -> None:
    model = ScriptedModel(
        {DraftPlan: [DraftedPlan(plan=PLAN)], WriteRequirements: [WrittenRequirements(requirements=())]}
    )
    context = RunContext(model, model, tmp_path, reviews=reviews)
    build_graph().invoke(RunState(messages=["20 cats"]), RunnableConfig(), context=context)
    assert len(model.asked) == 2
