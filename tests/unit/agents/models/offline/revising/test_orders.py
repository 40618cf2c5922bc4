"""Direct orders: every phrase's examples are its tests."""

from __future__ import annotations

import pytest

from rowsmith.agents.models.offline.revising.orders import direct_orders, phrases
from rowsmith.tools.plan import plan_from_friendly
from rowsmith.tools.plan.edits import describe

PLAN = plan_from_friendly(
    {
        "name": "x",
        "tables": {
            "player": {"rows": 9, "key": "id", "columns": {"id": "sequence", "created_at": {"date": ["2024-01-01", "2024-02-01"]}, "csat": {"integer": [1, 5]}}},
            "customers": {"rows": 5, "key": "id", "columns": {"id": "sequence", "phone": {"semantic": "phone"}, "buyer_email": {"semantic": "email"}}},
            "orders": {"rows": {"per": "customer_id", "count": [1, 3], "total": 10}, "key": "id", "columns": {"id": "sequence", "customer_id": {"reference": "customers"}, "notes": {"text": "note"}}},
            "guests": {"rows": 8, "key": "id", "columns": {"id": "sequence"}},
            "reviews": {"rows": 8, "key": "id", "columns": {"id": "sequence"}},
            "tags": {"rows": 8, "key": "id", "columns": {"id": "sequence"}},
        },
    }
)  # fmt: skip

SAID = {
    "rename csat to satisfaction_score": "rename player.csat to satisfaction_score",
    "rename buyer email col to purchaser_email": "rename customers.buyer_email to purchaser_email",
    "please rename the phone column in customers to mobile": "rename customers.phone to mobile",
    "drop the created_at column from player": "drop player.created_at",
    "remove the phone field": "drop customers.phone",
    "delete notes from orders": "drop orders.notes",
    "drop the reviews table": "drop the table reviews",
    "remove table tags": "drop the table tags",
    "double the number of guests": "the rows of guests become 16",
    "triple the orders": "the rows of orders become a number for each customer_id",
}
EXAMPLES = [example for _, _, examples in phrases() for example in examples]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_understood(example: str) -> None:
    assert [describe(edit) for edit in direct_orders(example, PLAN)] == [SAID[example]]


@pytest.mark.parametrize("message", ["paint it purple", "rename nothing_here to x", "double the moons"])
def test_what_names_nothing_is_no_order(message: str) -> None:
    assert direct_orders(message, PLAN) == []
