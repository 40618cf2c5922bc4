"""Candidates of a reference, rows written out, and what counts on what."""

from __future__ import annotations

import pytest

from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.yaml import load_plan
from tests.fakes.findings import found, is_found


def written(rows: str, more: str = "") -> Plan:
    return load_plan(f"name: a\ntables:\n  genres: {{key: name, rows: {rows}{more}}}\n")


@pytest.mark.parametrize(
    ("rows", "more", "where", "said"),
    [
        ("[{name: a}, {name: a}]", "", "genres.rows[2]", "stands in rows 1 and 2"),
        ("[{name: a}, {name: null}]", "", "genres.rows[2]", "is null"),
        ("[{name: a}]", ", columns: {name: uuid}", "genres.name", "written out in the rows"),
    ],
)
def test_faults_of_written_rows(rows: str, more: str, where: str, said: str) -> None:
    is_found(written(rows, more), where, said)


TEAMS = """
name: league
tables:
  teams:
    key: code
    rows: [{code: A, city: Oslo}, {code: B, city: Rome}]
  matches:
    rows: {per: [home, away]}
    key: [home, away]
    columns:
      home: {reference: teams}
      away: {reference: teams, where: AWAY}
"""


@pytest.mark.parametrize(
    "where", ["away <> home", "away.city = 'Rome'", "away in ('A')", "length(away.city) = 4"]
)
def test_candidates_that_some_row_meets(where: str) -> None:
    assert found(load_plan(TEAMS.replace("AWAY", f'"{where}"'))) == []


@pytest.mark.parametrize(
    ("where", "said"),
    [("length(away.city) > 4", "No row of teams meets"), ("away.city = 'Paris'", "never 'Paris'")],
)
def test_candidates_that_no_written_row_meets(where: str, said: str) -> None:
    findings = found(load_plan(TEAMS.replace("AWAY", f'"{where}"')))
    assert all(place == "matches.away.where" for place, _ in findings)
    assert said in findings[0][1]


def test_the_key_of_several_columns_is_referred_to_by_all() -> None:
    text = TEAMS.replace("AWAY", "away <> home") + (
        "  goals:\n    rows: 10\n    key: id\n    columns:\n      id: sequence\n      match: {reference: matches}\n"
    )
    is_found(load_plan(text), "goals.match.reference", "as: [home, away]")
    named = text.replace("{reference: matches}", "{reference: matches, as: [home_id, away_id]}")
    assert found(load_plan(named)) == []


def test_rows_are_not_counted_in_a_circle() -> None:
    table = "rows: {{per: {0}_id}}\n    key: {0}_id\n    columns:\n      {0}_id: {{reference: {0}}}"
    text = f"name: a\ntables:\n  a:\n    {table.format('b')}\n  b:\n    {table.format('a')}\n"
    assert {place for place, _ in found(load_plan(text))} >= {"a.rows.per", "b.rows.per"}


def test_stages_stop_for_a_part_of_the_parents() -> None:
    def plan(stop: str) -> Plan:
        return load_plan(
            "name: a\ntables:\n  films: {rows: 9, key: id, columns: {id: sequence}}\n"
            "  steps:\n    rows: {per: [film_id, step]}\n    key: [film_id, step]\n    columns:\n"
            f"      film_id: {{reference: films}}\n      step: {{stages: [soak, fix, dry], stop: {stop}}}\n"
        )

    assert found(plan("{dry: 0.1}")) == []
    is_found(plan("{dry: 2}"), "steps.step.stop.dry", "between 0 and 1")
    is_found(plan("{fix: 0.6, dry: 0.6}"), "steps.step.stop", "More than all")
    is_found(plan("{soak: 0.1}"), "steps.step.stop", "childless")


def test_what_is_known_late_may_be_used_early() -> None:
    plan = load_plan(
        "name: a\ntables:\n"
        "  p: {rows: 5, key: id, columns: {id: sequence, w: {expression: count(q)}}}\n"
        "  q: {rows: 50, key: id, columns: {id: sequence, p_id: {reference: p}}}\n"
        "  s: {rows: {per: p_id, count: {expression: p.w}}, key: id, columns: {id: sequence, p_id: {reference: p}}}\n"
    )
    assert found(plan) == []


def test_queries_leave_their_columns_open() -> None:
    plan = load_plan(
        "name: a\ntables:\n  p: {rows: 5, key: id, columns: {id: sequence}}\n"
        "  t: {rows: {query: 'select id, 1 as n from p'}, key: id, rules: {r: n > 0}}\n"
    )
    assert found(plan) == []
