"""Texts, records, lists, and the seasons of series."""

from __future__ import annotations

import duckdb

from tests.unit.tools.checks.conftest import tables, wrong

NESTED = tables("""
t:
  rows: 3
  key: id
  columns:
    id: sequence
    note: {text: a note, words: [2, 4], contains: [urgent]}
    place: {object: {city: {category: [Rome, Oslo]}, at: {object: {floor: {integer: [1, 9]}}}}}
    tags: {array: {category: [a, b]}, count: [1, 2]}
    grid: {array: {array: {integer: [1, 9]}, count: 2}, count: [1, 3]}
""")
DATA = """
create table t as select i as id, 'an urgent note' as note, {'city': 'Rome', 'at': {'floor': 3}} as place, ['a', 'b'] as tags, [[1, 2], [3, 9]] as grid
  from range(1, 4) t(i)
"""
FAULTS = {
    "update t set note = 'urgent' where id = 1": {"t.note.words": 1},
    "update t set note = 'a small note' where id = 1": {"t.note.contains": 1},
    "update t set place = {'city': 'Bonn', 'at': {'floor': 3}} where id = 1": {"t.place.field city": 1},
    "update t set place = {'city': 'Oslo', 'at': {'floor': 30}} where id = 1": {"t.place.field at": 1},
    "update t set tags = ['a', 'b', 'a'] where id < 3": {"t.tags.length": 2},
    "update t set tags = ['c'] where id = 1": {"t.tags.items": 1},
    "update t set grid = [[1, 10]] where id = 1": {"t.grid.items": 1},
    "update t set grid = [[1]] where id = 1": {"t.grid.items": 1},
}


def test_nested_values_hold_to_any_depth(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(DATA)
    assert wrong(database, NESTED) == {}
    for fault, expected in FAULTS.items():
        database.execute("begin")
        database.execute(fault)
        database.execute("commit")
        assert wrong(database, NESTED) == expected
        database.execute(f"drop table t; {DATA}")


METERS = """
meters:
  rows: 4
  key: meter_id
  columns:
    meter_id: sequence
    usual: {integer: [1, 9], shape: triangular}
readings:
  rows: {per: [meter_id, read_at]}
  key: [meter_id, read_at]
  columns:
    meter_id: {reference: meters}
    read_at: {datetime: [2024-01-01, 2024-01-28], step: 1 hour}
    used: {series: meter.usual, along: read_at, daily: {0-5: 0.5, 17-20: 2}, weekly: {sat-sun: 1.5}, noise: 0.2, memory: 0.5, digits: 3}
"""
READINGS = """
select setseed(0.3);
create table meters as select i as meter_id, i as usual from range(1, 5) t(i);
create table readings as select meter_id, read_at, round(usual * (case when hour(read_at) < 6 then 0.5 when hour(read_at) between 17 and 20 then 2 else 1 end)
  * (case when isodow(read_at) > 5 then 1.5 else 1 end) * (0.8 + 0.4 * random()), 3) as used
  from meters, (select unnest(generate_series(timestamp '2024-01-01', timestamp '2024-01-28 23:00', interval 1 hour)) as read_at);
"""


def test_a_season_that_is_missing_is_found(database: duckdb.DuckDBPyConnection) -> None:
    plan = tables(METERS)
    database.execute(READINGS)
    assert wrong(database, plan) == {}
    database.execute("update readings set used = round(used / 2, 3) where hour(read_at) between 17 and 20")
    assert set(wrong(database, plan)) == {"readings.used.daily"}
    database.execute("update readings set used = round(used / 1.5, 3) where isodow(read_at) > 5")
    assert "readings.used.weekly" in wrong(database, plan)


def test_a_hidden_level_is_left_out(database: duckdb.DuckDBPyConnection) -> None:
    plan = tables(METERS.replace("shape: triangular}", "shape: triangular, hidden: true}"))
    database.execute(READINGS)
    database.execute("alter table meters drop column usual")
    assert wrong(database, plan) == {}
    database.execute("update readings set used = round(used / 2, 3) where hour(read_at) between 17 and 20")
    assert set(wrong(database, plan)) == {"readings.used.daily"}


def test_no_readings_have_no_season(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(READINGS)
    database.execute("delete from readings")
    assert "readings.used.daily" not in wrong(database, tables(METERS))
