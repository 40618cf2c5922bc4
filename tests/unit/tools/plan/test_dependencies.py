"""What depends on what, what waits for finished tables, what uses earlier rows, what could grow."""

from __future__ import annotations

import pytest

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.dependencies import Node, dependencies, ordered, stages
from rowsmith.tools.plan.expressions import Aggregate, Path, resolve_in_table
from rowsmith.tools.plan.forest import is_below, level_of, link_of, links, parent_of, window_levels
from rowsmith.tools.plan.growth import grows
from rowsmith.tools.plan.recursion import earlier_inputs, recursive_columns
from rowsmith.tools.plan.uses import column_texts, sampler_texts
from rowsmith.tools.plan.yaml import load_plan

TEXT = """
rowsmith: 1
name: t
tables:
  shops:
    rows: 12
    key: id
    columns: {id: sequence, size: {integer: [1, 9]}, sold: {expression: sum(orders.amount)}}
  sellers:
    rows: 7
    key: id
    columns:
      id: sequence
      boss: {reference: sellers, roots: 1}
      level: {expression: 'coalesce(boss.level + 1, 0)'}
      busy: {expression: count(orders)}
      tired: {expression: busy > 3}
  orders:
    rows: {per: [shop_id, day], count: {integer: [0, shop.size]}}
    key: id
    columns:
      id: {sequence: 1, by: amount}
      shop_id: {reference: shops}
      day: {date: [2024-01-01, 2024-01-03]}
      seller_id: {reference: sellers, where: seller.level > 0}
      amount: {decimal: [1, 'shop.size + 1'], follows: {shop.size: 0.4}, nulls: day > date '2024-01-02'}
      balance: {expression: 'coalesce(previous(balance), 0) + amount'}
      in_shop: {expression: row_number() over (partition by shop_id order by amount)}
      in_day: {expression: row_number() over (partition by day order by amount)}
      mark: {pattern: 'X{id}-{shop.size:03}'}
  lines:
    rows: {per: order_id, count: 2}
    key: id
    columns: {id: sequence, order_id: {reference: orders}, r: {expression: rank() over (partition by order.shop_id order by id)}}
  sums:
    rows: {query: 'select shop_id, sum(amount) from orders group by 1'}
    key: shop_id
"""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(TEXT)


def node(text: str) -> Node:
    table, _, column = text.partition(".")
    return Node(table, column or "#rows")


def test_columns_need_what_their_expressions_name(plan: Plan) -> None:
    graph = dependencies(plan)
    assert graph[node("orders.amount")] == {
        Node("orders", "shop_id", chosen=True), node("shops.size"), node("orders.day"),
    }  # fmt: skip
    assert graph[node("orders.seller_id")] == {Node("orders", "seller_id", chosen=True), node("sellers.id")}
    assert graph[Node("orders", "seller_id", chosen=True)] == {node("sellers"), node("sellers.level")}
    assert node("shops.size") in graph[node("orders")]
    assert graph[node("orders.mark")] == {
        node("orders.id"),
        Node("orders", "shop_id", chosen=True),
        node("shops.size"),
    }
    assert graph[node("shops.sold")] == {
        node("orders"),
        Node("orders", "shop_id", chosen=True),
        node("orders.amount"),
    }


def test_the_order_puts_needs_first(plan: Plan) -> None:
    graph = dependencies(plan)
    order = ordered(graph)
    place = {one: number for number, one in enumerate(order)}
    assert all(place[needed] < place[one] for one in graph for needed in graph[one] if needed in graph)


def test_late_columns_wait(plan: Plan) -> None:
    late = {str(one): stage for one, stage in stages(plan).items() if stage and not one.chosen}
    assert late == {
        "sellers.busy": 1, "sellers.tired": 1, "orders.id": 1, "orders.in_day": 1, "orders.mark": 1,
        "lines.order_id": 1, "sums": 1,
    }  # fmt: skip


def test_a_circle_is_named_in_its_order() -> None:
    text = "rowsmith: 1\nname: t\ntables:\n  t: {rows: 1, key: a, columns: {a: {expression: b + 1}, b: {expression: c}, c: {expression: a}}}\n"
    with pytest.raises(PlanError, match=r"t\.a -> t\.b -> t\.c -> t\.a") as caught:
        stages(load_plan(text))
    assert caught.value.where == "t.a"


def test_tables_that_count_each_other_are_a_circle() -> None:
    text = """
rowsmith: 1
name: t
tables:
  a: {rows: {per: b_id}, key: id, columns: {id: sequence, b_id: {reference: b}}}
  b: {rows: {per: a_id}, key: id, columns: {id: sequence, a_id: {reference: a}}}
"""
    with pytest.raises(PlanError, match="a -> b -> a"):
        stages(load_plan(text))


def test_columns_that_use_earlier_rows(plan: Plan) -> None:
    found = recursive_columns(plan, dependencies(plan))
    assert found == {
        node("orders.balance"): (node("orders.balance"),),
        node("sellers.level"): (node("sellers.level"),),
    }
    (wanted,) = earlier_inputs(plan, "sellers", ["level"])
    assert isinstance(wanted, Path)
    assert wanted.column == "level"
    assert earlier_inputs(plan, "sellers", ["boss"]) == ()


def test_parents_and_links(plan: Plan) -> None:
    assert links(plan) == {"orders": "shop_id", "lines": "order_id"}
    assert parent_of(plan, "lines") == "orders"
    assert parent_of(plan, "shops") is None
    orders = plan.table("orders")
    assert orders is not None
    assert link_of(orders) == "shop_id"


@pytest.mark.parametrize(
    ("table", "sql", "below"),
    [
        ("shops", "count(orders)", True),
        ("shops", "count(orders.lines)", True),
        ("lines", "count(order.shop.orders)", True),
        ("sellers", "count(orders)", False),
        ("sellers", "count(orders.lines)", False),
    ],
)
def test_which_aggregates_stay_in_the_family(plan: Plan, table: str, sql: str, below: bool) -> None:
    (wanted,) = resolve_in_table(plan, table, sql).inputs.values()
    assert isinstance(wanted, Aggregate)
    assert is_below(plan, wanted) is below


@pytest.mark.parametrize(
    ("table", "partition", "levels"),
    [
        ("orders", "shop_id", 1),
        ("orders", "shop.id", 1),
        ("orders", "'day, shop_id'", 1),
        ("orders", "day", None),
        ("orders", "shop.size", None),
        ("lines", "order.shop_id", 2),
        ("lines", "order.shop.id", 2),
        ("lines", "order.seller_id", None),
    ],
)
def test_how_far_up_a_window_reaches(plan: Plan, table: str, partition: str, levels: int | None) -> None:
    sql = f"row_number() over (partition by {partition.strip(chr(39))} order by id)"
    assert window_levels(plan, table, resolve_in_table(plan, table, sql)) == levels


def test_an_aggregate_is_no_level(plan: Plan) -> None:
    (wanted,) = resolve_in_table(plan, "shops", "count(orders)").inputs.values()
    assert level_of(plan, "shops", wanted) is None


def test_texts_of_all_samplers_are_found() -> None:
    text = """
rowsmith: 1
name: t
tables:
  t:
    rows: 5
    key: id
    columns:
      id: sequence
      a: {integer: [1, 9], nulls: {share: 0.1, where: id > 1, of: id > 2, weight: id + 3}}
      b: {switch: [{when: a > 1, use: {integer: [a, 9]}}, {share: 0.5, use: {date: [2024-01-01, '2024-02-01']}}, {use: {decimal: ['1', a + 1], mean: a + 2, shape: normal}}]}
      c: {lookup: {x: {expression: id + 4}}, by: d, otherwise: {boolean: 0.5, where: id > 5, weight: id + 6}}
      d: {category: [x, y]}
      e: {bands: [[0, low], [5, {expression: id + 7}]], by: a}
      f: {after: g, by: [1 day, 2 days], unique: {within: a}}
      g: {datetime: [2024-01-01, 2024-01-31]}
      h: {object: {x: {expression: id + 8}}}
      i: {array: {integer: [id, 9]}, count: {expression: a}}
      j: {semantic: city, fits: d}
      k: {states: {open: {weight: 1, fills: [a]}, shut: 1}}
    segments:
      odd: {share: 0.1, where: id > 9, set: {a: {expression: a + id}}}
"""
    table = load_plan(text).table("t")
    assert table is not None
    texts = {column.name: list(column_texts(table, column)) for column in table.columns}
    assert texts == {
        "id": [], "a": ["id > 1", "id > 2", "id + 3", "k"], "b": ["a > 1", "a", "a + 1", "a + 2"],
        "c": ["d", "id + 4", "id > 5", "id + 6"], "d": [], "e": ["a", "id + 7"], "f": ["g", "a"], "g": [],
        "h": ["id + 8"], "i": ["id", "a"], "j": ["d"], "k": [],
    }  # fmt: skip
    assert list(sampler_texts(table.columns[0].sampler)) == []


GROWING = """
rowsmith: 1
name: t
tables:
  p:
    rows: {rows}
    key: id
    columns: {{id: sequence, a: {a}, b: {{expression: a}}, spare: {{category: [x, y], exact: true}}}}
    {more}
  c:
    rows: {per}
    key: id
    columns: {{id: sequence, p_id: {{reference: p}}, v: {{expression: p.a}}}}
"""


@pytest.mark.parametrize(
    ("said", "parent", "child"),
    [
        ({}, True, True),
        ({"a": "{category: [1, 2], exact: true}"}, False, False),
        ({"a": "{boolean: {exactly: 0.5}}"}, False, False),
        ({"a": "{integer: [1, 9], unique: true}"}, False, False),
        ({"a": "{integer: [1, 9], nulls: {share: 0.1, exact: true}}"}, False, False),
        ({"a": "{switch: [{share: 0.5, use: {category: [1], exact: true}}, {use: 1}]}"}, False, False),
        ({"more": "segments: {s: {share: 0.1, exact: true, set: {a: 1}}}"}, False, False),
        ({"more": "segments: {s: {share: 0.1, exact: true, set: {spare: x}}}"}, True, True),
        ({"per": "{per: p_id, count: [1, 3], total: 20}"}, True, False),
        ({"per": "{per: p_id, pick: 5}"}, True, False),
        ({"per": "{per: p_id, count: {category: [1, 2], exact: true}}"}, True, False),
    ],
)
def test_what_could_grow(said: dict[str, str], parent: bool, child: bool) -> None:
    parts = {"rows": "10", "a": "{integer: [1, 9]}", "per": "{per: p_id, count: [1, 3]}", "more": ""} | said
    plan = load_plan(GROWING.format(**parts))
    needed = frozenset(one for nodes in dependencies(plan).values() for one in nodes)
    assert grows(plan, "p", needed) is parent
    assert grows(plan, "c", needed) is child
