"""Rules of rows and of whole tables, keys and uniqueness, sequences, written rows, queries."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.tools.checks import unchecked
from tests.unit.tools.checks.conftest import results, tables, wrong

ROOMS = """
rooms:
  rows: 3
  key: room_id
  columns:
    room_id: sequence
stays:
  rows: 6
  key: stay_id
  columns:
    stay_id: sequence
    room_id: {reference: rooms}
    from_day: {date: [2024-01-01, 2024-12-31]}
    to_day: {date: [from_day, 2024-12-31]}
    nights: {integer: [0, 99]}
    paid: {decimal: [0, 999]}
  rules:
    {}
"""
STAYS = """
create table rooms as select i as room_id from range(1, 4) t(i);
create table stays as select * from (values
  (1, 1, date '2024-01-01', date '2024-01-05', 4, 40.00), (2, 1, date '2024-01-05', date '2024-01-06', 1, 10.00), (3, 1, date '2024-02-01', date '2024-02-03', 2, 20.00),
  (4, 2, date '2024-01-01', date '2024-01-05', 4, 40.00), (5, 2, date '2024-03-01', date '2024-03-01', 0, 0.00), (6, 3, date '2024-01-01', null, null, null)
) t(stay_id, room_id, from_day, to_day, nights, paid);
"""

RULES = [
    ("to_day >= from_day", "update stays set to_day = from_day - 1 where stay_id < 3", 2),
    ("nights = to_day - from_day", "update stays set nights = 9 where stay_id = 1", 1),
    ("no_overlap(room_id, from_day, to_day)", "update stays set from_day = '2024-01-04' where stay_id = 2", 1),
    ("no_overlap(room_id, from_day, to_day)", "update stays set to_day = '2024-06-01' where stay_id = 1", 2),
    ("no_overlap(room_id, from_day, to_day)", "update stays set from_day = '2024-01-01' where stay_id in (2, 3)", 2),
    ("no_overlap(room_id, nights, nights + 1)", "update stays set nights = 4 where stay_id = 3", 1),
    ("no_duplicates(room_id, from_day)", "update stays set from_day = '2024-01-01' where room_id = 1", 2),
    ("no_duplicates(month(from_day), room_id)", "update stays set from_day = '2024-02-28' where stay_id = 2", 1),
    ("from_day > lag(from_day) over (partition by room_id order by stay_id)",
     "update stays set from_day = '2024-01-01' where stay_id = 3", 1),
    ("from_day > previous(from_day)", "update stays set from_day = '2024-01-01' where stay_id = 3", 1),
    ("about(paid, nights * 10)", "update stays set paid = 45 where stay_id = 1", 1),
    ("about(paid, nights * 10, 0.5)", "update stays set paid = 40.6 where stay_id = 1", 1),
    ("paid <= 10 * sum(room.stays.nights)", "update stays set paid = 71 where stay_id = 3", 1),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "fault", "violations"), RULES)
def test_a_rule_of_rows(database: duckdb.DuckDBPyConnection, rule: str, fault: str, violations: int) -> None:
    plan = tables(ROOMS.replace("{}\n", f"the rule: '{rule}'\n"))
    database.execute(STAYS)
    if "previous" in rule:  # all stays are siblings in a table without a parent
        database.execute(
            "update stays set from_day = date '2024-01-01' + stay_id::int, to_day = null, nights = null"
        )
    if "duplicates(month" in rule:
        database.execute("update stays set from_day = '2024-04-01' where stay_id = 2")
    found = wrong(database, plan)
    assert {id_ for id_ in found if "rule" in id_} == set()
    database.execute(fault)
    result = results(database, plan)["stays.rule.the rule"]
    assert (result.status, result.violations) == ("broken", violations)
    assert len(result.examples) == min(violations, 5)
    assert result.check.columns[0].startswith("stays.")


@pytest.mark.parametrize(
    "rule", ["no_overlap(room_id, from_day)", "about(paid)", "count(stays) > 3", "sum(stays.nights) > 1"]
)
def test_a_rule_that_can_not_be_checked_says_why(rule: str) -> None:
    plan = tables(ROOMS.replace("{}\n", f"the rule: '{rule}'\n"))
    assert "stays.rule.the rule" in {check.id for check in unchecked(plan)}


OVERALL = [
    ("count(stays) = 6", True),
    ("count(stays) = 7", False),
    ("sum(stays.nights) filter (where room_id = 1) > 6", True),
    ("sum(stays.nights) filter (where room_id = 9) > 6", False),
    ("about(sum(stays.nights), 12)", True),
    ("about(sum(stays.nights), 14)", False),
    ("about(sum(stays.nights), 14, 3)", True),
    ("about(share(stays.nights > 2), 0.5)", True),
    ("about(share(stays.nights > 2), 0.001)", False),
    ("about(share(stays.nights > 2) filter (where room_id < 3), 0.45)", True),
    ("max(stays.to_day) < date '2024-02-28'", False),
    ("avg(stays.nights) > avg(stays.paid)", False),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "holds"), OVERALL)
def test_a_rule_of_whole_tables(database: duckdb.DuckDBPyConnection, rule: str, holds: bool) -> None:
    plan = tables(ROOMS, '{the rule: "' + rule + '"}')
    database.execute(STAYS)
    result = results(database, plan)["rules.the rule"]
    assert result.status == ("holds" if holds else "broken")
    assert len(result.examples) == (0 if holds else 1)
    assert "stays" in result.check.tables


def test_a_rule_for_rows_is_none_for_whole_tables() -> None:
    plan = tables(ROOMS, "{a: 'no_duplicates(stays.room_id)'}")
    assert {check.id for check in unchecked(plan)} >= {"rules.a"}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 20), st.integers(0, 6)), min_size=1, max_size=12))
def test_overlaps_are_those_that_pairs_show(rows: list[tuple[int, int, int]]) -> None:
    """A row overlaps an earlier one exactly when some pair of rows does."""
    plan = tables(ROOMS.replace("{}\n", "the rule: 'no_overlap(room_id, nights, paid)'\n"))
    with duckdb.connect() as connection:
        connection.execute(STAYS + "delete from stays")
        connection.executemany(
            "insert into stays values (?, ?, date '2024-01-01', date '2024-01-01', ?, ?)",
            [(n, room, start, start + length) for n, (room, start, length) in enumerate(rows, start=1)],
        )
        pairs = connection.execute(
            "select count(*) from stays a, stays b where a.room_id = b.room_id and a.stay_id < b.stay_id"
            " and a.nights < b.paid and b.nights < a.paid and a.nights < a.paid and b.nights < b.paid"
        ).fetchall()[0][0]
        assert (wrong(connection, plan).get("stays.rule.the rule", 0) > 0) == (pairs > 0)


UNIQUE = tables("""
t:
  rows: 6
  key: [a, b]
  columns:
    a: {integer: [1, 9]}
    b: {integer: [1, 9]}
    code: {pattern: '[A-Z]', unique: true, nulls: 0.3}
    seat: {integer: [1, 9], unique: {within: a}}
    held: {datetime: [2024-01-01, 2024-12-31], unique: {within: a, to: day}}
""")
UNIQUE_DATA = """
create table t as select * from (values (1, 1, 'A', 1, timestamp '2024-01-01 10:00'), (1, 2, 'B', 2, timestamp '2024-01-02 10:00'),
  (2, 1, null, 1, timestamp '2024-01-01 10:00'), (2, 2, null, 2, timestamp '2024-01-05'), (3, 9, 'Z', 1, null), (3, 1, 'Y', 3, null)) t(a, b, code, seat, held)
"""
UNIQUE_FAULTS = [
    ("update t set b = 1", {"t.a.key_unique": 3}),
    ("update t set b = null where a = 2", {"t.a.key_filled": 2, "t.b.filled": 2}),
    ("update t set code = 'Z' where code is not null", {"t.code.unique": 3}),
    ("update t set seat = 1 where a = 1", {"t.seat.unique": 1}),
    ("update t set held = '2024-01-01 23:00' where a = 1 and b = 2", {"t.held.unique": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "expected"), UNIQUE_FAULTS)
def test_what_comes_twice_is_found(
    database: duckdb.DuckDBPyConnection, fault: str, expected: dict[str, int]
) -> None:
    database.execute(UNIQUE_DATA)
    clean = wrong(database, UNIQUE)
    assert set(clean) <= {"t.held.filled"}
    database.execute(fault)
    assert {id_: count for id_, count in wrong(database, UNIQUE).items() if id_ not in clean} == expected


def test_a_rising_key_is_proven_unique_without_grouping(database: duckdb.DuckDBPyConnection) -> None:
    plan = tables("t:\n  rows: 4\n  key: id\n  columns:\n    id: sequence\n")
    database.execute("create table t as select i as id from range(1, 5) t(i)")
    (check,) = (one for one in results(database, plan).values() if one.check.id == "t.id.key_unique")
    assert check.status == "holds"
    proof = getattr(check.check.form, "proof", "")
    assert database.execute(proof).fetchall() == [(True,)]
    database.execute("insert into t values (3)")
    assert database.execute(proof).fetchall() == [(False,)]
    assert wrong(database, plan)["t.id.key_unique"] == 1


SEQUENCES = tables("""
shows:
  rows: 2
  key: show_id
  columns:
    show_id: {sequence: 10, step: 5}
episodes:
  rows: {per: show_id, count: 3}
  key: episode_id
  columns:
    episode_id: {sequence: 1, by: aired_on, format: 'E-{:04}'}
    show_id: {reference: shows}
    number: {sequence: 1, within: show_id}
    rank: {sequence: 1, within: show_id, by: aired_on}
    aired_on: {date: [2024-01-01, 2024-12-31]}
""")
SEQUENCE_DATA = """
create table shows as select * from (values (10), (15)) t(show_id);
create table episodes as select * from (values
  ('E-0001', 10, 1, 1, date '2024-01-01'), ('E-0003', 10, 2, 2, date '2024-01-03'), ('E-0005', 10, 3, 3, date '2024-01-05'),
  ('E-0006', 15, 1, 3, date '2024-01-06'), ('E-0002', 15, 2, 1, date '2024-01-02'), ('E-0004', 15, 3, 2, date '2024-01-04'))
  t(episode_id, show_id, number, rank, aired_on);
"""
SEQUENCE_FAULTS = [
    ("update shows set show_id = 16 where show_id = 15; update episodes set show_id = 16 where show_id = 15",
     {"shows.show_id.counts": 1}),
    ("update episodes set episode_id = 'E-0007' where episode_id = 'E-0006'", {"episodes.episode_id.counts": 1}),
    ("update episodes set episode_id = 'E-6' where episode_id = 'E-0006'", {"episodes.episode_id.format": 1}),
    ("update episodes set aired_on = '2024-01-07' where episode_id = 'E-0001'",
     {"episodes.episode_id.order": 1, "episodes.rank.order": 1}),
    ("update episodes set number = 4 where number = 3 and show_id = 10", {"episodes.number.counts": 1}),
    ("update episodes set number = 1 where show_id = 10", {"episodes.number.counts": 2}),
    ("update episodes set number = null where number = 1 and show_id = 10",
     {"episodes.number.counts": 3, "episodes.number.filled": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "expected"), SEQUENCE_FAULTS)
def test_a_sequence_that_skips_is_found(
    database: duckdb.DuckDBPyConnection, fault: str, expected: dict[str, int]
) -> None:
    database.execute(SEQUENCE_DATA)
    assert wrong(database, SEQUENCES) == {}
    database.execute(fault)
    assert wrong(database, SEQUENCES) == expected


def test_groups_in_pieces_are_not_taken_for_dense(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(SEQUENCE_DATA)
    database.execute("update episodes set number = 1 where episode_id = 'E-0005'")
    database.execute(
        "create table moved as select * from episodes where number <> 2 order by show_id desc, episode_id"
    )
    database.execute("drop table episodes; alter table moved rename to episodes")
    assert wrong(database, SEQUENCES)["episodes.number.counts"] >= 1


WRITTEN = tables("""
fees:
  key: code
  rows:
    - {code: A, fee: 2.5, from_day: 2024-01-01, yes: true, note: null}
    - {code: "it's", fee: 4, from_day: 2024-02-01, yes: false, note: x}
""")
WRITTEN_DATA = """
create table fees as select * from (values ('A', 2.50, date '2024-01-01', true, null), ('it''s', 4.00, date '2024-02-01', false, 'x'))
  t(code, fee, from_day, yes, note)
"""
WRITTEN_FAULTS = [
    ("update fees set fee = 2.51 where code = 'A'", {"fees.code.written": 2}),
    ("delete from fees where code = 'A'", {"fees.code.written": 1, "fees.rows": 1}),
    ("insert into fees values ('B', 1, '2024-01-01', true, null)", {"fees.code.written": 1, "fees.rows": 1}),
    ("update fees set note = 'y' where code = 'A'", {"fees.code.written": 2}),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "expected"), WRITTEN_FAULTS)
def test_rows_that_are_not_the_written_ones_are_found(
    database: duckdb.DuckDBPyConnection, fault: str, expected: dict[str, int]
) -> None:
    database.execute(WRITTEN_DATA)
    assert wrong(database, WRITTEN) == {}
    database.execute(fault)
    assert wrong(database, WRITTEN) == expected


QUERIES = tables("""
orders:
  rows: 4
  key: id
  columns:
    id: sequence
    customer: {integer: [1, 2]}
    paid: {decimal: [1, 99]}
    rank: {query: 'select id, rank() over (order by paid desc) as r from orders'}
sums:
  rows: {query: 'select customer, count(*) as n, sum(paid) as paid, avg(paid) as mean from orders group by 1'}
  key: customer
best:
  rows: {query: 'select customer from sums where n > 1'}
  key: customer
open:
  rows: {query: 'select * from orders'}
  key: id
""")
QUERY_DATA = """
create table orders as select * from (values (1, 1, 5.00, 3), (2, 1, 7.50, 2), (3, 2, 9.00, 1), (4, 1, 1.00, 4)) t(id, customer, paid, rank);
create table sums as select customer, count(*) as n, sum(paid) as paid, avg(paid) + 1e-13 as mean from orders group by 1;
create table best as select 1 as customer;
create table open as select * from orders;
"""
QUERY_FAULTS = [
    ("update orders set rank = 9 where id = 1", {"orders.rank.query": 1, "open.query": 1}),
    ("update sums set paid = 0 where customer = 1", {"sums.query": 1}),
    ("delete from sums where customer = 2", {"sums.query": 1}),
    ("insert into sums values (7, 0, 0, 0)", {"sums.query": 1}),
    ("update sums set mean = mean + 0.001", {"sums.query": 2}),
    ("insert into best values (2)", {"best.query": 1}),
    ("update open set paid = 0 where id = 2", {"open.query": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "expected"), QUERY_FAULTS)
def test_what_a_query_made_is_made_again(
    database: duckdb.DuckDBPyConnection, fault: str, expected: dict[str, int]
) -> None:
    database.execute(QUERY_DATA)
    assert wrong(database, QUERIES) == {}
    database.execute(fault)
    assert wrong(database, QUERIES) == expected


def test_a_query_that_is_not_allowed_can_not_be_checked() -> None:
    plan = tables("a:\n  rows: {query: select * from read_csv('x')}\n  key: id\n")
    assert "a.query" in {check.id for check in unchecked(plan)}
