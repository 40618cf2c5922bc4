"""How many rows there are: outright, for each parent, for each combination, through stages."""

from __future__ import annotations

import duckdb
import pytest

from rowsmith.tools.checks import unchecked
from tests.unit.tools.checks.conftest import tables, wrong

TEAMS = "create table teams as select i as team_id, i % 3 as rank from range(1, 101) t(i);"
TEAM = """
teams:
  rows: 100
  key: team_id
  columns:
    team_id: sequence
    rank: {integer: [0, 2]}
"""


def games(rows: str, columns: str = "") -> str:
    return f"""{TEAM}
games:
  rows: {rows}
  key: game_id
  columns:
    game_id: sequence
    team_id: {{reference: teams}}
{columns}"""


def per_team(count: str) -> str:
    """Games of each team, `count` in SQL over team_id and rank."""
    return (
        f"create table games as select row_number() over () as game_id, team_id from teams, range(100) t(n)"
        f" where n < {count} order by team_id"
    )


CASES = [
    ("{per: team_id, count: 2}", "2", {}),
    ("{per: team_id, count: 2}", "2 + (team_id <= 3)::int", {"games.rows.per": 3}),
    ("{per: team_id, count: 2}", "2 * (team_id > 3)::int", {"games.rows.per": 3}),
    ("{per: team_id, count: [1, 3]}", "1 + rank", {}),
    ("{per: team_id, count: [1, 3]}", "rank", {"games.rows.per": 33}),
    ("{per: team_id, count: {integer: [0, team.rank]}}", "rank", {}),
    ("{per: team_id, count: {integer: [0, team.rank]}}", "1", {"games.rows.per": 33}),
    ("{per: team_id, count: {expression: team.rank * 2}}", "rank * 2", {}),
    ("{per: team_id, count: {expression: team.rank * 2}}", "rank * 2 + (team_id = 4)::int", {"games.rows.per": 1}),
    ("{per: team_id, count: {switch: [{when: team.rank = 2, use: 4}, {use: {integer: [1, 2]}}]}}",
     "case when rank = 2 then 4 else 1 end", {}),
    ("{per: team_id, count: {switch: [{when: team.rank = 2, use: 4}, {use: {integer: [1, 2]}}]}}",
     "case when rank = 2 then 2 else 4 end", {"games.rows.per": 100}),
    ("{per: team_id, count: {category: {1: 50, 4: 50}}}", "case when team_id % 2 = 0 then 1 else 4 end", {}),
    ("{per: team_id, count: {category: {1: 50, 4: 50}}}", "2", {"games.rows.per": 100}),
    ("{per: team_id, count: {category: {1: 50, 4: 50}}, total: 200}", "2", {}),
    ("{per: team_id, count: {category: {1: 50, 4: 50}}, total: 200}", "2 + (team_id < 3)::int", {"games.rows": 2}),
    ("{per: team_id, count: [1, 3], total: {about: 200}}", "2 + (team_id < 11)::int", {}),
    ("{per: team_id, count: [1, 9], total: {about: 200}}", "2 + (team_id < 31)::int", {"games.rows": 10}),
    ("{per: team_id, count: [1, 3], childless: 0.3}", "case when team_id % 3 = 0 then 0 else 2 end", {}),
    ("{per: team_id, count: [1, 3], childless: 0.3}", "2", {"games.rows.childless": 13}),
    ("{per: team_id, count: [1, 3], childless: 0.3}", "case when team_id % 3 = 0 then 0 else 4 end",
     {"games.rows.per": 67}),
    ("{per: team_id, count: [0, 3], childless: 0.3}", "2", {"games.rows.childless": 13}),
    ("{per: team_id, count: [0, 3], childless: 0.3}", "case when team_id > 10 then 0 else 2 end", {}),
    ("{per: team_id, count: [1, 3], childless: {about: 0.3}}", "case when team_id > 70 then 0 else 2 end", {}),
    ("{per: team_id, count: 2, pick: 40}", "case when team_id <= 40 then 2 else 0 end", {}),
    ("{per: team_id, count: 2, pick: 40}", "case when team_id <= 39 then 2 else 0 end", {"games.rows.pick": 1}),
    ("{per: team_id, count: 2, pick: {at_most: 40}}", "case when team_id <= 39 then 2 else 0 end", {}),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "count", "expected"), CASES)
def test_counts_per_parent(
    database: duckdb.DuckDBPyConnection, rows: str, count: str, expected: dict[str, int]
) -> None:
    database.execute(TEAMS)
    database.execute(per_team(count))
    assert wrong(database, tables(games(rows))) == expected


def test_only_parents_that_meet_the_condition_have_rows(database: duckdb.DuckDBPyConnection) -> None:
    plan = tables(
        games("{per: team_id, count: 2}").replace(
            "{reference: teams}", "{reference: teams, where: team.rank > 0}"
        )
    )
    database.execute(TEAMS)
    database.execute(per_team("case when rank > 0 then 2 else 0 end"))
    assert wrong(database, plan) == {}
    database.execute("insert into games values (10001, 3), (10002, 1)")
    assert {"games.team_id.where": 1, "games.rows.per": 1}.items() <= wrong(database, plan).items()


def test_two_tables_of_one_parent_keep_apart(database: duckdb.DuckDBPyConnection) -> None:
    more = (
        games("{per: team_id, count: 2}")
        + """
cups:
  rows: {per: team_id, count: [0, 1]}
  key: cup_id
  columns:
    cup_id: sequence
    team_id: {reference: teams}
"""
    )
    database.execute(TEAMS)
    database.execute(per_team("2"))
    database.execute("create table cups as select team_id as cup_id, team_id from teams where team_id < 41")
    assert wrong(database, tables(more)) == {}
    database.execute("insert into cups values (41, 1)")
    assert wrong(database, tables(more)) == {"cups.rows.per": 1}


SPREAD = [
    ("{per: team_id, count: {category: {1: 50, 4: 50}}}", "case when team_id % 2 = 0 then 1 else 4 end", set[str]()),
    ("{per: team_id, count: {category: {1: 50, 4: 50}}}", "case when team_id % 5 = 0 then 1 else 4 end",
     {"games.rows.shares"}),
    ("{per: team_id, count: {category: {1: 50, 4: 50}}, childless: 0.5}",
     "case when team_id % 2 = 0 then 0 when team_id % 4 = 1 then 1 else 4 end", set[str]()),
    ("{per: team_id, count: {integer: [1, 9], shape: poisson, mean: 3}}", "2 + rank", set[str]()),
    ("{per: team_id, count: {integer: [1, 9], shape: poisson, mean: 6}}", "2 + rank", {"games.rows.mean"}),
    ("{per: team_id, count: {switch: [{when: team.rank = 1, use: {integer: [1, 9], shape: normal, median: 8}}, {use: 2}]}}",
     "2", {"games.rows.arm 1.median"}),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "count", "expected"), SPREAD)
def test_counts_are_distributed_as_stated(
    database: duckdb.DuckDBPyConnection, rows: str, count: str, expected: set[str]
) -> None:
    database.execute(TEAMS)
    database.execute(per_team(count))
    assert set(wrong(database, tables(games(rows)))) == expected


PAIRS = tables("""
teams:
  rows: 4
  key: team_id
  columns:
    team_id: sequence
games:
  rows: {per: [home_id, away_id]}
  key: game_id
  columns:
    game_id: sequence
    home_id: {reference: teams}
    away_id: {reference: teams, where: away_id <> home_id}
""")


def test_every_pairing_has_its_row(database: duckdb.DuckDBPyConnection) -> None:
    database.execute("create table teams as select i as team_id from range(1, 5) t(i)")
    database.execute(
        "create table games as select row_number() over () as game_id, a.team_id as home_id, b.team_id as away_id"
        " from teams a, teams b where a.team_id <> b.team_id"
    )
    assert wrong(database, PAIRS) == {}
    database.execute("update games set away_id = home_id where game_id = 5")
    assert wrong(database, PAIRS) == {
        "games.rows.per": 1,
        "games.rows.elsewhere": 1,
        "games.away_id.where": 1,
    }


GRID = """
sensors:
  rows: 3
  key: sensor_id
  columns:
    sensor_id: sequence
    since: {date: [2024-01-01, 2024-01-03]}
readings:
  rows: {per: [sensor_id, read_at, kind]}
  key: reading_id
  columns:
    reading_id: sequence
    sensor_id: {reference: sensors}
    read_at: {datetime: [sensor.since, 2024-01-05], step: 6 hours}
    kind: {category: [a, b]}
"""
READINGS = (
    "create table sensors as select i as sensor_id, date '2024-01-01' + (i - 1)::int as since from range(1, 4) t(i);"
    " create table readings as select row_number() over () as reading_id, sensor_id, read_at, kind from sensors,"
    " lateral (select unnest(generate_series(since::timestamp, timestamp '2024-01-05 23:59:59', interval 6 hours)) as read_at),"
    " (select unnest(['a', 'b']) as kind) order by sensor_id, read_at"
)


def test_a_grid_has_every_point(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(READINGS)
    assert wrong(database, tables(GRID)) == {}
    database.execute("delete from readings where reading_id = 7")
    assert wrong(database, tables(GRID))["readings.rows.per"] == 1
    database.execute("update readings set read_at = read_at + interval 1 minute where reading_id = 9")
    assert wrong(database, tables(GRID))["readings.rows.elsewhere"] == 1


def test_gaps_are_a_share_of_the_grid(database: duckdb.DuckDBPyConnection) -> None:
    plan = tables(GRID.replace("kind]}", "kind], gaps: 0.1}"))
    database.execute(READINGS)
    database.execute("delete from readings where reading_id % 10 = 0")
    assert set(wrong(database, plan)) == {"readings.reading_id.counts"}
    database.execute("delete from readings where reading_id % 2 = 0")
    assert "readings.rows.gaps" in wrong(database, plan)


def test_a_hidden_part_of_the_grid_is_counted(database: duckdb.DuckDBPyConnection) -> None:
    plan = tables(
        GRID.replace("kind: {category: [a, b]}", "kind: {category: [a, b], hidden: true}").replace(
            "per: [sensor_id, read_at, kind]", "per: [sensor_id, kind, read_at]"
        )
    )
    database.execute(READINGS)
    database.execute("alter table readings drop column kind")
    assert wrong(database, plan) == {}
    database.execute("delete from readings where reading_id = 120 or reading_id = 7")
    assert wrong(database, plan)["readings.rows.grouped"] == 1
    assert any("hidden" in check.form.sql + str(check.form) for check in unchecked(plan))


STAGED = tables("""
films:
  rows: 100
  key: film_id
  columns:
    film_id: sequence
steps:
  rows: {per: [film_id, step]}
  key: [film_id, step]
  columns:
    film_id: {reference: films}
    step: {stages: [soak, develop, fix, dry], stop: {fix: 0.1, dry: 0.2}}
""")


def staged(reached: str) -> str:
    return (
        "create table films as select i as film_id from range(1, 101) t(i);"
        " create table steps as select film_id, ['soak', 'develop', 'fix', 'dry'][n] as step from films, range(1, 5) t(n)"
        f" where n <= {reached} order by film_id, n"
    )


REACHED = "case when film_id % 10 = 0 then 2 when film_id % 5 = 1 then 3 else 4 end"


def test_stages_run_in_order(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(staged(REACHED))
    assert wrong(database, STAGED) == {}
    database.execute("delete from steps where film_id < 4 and step = 'develop'")
    assert wrong(database, STAGED)["steps.step.stages"] == 3
    database.execute("delete from steps where film_id = 7")
    assert wrong(database, STAGED)["steps.step.stages"] == 4


def test_as_many_stop_early_as_stated(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(staged("case when film_id % 2 = 0 then 3 else 4 end"))
    assert "steps.step.stops" in wrong(database, STAGED)
