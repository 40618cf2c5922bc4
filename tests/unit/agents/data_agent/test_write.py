"""Texts by a language model: pools sized and told apart, refilled, kept when the budget ends."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from langchain_core.runnables import RunnableConfig

from rowsmith.agents.context import RunContext
from rowsmith.agents.data_agent.strata import FEWEST, strata_of
from rowsmith.agents.events import Event, TextsWritten
from rowsmith.agents.graph import build_graph
from rowsmith.agents.models.language import LanguageModel
from rowsmith.agents.models.scripted import ScriptedModel
from rowsmith.agents.state import RunState
from rowsmith.agents.tasks import TextGroup, WriteTexts, WrittenTexts
from rowsmith.tools.errors import BudgetExceeded, InvalidAnswer, Refused
from rowsmith.tools.llm.budget import Budget
from rowsmith.tools.llm.wire import Request
from rowsmith.tools.plan import Plan, plan_from_friendly
from rowsmith.tools.plan.samplers import Text
from rowsmith.tools.text.pooled import wanted_texts
from rowsmith.tools.text.pools import Pool, read_pools
from tests.fakes.answering import Answering, model_with, said

GROUP = re.compile(r"^Group (\d+): (\d+) texts?$", re.MULTILINE)
WORDS = [
    "amber",
    "birch",
    "cedar",
    "dune",
    "ember",
    "fjord",
    "grove",
    "heron",
    "iris",
    "jade",
    "kelp",
    "lotus",
    "maple",
    "north",
    "opal",
]


def written(request: Request, say: Callable[[str], str] = lambda text: text) -> str:
    """As many different texts for each group as the question asks."""
    groups = [
        {"number": int(number), "texts": [say(" ".join(next(UNLIKE))) for _ in range(int(count))]}
        for number, count in GROUP.findall(said(request))
    ]
    return json.dumps({"groups": groups})


def _unlike() -> Iterator[list[str]]:
    """Texts that share few words."""
    for number in itertools.count():
        yield [f"{word}{number * 7919 % 104729:x}" for word in WORDS[number % 7 : number % 7 + 5]]


UNLIKE = _unlike()


def plan(rows: int = 60, **text: object) -> Plan:
    return plan_from_friendly(
        {
            "name": "p",
            "tables": {
                "notes": {
                    "rows": rows,
                    "key": "note_id",
                    "columns": {
                        "note_id": "sequence",
                        "order_no": {"pattern": "A-[0-9]{4}"},
                        "stars": {"integer": [1, 5]},
                        "is_late": {"boolean": 0.2},
                        "price": {"decimal": [1, 999]},
                        "body": {"text": "note", "from": "model", **text},  # type: ignore[dict-item]  # any parameter
                    },
                }
            },
        }
    )


def run(made: Plan, model: LanguageModel | ScriptedModel, workspace: Path) -> tuple[Pool | None, list[Event]]:
    events: list[Event] = []
    context = RunContext(model, model, workspace, emit=events.append)
    state = RunState(messages=[], plan=made.model_dump(mode="json"))
    build_graph().invoke(state, RunnableConfig(), context=context)
    return read_pools(workspace).pools.get(wanted_texts(made)[0].key), events


def bodies(workspace: Path, sql: str = "select body from notes") -> list[tuple[object, ...]]:
    with duckdb.connect(str(workspace / "data.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_a_pool_fits_its_columns(tmp_path: Path) -> None:
    server = Answering({"write_texts": [written]})
    pool, events = run(plan(400, pool=50, fits=["stars", "is_late", "price"]), model_with(server), tmp_path)
    assert pool is not None
    assert pool.by == ("stars", "is_late")
    assert len(pool.strata) == 10
    assert 50 <= pool.size == pool.asked <= 60
    assert events[0] == TextsWritten("notes.body", pool.size, pool.asked)
    assert len(server.asked) == 2
    asked = server.said(0) + server.said(1)
    assert "stars: 1" in asked
    assert "price" not in asked
    by_values = {stratum.values: stratum.texts for stratum in pool.strata}
    for stars, is_late, body in bodies(tmp_path, "select stars, is_late, body from notes"):
        assert body in by_values[stars, is_late]  # type: ignore[index]  # the table's own values


def test_without_fits_a_pool_is_as_large_as_the_table_at_most(tmp_path: Path) -> None:
    server = Answering({"write_texts": [written]})
    pool, _ = run(plan(12), model_with(server), tmp_path)
    assert pool is not None
    assert (pool.by, pool.size) == ((), 12)


def test_what_is_written_is_not_asked_for_again(tmp_path: Path) -> None:
    server = Answering({"write_texts": [written]})
    first, _ = run(plan(12), model_with(server), tmp_path)
    again, _ = run(plan(12), model_with(server), tmp_path)
    assert again == first
    assert len(server.asked) == 1


def test_near_texts_are_asked_for_anew_and_those_that_are_there_are_shown(tmp_path: Path) -> None:
    same = json.dumps(
        {"groups": [{"number": 1, "texts": ["It works well.", "it works well!", "Not for me."]}]}
    )
    server = Answering({"write_texts": [same, written]})
    pool, _ = run(plan(3), model_with(server), tmp_path)
    assert pool is not None
    assert pool.strata[0].texts[:2] == ("It works well.", "Not for me.")
    assert pool.size == 3
    assert "Not for me." in server.said(1)
    assert "Group 1: 1 text\n" in server.said(1)


def test_a_model_that_repeats_itself_is_given_up(tmp_path: Path) -> None:
    same = json.dumps({"groups": [{"number": 1, "texts": ["It works well."]}]})
    pool, events = run(plan(3), model_with(Answering({"write_texts": [same]})), tmp_path)
    assert pool is not None
    assert (pool.size, pool.asked, pool.is_open) == (1, 3, False)
    assert events[0] == TextsWritten("notes.body", 1, 3, "The model wrote no more texts that differ enough.")


def test_each_row_has_a_text_with_its_own_facts(tmp_path: Path) -> None:
    def answer(request: Request) -> str:
        facts = re.findall(r"<fact>\n(.*)\n</fact>", said(request))
        groups = GROUP.findall(said(request))
        return json.dumps(
            {
                "groups": [
                    {"number": int(number), "texts": [f"{' '.join(next(UNLIKE))} {fact} it is."]}
                    for (number, _), fact in zip(groups, facts, strict=True)
                ]
            }
        )

    made = plan(30, per_row=True, contains=["{order_no}"], fits=["price"])
    server = Answering({"write_texts": [answer]})
    pool, _ = run(made, model_with(server), tmp_path)
    assert pool is not None
    assert (pool.by, pool.size) == (("note_id",), 30)
    rows = bodies(tmp_path, "select distinct body from notes where contains(body, order_no)")
    assert len(rows) == 30


def test_facts_are_put_in_for_any_number_of_rows(tmp_path: Path) -> None:
    server = Answering(
        {"write_texts": [lambda request: written(request, lambda text: f"{text} {{order_no}}.")]}
    )
    pool, events = run(plan(500, pool=20, contains=["{order_no}"]), model_with(server), tmp_path)
    assert pool is not None
    assert pool.size == 20
    assert bodies(tmp_path, "select count(*) from notes where contains(body, order_no)") == [(500,)]
    assert events[-1].status == "passed"  # type: ignore[union-attr]  # the last event is the run's end


def test_too_many_rows_for_a_text_each_share_a_pool(tmp_path: Path) -> None:
    pool, _ = run(plan(600, per_row=True), model_with(Answering({"write_texts": [written]})), tmp_path)
    assert pool is not None
    assert pool.note == "Only 500 rows can have a text each; a pool serves them."


@pytest.mark.parametrize(
    ("error", "is_open"),
    [(BudgetExceeded("No more."), True), (Refused("I won't."), False), (InvalidAnswer("Garbage."), False)],
)
def test_what_was_written_before_the_end_is_kept(
    tmp_path: Path, error: BudgetExceeded | Refused | InvalidAnswer, is_open: bool
) -> None:
    half = WrittenTexts(groups=(("One of a kind.", "Quite another matter."),))
    pool, _ = run(plan(4), ScriptedModel({WriteTexts: [half, error]}), tmp_path)
    assert pool is not None
    assert (pool.size, pool.note, pool.is_open) == (2, str(error), is_open)
    assert {body for (body,) in bodies(tmp_path)} <= set(half.groups[0])
    if is_open:
        rest = WrittenTexts(groups=(("Third time lucky.", "Nobody expected it."),))
        model = ScriptedModel({WriteTexts: [rest]})
        filled, _ = run(plan(4), model, tmp_path)
        assert filled is not None
        assert (filled.size, filled.note) == (4, None)
        assert model.asked[0].groups[0].known == half.groups[0]  # type: ignore[attr-defined]  # the task asked


def test_a_budget_in_tokens_ends_it(tmp_path: Path) -> None:
    server = Answering({"write_texts": [written]})
    model = model_with(server, budget=Budget("m", max_calls=1))
    pool, _ = run(plan(100, words=[40, 60]), model, tmp_path)
    assert pool is not None
    assert pool.is_open
    assert pool.size < 100


def test_a_model_that_writes_no_texts_leaves_them_to_templates(tmp_path: Path) -> None:
    pool, _ = run(plan(5), ScriptedModel({}), tmp_path)
    assert pool is None
    assert len(bodies(tmp_path)) == 5


def test_strata_are_sized_by_their_rows() -> None:
    made = plan(1000, pool=100, fits=["is_late"])
    found = strata_of(made, wanted_texts(made)[0], 1.0)
    (usual, late) = found.strata
    assert (usual.values, late.values) == ((False,), (True,))
    assert usual.size > 3 * late.size > 3 * FEWEST
    assert found.note is None


SAID = Text(about="note", source="model", words=(2, 4))
TASK = WriteTexts(SAID, "en_US", (TextGroup(2, (("stars", 1),)), TextGroup(1)))


def groups(*texts: list[str]) -> dict[str, object]:
    return {"groups": [{"number": number, "texts": said} for number, said in enumerate(texts, 1)]}


def test_wrong_texts_are_left_out_and_mostly_wrong_answers_go_back() -> None:
    server = Answering(
        {"write_texts": [groups(["Much too long a text this is"], ["word"]), groups(["Two words"], ["No"])]}
    )
    answer = model_with(server).answer(TASK)
    assert answer.groups == (("Two words",), ())
    assert "'Much too long a text this is': it has 7 words, not 2 to 4." in server.said(1)


def test_a_group_that_was_not_asked_for_goes_back() -> None:
    server = Answering(
        {"write_texts": [groups(["Two words"], ["And two"], ["One more"]), groups(["Two words"])]}
    )
    assert model_with(server).answer(TASK).groups == (("Two words",), ())
    assert "groups[2].number: there is no group 3." in server.said(1)


def test_no_sound_text_is_no_answer() -> None:
    with pytest.raises(InvalidAnswer):
        model_with(Answering({"write_texts": [groups(["x"])]})).answer(TASK)
