"""Certain repairs, and none where no cause is certain."""

from __future__ import annotations

from rowsmith.agents.models.offline import OfflineModel
from rowsmith.agents.tasks import RepairPlan
from rowsmith.tools.plan import plan_from_friendly
from rowsmith.tools.plan.edits import apply, describe

PLAN = plan_from_friendly(
    {
        "name": "x",
        "tables": {
            "orders": {
                "rows": 9,
                "key": "id",
                "columns": {
                    "id": "sequence",
                    "status": {"category": {"paid": 80, "open": 20}},
                    "note": {"text": "note", "nulls": 0.3},
                },
            }
        },
    }
)


def test_a_strayed_share_is_dealt_exactly() -> None:
    task = RepairPlan(("x",), PLAN, ("tables.orders.columns.status: the share of paid is 0.8: 0.7 found",))
    (edit,) = OfflineModel().answer(task).edits
    assert "exact" in describe(edit)
    again = RepairPlan(("x",), apply(PLAN, [edit]), task.findings)
    assert OfflineModel().answer(again).edits == ()


def test_a_strayed_share_of_nulls_is_dealt_exactly() -> None:
    task = RepairPlan(("x",), PLAN, ("orders.note: empty for 30 %",))
    (edit,) = OfflineModel().answer(task).edits
    assert "exact" in describe(edit)


def test_what_has_no_certain_cause_is_left() -> None:
    task = RepairPlan(("x",), PLAN, ("asked 'moons': there are 9 moons", "orders.id: twice"))
    found = OfflineModel().answer(task)
    assert found.edits == ()
    assert "No cause" in found.note


def test_a_column_that_cannot_be_made_becomes_simpler() -> None:
    wrong = plan_from_friendly(
        {
            "name": "x",
            "tables": {
                "orders": {
                    "rows": 9,
                    "key": "id",
                    "columns": {"id": "sequence", "price": {"expression": "'a' || id"}},
                }
            },
        }
    )
    task = RepairPlan(("x",), wrong, ("orders.price: Binder Error: Cannot combine types.",))
    (edit,) = OfflineModel().answer(task).edits
    assert "decimal" in describe(edit)


def test_a_key_that_may_repeat_becomes_a_number() -> None:
    wrong = plan_from_friendly(
        {
            "name": "x",
            "tables": {
                "users": {"rows": 5, "key": "id", "columns": {"id": "sequence"}},
                "rooms": {"rows": 5, "key": "id", "columns": {"id": "sequence"}},
                "members": {
                    "rows": 9,
                    "key": ["user_id", "room_id"],
                    "columns": {"user_id": {"reference": "users"}, "room_id": {"reference": "rooms"}},
                },
            },
        }
    )
    task = RepairPlan(("x",), wrong, ("members.key: The key user_id, room_id may repeat.",))
    mended = apply(wrong, OfflineModel().answer(task).edits)
    table = mended.table("members")
    assert table is not None
    assert table.key == ("member_id",)
