"""What rows are counted through beside a parent."""

from __future__ import annotations

import datetime as dt

import pytest

from rowsmith.tools.errors import PlanError
from tests.fakes.made import Made, made

TEAMS = """
tables:
  teams:
    rows: 6
    key: id
    columns: {{id: sequence, founded: {{date: [2020-01-01, 2020-12-31]}}, squad: {{integer: [1, 4]}}}}
  games:
    rows: {rows}
    key: id
    columns:
      id: sequence
      {columns}
"""


def games(rows: str, *columns: str) -> Made:
    return made(TEAMS.format(rows=rows, columns="\n      ".join(columns)))


def test_a_double_round_robin() -> None:
    rows = games(
        "{per: [home_id, away_id]}",
        "home_id: {reference: teams}",
        "away_id: {reference: teams, where: away_id <> home_id}",
    )
    assert rows.one("SELECT count(*) FROM games") == 30
    assert rows.one("SELECT count(DISTINCT (home_id, away_id)) FROM games WHERE home_id <> away_id") == 30


def test_each_pair_once() -> None:
    rows = games(
        "{per: [home_id, away_id]}",
        "home_id: {reference: teams}",
        "away_id: {reference: teams, where: away_id > home_id}",
    )
    assert rows.one("SELECT count(*) FROM games WHERE away_id > home_id") == 15


def test_categories_booleans_and_integers_are_counted_through() -> None:
    rows = games(
        "{per: [team_id, role, main, number]}",
        "team_id: {reference: teams}",
        "role: {category: [top, mid]}",
        "main: {boolean: 0.5}",
        "number: {integer: [1, team.squad]}",
    )
    assert rows.one("SELECT count(*) FROM games") == rows.one("SELECT sum(squad) * 4 FROM teams")
    assert rows.one("SELECT count(*) FROM games JOIN teams ON teams.id = team_id WHERE number > squad") == 0
    assert rows.one("SELECT count(DISTINCT (team_id, role, main, number)) FROM games") == rows.one(
        "SELECT count(*) FROM games"
    )


def test_a_calendar_by_day_and_weekday() -> None:
    rows = games("{per: day}", "day: {date: [2024-01-01, 2024-01-14], weekdays: {mon-fri: 1}}")
    assert rows.one("SELECT count(*) FROM games") == 10
    assert rows.one("SELECT max(isodow(day)) FROM games") == 5


def test_a_calendar_by_hours() -> None:
    rows = games(
        "{per: [team_id, at]}",
        "team_id: {reference: teams}",
        "at: {datetime: [2024-01-01, 2024-01-02], step: 6 hours, hours: {6-23: 1}}",
    )
    assert rows.one("SELECT count(*) FROM games") == 6 * 6
    assert rows.list('SELECT DISTINCT hour("at") FROM games ORDER BY 1') == [6, 12, 18]


def test_a_calendar_by_months_from_each_parents_own_start() -> None:
    rows = games(
        "{per: [team_id, month]}",
        "team_id: {reference: teams}",
        "month: {date: [team.founded, 2020-12-31], step: 1 month}",
    )
    found = rows.rows(
        "SELECT founded, min(month), count(*) FROM games JOIN teams ON teams.id = team_id GROUP BY 1"
    )
    for founded, first, months in found:
        assert first == founded
        assert months == 13 - founded.month
    assert rows.one("SELECT max(month) FROM games") <= dt.date(2020, 12, 31)


def test_stages_stop_early_for_their_share() -> None:
    text = """
tables:
  rolls: {rows: 4000, key: id, columns: {id: sequence}}
  steps:
    rows: {per: [roll_id, stage]}
    key: [roll_id, stage]
    columns:
      roll_id: {reference: rolls}
      stage: {stages: [soak, develop, fix, dry], stop: {fix: 0.1, dry: 0.2}}
"""
    counts = dict(made(text).rows("SELECT stage, count(*) FROM steps GROUP BY 1"))
    assert counts["soak"] == counts["develop"] == 4000
    assert abs(counts["fix"] - 3600) < 80
    assert abs(counts["dry"] - 2800) < 120


def test_gaps_leave_combinations_out() -> None:
    rows = games(
        "{per: [team_id, day], gaps: 0.1}",
        "team_id: {reference: teams}",
        "day: {date: [2024-01-01, 2024-12-31]}",
    )
    assert abs(rows.one("SELECT count(*) FROM games") - 0.9 * 6 * 366) < 70


def test_counts_apply_to_each_combination_and_a_total_to_all() -> None:
    rows = games(
        "{per: [team_id, role], count: [1, 5], total: 30}",
        "team_id: {reference: teams}",
        "role: {category: [top, mid]}",
    )
    assert rows.one("SELECT count(*) FROM games") == 30
    assert rows.one(
        "SELECT min(n) >= 1 AND max(n) <= 5 FROM (SELECT count(*) AS n FROM games GROUP BY team_id, role)"
    )
    assert rows.one("SELECT count(DISTINCT (team_id, role)) FROM games") == 12


def test_a_count_may_look_at_the_combination() -> None:
    rows = games(
        "{per: [team_id, role], count: {expression: \"case role when 'top' then 3 else team.squad end\"}}",
        "team_id: {reference: teams}",
        "role: {category: [top, mid]}",
    )
    assert rows.one("SELECT count(*) FROM games WHERE role = 'top'") == 18
    assert rows.one("SELECT count(*) FROM games WHERE role = 'mid'") == rows.one(
        "SELECT sum(squad) FROM teams"
    )


def test_the_rows_of_a_parent_stand_together() -> None:
    rows = games(
        "{per: [role, team_id], count: [0, 3]}",
        "team_id: {reference: teams}",
        "role: {category: [top, mid]}",
        "place: {sequence: 1, within: team_id}",
    )
    assert (
        rows.one(
            "SELECT count(*) FROM (SELECT team_id, lag(team_id) OVER (ORDER BY id) AS b FROM games) WHERE b > team_id"
        )
        == 0
    )
    assert rows.one(
        "SELECT bool_and(n = top) FROM (SELECT count(*) AS n, max(place) AS top FROM games GROUP BY team_id)"
    )


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("size: {decimal: [1, 2]}", "size can't be counted through: it is a decimal"),
        ("size: {datetime: [2024-01-01, 2024-01-02]}", "Without a step it can't be counted through"),
    ],
)
def test_what_can_not_be_counted_through_is_refused(column: str, message: str) -> None:
    with pytest.raises(PlanError, match=message):
        games("{per: [team_id, size]}", "team_id: {reference: teams}", column)


def test_per_must_name_a_column() -> None:
    with pytest.raises(PlanError, match="per names tea_id") as caught:
        games("{per: tea_id}", "team_id: {reference: teams}")
    assert caught.value.hint == "Did you mean team_id or id?"
