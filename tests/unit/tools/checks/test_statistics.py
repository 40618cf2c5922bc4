"""Statistics of shapes and rank correlations, on values drawn here by NumPy."""

from __future__ import annotations

import duckdb
import numpy as np
import numpy.typing as npt
import pytest

from rowsmith.tools.checks import unchecked
from tests.unit.tools.checks.conftest import tables, wrong

ROWS = 4000
Values = npt.NDArray[np.float64]


def lognormal(median: float, sigma: float, seed: int = 1) -> Values:
    return median * np.exp(sigma * np.random.default_rng(seed).standard_normal(ROWS))


def normal(mean: float, sd: float, seed: int = 1) -> Values:
    return mean + sd * np.random.default_rng(seed).standard_normal(ROWS)


def judged(column: str, values: Values, sql: str = "v") -> set[str]:
    """The aspects of column v that break; `sql` turns the number v into the column's value."""
    plan = tables(f"""
t:
  rows: {ROWS}
  key: id
  columns:
    id: sequence
    a: {{integer: [1, 10]}}
    d: {{date: [2024-01-01, 2024-12-31], shape: triangular}}
    v: {column}
""")
    with duckdb.connect() as connection:
        connection.execute(
            "create table t as select row_number() over () as id, (row_number() over () - 1) % 10 + 1 as a,"
            f" date '2024-03-01' as d, {sql} as v from (select unnest(v) as v from (select {values.tolist()} as v))"
        )
        found = wrong(connection, plan)
    return {id_.removeprefix("t.v.") for id_ in found if id_ != "t.d.filled"}


HUGE = "{decimal: [-1000000, 1000000000], digits: 9, shape: normal, "
STATED = [
    ("mean: 50, sd: 10}", normal(50, 10), set[str]()),
    ("mean: 51, sd: 10}", normal(50, 10), {"mean"}),
    ("mean: 50, sd: 11}", normal(50, 10), {"sd"}),
    ("mean: 50, spread: 0.2}", normal(50, 10), set[str]()),
    ("mean: 50, spread: 0.25}", normal(50, 10), {"spread"}),
    ("median: 20}", lognormal(20, 1), set[str]()),
    ("median: 22}", lognormal(20, 1), {"median"}),
    ("median: 20, p90: 72}", lognormal(20, 1), set[str]()),
    ("median: 20, p90: 90}", lognormal(20, 1), {"p90"}),
    ("p10: 5.55}", lognormal(20, 1), set[str]()),
    ("p10: 4}", lognormal(20, 1), {"p10"}),
    ("top10_share: 0.39}", lognormal(20, 1), set[str]()),
    ("top10_share: 0.6}", lognormal(20, 1), {"top10_share"}),
]  # fmt: skip


@pytest.mark.parametrize(("known", "values", "expected"), STATED)
def test_a_statistic_that_is_missed_is_found(known: str, values: Values, expected: set[str]) -> None:
    assert judged(HUGE + known, np.round(values, 9)) == expected


def test_a_statistic_may_differ_by_row() -> None:
    column = HUGE + "mean: 100 * a, sd: 10}"
    steps = 100 * (np.arange(ROWS) % 10 + 1)
    assert judged(column, np.round(steps + normal(0, 10), 9)) == set()
    assert judged(column, np.round(steps + normal(6, 10), 9)) == {"mean"}
    assert judged(column, np.round(steps + normal(0, 20), 9)) == {"sd"}


def test_a_spread_about_a_median_of_its_own() -> None:
    column = HUGE + "median: 100 * a, spread: 0.5}"
    factors = lognormal(1, 0.4724)
    steps = 100 * (np.arange(ROWS) % 10 + 1)
    assert judged(column, np.round(steps * factors, 9)) == set()
    assert "spread" in judged(column, np.round(steps * factors * factors, 9))


def test_distances_and_moments_have_statistics() -> None:
    days = np.round(lognormal(20, 0.5))
    after = "{after: d, by: [0 days, 4000 days], shape: lognormal, median: 20 days}"
    assert judged(after, days, "date '2024-03-01' + v::int") == set()
    assert judged(after, days + 3, "date '2024-03-01' + v::int") == {"median"}
    before = "{before: d, by: [0 days, 4000 days], shape: lognormal, mean: 22 days}"
    assert judged(before, days, "date '2024-03-01' - v::int") == set()
    assert judged(before, days * 2, "date '2024-03-01' - v::int") == {"mean"}
    moment = "{datetime: [2020-01-01, 2060-12-31], shape: normal, median: 2024-03-01}"
    shifted = normal(0, 20)
    assert judged(moment, shifted, "timestamp '2024-03-01' + to_seconds(round(v * 86400)::bigint)") == set()
    assert judged(moment, shifted, "timestamp '2024-03-10' + to_seconds(round(v * 86400)::bigint)") == {
        "median"
    }
    far = "{date: [2024-01-01, 2060-12-31], shape: lognormal, median: 60 days}"
    assert judged(far, days * 3, "date '2024-01-01' + v::int") == set()
    assert judged(far, days, "date '2024-01-01' + v::int") == {"median"}


@pytest.mark.parametrize(
    ("column", "aspect"),
    [
        ("{integer: [1, 9], shape: triangular, mode: 3}", "mode"),
        ("{integer: [1, a], shape: normal, sd: 3}", "sd"),
        ("{integer: [1, 9], shape: normal, median: a, sd: 3}", "sd"),
        ("{integer: [1, 9], shape: normal, mean: 3, sd: a}", "sd"),
    ],
)
def test_a_statistic_that_can_not_be_told_says_so(column: str, aspect: str) -> None:
    plan = tables(
        f"t:\n  rows: 9\n  key: id\n  columns:\n    id: sequence\n    a: {{integer: [1, 9]}}\n    v: {column}\n"
    )
    assert f"t.v.{aspect}" in {check.id for check in unchecked(plan)}


PEOPLE = """
towns:
  rows: 400
  key: town_id
  columns:
    town_id: sequence
    size: {integer: [1, 1000000]}
people:
  rows: {per: town_id, count: {integer: [1, 20], follows: {town.size: 0.89}}}
  key: person_id
  columns:
    person_id: sequence
    town_id: {reference: towns}
    level: {category: {low: 1, middle: 1, high: 1}, follows: {wealth: 0.9}}
    wealth: {decimal: [0, 1000], follows: {town.size: 0.87, age: 0.46}}
    age: {integer: [0, 1000000]}
"""
CORRELATED = """
create table towns as select i as town_id, (i * 7919) % 400 as size from range(1, 401) t(i);
create table people as select row_number() over () as person_id, town_id, size, (random() * 1000000)::bigint as age, 0.0::decimal(9, 2) as wealth, 'low' as level
  from towns, range(20) t(n) where n < 1 + size // 30 + (town_id * 31) % 7 order by town_id;
update people set wealth = least(greatest(500 + (size - 200) + (age - 500000) / 5000, 0), 999);
update people set level = case when wealth < 400 then 'low' when wealth < 600 then 'middle' else 'high' end;
alter table people drop column size;
"""
FAULTS = [
    ("select 1", set[str]()),
    ("update people set wealth = 999 - wealth", {"people.wealth.follows town.size", "people.wealth.follows age", "people.level.follows wealth"}),
    ("update people set age = 7 * person_id % 1000", {"people.wealth.follows age"}),
    ("update people set level = case level when 'low' then 'high' when 'high' then 'low' else level end", {"people.level.follows wealth"}),
    ("update towns set size = 400 - size", {"people.rows.follows town.size", "people.wealth.follows town.size"}),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "expected"), FAULTS)
def test_a_correlation_that_is_missed_is_found(
    database: duckdb.DuckDBPyConnection, fault: str, expected: set[str]
) -> None:
    database.execute("select setseed(0.5)")
    database.execute(CORRELATED)
    database.execute(fault)
    found = wrong(database, tables(PEOPLE))
    assert {id_ for id_ in found if "follows" in id_} == expected
