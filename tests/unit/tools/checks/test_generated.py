"""Rows that the engine makes hold against their plan, and a fault planted in them does not."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from rowsmith.tools.checks import compile_checks, findings, run_checks
from rowsmith.tools.engine import generate_tables
from rowsmith.tools.plan.yaml import load_plan
from tests.unit.tools.checks.conftest import broken, tables

PLANS = Path(__file__).parents[3] / "data" / "plans"

KEYS = tables("""
regions:
  rows: 5
  key: [country, code]
  columns:
    country: {category: [DE, FR]}
    code: {pattern: '[A-Z]{4}', unique: true}
people:
  rows: 400
  key: person_id
  columns:
    person_id: sequence
    badge: {pattern: 'B-[0-9]{6}', unique: true}
    region: {reference: regions, as: [country, code]}
    boss_id: {reference: people, roots: 3, depth: 4}
    team_id: {reference: teams}
    mentor_id: {reference: people, where: mentor_id <> person_id, nulls: 0.25}
teams:
  rows: 20
  key: team_id
  columns:
    team_id: uuid
    captain_id: {reference: people}
passports:
  rows: {per: person_id}
  key: passport_id
  columns:
    passport_id: {sequence: 1000, step: 10}
    person_id: {reference: people, unique: true}
visits:
  rows: {per: person_id, count: [1, 5], childless: 0.3}
  key: visit_id
  columns:
    visit_id: sequence
    person_id: {reference: people}
    seen_by: {reference: people.badge, nulls: {share: 0.1, exact: true}}
clubs:
  rows: 12
  key: club_id
  columns:
    club_id: sequence
memberships:
  rows: {per: person_id, count: [0, 4]}
  key: [person_id, club_id]
  columns:
    person_id: {reference: people}
    club_id: {reference: clubs, unique: {within: person_id}}
notes:
  rows: 300
  key: note_id
  columns:
    note_id: sequence
    about_type: {category: [people, clubs]}
    about_id: {reference: {people: 3, clubs: 1}, type: about_type}
""")


def test_every_kind_of_key_holds(tmp_path: Path) -> None:
    path = tmp_path / "keys.duckdb"
    generate_tables(KEYS, path)
    found = {result.check.id: result for result in run_checks(path, compile_checks(KEYS))}
    assert broken(found) == {}


@pytest.mark.parametrize("name", ["concerts", "esports-league", "nurse-rota", "smart-meters"])
def test_a_plan_holds_on_its_own_rows(tmp_path: Path, name: str) -> None:
    plan = load_plan(PLANS / f"{name}.yaml")
    path = tmp_path / "data.duckdb"
    generate_tables(plan, path)
    results = {result.check.id: result for result in run_checks(path, compile_checks(plan))}
    assert broken(results) == {}
    assert len(results) > 50


def test_a_fault_in_made_rows_is_found_where_it_is(tmp_path: Path) -> None:
    plan = load_plan(PLANS / "concerts.yaml")
    path = tmp_path / "data.duckdb"
    generate_tables(plan, path)
    with duckdb.connect(path) as connection:
        connection.execute("update tickets set bought_at = bought_at + interval 2 years where rowid = 5")
    (finding,) = findings(run_checks(path, compile_checks(plan)), plan)
    assert finding.columns == ("tickets.bought_at",)
    assert finding.off.startswith("1 of")
