"""Counts to the row, shares within four standard errors."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from rowsmith.evals.benchmarks.sql_facts import Facts, examine


@pytest.mark.parametrize(("wanted", "broken"), [(0.5, ()), (0.44, ()), (0.4, ("even",)), (0.6, ("even",))])
def test_a_share_may_stray_by_four_standard_errors(
    tmp_path: Path, wanted: float, broken: tuple[str, ...]
) -> None:
    facts: Facts = {
        "counts": {},
        "violations": {},
        "shares": {"even": {"wanted": wanted, "sql": "select count(*) filter (n % 2 = 0), count(*) from t"}},
    }
    found = examine(numbers(tmp_path), facts)
    assert found.shares == {"even": 0.5}
    assert found.broken == broken


@pytest.mark.parametrize(("scale", "broken"), [(1.0, ()), (2.0, ("rows",))])
def test_a_count_is_met_to_the_row(tmp_path: Path, scale: float, broken: tuple[str, ...]) -> None:
    facts: Facts = {
        "counts": {"rows": {"wanted": 1000, "sql": "from t select count(*)"}},
        "violations": {"negative": "select count(*) from t where n < 0"},
        "shares": {},
    }
    assert examine(numbers(tmp_path), facts, scale).broken == broken


def numbers(folder: Path) -> Path:
    data = folder / "t.duckdb"
    with duckdb.connect(str(data)) as connection:
        connection.execute("create table t as select n from range(1000) as r(n)")
    return data
