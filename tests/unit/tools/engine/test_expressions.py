"""Expressions: their types, aggregates near and far, windows, earlier rows, sequences, queries."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import duckdb
import pytest

from rowsmith.tools.errors import GenerationError, PlanError
from tests.fakes.made import Made, made


def one_table(*columns: str, rows: int = 50) -> Made:
    lines = "\n      ".join(columns)
    return made(
        f"as_of: 2024-06-30\ntables:\n  t:\n    rows: {rows}\n    key: id\n    columns:\n      id: sequence\n      {lines}\n"
    )


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("id + 1", "BIGINT"),
        ("price * 2", "DECIMAL(18,2)"),
        ("price * 1.5", "DECIMAL(18,3)"),
        ("price / 2", "DOUBLE"),
        ("'round(price / 3, 2)'", "DECIMAL(18,2)"),
        ("round(price / 3)", "BIGINT"),
        ("ceil(price / 3)", "BIGINT"),
        ("'coalesce(round(price / 3, 1), 0)'", "DECIMAL(18,1)"),
        ("case when id > 3 then 1.25 else price end", "DECIMAL(18,2)"),
        ("day + 7", "DATE"),
        ("day + id", "DATE"),
        ("as_of() - day", "BIGINT"),
        ("day + interval 3 hours", "TIMESTAMP"),
        ("month(day) = 3", "BOOLEAN"),
        ("kind || '!'", "VARCHAR"),
        ("'upper(kind)'", "VARCHAR"),
        ("price * price * price * price", "DOUBLE"),
        ("sqrt(id)", "DOUBLE"),
        ("'nullif(id, id)'", "BIGINT"),
    ],
)
def test_the_type_of_an_expression(sql: str, kind: str) -> None:
    rows = one_table(
        "price: {decimal: [1, 9]}", "day: {date: [2024-01-01, 2024-03-31]}", "kind: {category: [a, b]}",
        f"made: {{expression: {sql}}}",
    )  # fmt: skip
    duck = duckdb.from_arrow(rows.tables["t"])
    assert str(dict(zip(duck.columns, duck.types, strict=True))["made"]) == kind


def test_intervals_are_kept_to_the_microsecond() -> None:
    rows = one_table(
        "first: {datetime: [2024-01-01, 2024-01-31]}",
        "second: {after: first, by: [1 hour, 2 days]}",
        "took: {expression: second - first}",
    )
    assert rows.one("SELECT count(*) FROM t WHERE took <> second - first") == 0


def test_as_of_and_constants_stand_in_expressions() -> None:
    text = """
as_of: 2024-06-30
constants: {rate: 0.25}
tables:
  t:
    rows: 3
    key: id
    columns:
      id: sequence
      today: {expression: as_of()}
      tax: {expression: id * rate}
"""
    assert made(text).rows("SELECT today, tax FROM t ORDER BY id")[2] == (
        dt.date(2024, 6, 30),
        Decimal("0.75"),
    )


def test_a_wrong_expression_names_its_column() -> None:
    with pytest.raises(PlanError) as caught:
        one_table("made: {expression: upper(id) + 1}")
    assert caught.value.where == "t.made"


def test_a_value_that_does_not_fit_is_a_located_error() -> None:
    with pytest.raises(GenerationError) as caught:
        one_table("made: {expression: 'cast(power(10, 15) * id as decimal(38, 2)) * 1000'}")
    assert "too large" in caught.value.message


def test_a_column_that_uses_itself_is_a_circle() -> None:
    with pytest.raises(PlanError, match="circle"):
        one_table("a: {expression: b + 1}", "b: {expression: a + 1}")


FAMILY = """
tables:
  shops:
    rows: 12
    key: id
    columns:
      id: sequence
      size: {{integer: [1, 9]}}
      {shops}
  orders:
    rows: {{per: shop_id, count: [0, 8]}}
    key: id
    columns:
      id: sequence
      shop_id: {{reference: shops}}
      seller_id: {{reference: sellers}}
      amount: {{decimal: [1, 99]}}
      {orders}
  lines:
    rows: {{per: order_id, count: [0, 4]}}
    key: id
    columns: {{id: sequence, order_id: {{reference: orders}}, n: {{integer: [1, 9]}}}}
  sellers:
    rows: 7
    key: code
    columns:
      code: {{pattern: '[a-z]{{5}}', unique: true}}
      level: {{integer: [1, 5]}}
      {sellers}
"""


def family(*, shops: str = "", orders: str = "", sellers: str = "", block_rows: int = 65_536) -> Made:
    return made(FAMILY.format(shops=shops, orders=orders, sellers=sellers), block_rows=block_rows)


@pytest.mark.parametrize(
    ("sql", "same"),
    [
        ("count(orders)", "SELECT count(*) FROM orders o WHERE o.shop_id = s.id"),
        ("sum(orders.amount)", "SELECT sum(amount) FROM orders o WHERE o.shop_id = s.id"),
        ("avg(orders.lines.n)", "SELECT avg(n) FROM orders o JOIN lines l ON l.order_id = o.id WHERE o.shop_id = s.id"),
        ("count(orders) filter (where amount > shops.size * 5)", "SELECT count(*) FROM orders o WHERE o.shop_id = s.id AND amount > s.size * 5"),
        ("sum(orders.amount) filter (where seller.level > 2)", "SELECT sum(amount) FROM orders o JOIN sellers ON code = seller_id WHERE o.shop_id = s.id AND level > 2"),
        ("min(orders.seller.level)", "SELECT min(level) FROM orders o JOIN sellers ON code = seller_id WHERE o.shop_id = s.id"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("block_rows", [10, 65_536])
def test_aggregates_over_the_rows_below(sql: str, same: str, block_rows: int) -> None:
    rows = family(shops=f'it: {{expression: "{sql}"}}', block_rows=block_rows)
    assert rows.one(f"SELECT count(*) FROM shops s WHERE it IS DISTINCT FROM ({same})") == 0


@pytest.mark.parametrize(
    ("sql", "same"),
    [
        ("count(orders)", "SELECT count(*) FROM orders o WHERE o.seller_id = s.code"),
        ("max(orders.amount)", "SELECT max(amount) FROM orders o WHERE o.seller_id = s.code"),
        ("sum(orders.lines.n)", "SELECT sum(n) FROM orders o JOIN lines l ON l.order_id = o.id WHERE o.seller_id = s.code"),
        ("count(orders) filter (where amount > sellers.level * 20)", "SELECT count(*) FROM orders o WHERE o.seller_id = s.code AND amount > s.level * 20"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("block_rows", [10, 65_536])
def test_aggregates_over_rows_elsewhere(sql: str, same: str, block_rows: int) -> None:
    rows = family(sellers=f'it: {{expression: "{sql}"}}', block_rows=block_rows)
    assert rows.one(f"SELECT count(*) FROM sellers s WHERE it IS DISTINCT FROM ({same})") == 0


@pytest.mark.parametrize(
    ("sql", "same"),
    [
        ("count(shop.orders)", "SELECT count(*) FROM orders p WHERE p.shop_id = o.shop_id"),
        ("count(shop.orders) filter (where amount < orders.amount)", "SELECT count(*) FROM orders p WHERE p.shop_id = o.shop_id AND p.amount < o.amount"),
        ("count(seller.orders)", "SELECT count(*) FROM orders p WHERE p.seller_id = o.seller_id"),
        ("avg(seller.orders.amount) filter (where amount <= orders.amount)", "SELECT avg(amount) FROM orders p WHERE p.seller_id = o.seller_id AND p.amount <= o.amount"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("block_rows", [10, 65_536])
def test_aggregates_over_rows_of_the_same_kind(sql: str, same: str, block_rows: int) -> None:
    rows = family(orders=f'it: {{expression: "{sql}"}}', block_rows=block_rows)
    assert rows.one(f"SELECT count(*) FROM orders o WHERE it IS DISTINCT FROM ({same})") == 0


def test_what_is_asked_of_whole_tables_must_not_depend_on_itself() -> None:
    with pytest.raises(PlanError, match="circle"):
        family(
            orders="it: {expression: seller.total + 1}",
            sellers="total: {expression: sum(orders.it)}",
        )


def test_late_values_may_be_drawn_from() -> None:
    rows = family(
        sellers="busy: {expression: count(orders)}\n      grade: {switch: [{when: busy > 6, use: {category: [a, b]}}, {use: z}]}",
        orders="seen: {expression: seller.grade}",
    )
    assert rows.one("SELECT count(*) FROM sellers WHERE (busy > 6) <> (grade IN ('a', 'b'))") == 0
    assert rows.one("SELECT count(*) FROM orders JOIN sellers ON code = seller_id WHERE seen <> grade") == 0


def test_windows_over_a_family_and_over_everything() -> None:
    rows = family(
        orders="\n      ".join(
            [
                "in_shop: {expression: row_number() over (partition by shop_id order by amount)}",
                "of_seller: {expression: row_number() over (partition by seller_id order by amount)}",
                "share: {expression: amount / sum(amount) over (partition by shop.id)}",
                "overall: {expression: rank() over (order by amount)}",
            ]
        ),
        block_rows=10,
    )
    wrong = """SELECT count(*) FROM (SELECT *, row_number() OVER (PARTITION BY shop_id ORDER BY amount, id) AS a,
      row_number() OVER (PARTITION BY seller_id ORDER BY amount, id) AS b, rank() OVER (ORDER BY amount) AS c,
      amount / sum(amount) OVER (PARTITION BY shop_id) AS d FROM orders)
      WHERE in_shop <> a OR of_seller <> b OR overall <> c OR abs(share - d) > 1e-12"""
    assert rows.one(wrong) == 0


def test_position_siblings_and_previous() -> None:
    rows = family(
        orders="\n      ".join(
            [
                "place: {expression: position()}",
                "many: {expression: siblings()}",
                "before: {expression: previous(amount)}",
                "risen: {expression: 'greatest(amount, coalesce(previous(risen), 0))'}",
            ]
        ),
        block_rows=10,
    )
    wrong = """SELECT count(*) FROM (SELECT *, row_number() OVER w AS a, count(*) OVER (PARTITION BY shop_id) AS b,
      lag(amount) OVER w AS c, max(amount) OVER (PARTITION BY shop_id ORDER BY id) AS d FROM orders
      WINDOW w AS (PARTITION BY shop_id ORDER BY id))
      WHERE place <> a OR many <> b OR before IS DISTINCT FROM c OR risen <> d"""
    assert rows.one(wrong) == 0


def test_samplers_may_use_the_row_before() -> None:
    rows = family(
        orders="at: {after: 'coalesce(previous(at), timestamp ''2024-01-01'')', by: [1 day, 3 days]}\n      "
        "level: {integer: ['coalesce(previous(level), 0) + 1', 'coalesce(previous(level), 0) + 3']}"
    )
    wrong = """SELECT count(*) FROM (SELECT "at", level, lag("at") OVER w AS a, lag(level) OVER w AS b FROM orders
      WINDOW w AS (PARTITION BY shop_id ORDER BY id)) WHERE "at" <= a OR level <= b"""
    assert rows.one(wrong) == 0


def test_two_columns_may_use_each_others_value_before() -> None:
    rows = family(
        orders="opening: {expression: 'coalesce(previous(closing), 100)'}\n      closing: {expression: opening + amount}"
    )
    wrong = """SELECT count(*) FROM (SELECT opening, closing, amount, lag(closing) OVER
      (PARTITION BY shop_id ORDER BY id) AS c FROM orders) WHERE opening <> coalesce(c, 100) OR closing <> opening + amount"""
    assert rows.one(wrong) == 0


def test_sequences_by_an_order_within_groups_and_with_a_format() -> None:
    rows = family(
        orders="\n      ".join(
            [
                "code: {sequence: 1, by: amount, format: 'O-{:04}'}",
                "in_shop: {sequence: 10, step: 5, within: shop_id}",
                "of_seller: {sequence: 1, within: seller_id, by: amount}",
                "per_level: {sequence: 1, within: seller.level}",
            ]
        ),
        block_rows=10,
    )
    wrong = """SELECT count(*) FROM (SELECT o.*, row_number() OVER (ORDER BY amount, id) AS a,
      row_number() OVER (PARTITION BY shop_id ORDER BY id) AS b,
      row_number() OVER (PARTITION BY seller_id ORDER BY amount, id) AS c,
      row_number() OVER (PARTITION BY s.level ORDER BY id) AS d FROM orders o JOIN sellers s ON s.code = seller_id)
      WHERE code <> format('O-{:04d}', a) OR in_shop <> 5 + 5 * b OR of_seller <> c OR per_level <> d"""
    assert rows.one(wrong) == 0
    with pytest.raises(PlanError, match="does not say once where the number stands"):
        one_table("code: {sequence: 1, format: 'no number'}")


def test_sequences_within_an_ancestor() -> None:
    text = """
tables:
  a: {rows: 6, key: id, columns: {id: sequence}}
  b: {rows: {per: a_id, count: [0, 3]}, key: id, columns: {id: sequence, a_id: {reference: a}}}
  c:
    rows: {per: b_id, count: [0, 3]}
    key: id
    columns: {id: sequence, b_id: {reference: b}, n: {sequence: 1, within: b.a_id}, m: {sequence: 1, within: b.a.id}}
"""
    rows = made(text, block_rows=3)
    wrong = "SELECT count(*) FROM (SELECT n, m, row_number() OVER (PARTITION BY a_id ORDER BY c.id) AS r FROM c JOIN b ON b.id = b_id) WHERE n <> r OR m <> r"
    assert rows.one(wrong) == 0


def test_a_query_gives_columns_by_key() -> None:
    rows = family(
        sellers="total: {query: 'select seller_id, sum(amount) as total from orders group by 1'}\n      rich: {expression: total > 100}"
    )
    wrong = """SELECT count(*) FROM sellers s WHERE total IS DISTINCT FROM
      (SELECT sum(amount) FROM orders o WHERE o.seller_id = s.code) OR rich <> (total > 100)"""
    assert rows.one(wrong) == 0


def test_a_query_gives_whole_tables_that_others_may_use() -> None:
    text = (
        FAMILY.format(shops="", orders="", sellers="")
        + """
  days:
    rows: {query: 'select seller_id, count(*) as orders, sum(amount) as total from orders group by 1'}
    key: seller_id
    columns:
      mean: {expression: 'round(total / orders, 2)'}
      luck: {integer: [1, 6]}
  ranks:
    rows: {query: 'with d as (select * from days) select seller_id, rank() over (order by total desc) as r from d'}
    key: seller_id
"""
    )
    rows = made(text)
    assert rows.tables["days"].column_names == ["seller_id", "orders", "total", "mean", "luck"]
    assert rows.one("SELECT count(*) FROM days WHERE abs(mean - total / orders) > 0.01") == 0
    assert (
        rows.one(
            "SELECT count(*) FROM ranks JOIN days USING (seller_id) WHERE r = 1 AND total < (SELECT max(total) FROM days)"
        )
        == 0
    )


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select nothing from orders", "Binder Error"),
        ("select (", "does not parse"),
        ("drop table orders", "one SELECT"),
    ],
)
def test_wrong_queries_are_located(sql: str, message: str) -> None:
    text = (
        FAMILY.format(shops="", orders="", sellers="") + f"  q:\n    rows: {{query: '{sql}'}}\n    key: id\n"
    )
    with pytest.raises((PlanError, GenerationError), match=message) as caught:
        made(text)
    assert caught.value.where == "q.rows"


def test_a_query_can_not_read_files() -> None:
    text = (
        FAMILY.format(shops="", orders="", sellers="")
        + "  q:\n    rows: {query: \"select * from read_csv('/etc/passwd')\"}\n    key: id\n"
    )
    with pytest.raises((PlanError, GenerationError)):
        made(text)


def test_hidden_columns_help_and_are_not_written() -> None:
    rows = one_table("help: {integer: [1, 9], hidden: true}", "shown: {expression: help * 2}")
    assert rows.tables["t"].column_names == ["id", "shown"]
    assert rows.one("SELECT min(shown) >= 2 AND max(shown) <= 18 FROM t")


def test_written_rows_are_typed_and_may_have_more_columns() -> None:
    text = """
tables:
  t:
    key: id
    rows:
      - {id: 1, name: a, price: 1.5, day: 2024-01-31, on: true, gone: null}
      - {id: 2, name: b, price: 20, day: 2024-02-01, on: false, gone: 3}
    columns:
      twice: {expression: price * 2}
      luck: {integer: [1, 6]}
"""
    rows = made(text)
    assert rows.rows('SELECT id, name, price, day, "on", gone, twice FROM t ORDER BY id') == [
        (1, "a", Decimal("1.5"), dt.date(2024, 1, 31), True, None, Decimal(3)),
        (2, "b", Decimal(20), dt.date(2024, 2, 1), False, 3, Decimal(40)),
    ]
    assert rows.tables["t"].column_names[-2:] == ["twice", "luck"]
