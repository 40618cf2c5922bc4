"""The loop finds what a plan breaks, mends it, and knows when it can't."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from rowsmith.agents.data_agent.repair import IN_CIRCLES, MOST_FINDINGS, NO_WAY
from rowsmith.agents.events import DataChecked, GaveUp, PlanFaulty, PlanRepaired, RunFinished
from rowsmith.agents.tasks import DraftPlan, RepairPlan, WriteRequirements, WrittenRequirements
from rowsmith.tools.engine import generate_tables
from rowsmith.tools.errors import (
    BudgetExceeded,
    GenerationError,
    InvalidAnswer,
    LintError,
    ModelUnreachable,
)
from rowsmith.tools.plan import Plan
from tests.fakes.sabotage import (
    CHILDREN,
    COUNT,
    COUNTED,
    ORDER,
    REQUIREMENTS,
    SET_COUNT,
    SET_ORDER,
    SET_SHARE,
    SHARE,
    WORDS,
    drafted,
    edits,
    requirement,
    set_column,
    set_customers,
    shop,
)
from tests.unit.agents.conftest import Runner

FAULTY = shop(order_id={"reference": "nobody"})
BREAK_PLAN = set_column("orders", "customer_id", {"reference": "nobody"})
MENDED = edits(SET_COUNT, SET_SHARE, SET_ORDER, note="Three things were off.")


def test_a_sabotaged_plan_is_mended_in_one_round(run: Runner) -> None:
    done = run([MENDED])
    assert done.contract.status == "passed"
    assert done.contract.coverage == 1.0
    assert [(one.findings, one.edits) for one in done.contract.rounds] == [(3, 3)]
    (only,) = done.contract.rounds
    assert "The plan says customers.rows: 180." in only.found[0]
    assert len(only.changes) == 3
    assert "+    rows: 200" in only.diff.splitlines()
    assert done.story == [
        "PlanDrafted", "RequirementsWritten", "DataChecked", "PlanRepaired", "DataChecked", "RunFinished",
    ]  # fmt: skip
    first, second = [event for event in done.events if isinstance(event, DataChecked)]
    assert [quote for quote in (COUNT, CHILDREN, SHARE, ORDER) if any(quote in one for one in first.findings)] == [
        COUNT, SHARE, ORDER,
    ]  # fmt: skip
    assert second.findings == ()
    assert done.asked(WriteRequirements) == 1


def test_a_sabotaged_plan_is_mended_round_by_round(run: Runner) -> None:
    done = run([edits(SET_COUNT), edits(SET_SHARE), edits(SET_ORDER)])
    assert done.contract.status == "passed"
    assert [one.findings for one in done.contract.rounds] == [3, 2, 1]
    assert done.events[-1] == RunFinished("passed", 3)
    repaired = [event for event in done.events if isinstance(event, PlanRepaired)]
    assert [len(event.edits) for event in repaired] == [1, 1, 1]
    told = [task.tried for task in done.model.asked if isinstance(task, RepairPlan)]
    assert [len(tried) for tried in told] == [0, 1, 2]


def test_findings_show_what_was_found(run: Runner) -> None:
    done = run([edits(note="x")])
    task = next(task for task in done.model.asked if isinstance(task, RepairPlan))
    assert (
        "asked '200 customers': there are 200 customers. It is not so. Found: customers 180."
        " The plan says customers.rows: 180." in task.findings
    )
    (late,) = [one for one in task.findings if ORDER in one]
    assert "rows are against it. Found: order_id " in late


def test_very_many_findings_are_told_in_portions(run: Runner) -> None:
    wrong = tuple(COUNTED.model_copy(update={"id": f"r{number}"}) for number in range(MOST_FINDINGS + 5))
    done = run([edits(note="x")], requirements=[WrittenRequirements(requirements=wrong)])
    task = next(task for task in done.model.asked if isinstance(task, RepairPlan))
    assert len(task.findings) == MOST_FINDINGS + 1
    assert "There are 5 more findings" in task.findings[-1]


def test_a_conflict_names_its_words(run: Runner) -> None:
    """The words want 200 customers and 150 of them: no plan has both."""
    words = f"{WORDS} There are 150 customers."
    other = requirement(
        5,
        "There are 150 customers",
        "there are 150 customers",
        "select count(*) as customers from customers having count(*) <> 150",
        words=words,
    )
    asked = WrittenRequirements(requirements=(*REQUIREMENTS.requirements, other))
    note = "'200 customers' and 'There are 150 customers' can't both hold."
    done = run([MENDED, edits(note=note)], drafts=[drafted()], requirements=[asked], messages=(words,))
    assert done.contract.status == "failed"
    assert done.broken() == ["There are 150 customers"]
    assert done.contract.note == note
    assert GaveUp(note) in done.events
    assert done.events[-1] == RunFinished("failed", 1)


def test_without_edits_and_without_a_note(run: Runner) -> None:
    assert run([edits()]).contract.note == NO_WAY


def test_circles_are_noticed(run: Runner) -> None:
    done = run([edits(set_customers(190)), edits(set_customers(180)), edits(set_customers(180))])
    assert done.contract.note is not None
    assert done.contract.note.startswith(IN_CIRCLES)
    assert f"These do not go together: “{COUNT}”, " in done.contract.note
    assert done.contract.status == "failed"
    assert len(done.contract.rounds) == 1
    assert rows(done.workspace, "customers") == 190


def test_an_edit_that_changes_nothing_is_a_circle(run: Runner) -> None:
    note = run([edits(set_customers(180))]).contract.note
    assert note is not None
    assert note.startswith(IN_CIRCLES)


def test_another_way_is_tried_before_giving_up(run: Runner) -> None:
    done = run([edits(set_customers(180)), MENDED])
    assert done.contract.status == "passed"
    assert len(done.contract.rounds) == 1
    told = [task for task in done.model.asked if isinstance(task, RepairPlan)]
    assert told[0].tried == ()
    assert IN_CIRCLES in told[1].tried[0]


def test_rounds_are_limited(run: Runner) -> None:
    done = run([edits(set_customers(number)) for number in (181, 182, 183)], rounds=2)
    assert len(done.contract.rounds) == 2
    assert done.asked(RepairPlan) == 2
    assert done.contract.note == "All 2 rounds of repairs are used up."
    assert done.story[-2:] == ["GaveUp", "RunFinished"]


def test_no_rounds_are_no_surrender(run: Runner) -> None:
    done = run(rounds=0)
    assert done.contract.note is None
    assert done.contract.status == "failed"
    assert "GaveUp" not in done.story


def test_the_persons_own_plan_is_never_changed(run: Runner) -> None:
    own = Plan.model_validate(
        shop().model_dump() | {"rules": [{"name": "many", "check": "count(customers.customer_id) = 200"}]}
    )
    done = run(plan=own, messages=())
    assert done.contract.status == "failed"
    assert [rule.name for rule in done.contract.rules if rule.status == "broken"] != []
    assert done.model.asked == []
    assert done.plan == own


def test_the_persons_own_plan_with_faults_is_theirs_to_mend(run: Runner) -> None:
    with pytest.raises(LintError, match="nobody"):
        run(plan=FAULTY, messages=())


def test_faults_of_a_draft_go_back(run: Runner) -> None:
    good = shop(200, 20, ordered_on={"after": "customer.signed_up_on", "by": ["1 day", "100 days"]})
    mend = set_column("orders", "order_id", "sequence")
    done = run(
        [edits(mend)], drafts=[drafted(Plan.model_validate(good.model_dump() | _tables(FAULTY, good)))]
    )
    assert done.story[:3] == ["PlanDrafted", "PlanFaulty", "PlanRepaired"]
    assert done.contract.status == "passed"
    assert done.contract.rounds == ()


def _tables(faulty: Plan, good: Plan) -> dict[str, Any]:
    """The good plan with the faulty order_id."""
    tables = good.model_dump()["tables"]
    bad = next(one for one in faulty.model_dump()["tables"][1]["columns"] if one["name"] == "order_id")
    columns = [bad if one["name"] == "order_id" else one for one in tables[1]["columns"]]
    return {"tables": [tables[0], {**tables[1], "columns": columns}]}


def test_a_draft_that_no_repair_mends(run: Runner) -> None:
    with pytest.raises(LintError, match=r"(?s)nobody.*could not be mended"):
        run([edits(set_customers(181)), edits(set_customers(182))], drafts=[drafted(FAULTY)])


def test_a_draft_that_can_not_be_mended_says_why(run: Runner) -> None:
    with pytest.raises(LintError, match=r"(?s)nobody.*two wishes in conflict"):
        run([edits(note="There are two wishes in conflict.")], drafts=[drafted(FAULTY)])


def test_a_repair_that_breaks_the_plan_falls_back(run: Runner) -> None:
    again = edits(set_column("orders", "customer_id", {"reference": "nobody", "weight": "1"}))
    done = run([edits(BREAK_PLAN), again, edits(note="I see no way.")])
    assert done.contract.status == "failed"
    assert done.contract.note == "I see no way."
    assert done.plan == shop()
    assert rows(done.workspace, "customers") == 180
    assert isinstance(done.events[-2], GaveUp)


def test_a_repair_that_breaks_the_plan_for_good_falls_back(run: Runner) -> None:
    worse = [
        edits(set_column("orders", "customer_id", {"reference": "nobody", "weight": f"{n}"})) for n in (1, 2)
    ]
    done = run([edits(BREAK_PLAN), *worse])
    assert "could not be mended" in (done.contract.note or "")
    assert sum(isinstance(event, PlanFaulty) for event in done.events) == 3
    assert done.plan == shop()


def test_edits_that_can_not_be_made(run: Runner) -> None:
    done = run([edits({**SET_COUNT, "table": "customer"})])
    assert (done.contract.note or "").startswith("The proposed edits can't be made:")


@pytest.mark.parametrize(
    "error", [BudgetExceeded("The budget is used up."), InvalidAnswer("Nothing but noise.")]
)
def test_what_was_made_is_kept_when_the_model_fails_a_repair(
    run: Runner, error: BudgetExceeded | InvalidAnswer
) -> None:
    done = run([error])
    assert done.contract.status == "failed"
    assert done.contract.note == str(error)


def test_an_unreachable_model_ends_the_run(run: Runner) -> None:
    with pytest.raises(ModelUnreachable):
        run([ModelUnreachable("gone")])
    with pytest.raises(BudgetExceeded):
        run([BudgetExceeded("used up")], drafts=[drafted(FAULTY)])


def test_rows_that_can_not_be_made_go_back(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    make = generate_tables

    def balky(plan: Plan, *args: Any, **options: Any) -> object:
        if plan.tables[0] == shop().tables[0]:
            raise GenerationError("No row meets the condition.", where="customers", hint="Widen it.")
        return make(plan, *args, **options)

    monkeypatch.setattr("rowsmith.agents.data_agent.generate.generate_tables", balky)
    done = run([MENDED])
    assert done.contract.status == "passed"
    assert PlanFaulty(("customers: No row meets the condition. Widen it.",)) in done.events
    assert done.contract.rounds == ()
    with pytest.raises(GenerationError):
        run(plan=shop(), messages=())


def test_requirements_are_written_again_when_what_was_missing_is_there(run: Runner) -> None:
    missing = COUNTED.model_copy(
        update={"checks": (COUNTED.checks[0].model_copy(update={"sql": "select 'no tier' as missing"}),)}
    )
    add: dict[str, Any] = {"kind": "add_column", "table": "customers"}
    tier = set_column("customers", "tier", {"category": ["a", "b"]})["column"]
    done = run(
        [edits({**add, "column": tier}, SET_COUNT, SET_SHARE, SET_ORDER)],
        requirements=[
            WrittenRequirements(requirements=(missing, *REQUIREMENTS.requirements[1:])),
            REQUIREMENTS,
        ],
    )
    assert done.asked(WriteRequirements) == 2
    assert done.contract.status == "passed"


def test_words_that_nothing_holds_stay_open(run: Runner) -> None:
    done = run([MENDED], messages=(f"{WORDS} Blorp the frobs.",))
    assert done.contract.status == "open_points"
    (open_point,) = [one for one in done.contract.requirements if one.status == "not_understood"]
    assert open_point.quote == "Blorp the frobs"
    assert open_point.span == (len(WORDS) + 1, len(WORDS) + 16)
    assert done.contract.coverage < 1


def test_a_run_from_words_asks_each_thing_once(run: Runner) -> None:
    done = run([MENDED])
    assert [done.asked(kind) for kind in (DraftPlan, WriteRequirements, RepairPlan)] == [1, 1, 1]


def rows(workspace: Path, table: str) -> int:
    with duckdb.connect(str(workspace / "data.duckdb"), read_only=True) as connection:
        (count,) = connection.execute(f"select count(*) from {table}").fetchall()[0]
    return int(count)
