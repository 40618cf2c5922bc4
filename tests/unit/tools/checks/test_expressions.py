"""Expressions over finished tables: paths, aggregates, siblings, windows, each against plain SQL or by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.tools.checks.expressions import Relation, statement
from rowsmith.tools.checks.expressions.placeholders import filled
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.expressions import resolve_overall
from tests.unit.tools.checks.conftest import tables

PLAN = tables("""
venues:
  rows: 2
  key: venue_id
  columns:
    venue_id: sequence
    code: {pattern: '[A-Z]', unique: true}
    size: {integer: [1, 99]}
    twice: {expression: size * 2, hidden: true}
    secret: {integer: [1, 9], hidden: true}
concerts:
  rows: {per: venue_id, count: [0, 9]}
  key: [venue_id, number]
  columns:
    venue_id: {reference: venues}
    number: {sequence: 1, within: venue_id}
    held_on: {date: [2024-01-01, 2024-12-31]}
    nights: {integer: [1, 3]}
    other: {reference: venues.code, nulls: 0.2}
tickets:
  rows: 10
  key: ticket_id
  columns:
    ticket_id: uuid
    concert: {reference: concerts, as: [venue_id, number]}
    price: {decimal: [1, 99]}
    bought_at: {datetime: [2024-01-01, 2024-12-31]}
notes:
  rows: 5
  key: note_id
  columns:
    note_id: sequence
    about: {reference: [venues, tickets], type: kind}
    stars: {integer: [1, 5]}
""")

DATA = """
create table venues as select * from (values (1, 'A', 10), (2, 'B', 20), (3, 'C', 30)) t(venue_id, code, size);
create table concerts as select * from (values
  (1, 1, date '2024-01-10', 1::bigint, 'B'), (1, 2, date '2024-02-10', 2::bigint, null), (2, 1, date '2024-03-01', 3::bigint, 'A'))
  t(venue_id, number, held_on, nights, other);
create table tickets as select * from (values
  ('t1', 1, 1, 5.00, timestamp '2024-01-01'), ('t2', 1, 1, 7.50, timestamp '2024-01-02'), ('t3', 1, 2, 2.25, timestamp '2024-01-03'),
  ('t4', 2, 1, 9.00, timestamp '2024-01-04'), ('t5', null, null, 1.00, timestamp '2024-01-05')) t(ticket_id, venue_id, number, price, bought_at);
create table notes as select * from (values (1, '1', 'venues', 5), (2, '1', 'venues', 3), (3, 't1', 'tickets', 1)) t(note_id, about, kind, stars);
"""


def values(plan: Plan, table: str, sql: str) -> list[object]:
    """What the expression gives for each row, in the key's order."""
    relation = Relation(plan, table)
    value = relation.expression(sql)
    model = plan.table(table)
    assert model is not None
    with duckdb.connect() as connection:
        connection.execute(DATA)
        order = ", ".join(f'r."{key}"' for key in model.key)
        rows = connection.execute(f"select {value} from {relation.source().sql} order by {order}").fetchall()
    return [row[0] for row in rows]


CASES = [
    ("concerts", "venue.size", [10, 10, 20]),
    ("concerts", "other.size", [20, None, 10]),
    ("concerts", "venue.twice + 1", [21, 21, 41]),
    ("tickets", "concert.venue.size", [10, 10, 10, 20, None]),
    ("venues", "count(concerts[venue_id])", [2, 1, 0]),
    ("venues", "sum(concerts[venue_id].nights)", [3, 3, None]),
    ("venues", "count(concerts[other])", [1, 1, 0]),
    ("concerts", "count(tickets)", [2, 1, 1]),
    ("concerts", "coalesce(sum(tickets.price), 0)", [12.5, 2.25, 9]),
    ("venues", "sum(concerts[venue_id].tickets.price)", [14.75, 9, None]),
    ("venues", "count(concerts[venue_id].tickets) filter (where price > 3)", [2, 1, 0]),
    ("concerts", "count(venue.concerts[venue_id])", [2, 2, 1]),
    ("concerts", "count(venue.notes) filter (where stars > concerts.nights * 2)", [2, 1, 0]),
    ("venues", "count(notes) filter (where stars * 4 > venues.size + 3)", [1, 0, 0]),
    ("venues", "max(concerts[venue_id].tickets.price) > 8", [False, True, None]),
    ("concerts", "position()", [1, 2, 1]),
    ("concerts", "siblings()", [2, 2, 1]),
    ("concerts", "previous(nights)", [None, 1, None]),
    ("concerts", "held_on + nights", ["2024-01-11", "2024-02-12", "2024-03-04"]),
    ("concerts", "held_on - nights * 2", ["2024-01-08", "2024-02-06", "2024-02-24"]),
    ("concerts", "greatest(held_on, date '2024-02-01') + nights", ["2024-02-02", "2024-02-12", "2024-03-04"]),
    ("concerts", "sum(nights) over (partition by venue_id order by number)", [1, 3, 3]),
    ("concerts", "nights > lag(nights) over (partition by venue_id order by number)", [None, True, None]),
    ("concerts", "row_number() over (order by previous(nights), held_on)", [2, 1, 3]),
    ("venues", "count(notes)", [2, 0, 0]),
    ("tickets", "sum(notes.stars)", [1, None, None, None, None]),
    ("venues", "case when code = 'i0' then 1 when code = 'A' then 2 end", [2, None, None]),
]


@pytest.mark.parametrize(("table", "sql", "expected"), CASES)
def test_it_gives(table: str, sql: str, expected: list[object]) -> None:
    assert [plain(one) for one in values(PLAN, table, sql)] == expected


def plain(value: object) -> object:
    """Decimals as floats, moments as their day."""
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat()[:10] if isinstance(value, dt.date) else value


def test_hidden_columns_of_chance_can_not_be_checked() -> None:
    with pytest.raises(CheckError, match=r"venues\.secret is hidden"):
        values(PLAN, "venues", "secret + 1")


def test_what_is_needed_is_known() -> None:
    relation = Relation(PLAN, "tickets")
    relation.expression("concert.venue.size > price")
    assert set(relation.needs) >= {"venues.size", "tickets.price", "concerts.venue_id", "tickets.number"}


def test_the_same_path_is_joined_once() -> None:
    relation = Relation(PLAN, "tickets")
    relation.expression("concert.venue.size")
    relation.expression("concert.venue.code")
    assert len(relation.joins) == 2


STATEMENTS = [
    ("count(tickets) = 5", True),
    ("sum(tickets.price) filter (where ticket_id < 't3') > 12", True),
    ("avg(tickets.concert.venue.size) < 12", False),
    ("corr(venues.size, count(venues.concerts[venue_id])) < 0", True),
    ("count(tickets) > 2 * count(venues)", False),
    ("max(concerts.held_on + nights) = date '2024-03-04'", True),
    ("top_share(tickets.price, 0.2) > 0.3", True),
]


@pytest.mark.parametrize(("sql", "expected"), STATEMENTS)
def test_a_statement_about_whole_tables(sql: str, expected: bool) -> None:
    made = statement(PLAN, resolve_overall(PLAN, sql))
    with duckdb.connect() as connection:
        connection.execute(DATA)
        assert connection.execute(f"select {made.sql} from {made.source}").fetchall() == [(expected,)]


def test_a_table_is_scanned_once_for_all_its_aggregates() -> None:
    made = statement(PLAN, resolve_overall(PLAN, "sum(tickets.price) > avg(tickets.price)"))
    assert made.source.count('"tickets"') == 1


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="io0'\" /*x", max_size=12))
def test_placeholders_in_literals_stay(text: str) -> None:
    literal = "'" + text.replace("'", "''") + "'"
    with duckdb.connect() as connection:
        sql = filled(f"select {literal} || i0 || /* i0 it's */ o1", {"i0": "'a'", "o1": "'b'"})
        assert connection.execute(sql).fetchall() == [(text + "ab",)]
