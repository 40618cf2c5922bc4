"""What holds of edits whatever the plan: a difference leads there, and back."""

from __future__ import annotations

from hypothesis import assume, given

from rowsmith.tools.plan import Plan, plan_from_friendly
from rowsmith.tools.plan.edits import apply, describe, diff
from rowsmith.tools.plan.edits.losses import losses
from rowsmith.tools.plan.edits.model import RenameColumn, SetPlan
from rowsmith.tools.plan.yaml import dump_plan, load_plan
from tests.strategies.changes import changed_plans
from tests.strategies.plans import WIDE


@WIDE
@given(changed_plans())
def test_a_difference_leads_there_and_back(pair: tuple[Plan, Plan]) -> None:
    before, after = pair
    assume("" not in (before.note, after.note))
    assume(not losses(before, after) and not losses(after, before))
    assert apply(before, diff(before, after)) == after
    assert apply(after, diff(after, before)) == before
    assert all(describe(edit) for edit in diff(before, after))


def test_no_difference_needs_no_edit() -> None:
    plan = plan_from_friendly({"name": "a", "tables": {}})
    assert diff(plan, plan) == ()


def test_a_note_comes_and_goes() -> None:
    plan = plan_from_friendly({"name": "a", "tables": {}})
    noted = apply(plan, [SetPlan(note="a word")])
    assert noted.note == "a word"
    assert apply(noted, diff(noted, plan)) == plan


def test_a_renamed_column_with_a_note_reads_back_as_it_is() -> None:
    plan = plan_from_friendly(
        {
            "name": "a",
            "tables": {"t": {"rows": 3, "key": "k", "columns": {"k": {"sequence": 1, "note": "the key"}}}},
        }
    )
    renamed = apply(plan, [RenameColumn(table="t", column="k", to="id")])
    assert load_plan(dump_plan(renamed)) == renamed
