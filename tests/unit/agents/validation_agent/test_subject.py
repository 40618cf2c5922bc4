"""The table that a check goes through."""

from __future__ import annotations

import pytest

from rowsmith.agents.validation_agent.subject import subject


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("select count(*) as n from customers having count(*) <> 5", "customers"),
        ("select o.order_id from Orders o join customers c on true", "orders"),
        ("with late as (select * from orders) select * from late join customers on true", "orders"),
        ("with a as (select * from b), b as (select * from orders) select * from a", "orders"),
        ("select * from (select * from orders) t", "orders"),
        ("select 1 where (select count(*) from customers) > 3", "customers"),
        ("select order_id from orders union all select customer_id from customers", "orders"),
        ("with customers as (select * from orders) select * from customers", "orders"),
        ("select 'no phone number' as missing", None),
        ("select * from range(3)", None),
    ],
)
def test_the_first_table_that_rows_come_from(sql: str, table: str | None) -> None:
    assert subject(sql, ["customers", "orders"]) == table
