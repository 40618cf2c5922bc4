"""A clean shop holds; each planted fault is found, counted and named."""

from __future__ import annotations

import duckdb
import pytest

from tests.unit.tools.checks.conftest import broken, plan_of, results

PLAN = plan_of("""
rowsmith: 1
name: shop
as_of: 2024-12-31
tables:
  customers:
    rows: 200
    key: customer_id
    columns:
      customer_id: sequence
      email: {pattern: '[a-z]+[0-9]*@example\\.com', unique: true}
      tier: {category: [gold, silver, none]}
      joined_on: {date: [2023-01-01, 2023-12-31], shape: triangular}
      orders_made: {expression: count(orders)}
  products:
    key: sku
    rows:
      - {sku: A, price: 2.50}
      - {sku: B, price: 4.00}
  orders:
    rows: {per: customer_id, count: [1, 3], total: 400}
    key: order_id
    columns:
      order_id: sequence
      customer_id: {reference: customers}
      ordered_at: {datetime: [customer.joined_on, 2024-12-31]}
      shipped_on: {after: ordered_at, by: [1 day, 9 days], nulls: status = 'open'}
      status: {category: {open: 20, shipped: 80}}
      total: {expression: sum(items.price * items.quantity)}
    rules:
      after joining: ordered_at >= customer.joined_on
      not twice a moment: no_duplicates(customer_id, ordered_at)
  items:
    rows: {per: order_id, count: 2}
    key: [order_id, line]
    columns:
      order_id: {reference: orders}
      line: {sequence: 1, within: order_id}
      sku: {reference: products}
      price: {expression: product.price}
      quantity: {integer: [1, 5]}
rules:
  enough is sold: sum(items.quantity) > 1000
  a fifth is open: about(share(orders.status = 'open'), 0.2)
""")

DATA = """
create table customers as select i as customer_id, 'user' || i || '@example.com' as email,
  ['gold', 'silver', 'none'][i % 3 + 1] as tier, date '2023-01-01' + (i % 300)::int as joined_on from range(1, 201) t(i);
create table products as select * from (values ('A', 2.50), ('B', 4.00)) t(sku, price);
create table orders as select i as order_id, (i - 1) // 2 + 1 as customer_id,
  c.joined_on + to_hours(24 + i) as ordered_at, case when i % 5 <> 0 then (c.joined_on + to_hours(24 + i) + to_days(2 + i % 5)) end as shipped_on,
  case when i % 5 = 0 then 'open' else 'shipped' end as status from range(1, 401) t(i) join customers c on c.customer_id = (i - 1) // 2 + 1;
create table items as select (i - 1) // 2 + 1 as order_id, (i - 1) % 2 + 1 as line, case when i % 2 = 0 then 'A' else 'B' end as sku,
  case when i % 2 = 0 then 2.50 else 4.00 end as price, i % 5 + 1 as quantity from range(1, 801) t(i);
alter table customers add column orders_made bigint; update customers set orders_made = 2;
alter table orders add column total decimal(18, 2);
update orders set total = (select sum(price * quantity) from items where items.order_id = orders.order_id);
"""


def test_a_clean_shop_holds(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(DATA)
    found = results(database, PLAN)
    assert broken(found) == {}
    assert len(found) > 40


FAULTS = [
    ("delete from customers where customer_id = 200", {"customers.rows": 1, "orders.customer_id.orphans": 2}),
    ("update customers set tier = 'bronze' where customer_id in (3, 4)", {"customers.tier.values": 2}),
    ("update customers set email = 'x' where customer_id = 3", {"customers.email.pattern": 1}),
    ("update customers set email = 'user1@example.com' where customer_id < 4", {"customers.email.unique": 2}),
    ("update orders set total = total + 0.01 where order_id = 7", {"orders.total.value": 1}),
    ("update orders set order_id = 8 where order_id = 7", {"orders.order_id.key_unique": 1}),
    ("update items set order_id = 4000 where order_id = 7", {"items.order_id.orphans": 2}),
    ("update items set quantity = 6 where order_id = 7", {"items.quantity.range": 2}),
    ("update orders set status = null where order_id = 8", {}),
    ("update orders set ordered_at = '2022-01-01' where order_id = 9", {"orders.rule.after joining": 1}),
    ("update orders set ordered_at = (select ordered_at from orders where order_id = 11) where order_id = 12",
     {"orders.rule.not twice a moment": 1}),
    ("update items set quantity = 1", {"rules.enough is sold": 1}),
    ("update orders set status = 'open' where order_id % 2 = 0", {"rules.a fifth is open": 1}),
    ("alter table items rename to lines", {"items.there": 1}),
    ("alter table items drop column quantity", {"items.quantity.type": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "expected"), FAULTS)
def test_a_planted_fault_is_found(
    database: duckdb.DuckDBPyConnection, fault: str, expected: dict[str, int]
) -> None:
    database.execute(DATA)
    database.execute(fault)
    found = broken(results(database, PLAN))
    assert {id_: found.get(id_) for id_ in expected} == expected
