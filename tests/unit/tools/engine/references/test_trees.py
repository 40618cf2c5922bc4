"""Rows that refer to rows of their own table, and tables that refer to each other."""

from __future__ import annotations

import pytest

from rowsmith.tools.errors import GenerationError
from tests.fakes.made import made

TREE = """
tables:
  staff:
    rows: {rows}
    key: id
    columns:
      id: sequence
      team: {{category: [a, b, c]}}
      boss_id: {reference}
      level: {{expression: 'coalesce(boss.level + 1, 1)'}}
"""


def test_trees_have_roots_and_earlier_parents() -> None:
    rows = made(TREE.format(rows=500, reference="{reference: staff, roots: 3}"))
    assert rows.one("SELECT count(*) FROM staff WHERE boss_id IS NULL") == 3
    assert rows.one("SELECT count(*) FROM staff WHERE boss_id >= id") == 0


@pytest.mark.parametrize("depth", [2, 4, 6])
def test_trees_have_the_depth_asked_for(depth: int) -> None:
    rows = made(TREE.format(rows=300, reference=f"{{reference: staff, roots: 2, depth: {depth}}}"))
    assert rows.one("SELECT max(level) FROM staff") == depth
    assert rows.one("SELECT count(*) FROM staff WHERE boss_id IS NULL") == 2
    sizes = rows.list("SELECT count(*) FROM staff GROUP BY level ORDER BY level")
    assert sizes == sorted(sizes)


def test_a_tree_that_is_too_small_for_its_depth_is_refused() -> None:
    with pytest.raises(GenerationError, match="3 rows do not make a tree of 4 levels with 1 roots"):
        made(TREE.format(rows=3, reference="{reference: staff, depth: 4}"))


def test_trees_under_a_condition() -> None:
    rows = made(TREE.format(rows=300, reference="{reference: staff, where: boss.team = team}"))
    wrong = (
        "SELECT count(*) FROM staff s JOIN staff b ON b.id = s.boss_id WHERE b.team <> s.team OR b.id >= s.id"
    )
    assert rows.one(wrong) == 0
    assert rows.one("SELECT count(*) FROM staff WHERE boss_id IS NULL") < 20


def test_tables_may_refer_to_each_other() -> None:
    text = """
tables:
  clubs:
    rows: 20
    key: id
    columns: {id: sequence, captain_id: {reference: players}}
  players:
    rows: 100
    key: name
    columns: {name: {pattern: 'P[0-9]{5}', unique: true}, club_id: {reference: clubs}}
"""
    rows = made(text)
    assert rows.one("SELECT count(*) FROM clubs JOIN players ON name = captain_id") == 20
    assert rows.one("SELECT count(*) FROM players JOIN clubs ON clubs.id = club_id") == 100
