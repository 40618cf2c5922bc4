"""Shares: of values, of truth, of nulls, of segments, of the calendar; drawn, dealt and firm."""

from __future__ import annotations

import duckdb
import pytest

from tests.unit.tools.checks.conftest import tables, wrong


def judged(column: str, sql: str, rows: int = 1000, extra: str = "") -> dict[str, int]:
    """What breaks in a table whose column v is `sql` over i, from 0."""
    plan = tables(f"""
t:
  rows: {rows}
  key: id
  columns:
    id: sequence
    a: {{integer: [0, 9]}}
    v: {column}
{extra}""")
    with duckdb.connect() as connection:
        connection.execute(
            f"create table t as select i + 1 as id, i % 10 as a, {sql} as v from range({rows}) t(i)"
        )
        return {id_.removeprefix("t."): count for id_, count in wrong(connection, plan).items()}


PICK = "case when i % 10 < {} then 'x' else 'y' end"

SHARES = [
    ("{category: {x: 30, y: 70}}", PICK.format(3), {}),
    ("{category: {x: 30, y: 70}}", "case when i < 350 then 'x' else 'y' end", {}),
    ("{category: {x: 30, y: 70}}", "case when i < 370 then 'x' else 'y' end", {"v.shares": 18}),
    ("{category: {x: 30, y: 70}, exact: true}", "case when i < 302 then 'x' else 'y' end", {"v.shares": 4}),
    ("{category: {1: 30, 2.5: 70}}", "case when i < 300 then 1.0 else 2.5 end", {}),
    ("{category: {x: 50, y: 49.9, z: 0.1}}", "case when i < 500 then 'x' when i < 999 then 'y' else 'z' end", {}),
    ("{states: {x: {weight: 30, fills: [w]}, y: 70}}", PICK.format(5), {"v.shares": 280}),
    ("{boolean: 0.3}", "i % 10 < 3", {}),
    ("{boolean: 0.3}", "i % 10 < 5", {"v.share": 141}),
    ("{boolean: 0.3, exact: true}", "i < 301", {"v.share": 1}),
    ("{boolean: {at_most: 0.3}}", "i < 301", {"v.share": 1}),
    ("{boolean: {at_most: 0.3}}", "i < 300", {}),
    ("{boolean: {at_least: 0.3}}", "i < 299", {"v.share": 1}),
    ("{boolean: {under: 0.3}}", "i < 300", {"v.share": 1}),
    ("{boolean: {between: [0.2, 0.3]}}", "i < 301", {"v.share": 1}),
    ("{boolean: {about: 0.3}}", "i < 358", {}),
    ("{boolean: {about: 0.3}}", "i < 365", {"v.share": 6}),
    ("{boolean: 0.3, where: a > 4}", "i % 10 > 6", {}),
    ("{boolean: 0.3, where: a > 4}", "i % 10 in (4, 7, 8)", {"v.where": 100}),
    ("{boolean: 0.5, of: a > 7}", "i % 10 = 8", {}),
    ("{boolean: 0.5, of: a > 7}", "i % 10 in (8, 9)", {"v.share": 71}),
    ("{boolean: 0.3, weight: a}", "i % 10 > 6", {}),
    ("{switch: [{when: a < 5, use: {boolean: 0.2}}, {use: {boolean: 0.8}}]}",
     "case when i % 10 < 5 then i % 10 = 0 else i % 10 > 5 end", {}),
    ("{switch: [{when: a < 5, use: {boolean: 0.2}}, {use: {boolean: 0.8}}]}",
     "case when i % 10 < 5 then i % 10 < 3 else i % 10 > 5 end", {"v.arm 1.share": 164}),
    ("{integer: [1, 9], nulls: 0.1}", "case when i % 10 <> 0 then 5 end", {}),
    ("{integer: [1, 9], nulls: 0.1}", "case when i % 4 <> 0 then 5 end", {"v.null_share": 109}),
    ("{integer: [1, 9], nulls: {share: 0.1, exact: true}}", "case when i > 100 then 5 end", {"v.null_share": 1}),
    ("{integer: [1, 9], nulls: a = 3}", "case when i % 10 <> 3 then 5 end", {}),
    ("{integer: [1, 9], nulls: a = 3}", "case when i % 10 <> 3 and i > 5 then 5 end", {"v.filled": 5}),
    ("{integer: [1, 9], nulls: a = 3}", "case when i % 10 <> 3 or i = 13 then 5 end", {"v.emptied": 1}),
    ("{integer: [1, 9], nulls: {share: 0.1, where: a > 6}}", "case when i % 10 <> 7 then 5 end", {}),
    ("{integer: [1, 9], nulls: {share: 0.1, where: a > 6}}", "case when i % 10 <> 5 then 5 end",
     {"v.filled": 100}),
    ("{integer: [1, 9], nulls: {share: 0.5, of: a > 7}}", "case when i % 10 <> 8 then 5 end", {}),
    ("{integer: [1, 9], nulls: {share: 0.5, of: a > 7}}", "case when i % 10 < 8 then 5 end", {"v.null_share": 71}),
    ("{date: [2024-01-01, 2024-12-29], weekdays: {mon-fri: 50, sat-sun: 50}}",
     "date '2024-01-01' + (case when i % 2 = 0 then 5 else i % 5 end)::int", {}),
    ("{date: [2024-01-01, 2024-12-29], weekdays: {mon-fri: 50, sat-sun: 50}}",
     "date '2024-01-01' + (i % 364)::int", {"v.weekday_shares": 310}),
    ("{date: [2024-01-01, 2024-12-29], months: {jan-mar: 1, jul: 1, dec: 2}}",
     "['2024-02-03', '2024-07-09', '2024-12-02', '2024-12-20'][i % 4 + 1]::date", {}),
    ("{date: [2024-01-01, 2024-03-29], months: {jan-mar: 1, jul: 1}}", "date '2024-02-03'", {}),
    ("{datetime: [2024-01-01, 2024-12-31], hours: {8-11: 80, 12-20: 20}}",
     "timestamp '2024-05-05 09:30' + to_hours(case when i % 5 = 0 then 4 else 0 end)", {}),
    ("{datetime: [2024-01-01, 2024-12-31], hours: {8-11: 80, 12-20: 20}}",
     "timestamp '2024-05-05 09:30' + to_hours(case when i % 2 = 0 then 4 else 0 end)", {"v.hour_shares": 498}),
]  # fmt: skip


@pytest.mark.parametrize(("column", "sql", "expected"), SHARES)
def test_a_share_that_strays_is_found(column: str, sql: str, expected: dict[str, int]) -> None:
    extra = "    w: {integer: [1, 9], shape: triangular}\n" if "fills" in column else ""
    found = judged(
        column, f"{sql} as v, case when i % 10 < 5 then 3 end as w, {sql}" if extra else sql, extra=extra
    )
    near = {id_: count for id_, count in found.items() if id_ not in expected}
    assert near == {}
    assert found.keys() == expected.keys()
    assert all(abs(found[id_] - count) <= max(4, 0.05 * count) for id_, count in expected.items())


STATES = tables("""
orders:
  rows: 10
  key: id
  columns:
    id: sequence
    state: {states: {open: {weight: 5}, sent: {weight: 3, fills: [sent_on]}, back: {weight: 2, fills: [sent_on, back_on]}}}
    sent_on: {date: [2024-01-01, 2024-12-31]}
    back_on: {date: [sent_on, 2024-12-31]}
""")


def test_states_say_which_columns_are_filled(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(
        "create table orders as select i as id, case when i < 6 then 'open' when i < 9 then 'sent' else 'back' end as state,"
        " case when i > 5 then date '2024-03-01' end as sent_on, case when i > 8 then date '2024-04-01' end as back_on from range(1, 11) t(i)"
    )
    assert wrong(database, STATES) == {}
    database.execute("update orders set sent_on = '2024-03-01' where id in (1, 2)")
    assert wrong(database, STATES) == {"orders.sent_on.state.states": 2}
    database.execute("update orders set back_on = null where id = 9")
    assert wrong(database, STATES) == {"orders.sent_on.state.states": 2, "orders.back_on.filled": 1}


SEGMENTS = tables("""
t:
  rows: 1000
  key: id
  columns:
    id: sequence
    a: {integer: [0, 9]}
    v: {integer: [1, 9], outliers: {share: 0.01, label: odd}}
  segments:
    bad: {share: 0.1, where: a > 5, set: {v: {integer: [50, 60]}}, label: is_bad}
    worst: {where: a = 0, set: {v: {integer: [70, 80]}}, label: is_worst}
""")
SEGMENT_DATA = """
create table t as select i + 1 as id, i % 10 as a, case when i % 100 = 50 then 500 when i % 10 = 9 then 55 when i % 10 = 0 then 75 else 5 end as v,
  i % 100 = 50 as odd, i % 10 = 9 as is_bad, i % 10 = 0 as is_worst from range(1000) t(i)
"""
SEGMENT_FAULTS = [
    ("update t set is_bad = true, v = 55 where a = 8 and id < 600", {"t.is_bad.segment bad.share": 0}),
    ("update t set is_bad = true, v = 55 where id = 5", {"t.is_bad.segment bad.where": 1}),
    ("update t set is_worst = false, v = 5 where id = 1", {"t.is_worst.segment worst.all": 1}),
    ("update t set is_bad = true where id = 11",
     {"t.is_bad.segment bad.where": 1, "t.is_bad.segment bad.apart from worst": 1, "t.v.segment bad.range": 1}),
    ("update t set odd = true where id < 100", {"t.odd.v.outliers": 0}),
]  # fmt: skip


def test_segments_are_as_large_as_stated(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(SEGMENT_DATA)
    assert wrong(database, SEGMENTS) == {}


@pytest.mark.parametrize(("fault", "expected"), SEGMENT_FAULTS)
def test_a_segment_that_is_not_is_found(
    database: duckdb.DuckDBPyConnection, fault: str, expected: dict[str, int]
) -> None:
    database.execute(SEGMENT_DATA)
    database.execute(fault)
    found = wrong(database, SEGMENTS)
    assert set(found) == set(expected)
    assert all(found[id_] == count or count == 0 for id_, count in expected.items())
