"""References of every kind: orphans, forbidden partners, caps, types, trees, choices."""

from __future__ import annotations

import duckdb
import pytest

from tests.unit.tools.checks.conftest import tables, wrong

PLAN = tables("""
places:
  rows: 4
  key: [country, number]
  columns:
    country: {category: [DE, FR]}
    number: {integer: [1, 9]}
    code: {pattern: '[A-Z]{2}', unique: true}
    open: {boolean: 0.5}
visits:
  rows: 8
  key: visit_id
  columns:
    visit_id: sequence
    place: {reference: places, as: [country, number]}
    by_code: {reference: places.code, nulls: 0.5}
    home_id: {reference: people}
    away_id: {reference: people, where: away_id <> home_id}
people:
  rows: 8
  key: person_id
  columns:
    person_id: sequence
    boss_id: {reference: people, roots: 1, depth: 3}
    desk: {integer: [1, 99]}
notes:
  rows: 4
  key: note_id
  columns:
    note_id: sequence
    about: {reference: {people: {type_value: P}, visits: {type_value: V}}, type: kind}
    kind: {category: [P, V]}
shifts:
  rows: 16
  key: shift_id
  columns:
    shift_id: sequence
    person_id: {reference: people, at_least: 1, at_most: 3}
    even_id: {reference: people, exact: true}
    weighed_id: {reference: people, weight: weighed.desk}
""")

DATA = """
create table places as select * from (values ('DE', 1, 'AA', true), ('DE', 2, 'AB', false), ('FR', 1, 'BA', true), ('FR', 2, 'BB', false)) t(country, number, code, open);
create table people as select i as person_id, case when i > 1 then i // 2 end as boss_id, 12 as desk from range(1, 8) t(i);
insert into people values (8, 3, 12);
create table visits as select i as visit_id, case when i % 2 = 0 then 'DE' else 'FR' end as country, i % 2 + 1 as number,
  case when i < 5 then ['AA', 'AB', 'BA', 'BB'][i] end as by_code, i as home_id, i % 8 + 1 as away_id from range(1, 9) t(i);
create table notes as select * from (values (1, 1, 'P'), (2, 8, 'P'), (3, 1, 'V'), (4, 8, 'V')) t(note_id, about, kind);
create table shifts as select i + 1 as shift_id, i % 8 + 1 as person_id, i % 8 + 1 as even_id, i % 8 + 1 as weighed_id from range(16) t(i);
"""

FAULTS = [
    ("update visits set number = 7 where visit_id = 4", {"visits.country.orphans": 1}),
    ("update visits set country = null where visit_id = 4", {"visits.country.filled": 1}),
    ("update visits set by_code = 'ZZ' where visit_id < 4", {"visits.by_code.orphans": 3}),
    ("update visits set away_id = home_id where visit_id < 3", {"visits.away_id.where": 2}),
    ("update notes set about = 9 where note_id = 2", {"notes.about.about.orphans.people": 1}),
    ("update notes set kind = 'X' where note_id = 2", {"notes.kind.about.type": 1, "notes.kind.values": 1}),
    ("update notes set kind = null where note_id = 2", {"notes.kind.about.type": 1}),
    ("update shifts set person_id = 1", {"shifts.person_id.often": 8}),
    ("update shifts set person_id = 2 where person_id = 1", {"shifts.person_id.often": 2}),
    ("update shifts set even_id = 1 where even_id = 2", {"shifts.even_id.chosen": 2}),
    ("update people set boss_id = 5 where person_id = 1", {"people.boss_id.circles": 8, "people.boss_id.roots": 1}),
    ("update people set boss_id = 7 where person_id = 8", {"people.boss_id.depth": 1}),
    ("update people set boss_id = null where person_id = 8", {"people.boss_id.roots": 1}),
    ("update people set boss_id = 99 where person_id = 8", {"people.boss_id.orphans": 1}),
]  # fmt: skip


def test_clean_references_hold(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(DATA)
    assert wrong(database, PLAN) == {}


@pytest.mark.parametrize(("fault", "expected"), FAULTS)
def test_a_fault_is_found(database: duckdb.DuckDBPyConnection, fault: str, expected: dict[str, int]) -> None:
    database.execute(DATA)
    database.execute(fault)
    found = wrong(database, PLAN)
    assert {id_: found.get(id_) for id_ in expected} == expected
    assert set(found) - set(expected) <= {"people.boss_id.filled", "notes.kind.filled"}


CHOICE = tables("""
towns:
  rows: 4
  key: town_id
  columns:
    town_id: sequence
    size: {integer: [1, 99]}
people:
  rows: 4000
  key: person_id
  columns:
    person_id: sequence
    town_id: {reference: towns, weight: town.size}
    born_id: {reference: towns}
""")


def test_a_weight_is_met_on_average(database: duckdb.DuckDBPyConnection) -> None:
    database.execute("create table towns as select i as town_id, i as size from range(1, 5) t(i)")
    database.execute(
        "create table people as select i + 1 as person_id, [1, 2, 2, 3, 3, 3, 4, 4, 4, 4][i % 10 + 1] as town_id,"
        " i % 4 + 1 as born_id from range(4000) t(i)"
    )
    assert wrong(database, CHOICE) == {}
    database.execute("update people set town_id = 1 where town_id = 2 and person_id % 3 = 0")
    assert wrong(database, CHOICE) == {"people.town_id.chosen": 4000}
    database.execute("update people set born_id = 1 where person_id < 700")
    assert set(wrong(database, CHOICE)) == {"people.town_id.chosen", "people.born_id.chosen"}
