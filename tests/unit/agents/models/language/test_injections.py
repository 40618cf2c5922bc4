"""Words from people, plans and data that look like orders stay data: quoted in prompts, never rendered, never run.

What a model makes of them is its own affair; what it answers is parsed, resolved and bounded all the same.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest
from pydantic import BaseModel

from rowsmith.agents.models.language.dry_run import dry_run
from rowsmith.agents.models.language.requirements import AskedRequirements
from rowsmith.agents.tasks import (
    AnswerQuestion,
    DraftPlan,
    ProposedEdits,
    RepairPlan,
    ReviewSample,
    RevisePlan,
    SampleReview,
    Task,
    TextGroup,
    WriteRequirements,
    WriteTexts,
    WrittenQuery,
)
from rowsmith.tools.checks import Layout
from rowsmith.tools.checks.layout import LayoutColumn, LayoutTable
from rowsmith.tools.engine.generate import generate_tables
from rowsmith.tools.plan import Plan, plan_from_friendly
from rowsmith.tools.plan.edits import apply
from rowsmith.tools.plan.samplers import Text
from tests.fakes.answering import Answer, Answering, model_with
from tests.fakes.sabotage import shop

ATTACKS: list[str] = json.loads(Path(__file__).with_name("injections.json").read_text(encoding="utf-8"))
MARK = "Qz7"
"""Stands at both ends of an attack, so that the whole of it can be found again."""
LAYOUT = Layout((LayoutTable("customers", 3, (LayoutColumn("customer_id", "BIGINT"),)),))


def noted(attack: str) -> Plan:
    """A plan whose notes, values and names of rules hold the attack."""
    return plan_from_friendly(
        {
            "name": "shop",
            "note": attack,
            "tables": {
                "customers": {
                    "rows": 12,
                    "key": "customer_id",
                    "note": attack,
                    "columns": {
                        "customer_id": "sequence",
                        "kind": {"category": [attack, "plain"], "note": attack},
                        "remark": {"constant": attack},
                    },
                }
            },
        }
    )


def tasks(attack: str) -> list[tuple[Task[BaseModel], str, Answer]]:
    plan = noted(attack)
    draft = {"tables": ["customers", "orders"], "plan": shop().model_dump(mode="json")}
    group = TextGroup(1, (("kind", attack),), (), (attack,))
    asked = {"quote": attack, "says": "x", "kind": "rule", "reading": "context"}
    return [
        (DraftPlan((attack,)), "draft_plan", draft),
        (WriteRequirements((attack,), LAYOUT), "write_requirements", {"requirements": [asked]}),
        (RepairPlan((attack,), plan, (attack,), (attack,)), "repair_plan", ProposedEdits(edits=())),
        (RevisePlan((attack, attack), plan), "revise_plan", ProposedEdits(edits=())),
        (ReviewSample((attack,), LAYOUT, attack), "review_sample", SampleReview()),
        (AnswerQuestion(attack, LAYOUT), "answer_question", WrittenQuery(says="No.")),
        (
            WriteTexts(Text(about=attack, tone=attack, source="model"), "en_US", (group,)),
            "write_texts",
            {"groups": [{"number": 1, "texts": ["Fine."]}]},
        ),
    ]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack[:30])
def test_what_others_wrote_stands_between_tags_as_it_is(attack: str) -> None:
    """In the user's part, whole, between tags that it can't close; the system's part is the same for all."""
    whole = f"{MARK}{attack}{MARK}"
    for task, name, answer in tasks(whole):
        server = Answering({name: [answer]})
        model_with(server).answer(task)
        system, user = server.said(0, 0), server.said(0, 1)
        assert MARK not in system
        assert "stands between tags" in system
        outside = without_quoted(user)
        assert MARK not in outside, outside
        assert (
            whole in user
            or json.dumps(whole)[1:-1] in user
            or json.dumps(whole, ensure_ascii=False)[1:-1] in user
        )


def without_quoted(text: str) -> str:
    """The text without what stands between a tag and its first end."""
    return re.sub(r"<([a-z]+(?:-\d+)?)(?: [a-z]+=\"\d+\")?>\n.*?\n</\1>", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack[:30])
def test_values_that_look_like_orders_are_values(attack: str, tmp_path: Path) -> None:
    """In a plan they are cells, letter by letter; nothing of them runs."""
    target = tmp_path / "made.duckdb"
    generate_tables(noted(attack), target)
    with duckdb.connect(str(target), read_only=True) as connection:
        assert connection.execute("select distinct remark from customers").fetchall() == [(attack,)]
        assert connection.execute("show tables").fetchall() == [("customers",)]
        kinds = connection.execute("select distinct kind from customers order by kind = 'plain'").fetchall()
    assert {kind for (kind,) in kinds} <= {attack, "plain"}
    assert [one.name for one in tmp_path.iterdir()] == ["made.duckdb"]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack[:30])
def test_a_model_that_obeys_gets_no_sql_run(attack: str) -> None:
    """Were the attack handed on as SQL, the allow-list stops it before anything is run."""
    with dry_run(LAYOUT) as trial:
        for sql in (attack, f"select * from customers where customer_id = {attack}", f"select '{attack}"):
            assert trial.fault(sql) is not None


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack[:30])
def test_an_edit_changes_its_own_text_alone(attack: str) -> None:
    before = noted("harmless")
    after = apply(
        before, ProposedEdits.model_validate({"edits": [{"kind": "set_plan", "note": attack}]}).edits
    )
    assert after == before.model_copy(update={"note": attack})


def test_the_answer_types_take_no_code() -> None:
    """No answer has a field that is run but SQL, which is guarded."""
    for answer in (AskedRequirements, WrittenQuery, SampleReview):
        assert not re.search(r"python|shell|command|path|url", json.dumps(answer.model_json_schema()).lower())


def test_there_are_forty() -> None:
    assert len(set(ATTACKS)) == 40
