"""Values without a shape are even, popular rows follow Zipf's law, names vary."""

from __future__ import annotations

import math

import duckdb
import pytest

from rowsmith.tools.checks.compile.evenness import quartiles
from rowsmith.tools.checks.judges import EvenJudge, PopularityJudge, VarietyJudge
from rowsmith.tools.checks.tolerance import zipf_sum
from rowsmith.tools.plan.samplers import Date, DateTime, Decimal, Integer, Sampler, Uuid
from rowsmith.tools.plan.shape import Shape, Span
from tests.unit.tools.checks.conftest import tables, wrong

EVEN: list[tuple[Sampler, list[str] | None]] = [
    (Integer(low=1, high=8), ["2", "4", "6"]),
    (Integer(low=10, high=50, step=10), ["20", "30", "40"]),
    (Integer(low=0.5, high=4), ["1", "2", "3"]),
    (Decimal(low=0, high=1, digits=1), ["0.2", "0.5", "0.8"]),
    (Date(low="2024-01-01", high="2024-01-08"), ["'2024-01-02", "'2024-01-04", "'2024-01-06"]),
    (Date(low="2024-01-01", high="2024-01-29", step="7 days"), ["'2024-01-08", "'2024-01-15", "'2024-01-22"]),
    (DateTime(low="2024-01-01", high="2024-01-01"), ["T05:59:59", "T11:59:59", "T17:59:59"]),
    (Integer(low=1, high="a"), None),
    (Integer(low=3, high=3), None),
    (Integer(low=1, high=9, shape=Shape(kind="normal")), None),
    (Decimal(low=1, high=9, ends=(".99",)), None),
    (Date(low="2024-01-01", high="2024-12-31", step="1 month"), None),
    (
        Date(
            low="2024-01-01",
            high="2024-12-31",
            spans=(Span(unit="month", first="jan", last="jan", weight=1),),
        ),
        None,
    ),
    (Date(low="a", high="2024-12-31"), None),
    (Uuid(), None),
]


@pytest.mark.parametrize(("sampler", "expected"), EVEN)
def test_quartiles(sampler: Sampler, expected: list[str] | None) -> None:
    found = quartiles(sampler)
    if expected is None or found is None:
        assert found is expected
    else:
        assert all(part in one for part, one in zip(expected, found, strict=True))


PLAN = tables("""
t:
  rows: 1000
  key: id
  columns:
    id: sequence
    v: {integer: [1, 20]}
    ruled: {integer: [1, 20]}
    name: {semantic: person_name}
  rules:
    a: ruled > 3
""")


def test_uneven_values_and_constant_names_are_found(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(
        "create table t as select i + 1 as id, i % 20 + 1 as v, 5 as ruled, chr((65 + i % 20)::int) as name from range(1000) t(i)"
    )
    assert wrong(database, PLAN) == {}
    database.execute("update t set v = 20 where id % 4 = 0")
    assert set(wrong(database, PLAN)) == {"t.v.even"}
    database.execute("update t set name = 'A'")
    assert set(wrong(database, PLAN)) == {"t.v.even", "t.name.varied"}


POPULAR = tables("""
songs:
  rows: 4
  key: song_id
  columns:
    song_id: sequence
plays:
  rows: 2500
  key: play_id
  columns:
    play_id: sequence
    song_id: {reference: songs, weight: popularity(1)}
""")


def test_the_most_popular_comes_as_often_as_the_law_says(database: duckdb.DuckDBPyConnection) -> None:
    database.execute("create table songs as select i as song_id from range(1, 5) t(i)")
    database.execute(
        "create table plays as select i + 1 as play_id, case when i % 25 < 12 then 3 when i % 25 < 18 then 1"
        " when i % 25 < 22 then 2 else 4 end as song_id from range(2500) t(i)"
    )
    assert wrong(database, POPULAR) == {}
    database.execute("update plays set song_id = play_id % 4 + 1")
    assert set(wrong(database, POPULAR)) == {"plays.song_id.chosen"}
    database.execute("update plays set song_id = 2")
    assert set(wrong(database, POPULAR)) == {"plays.song_id.chosen"}


@pytest.mark.parametrize("exponent", [0.0, 0.5, 1.0, 1.7])
def test_the_sum_of_zipf_weights(exponent: float) -> None:
    exact = math.fsum(r**-exponent for r in range(1, 60_001))
    assert zipf_sum(60_000, exponent) == pytest.approx(exact, rel=1e-8)
    assert zipf_sum(3, 1.0) == pytest.approx(1 + 1 / 2 + 1 / 3)


def test_judges_of_few_rows_accept() -> None:
    assert VarietyJudge()({"n": 5, "same": 1}).holds
    assert not VarietyJudge()({"n": 50, "same": 1}).holds
    assert PopularityJudge(1.0)({"n": 0, "candidates": 0, "most": None}).holds
    few = {f"{side}{n}": 1 for side in ("below", "upto") for n in range(3)}
    assert EvenJudge()({"n": 2, **few}).holds
    many = {f"{side}{n}": 1 for side in ("below", "upto") for n in range(3)}
    assert not EvenJudge()({"n": 200, **many}).holds
