"""Each fault is found, at its place, in words that say what to do; sound plans have none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from rowsmith.tools.errors import LintError, PlanError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.lint import ensure_sound, lint
from rowsmith.tools.plan.yaml import load_plan
from tests.fakes.findings import found, is_found
from tests.strategies.plans import WIDE, plans

PLANS = Path(__file__).parents[4] / "data" / "plans"

SHOP = """
constants: {vat: 0.2}
tables:
  customers:
    rows: 200
    key: customer_id
    columns:
      customer_id: sequence
      tier:        {category: {gold: 1, silver: 4}}
      level:       {integer: [1, 60]}
      joined_on:   {date: [2022-01-01, 2022-12-31]}
  orders:
    rows: {per: customer_id, count: [1, 5]}
    key: order_id
    columns:
      order_id:    sequence
      customer_id: {reference: customers}
      status:      {category: {paid: 80, open: 20}}
      amount:      {decimal: [5, 100]}
      placed_on:   {date: [customer.joined_on, 2023-12-31]}
      extra:       COLUMN
"""


def shop(column: str = "uuid", *changes: tuple[str, str]) -> Plan:
    text = "name: shop\n" + SHOP.replace("COLUMN", column)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return load_plan(text)


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.yaml")), ids=lambda path: path.stem)
def test_sound_plans_have_no_findings(path: Path) -> None:
    assert found(load_plan(path)) == []


def test_the_shop_is_sound() -> None:
    plan = shop()
    assert found(plan) == []
    ensure_sound(plan)


def test_findings_are_raised_together() -> None:
    plan = shop("{expression: amont + plaiced_on}", ("key: order_id", "key: orders_id"))
    with pytest.raises(LintError) as caught:
        ensure_sound(plan)
    assert len(caught.value.findings) == 2


@WIDE
@given(plans())
def test_any_plan_is_looked_through(plan: Plan) -> None:
    assert all(isinstance(one, PlanError) and one.where for one in lint(plan, ["city"]))


COLUMNS = [
    # names
    ("{reference: custumers}", "orders.extra.reference", "Did you mean customers?"),
    ("{reference: customers.levl}", "orders.extra.reference", "Did you mean level?"),
    ("{states: {a: {weight: 1, fills: amonut}, b: 1}}", "orders.extra.states.a", "Did you mean amount?"),
    ("{states: {a: {weight: 1, fills: extra}, b: 1}}", "orders.extra.states.a", "can't fill itself"),
    ("{integer: [1, 9], outliers: {share: 0.1, label: status}}", "orders.extra.outliers.label", "already a column"),
    # expressions
    ("{expression: amount * vta}", "orders.extra.expression", "vta"),
    ("{integer: [1, amont]}", "orders.extra.integer", "Did you mean amount?"),
    ("{integer: [1, 9], mean: custmer.level}", "orders.extra.mean", "custmer.level"),
    ("{integer: [1, 9], nulls: staus = 'open'}", "orders.extra.nulls.where", "status"),
    ("{integer: [1, 9], follows: {amuont: 0.5}}", "orders.extra.follows.amuont", "amount"),
    ("{integer: [1, 9], unique: {within: custmer_id}}", "orders.extra.unique", "customer_id"),
    ("{switch: [{when: stats = 'open', use: 1}, {use: 2}]}", "orders.extra.switch[1].when", "status"),
    ("{switch: [{when: amount > 9, use: {integer: [1, amunt]}}, {use: 2}]}", "orders.extra.switch[1].use.integer", "am"),
    ("{semantic: email, fits: nme}", "orders.extra.fits", "nme"),
    ("{pattern: '{custmer.tier}-[0-9]'}", "orders.extra.pattern", "custmer"),
    ("{lookup: {a: 1}, by: stat, otherwise: 2}", "orders.extra.by", "stat"),
    ("{boolean: 0.1, where: no_duplicates(amount)}", "orders.extra.where", "does not stand here"),
    ("{expression: random()}", "orders.extra.expression", "not allowed"),
    ("{expression: 'amount +'}", "orders.extra.expression", "no SQL expression"),
    # patterns, spans
    ("{pattern: '[A-'}", "orders.extra.pattern", "no end"),
    ("{pattern: 'A+'}", "orders.extra.pattern", "How often"),
    ("{sequence: 1, format: 'A-{:x}'}", "orders.extra.format", "{:06}"),
    ("{sequence: 1, format: 'A-'}", "orders.extra.format", "where the number stands"),
    ("{date: [2024-01-01, 2024-12-31], weekdays: {mon-fry: 1}}", "orders.extra.weekdays", "fri"),
    ("{datetime: [2024-01-01, 2024-12-31], hours: {20-25: 1}}", "orders.extra.hours", "0 to 23"),
    ("{date: [2024-01-01, 2024-12-31], hours: {20-22: 1}}", "orders.extra.hours", "Use datetime"),
    ("{time: ['08:00', '09:00'], months: {jan: 1}}", "orders.extra.months", "has no months"),
    ("{date: [2024-01-01, 2024-12-31], months: {jan: 0}}", "orders.extra.months", "weight above 0"),
    ("{date: [2024-01-01, 2024-12-31], months: {jan: -1, feb: 1}}", "orders.extra.months", "0 or more"),
    ("{date: [2024-01-01, 2024-12-31], months: {2024-05-09: 1}}", "orders.extra.months", "under days"),
    ("{date: [2024-01-01, 2024-12-31], days: {2024-05-09-2024-05-01: 1}}", "orders.extra.days", "holds no day"),
    ("{series: 5, along: placed_on, daily: {25: 1}}", "orders.extra.daily", "0 to 23"),
    ("{series: 5, along: placed_on, daily: {5: -1}}", "orders.extra.daily", "0 or more"),
    # shares
    ("{boolean: 30}", "orders.extra.boolean", "write 0.3"),
    ("{boolean: {between: [0.4, 0.2]}}", "orders.extra.boolean", "lies nothing"),
    ("{integer: [1, 9], nulls: 1.5}", "orders.extra.nulls", "between 0 and 1"),
    ("{integer: [1, 9], outliers: 2}", "orders.extra.outliers", "between 0 and 1"),
    ("{integer: [1, 9], follows: {amount: 1.2}}", "orders.extra.follows.amount", "between -1 and 1"),
    ("{category: {a: -1, b: 2}}", "orders.extra.category", "0 or more"),
    ("{category: {a: 0}}", "orders.extra.category", "No weight"),
    ("{category: []}", "orders.extra.category", "nothing to choose"),
    ("{reference: {customers: -1}}", "orders.extra.reference", "0 or more"),
    ("{switch: []}", "orders.extra.switch", "no arm"),
    ("{switch: [{when: amount > 9, use: 1}]}", "orders.extra.switch[1]", "The last arm has a condition"),
    ("{switch: [{use: 1}, {use: 2}]}", "orders.extra.switch[1]", "neither a condition nor a share"),
    ("{switch: [{when: amount > 9, share: 0.1, use: 1}, {use: 2}]}", "orders.extra.switch[1]", "and a share"),
    ("{switch: [{share: 2, use: 1}, {use: 2}]}", "orders.extra.switch[1].share", "between 0 and 1"),
    (
        "{switch: [{share: 0.1, use: {category: [a, b], exact: true}}, {use: 2}]}",
        "orders.extra.switch[1].use.exact",
        "within an arm",
    ),
    ("{bands: [[5, a], [3, b]], by: amount}", "orders.extra.bands", "Bands rise"),
    ("{lookup: {}, by: status}", "orders.extra.lookup", "nothing to look up"),
    ("{series: 5, along: placed_on, memory: 1}", "orders.extra.memory", "below 1"),
    ("{series: 5, along: placed_on, noise: -1}", "orders.extra.noise", "0 or more"),
    ("{series: 5, along: placed_on, trend: -1}", "orders.extra.trend", "above -1"),
    ("{series: 5, along: placed_on, anomalies: 2}", "orders.extra.anomalies", "between 0 and 1"),
    # keys
    ("{reference: customers.level}", "orders.extra.reference", "may repeat"),
    ("{reference: customers, as: [extra]}", "orders.extra.as", "only one"),
    ("{reference: [customers, orders]}", "orders.extra.reference", "Add type"),
    ("{reference: customers, type: kind}", "orders.extra.type", "there is one"),
    (
        "{reference: {customers: {type_value: a}, orders: {type_value: a}}, type: kind}",
        "orders.extra.reference",
        "same type_value",
    ),
    # bounds
    ("{integer: [9, 1]}", "orders.extra.integer", "low (9) lies above high (1)"),
    ("{integer: [0.2, 0.8]}", "orders.extra.integer", "No whole number"),
    ("{integer: [1, 9], step: 0}", "orders.extra.step", "above 0"),
    ("{integer: [1, 9], step: 0.5}", "orders.extra.step", "whole"),
    ("{decimal: [1, 9], step: 0.005}", "orders.extra.step", "2 digits"),
    ("{decimal: [1, 9], digits: 16}", "orders.extra.digits", "between 0 and 15"),
    ("{decimal: [1, 9], ends: ['99']}", "orders.extra.ends", "no ending"),
    ("{decimal: [1, 9], ends: ['.99'], step: 1}", "orders.extra.ends", "both"),
    ("{date: [2024-03-01, 2024-02-01]}", "orders.extra.date", "2024-03-01"),
    ("{date: [2024-03-01 + 5, 2024-02-01]}", "orders.extra.date", "is a number"),
    ("{date: [\"date '2024-03-01' + 5\", 2024-02-01]}", "orders.extra.date", "at best 2024-03-06"),
    ("{date: [2024-01-01, customer.joined_on]}", "orders.extra.date", "at best 2022-12-31"),
    ("{integer: [vat + 5, 2]}", "orders.extra.integer", "at best 5.2"),
    ("{date: [5, 2024-01-01]}", "orders.extra.date", "is a number, not a moment"),
    ("{integer: [2024-01-01, 9]}", "orders.extra.integer", "not a number"),
    ("{time: ['10:00', '08:00']}", "orders.extra.time", "10:00"),
    ("{after: placed_on, by: [5 days, 1 day]}", "orders.extra.by", "5 days"),
    ("{date: [2024-01-01, 2024-12-31], step: often}", "orders.extra.step", "no step"),
    ("{date: [2024-01-01, 2024-03-31], months: {jun-aug: 1}}", "orders.extra.date", "No day from 2024-01-01"),
    ("{date: [2024-01-01, 2024-03-31], days: {2024-05-09: 1}}", "orders.extra.date", "No day"),
    ("{date: [2024-01-01, 2024-03-31], growth: -2}", "orders.extra.growth", "above -1"),
    ("{series: 5, along: placed_on, low: 5, high: 1}", "orders.extra.low", "lies above"),
    ("{reference: customers, at_least: 5, at_most: 1}", "orders.extra.at_least", "lies above"),
    ("{reference: orders, depth: 0}", "orders.extra.depth", "1 or more"),
    ("{text: a note, words: [5, 2]}", "orders.extra.words", "lies above"),
    ("{text: a note, sentences: 0}", "orders.extra.sentences", "at least 1"),
    ("{text: a note, pool: 0}", "orders.extra.pool", "at least one"),
    # statistics
    ("{integer: [1, 9], shape: normal, mean: 20, sd: 1}", "orders.extra.shape", "mean: 20"),
    ("{integer: [1, 9], median: 20}", "orders.extra.median", "20"),
    ("{decimal: [1, 9], shape: normal, mean: 5, sd: -1}", "orders.extra.shape", "sd"),
    ("{integer: [0, 99], shape: exponential, mean: 5, p90: 90}", "orders.extra.shape", "conflicts"),
    ("{integer: [0, 99], p10: 60, p90: 20}", "orders.extra.p10", "p10"),
    ("{after: placed_on, by: [1 day, 9 days], shape: gamma, mean: 60 days}", "orders.extra.shape", "mean"),
    ("{date: [2024-01-01, 2024-02-01], shape: normal, mean: 2024-05-01, sd: 5 days}", "orders.extra.shape", "mean"),
    ("{integer: [0, 9], shape: histogram}", "orders.extra.shape", "bins"),
    # modifiers
    ("{integer: [1, 99999], unique: {within: customer_id, to: day}}", "orders.extra.unique.to", "has no day"),
    ("{date: [2024-01-01, 2024-12-31], unique: {within: customer_id, to: dy}}", "orders.extra.unique.to", "day"),
    ("{integer: [1, 99999], unique: {within: extra}}", "orders.extra", "circle"),
    ("{uuid: true, follows: {amount: 0.3}}", "orders.extra.follows", "can't follow"),
    ("{integer: [1, 9], follows: {}}", "orders.extra.follows", "follows nothing"),
    ("{integer: [1, 9], follows: {extra: 0.3}}", "orders.extra", "circle"),
    ("{integer: [1, 99999], unique: true, follows: {amount: 0.3}}", "orders.extra.follows", "both"),
    ("{category: [a, b], exact: true, follows: {amount: 0.3}}", "orders.extra.follows", "exact"),
    ("{integer: [1, 9], follows: {amount: 0.9, customer.level: 0.9}}", "orders.extra.follows", "that closely"),
    ("{semantic: city, outliers: 0.1}", "orders.extra.outliers", "numbers"),
    ("{integer: [1, 9], errors: {share: 0.1, kinds: []}}", "orders.extra.errors", "No kind"),
    ("{integer: [1, 9], errors: {share: 0.1, kinds: [case]}}", "orders.extra.errors.kinds", "case"),
    ("{array: uuid, errors: 0.1}", "orders.extra.errors", "no errors"),
    ("{integer: [1, 9], nulls: {where: amount > 9, exact: true}}", "orders.extra.nulls.exact", "share"),
    # values
    ("{boolean: 0.1, where: status = 'payed'}", "orders.extra.where", "There is open, paid."),
    ("{expression: case customer.tier when 'god' then 1 else 0 end}", "orders.extra.expression", "gold"),
    ("{expression: \"customer.tier in ('gold', 'bronze')\"}", "orders.extra.expression", "never 'bronze'"),
    ("{lookup: {paid: 1, opn: 2}, by: status, otherwise: 3}", "orders.extra.lookup.opn", "open"),
    ("{lookup: {paid: 1}, by: status}", "orders.extra.lookup", "Nothing is said of open"),
    # uniqueness
    ("{pattern: '[A-E]{2}', unique: true}", "orders.extra.unique", "had of 25 in orders"),
    ("{integer: [1, 50], unique: true}", "orders.extra.unique", "had of 50"),
    ("{category: [a, b], unique: true}", "orders.extra.unique", "had of 2"),
    ("{boolean: 0.5, unique: true}", "orders.extra.unique", "had of 2"),
    ("{date: [2024-01-01, 2024-01-31], unique: true}", "orders.extra.unique", "had of 31"),
    ("{time: ['08:00', '09:00'], step: 30 minutes, unique: true}", "orders.extra.unique", "had of 3"),
    ("{decimal: [0, 1], digits: 1, unique: true}", "orders.extra.unique", "had of 11"),
    ("{decimal: [0, 1], ends: ['.50'], unique: true}", "orders.extra.unique", "unique values"),
    ("{reference: customers, unique: {within: customer_id}, nulls: 0.1}", None, ""),
    ("{constant: 5, unique: true}", "orders.extra.unique", "had of 1"),
    ("{semantic: city, only: [Oslo], unique: true}", "orders.extra.unique", "had of 1"),
    ("{switch: [{share: 0.5, use: a}, {use: b}], unique: true}", "orders.extra.unique", "had of 2"),
    ("{integer: [1, 50], unique: true, nulls: 0.99}", None, ""),
    ("{date: [2024-01-01, 2024-01-31], unique: {to: month}}", "orders.extra.unique", "unique values"),
    ("{datetime: [2024-01-01, 2024-01-01], unique: {to: hour}}", "orders.extra.unique", "unique values"),
    ("{integer: [1, 9999], unique: {to: day}}", "orders.extra.unique.to", "has no day"),
    # references
    ("{reference: customers, at_least: -1}", "orders.extra.at_least", "0 or more"),
    ("{reference: customers, at_most: 1, nulls: 0.9}", None, ""),
    ("{reference: customers, where: extra = 1}", None, ""),
    ("{reference: customers, at_most: 0}", "orders.extra.at_most", "1 or more"),
    ("{reference: customers, roots: 2}", "orders.extra.roots", "another table"),
    ("{reference: customers, exact: true, unique: true}", "orders.extra.exact", "unique"),
    ("{reference: customers, value: '1', weight: '2'}", "orders.extra.value", "nothing is chosen"),
    ("{reference: orders, at_most: 3}", "orders.extra.at_most", "itself"),
    ("{reference: customers, at_least: 9}", "orders.extra.at_least", "at least 9 times"),
    ("{reference: customers, where: customer.level > 60}", "orders.extra.where", "customer.level is 1 to 60"),
    # order
    ("{expression: extra + 1}", "orders.extra", "circle"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "where", "said"), COLUMNS, ids=[column for column, _, _ in COLUMNS])
def test_faults_of_a_column(column: str, where: str | None, said: str) -> None:
    if where is None:
        assert found(shop(column)) == []
    else:
        is_found(shop(column), where, said)


CHANGES = [
    # names
    ("key: order_id", "key: orders_id", "orders.key", "Did you mean order_id?"),
    ("key: order_id", "key: []", "orders.key", "no key"),
    ("key: order_id", "key: [order_id, order_id]", "orders.key", "stands twice"),
    ("per: customer_id", "per: custmer_id", "orders.rows.per", "Did you mean customer_id?"),
    ("  orders:", "  orders:\n    segments: {big: {share: 0.1, set: {amuont: 5}}}", "orders.segments.big.set.amuont", "amount"),
    (
        "  orders:",
        "  orders:\n    segments: {a: {share: 0.1, set: {amount: 5}, label: x}, b: {share: 0.1, set: {amount: 6}, label: x}}",
        "orders",
        "Two labels are called x",
    ),
    ("extra:       uuid", "extra: {uuid: true, was: amount}", "orders", "both come from amount"),
    ("  customers:", "  customers:\n    was: orders", "plan", "both come from orders"),
    # expressions in rules
    ("  orders:", "  orders:\n    rules: {r: amont > 0}", "orders.rules.r", "Did you mean amount?"),
    ("tables:", "rules: {r: avg(ordrs.amount) > 0}\ntables:", "rules.r", "orders"),
    ("tables:", "rules: {r: 'no_duplicates(orders.amount)'}\ntables:", "rules.r", "under the table"),
    # shares of segments
    (
        "  orders:",
        "  orders:\n    segments: {a: {share: 0.7, set: {amount: 5}}, b: {share: 0.6, set: {amount: 6}}}",
        "orders.segments",
        "make 1.3 of the rows",
    ),
    ("  orders:", "  orders:\n    segments: {a: {set: {amount: 5}}}", "orders.segments.a", "which rows"),
    ("  orders:", "  orders:\n    segments: {a: {share: 0.1, set: {}}}", "orders.segments.a", "sets nothing"),
    ("  orders:", "  orders:\n    segments: {a: {share: 5, set: {amount: 5}}}", "orders.segments.a.share", "0.05"),
    # rows
    ("rows: 200", "rows: -1", "customers.rows", "whole and 0 or more"),
    ("rows: 200", "rows: 2.5", "customers.rows", "whole and 0 or more"),
    ("rows: 200", "rows: {between: [9, 3]}", "customers.rows", "lies nothing"),
    ("count: [1, 5]", "total: 100", "orders.rows.total", "200 customers with 1 each make 200"),
    ("count: [1, 5]", "count: [1, 5], total: 5000", "orders.rows.total", "200 customers with 1 to 5 each make 200 to 1,000"),
    ("count: [1, 5]", "childless: 0.5, total: 190", "orders.rows.total", "190 rows can't be"),
    ("count: [1, 5]", "pick: 50, total: 60", "orders.rows.total", "make 50"),
    ("count: [1, 5]", "pick: 300", "orders.rows.pick", "300 are picked of 200 customers"),
    ("count: [1, 5]", "pick: 30, childless: 0.5", "orders.rows.pick", "both say"),
    ("count: [1, 5]", "childless: 1", "orders.rows.childless", "no row at all"),
    ("count: [1, 5]", "childless: 2", "orders.rows.childless", "between 0 and 1"),
    ("count: [1, 5]", "gaps: 2", "orders.rows.gaps", "between 0 and 1"),
    ("count: [1, 5]", "count: [-1, 5]", "orders.rows.count", "whole and 0 or more"),
    ("count: [1, 5]", "count: {category: {1: 1, 2.5: 1}}", "orders.rows.count", "not 2.5"),
    ("count: [1, 5]", "count: {decimal: [1, 5]}", "orders.rows.count", "A decimal is no number of rows"),
    ("count: [1, 5]", "count: {switch: [{share: 0.5, use: uuid}, {use: 1}]}", "orders.rows.count", "A uuid"),
    ("count: [1, 5]", "count: {integer: [1, 5], follows: {customer.lvl: 0.5}}", "orders.rows.count.follows.customer.lvl", "level"),
    ("count: [1, 5]", "count: {integer: [1, 5], follows: {customer.level: 2}}", "orders.rows.count.follows.customer.level", "-1 and 1"),
    ("{reference: customers}", "{reference: customers, weight: customer.level}", "orders.customer_id", "it has weight"),
    ("{reference: customers}", "{reference: customers, nulls: 0.1}", "orders.customer_id", "it has nulls"),
    ("per: customer_id", "per: extra", "orders.extra", "it is a uuid"),
    ("per: customer_id", "per: [customer_id, status]", "orders.status", "its values have weights"),
    ("per: customer_id", "per: [customer_id, placed_on]", None, ""),
    ("{reference: customers}", "{reference: customers, at_most: 3}", "orders.customer_id", "it has at_most"),
    ("per: customer_id", "per: placed_on", None, ""),
    ("per: customer_id", "per: amount", "orders.amount", "it is a decimal"),
    ("per: customer_id", "per: [customer_id, at]", "orders.rows.per", "no column at"),
    # keys
    ("extra:       uuid", "extra: {uuid: true, unique: true}\n    segments: {s: {share: 0.1, set: {extra: x}}}", "orders.extra.unique", "the segment s sets it"),
    ("key: order_id", "key: [order_id, placed_on]", None, ""),
    ("key: order_id", "key: [customer_id, extra]", None, ""),
    ("key: order_id", "key: label\n    segments: {s: {share: 0.1, set: {amount: 5}, label: label}}", None, ""),
    ("order_id:    sequence", "order_id: {integer: [1, 99999]}", "orders.key", "may repeat"),
    ("order_id:    sequence", "order_id: {sequence: 1, within: customer_id}", "orders.key", "may repeat"),
    ("order_id:    sequence", "order_id: {sequence: 1, nulls: 0.1}", "orders.order_id.nulls", "is a key and has nulls"),
    ("order_id:    sequence", "order_id: {sequence: 1, hidden: true}", "orders.order_id.hidden", "the key and hidden"),
    ("key: order_id", "key: [customer_id, status]", "orders.key", "Key all columns of per"),
    ("extra:       uuid", "extra: {states: {a: {weight: 1, fills: order_id}, b: 1}}", "orders.extra", "only in some states"),
    # rules that can't hold
    ("  orders:", "  orders:\n    rules: {r: amount > 100}", "orders.rules.r", "amount is 5 to 100"),
    ("  orders:", "  orders:\n    rules: {r: placed_on < customer.joined_on - 5 and amount > 200}", "orders.rules.r", "5 to 100"),
    ("  orders:", "  orders:\n    rules: {r: (amount between 200 and 300 or amount < 0)}", "orders.rules.r", "5 to 100"),
    ("  orders:", "  orders:\n    rules: {r: amount + 2 * customer.level = 1000}", "orders.rules.r", "7 to 220"),
    ("  orders:", "  orders:\n    rules: {r: placed_on >= '2024-05-01'}", "orders.rules.r", "2022-01-01 to 2023-12-31"),
    ("  orders:", "  orders:\n    rules: {r: placed_on >= date '2024-05-01'}", "orders.rules.r", "2022-01-01 to 2023-12-31"),
    ("  orders:", "  orders:\n    rules: {r: amount > 50 or amount < 0}", None, ""),
    ("  orders:", "  orders:\n    rules: {r: amount + 500 > customer.level}", None, ""),
    ("  orders:", "  orders:\n    rules: {r: status <> 'lost'}", None, ""),
    ("tables:", "rules: {r: count(orders) filter (where status = 'lost') = 0}\ntables:", "rules.r", "never 'lost'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "where", "said"), CHANGES, ids=[new.strip()[:70] for _, new, _, _ in CHANGES]
)
def test_faults_of_a_table(old: str, new: str, where: str | None, said: str) -> None:
    plan = shop("uuid", (old, new))
    if where is None:
        assert found(plan) == []
    else:
        is_found(plan, where, said)


def test_kinds_of_values_are_known() -> None:
    plan = shop("{semantic: emial}")
    assert found(plan) == []
    assert found(plan, ["email", "city"]) == [
        ("orders.extra.semantic", "There is no kind of value emial. Did you mean email?")
    ]
