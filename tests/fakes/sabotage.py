"""A shop whose first plan breaks three of the things that were asked, the requirements that catch them, and the
edits that mend them.
"""

from __future__ import annotations

from typing import Any

from rowsmith.agents.requirements import Kind, Requirement, RequirementCheck
from rowsmith.agents.tasks import DraftedPlan, ProposedEdits, WrittenRequirements
from rowsmith.tools.plan import Plan, plan_from_friendly
from rowsmith.tools.plan.friendly.parts import Friendly

WORDS = (
    "200 customers, each with 1 to 5 orders. Of the orders 20% are returned. "
    "An order never comes before its customer signed up."
)

COUNT, CHILDREN, SHARE, ORDER = (
    "200 customers",
    "each with 1 to 5 orders",
    "Of the orders 20% are returned",
    "An order never comes before its customer signed up",
)


def shop(customers: int = 180, returned: float = 50, **orders: Friendly) -> Plan:
    """180 customers instead of 200, half of the orders returned instead of a fifth, and dates in any order."""
    return plan_from_friendly(
        {
            "name": "shop",
            "tables": {
                "customers": {
                    "rows": customers,
                    "key": "customer_id",
                    "columns": {
                        "customer_id": "sequence",
                        "signed_up_on": {"date": ["2023-01-01", "2023-12-31"]},
                    },
                },
                "orders": {
                    "rows": {"per": "customer_id", "count": [1, 5]},
                    "key": "order_id",
                    "columns": {
                        "order_id": "sequence",
                        "customer_id": {"reference": "customers"},
                        "status": {"category": {"returned": returned, "kept": 100 - returned}, "exact": True},
                        "ordered_on": {"date": ["2023-01-01", "2024-12-31"]},
                        **orders,
                    },
                },
            },
        }
    )


def requirement(
    number: int, quote: str, says: str, sql: str = "", kind: Kind = "rule", words: str = WORDS, **more: Any
) -> Requirement:
    start = words.index(quote)
    return Requirement(
        id=f"r{number}",
        quote=quote,
        span=(start, start + len(quote)),
        says=says,
        kind=kind,
        checks=(RequirementCheck(sql=sql),) if sql else (),
        **more,
    )


COUNTED = requirement(
    1,
    COUNT,
    "there are 200 customers",
    "select count(*) as customers from customers having count(*) <> 200",
    "count",
)
REQUIREMENTS = WrittenRequirements(
    requirements=(
        COUNTED,
        requirement(
            2,
            CHILDREN,
            "every customer has 1 to 5 orders",
            "select c.customer_id, count(o.order_id) as orders from customers c left join orders o"
            " on o.customer_id = c.customer_id group by 1 having count(o.order_id) not between 1 and 5",
            "count",
        ),
        requirement(
            3,
            SHARE,
            "a fifth of the orders is returned",
            "select avg((status = 'returned')::int) as returned from orders"
            " having (abs(avg((status = 'returned')::int) - 0.2) <= 0.02) is not true",
            "share",
        ),
        requirement(
            4,
            ORDER,
            "orders come after the sign-up",
            "select o.order_id, o.ordered_on, c.signed_up_on from orders o join customers c"
            " on c.customer_id = o.customer_id where (o.ordered_on >= c.signed_up_on) is not true",
            "order",
        ),
    )
)


def column(table: str, name: str, form: Friendly) -> dict[str, Any]:
    """A column in canonical form, from its friendly one."""
    said: dict[str, Friendly] = {table: {"rows": 1, "key": "id", "columns": {"id": "sequence", name: form}}}
    found = plan_from_friendly({"name": "one", "tables": said}).tables[0].columns[1]
    return found.model_dump(mode="json")


def set_customers(rows: int) -> dict[str, Any]:
    return {"kind": "set_rows", "table": "customers", "rows": {"kind": "fixed", "amount": {"value": rows}}}


def set_column(table: str, name: str, form: Friendly) -> dict[str, Any]:
    return {"kind": "set_column", "table": table, "column": column(table, name, form)}


SET_COUNT = set_customers(200)
SET_SHARE = set_column("orders", "status", {"category": {"returned": 20, "kept": 80}, "exact": True})
SET_ORDER = set_column(
    "orders", "ordered_on", {"after": "customer.signed_up_on", "by": ["1 day", "100 days"]}
)


def edits(*said: dict[str, Any], note: str = "") -> ProposedEdits:
    return ProposedEdits.model_validate({"edits": said, "note": note})


def drafted(plan: Plan | None = None) -> DraftedPlan:
    return DraftedPlan(plan=plan or shop())
