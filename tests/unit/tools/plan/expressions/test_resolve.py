"""Names in expressions: what they mean, and what is refused."""

from __future__ import annotations

import pytest

from rowsmith.tools.errors import ExpressionError
from rowsmith.tools.plan import Plan, plan_from_friendly
from rowsmith.tools.plan.expressions import (
    Aggregate,
    Down,
    Path,
    Resolved,
    Sibling,
    resolve_in_table,
    resolve_overall,
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_from_friendly(
        {
            "name": "league",
            "as_of": "2024-06-30",
            "constants": {"rate": 0.07, "motto": "go"},
            "tables": {
                "cities": {
                    "rows": 3,
                    "key": "city_id",
                    "columns": {"city_id": "sequence", "size": {"integer": [1, 9]}},
                },
                "teams": {
                    "rows": 4,
                    "key": "team_id",
                    "columns": {
                        "team_id": "sequence",
                        "city_id": {"reference": "cities"},
                        "points": {"integer": [0, 9]},
                    },
                },
                "matches": {
                    "rows": {"per": "home_id", "count": 2},
                    "key": "match_id",
                    "columns": {
                        "match_id": "sequence",
                        "home_id": {"reference": "teams"},
                        "away_id": {"reference": "teams"},
                        "goals": {"integer": [0, 9]},
                        "from": {"date": ["2024-01-01", "2024-02-01"]},
                    },
                },
                "notes": {
                    "rows": 5,
                    "key": "note_id",
                    "columns": {
                        "note_id": "sequence",
                        "about_type": {"category": ["teams", "matches"]},
                        "about_id": {"reference": ["teams", "matches"], "type": "about_type"},
                    },
                },
            },
        }
    )


def only(resolved: Resolved) -> Path | Aggregate | Sibling:
    (wanted,) = resolved.inputs.values()
    return wanted


def test_a_path_goes_up_by_the_name_without_id(plan: Plan) -> None:
    found = resolve_in_table(plan, "matches", "home.city.size * 2")
    assert found.sql == "i0 * 2"
    assert only(found) == Path("matches", ("home_id", "city_id"), "cities", "size")


def test_the_same_name_is_one_input(plan: Plan) -> None:
    assert len(resolve_in_table(plan, "matches", "goals + goals > home.points").inputs) == 2


def test_an_aggregate_goes_down_by_the_named_reference(plan: Plan) -> None:
    found = only(
        resolve_in_table(plan, "teams", "sum(matches[home_id].goals) filter (where away.points > 2)")
    )
    assert isinstance(found, Aggregate)
    assert found.down == (Down("matches", "home_id"),)
    assert found.sql == "SUM(i0) FILTER(WHERE i1 > 2)"
    assert found.inputs["i1"] == Path("matches", ("away_id",), "teams", "points")


def test_up_and_then_down(plan: Plan) -> None:
    found = only(resolve_in_table(plan, "matches", "count(home.matches[away_id])"))
    assert isinstance(found, Aggregate)
    assert (found.base, found.up, found.table) == ("teams", ("home_id",), "matches")


def test_down_twice(plan: Plan) -> None:
    found = only(resolve_in_table(plan, "cities", "avg(teams.matches[home_id].goals)"))
    assert isinstance(found, Aggregate)
    assert [step.table for step in found.down] == ["teams", "matches"]
    assert found.inputs == {"i0": Path("matches", (), "matches", "goals")}


def test_a_filter_sees_the_asking_row_by_its_table(plan: Plan) -> None:
    found = only(
        resolve_in_table(plan, "teams", "count(matches[home_id]) filter (where goals > teams.points)")
    )
    assert isinstance(found, Aggregate)
    assert found.sql == "COUNT(*) FILTER(WHERE i0 > o0)"
    assert found.outer == {"o0": Path("teams", (), "teams", "points")}


def test_whole_tables(plan: Plan) -> None:
    found = resolve_overall(plan, "corr(teams.points, count(teams.matches[home_id])) > 0.5")
    outer = only(found)
    assert isinstance(outer, Aggregate)
    assert outer.base is None
    assert isinstance(outer.inputs["i1"], Aggregate)


def test_our_own_functions_become_duckdb(plan: Plan) -> None:
    share = only(resolve_overall(plan, "share(matches.goals > 3)"))
    assert isinstance(share, Aggregate)
    assert share.sql == "AVG(CASE WHEN i0 > 3 THEN 1.0 ELSE 0.0 END)"
    top = only(resolve_overall(plan, "top_share(matches.goals, 0.2)"))
    assert isinstance(top, Aggregate)
    assert "0.2 * COUNT(i0)" in top.sql


def test_constants_and_as_of_are_put_in(plan: Plan) -> None:
    found = resolve_in_table(plan, "matches", "as_of() - goals * rate")
    assert found.sql == "CAST('2024-06-30' AS DATE) - i0 * 0.07"


def test_siblings(plan: Plan) -> None:
    found = resolve_in_table(plan, "matches", "coalesce(previous(goals), 0) + position() / siblings()")
    assert set(found.inputs.values()) == {
        Sibling("previous", "goals"),
        Sibling("position"),
        Sibling("siblings"),
    }


def test_position_inside_a_string_stays(plan: Plan) -> None:
    assert resolve_in_table(plan, "matches", "'position()' || goals").sql == "'position()' || i0"


def test_windows_say_what_they_are_partitioned_by(plan: Plan) -> None:
    found = resolve_in_table(plan, "matches", "sum(goals) over (partition by home_id order by match_id)")
    assert found.windows
    assert found.partitions == (("i1",),)


def test_special_calls_keep_their_arguments(plan: Plan) -> None:
    found = resolve_in_table(plan, "matches", "no_duplicates(home_id, date_trunc('month', \"from\"))")
    assert (found.special, len(found.arguments)) == ("no_duplicates", 2)
    assert resolve_in_table(plan, "matches", "popularity(1.1)").arguments == ("1.1",)


REFUSED = [
    ("matches", "home.city.sise", "Did you mean size"),
    ("matches", "hom.points", "Did you mean"),
    ("teams", "count(matches)", "Say matches[home_id] or matches[away_id]"),
    ("teams", "count(matches[match_id])", "does not refer to teams"),
    ("teams", "count(matchs[home_id])", "Did you mean matches"),
    ("teams", "count(*)", "names no table"),
    ("notes", "about.points", "several tables"),
    ("matches", "random()", "not allowed"),
    ("matches", "now()", "not allowed"),
    ("matches", "read_csv('x')", "not allowed"),
    ("matches", "(select 1)", "more than a scalar"),
    ("matches", "goals; drop table x", "not one SQL expression"),
    ("matches", "goals +", "no SQL expression"),
    ("matches", "1 + no_duplicates(goals)", "stands alone"),
    ("matches", "previous(home.points)", "takes one column"),
    ("matches", "+" * 11_000, "longer than"),
    (None, "goals > 3", "outside an aggregate"),
    (None, "avg(match.goals)", "Did you mean matches"),
    (None, "avg(matches)", "names rows"),
    (None, "sum(matches.goals) over (order by matches.goals)", "stands in a rule of a table"),
    ("nowhere", "1", "no table nowhere"),
]


@pytest.mark.parametrize(("table", "text", "said"), REFUSED)
def test_what_is_refused_says_why(plan: Plan, table: str | None, text: str, said: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        resolve_overall(plan, text) if table is None else resolve_in_table(plan, table, text)
    assert said in str(caught.value)
