"""Follow-up messages: what they change, and that nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.agents.models.offline.revising.parts import split
from rowsmith.agents.models.offline.revising.revise import ALREADY, NOT_READ, TO_UNDO, revise_plan
from rowsmith.agents.tasks import ProposedEdits, RevisePlan
from rowsmith.tools.plan import plan_from_friendly
from rowsmith.tools.plan.edits import apply, describe

FIRST = "40 customers with a tier. Each has 1 to 5 orders with an amount."
PLAN = plan_from_friendly(
    {
        "name": "shop",
        "tables": {
            "customers": {"rows": 40, "key": "customer_id", "columns": {"customer_id": "sequence", "name": {"semantic": "person_name"}, "city": {"semantic": "city"}, "tier": {"category": {"basic": 70, "plus": 20, "premium": 10}}, "active": {"boolean": 0.5}}},
            "orders": {"rows": {"per": "customer_id", "count": [1, 5]}, "key": "order_id", "columns": {"order_id": "sequence", "customer_id": {"reference": "customers"}, "amount": {"decimal": [5, 90], "shape": "lognormal", "median": 20}, "status": {"category": ["new", "packed", "shipped", "returned"]}, "shipped_at": {"datetime": ["2024-01-01", "2024-12-31"], "nulls": "status in ('new', 'packed')"}}},
        },
    }
)  # fmt: skip

SAID = {
    "make it 60 customers instead of 40": ["the rows of customers become 60"],
    "let there be 1,000 customers": ["the rows of customers become 1000"],
    "about 80 customers please": ["the rows of customers become about 80"],
    "set the number of customers to ninety": ["the rows of customers become 90"],
    "orders should have an amount between 10 and 50": ["orders.amount becomes {'decimal': [10, 50], 'shape': 'gamma'}"],
    "customers need a channel: web, phone or store": ["add customers.channel: {'category': ['web', 'phone', 'store']}"],
    "add a loyalty column to the customers, 0 to 9": ["add customers.loyalty: {'integer': [0, 9]}"],
    "every order should have a gift yes/no, 25% yes": ["add orders.gift: {'boolean': {'exactly': 0.25}}"],
    "a mood on orders, 80% happy, 20% sad": ["add orders.mood: {'category': {'happy': 80, 'sad': 20}, 'exact': True}"],
    "also log the phone of each customer": ["add customers.phone: {'semantic': 'phone'}"],
    "make half of the customers premium": ["customers.tier becomes {'category': {'basic': 38.8889, 'plus': 11.1111, 'premium': 50}, 'exact': True}"],
    "bump returned to 10%": ["orders.status becomes {'category': {'new': 30, 'packed': 30, 'shipped': 30, 'returned': 10}, 'exact': True}"],
    "make it 90% active": ["customers.active becomes {'boolean': {'exactly': 0.9}}"],
    'status "packed" should not exist any more, make those new': [
        "orders.status becomes {'category': {'new': 50, 'shipped': 25, 'returned': 25}}",
        "orders.shipped_at becomes {'datetime': ['2024-01-01', '2024-12-31'], 'nulls': \"status in ('new')\"}",
    ],
    "returned orders have no amount": ["orders.amount becomes {'decimal': [5, 90], 'shape': 'lognormal', 'median': 20, 'nulls': \"status = 'returned'\"}"],
    "only shipped orders have a shipped_at": ["orders.shipped_at becomes {'datetime': ['2024-01-01', '2024-12-31'], 'nulls': \"not (status = 'shipped')\"}"],
    "use German addresses from now on": ["the plan's locale becomes de_DE"],
    "drop the city from customers": ["drop customers.city"],
    "rename orders to purchases": ["rename the table orders to purchases"],
    "drop the city column and rename tier to level": ["drop customers.city", "rename customers.tier to level"],
    "3 orders for all?? hmm no, rather: make it 50 customers": ["the rows of customers become 50"],
}  # fmt: skip


def revised(*messages: str) -> ProposedEdits:
    return revise_plan(RevisePlan((FIRST, *messages), PLAN))


@pytest.mark.parametrize("message", SAID)
def test_a_message_is_understood(message: str) -> None:
    found = revised(message)
    assert sorted(map(describe, found.edits)) == sorted(SAID[message])
    assert found.note == ""


def test_a_group_may_get_a_multiple() -> None:
    (edit,) = revised("make premium customers spend about twice as much").edits
    said = describe(edit)
    assert "orders.amount becomes" in said
    assert "customer.tier = 'premium'" in said
    assert "[10, 180]" in said


def test_a_table_spoken_of_before_is_meant() -> None:
    (edit,) = revised("drop the city from customers", "add a points column, 0 to 100").edits
    assert describe(edit) == "add customers.points: {'integer': [0, 100]}"


def test_what_is_so_already_changes_nothing() -> None:
    assert revised("customers need a tier: basic, plus or premium") == ProposedEdits(edits=(), note=ALREADY)


def test_what_is_not_understood_is_said() -> None:
    assert revised("paint it purple") == ProposedEdits(edits=(), note=NOT_READ)
    found = revised("drop the city from customers. paint it purple")
    assert len(found.edits) == 1
    assert "paint it purple" in found.note


def test_taking_back_is_left_to_undo() -> None:
    assert revised("undo that") == ProposedEdits(edits=(), note=TO_UNDO)


def test_why_is_answered_by_the_words() -> None:
    assert "'40 customers with a tier'" in revised("why is there a tier?").note
    assert "usually has" in revised("why is there a city?").note
    assert "names no table" in revised("why are there moons?").note


def test_a_message_is_split_at_its_verbs() -> None:
    assert split("Oh, thanks! Drop a and rename b to c; make it 5.") == [
        "Drop a",
        "rename b to c",
        "make it 5.",
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(SAID)), min_size=1, max_size=3, unique=True), st.text(max_size=12))
def test_any_messages_give_edits_that_can_be_made(messages: list[str], noise: str) -> None:
    plan = PLAN
    said = [FIRST]
    for message in messages:
        said.append(f"{message} {noise}")
        edits = revise_plan(RevisePlan(tuple(said), plan)).edits
        plan = apply(plan, edits)
    assert plan.tables
