"""Requirements from statements: each finds its fault and passes good data."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from rowsmith.agents.models.offline.reading.statements import (
    Children,
    Computed,
    Condition,
    Decided,
    Distinct,
    During,
    Filled,
    Grid,
    Has,
    Key,
    Law,
    Located,
    Measured,
    Numbered,
    OneOf,
    Ordered,
    Place,
    Ranked,
    Refers,
    Rows,
    Shaped,
    ShareOf,
    Skewed,
    Statement,
    Summed,
    Timing,
    Tree,
    Trend,
    Unread,
    Within,
    Written,
)  # fmt: skip
from rowsmith.agents.models.offline.requirements.write import write_requirements
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.agents.models.offline.text.times import Duration, Window
from rowsmith.agents.requirements import Requirement
from rowsmith.tools.checks.layout import ForeignKey, Layout, LayoutColumn, LayoutTable

DATA = """
create table shops (shop_id integer, name varchar, country varchar, size integer, boss_id integer);
insert into shops values (1, 'A', 'Italy', 10, null), (2, 'B', 'Italy', 20, 1), (3, 'C', 'Italy', 30, 1), (4, 'D', 'Italy', 40, 2);
create table orders (order_id integer, shop_id integer, code varchar, status varchar, ordered_at timestamp,
  paid_at timestamp, total double, number integer, big boolean);
insert into orders
  select i, 1 + case when i < 10 then 0 when i < 30 then 1 when i < 60 then 2 else 3 end, 'OR-' || lpad(i::varchar, 3, '0'),
    case when i % 4 = 0 then 'open' else 'paid' end, timestamp '2024-03-04 10:00:00' + to_days(i % 28) + to_hours(i % 5),
    case when i % 4 = 0 then null else timestamp '2024-03-04 10:00:00' + to_days(i % 28 + 2) + to_hours(i % 5) end,
    (i % 10 + 1) * (i % 10 + 1), 0, (i % 10 + 1) * (i % 10 + 1) > 50
  from range(100) t(i);
update orders set number = (select count(*) from orders o where o.shop_id = orders.shop_id and o.order_id <= orders.order_id);
create table lines (order_id integer, sku varchar, quantity integer, price double);
insert into lines select order_id, s, 1, total / 2 from orders, (values ('x'), ('y')) v(s);
"""


def layout() -> Layout:
    columns = {
        "shops": {"shop_id": "INTEGER", "name": "VARCHAR", "country": "VARCHAR", "size": "INTEGER", "boss_id": "INTEGER"},
        "orders": {
            "order_id": "INTEGER", "shop_id": "INTEGER", "code": "VARCHAR", "status": "VARCHAR", "ordered_at": "TIMESTAMP",
            "paid_at": "TIMESTAMP", "total": "DOUBLE", "number": "INTEGER", "big": "BOOLEAN",
        },
        "lines": {"order_id": "INTEGER", "sku": "VARCHAR", "quantity": "INTEGER", "price": "DOUBLE"},
    }  # fmt: skip
    keys = {"shops": ("shop_id",), "orders": ("order_id",), "lines": ("order_id", "sku")}
    foreign = {
        "shops": (ForeignKey(("boss_id",), "shops", ("shop_id",)),),
        "orders": (ForeignKey(("shop_id",), "shops", ("shop_id",)),),
        "lines": (ForeignKey(("order_id",), "orders", ("order_id",)),),
    }
    return Layout(
        tuple(
            LayoutTable(
                name, 0, tuple(LayoutColumn(*one) for one in found.items()), keys[name], foreign[name]
            )
            for name, found in columns.items()
        )
    )


Q = (0, 5)
STATUS, TOTAL, AT, PAID = (Place("orders", name) for name in ("status", "total", "ordered_at", "paid_at"))
OPEN = Condition(STATUS, "=", ("open",))

CASES: list[tuple[Statement, str]] = [
    (Rows("orders", Quantity.exactly(100), Q), "delete from orders where order_id = 5"),
    (Children("shop", "orders", Quantity.between(10, 40), Q), "update orders set shop_id = 2 where order_id < 9"),
    (Children("orders", "lines", Quantity.exactly(2), Q, when=OPEN), "delete from lines where order_id = 4 and sku = 'x'"),
    (Children("shops", "orders", Quantity.exactly(25).softly(), Q), "update shops set shop_id = shop_id; insert into shops select 9 + i, 'Z', 'Italy', 1, 1 from range(9) t(i)"),
    (Refers("orders", "shops", Q), "update orders set shop_id = 99 where order_id = 1"),
    (Refers("lines", "orders", Q, where=Condition(TOTAL, ">", (0.0,))), "update orders set total = -1 where order_id = 1"),
    (Has(Place("order", "status"), Q), "update orders set status = null"),
    (OneOf(STATUS, ("open", "paid"), Q, shares=(0.25, None)), "update orders set status = 'Lost' where order_id = 1"),
    (OneOf(STATUS, ("open", "paid"), Q, shares=(0.25, None)), "update orders set status = 'open' where order_id < 60"),
    (Within(TOTAL, Quantity.between(1, 100), Q), "update orders set total = 101 where order_id = 1"),
    (Within(TOTAL, Quantity(0, None, open_low=True), Q), "update orders set total = 0 where order_id = 1"),
    (During(Place("orders", ""), Window.month(2024, 3), Q), "update orders set ordered_at = timestamp '2024-04-01' where order_id = 1"),
    (Distinct("orders", ("code",), Q), "update orders set code = 'OR-001'"),
    (Distinct("lines", ("sku",), Q, within=("orders",)), "update lines set sku = 'x'"),
    (Key("lines", ("order_id", "sku"), Q), "update lines set sku = null where order_id = 1"),
    (Filled(PAID, Q, empty_when=OPEN, only=True), "update orders set paid_at = null where order_id = 1"),
    (Filled(PAID, Q, empty_when=OPEN), "update orders set paid_at = ordered_at where order_id = 4"),
    (Filled(PAID, Q, empty_share=Quantity.exactly(0.25)), "update orders set paid_at = null"),
    (Filled(STATUS, Q), "update orders set status = null where order_id = 1"),
    (Shaped(Place("orders", "code"), r"OR-\d{3}", Q), "update orders set code = 'or-1' where order_id = 1"),
    (ShareOf(OPEN, Quantity.exactly(0.25), Q), "update orders set status = 'open' where order_id < 70"),
    (ShareOf(OPEN, Quantity(None, 0.3), Q, among=Condition(TOTAL, ">", (0.0,))), "update orders set status = 'open' where order_id < 70"),
    (Ordered(PAID, ">", AT, Q), "update orders set paid_at = ordered_at where order_id = 1"),
    (Ordered(PAID, "=", AT, Q, gap=Duration(2, 2, "day")), "update orders set paid_at = ordered_at + interval 3 day where order_id = 1"),
    (Ordered(PAID, ">", AT, Q, gap=Duration(1, 50, "hour")), "update orders set paid_at = ordered_at + interval 51 hour where order_id = 1"),
    (Ordered(AT, "<", PAID, Q, gap=Duration(None, 1, "month")), "update orders set paid_at = ordered_at + interval 40 day where order_id = 1"),
    (Ordered(Place("lines", "price"), "<=", TOTAL, Q), "update lines set price = 1000 where order_id = 1"),
    (Ordered(Place("lines", "price"), "=", TOTAL, Q, times=Quantity.exactly(0.5)), "update lines set price = price * 2 where order_id = 1"),
    (Computed(Place("orders", "big"), "{orders.total} > 50", Q), "update orders set big = not big where order_id = 1"),
    (Summed(TOTAL, "lines", ("quantity", "price"), Q), "update orders set total = total + 1 where order_id = 1"),
    (Decided(Place("orders", "big"), True, False, Q, sql="{orders.total} > 50"), "update orders set big = true where order_id = 1"),
    (Decided(Place("shops", "country"), "Italy", "Spain", Q, child="orders", condition=OPEN, quantity=Quantity(1, None)), "update orders set status = 'paid'"),
    (Grid("orders", ("shops",), Q, step="second"), "update orders set shop_id = 1, ordered_at = timestamp '2024-03-04'"),
    (Ranked(TOTAL, (Condition(Place("orders", "big"), "=", (True,)), Condition(Place("orders", "big"), "=", (False,))), Q, factor=2.0), "update orders set total = 1"),
    (Ranked(Place("orders", ""), (Condition(Place("shops", "size"), ">=", (30.0,)), Condition(Place("shops", "size"), "<", (30.0,))), Q), "update orders set shop_id = 1"),
    (Trend(Place("lines", "price"), TOTAL, 1, Q), "update lines set price = -price"),
    (Trend(Place("orders", ""), Place("shops", "size"), 1, Q), "update orders set shop_id = 1 where shop_id = 4"),
    (Skewed(TOTAL, "long_tail", Q), "update orders set total = 100 - total"),
    (Measured(TOTAL, "median", Quantity.exactly(30).softly(), Q), "update orders set total = total * 4"),
    (Law(TOTAL, "lognormal", Q), "update orders set total = -total"),
    (Timing(AT, "hour", ("10-14",), "only", Q), "update orders set ordered_at = ordered_at + interval 9 hour where order_id = 1"),
    (Timing(AT, "hour", ("22-5",), "never", Q), "update orders set ordered_at = ordered_at - interval 9 hour where order_id = 1"),
    (Timing(AT, "hour", ("10-12",), "more", Q, least=0.5), "update orders set ordered_at = ordered_at + interval 5 hour"),
    (Tree("shops", "boss", Q, roots=Quantity.exactly(1)), "update shops set boss_id = shop_id where shop_id = 2"),
    (Numbered(Place("orders", "number"), Q, within="shops"), "update orders set number = number + 1 where order_id = 2"),
    (Written("shops", ("name", "size"), (("A", 10.0), ("D", 40.0)), Q), "update shops set size = 11 where shop_id = 1"),
    (Located("shops", "Italy", "", Q), "update shops set country = 'Spain' where shop_id = 1"),
]  # fmt: skip


def violations(found: Requirement, breaking: str | None) -> int:
    with duckdb.connect() as connection:
        connection.execute(DATA)
        if breaking:
            connection.execute(breaking)
        return sum(len(connection.execute(check.sql).fetchall()) for check in found.checks)


@pytest.mark.parametrize(("statement", "breaking"), CASES, ids=lambda one: str(one)[:50])
def test_a_requirement_passes_good_data_and_finds_the_fault(statement: Statement, breaking: str) -> None:
    found = next(
        one for one in write_requirements(["words of the person"], [[statement]], layout()) if one.span == Q
    )
    assert found.reading == "checkable", found.reason
    assert found.quote == "words"
    assert violations(found, None) == 0
    assert violations(found, breaking) > 0


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (Rows("planets", Quantity.exactly(9), Q), "no table for planets"),
        (Has(Place("orders", "colour"), Q), "no column for colour"),
        (Refers("shops", "lines", Q), "no single key"),
        (Located("", "", "Rome", Q), "only followed, not checked"),
        (Law(TOTAL, "zipf", Q), "no check for a zipf"),
        (During(Place("shops", ""), Window(date(2024, 1, 1), None), Q), "shops has no date"),
    ],
)
def test_what_no_table_answers_to_is_not_checkable(statement: Statement, reason: str) -> None:
    found = write_requirements(["words of the person"], [[statement]], layout())[0]
    assert found.reading == "not_checkable"
    assert reason in (found.reason or "")


def test_words_of_no_statement_are_listed() -> None:
    message = "100 orders, painted purple by wizards. The shops please."
    read: list[Statement] = [Rows("orders", Quantity.exactly(100), (0, 10)), Unread((12, 26), "a colour")]
    found = write_requirements([message], [read], layout())
    by_quote = {one.quote: one.reading for one in found}
    assert by_quote["painted purple"] == "not_understood"
    assert by_quote["wizards"] == "not_understood"
    assert by_quote["shops"] == "context"
