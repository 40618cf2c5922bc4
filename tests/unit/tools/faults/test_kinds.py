"""What every kind of fault must keep to, and that the checks find each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from rowsmith.tools.checks import Check, compile_checks, run_checks
from rowsmith.tools.errors import SourceError, UsageError
from rowsmith.tools.faults import Planted, corrupt, is_found, kinds, plant, says, spots
from rowsmith.tools.plan import Plan

Studio = tuple[Plan, Path]
ONE_ROW, MANY = 1e-9, 0.1
WHOLE = ("missing_table", "missing_column", "renamed_column", "numbers_as_text", "stuck_column")


@pytest.fixture
def open_studio(studio: Studio) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"attach '{studio[1]}' as good (read_only)")
        for name in ("rooms", "people", "bookings"):
            connection.execute(f"create table {name} as select * from good.{name} order by rowid")
        yield connection


def rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[object, ...]]:
    return connection.execute(f"select * from {table} order by rowid").fetchall()


def planted(connection: duckdb.DuckDBPyConnection, plan: Plan, kind: str, share: float) -> Planted:
    for spot in spots(connection, plan, kind, seed=1):
        done = plant(connection, plan, kind, spot, share, seed=1)
        if done is not None:
            return done
    raise AssertionError(f"{kind} has no spot")


@pytest.fixture(scope="session")
def checks(studio: Studio) -> list[Check]:
    return compile_checks(studio[0])


def test_there_are_at_least_forty_kinds() -> None:
    assert len(kinds()) >= 40
    assert all(says(name).endswith(".") for name in kinds())


def test_the_clean_studio_holds(studio: Studio) -> None:
    plan, data = studio
    assert [one.check.id for one in run_checks(data, compile_checks(plan)) if one.status != "holds"] == []


@pytest.mark.parametrize("share", [ONE_ROW, MANY])
@pytest.mark.parametrize("kind", list(kinds()))
def test_every_kind_is_found_where_it_is(
    studio: Studio, checks: list[Check], open_studio: duckdb.DuckDBPyConnection, kind: str, share: float
) -> None:
    plan, _ = studio
    done = planted(open_studio, plan, kind, share)
    broken = [one for one in run_checks(open_studio, checks) if one.status != "holds"]
    assert is_found(done, broken)


@pytest.mark.parametrize("kind", [name for name in kinds() if name not in WHOLE])
def test_only_what_is_told_is_changed(
    studio: Studio, open_studio: duckdb.DuckDBPyConnection, kind: str
) -> None:
    plan, _ = studio
    before = {name: rows(open_studio, name) for name in ("rooms", "people", "bookings")}
    done = planted(open_studio, plan, kind, 0.02)
    assert done.count == len(done.rows) >= 1
    for name, old in before.items():
        new = rows(open_studio, name)
        if name != done.table:
            assert new == old
        elif done.columns:
            assert len(new) == len(old)
            assert sum(a != b for a, b in zip(old, new, strict=True)) == done.count
        else:
            assert abs(len(new) - len(old)) == done.count
    if done.columns:
        assert all(row.before != row.after for row in done.rows)
        assert all(set(row.before) == set(done.columns) for row in done.rows)


def test_the_seed_alone_says_where(studio: Studio, tmp_path: Path) -> None:
    plan, data = studio
    asked = ["orphan", "stale_total", "missing_row"]
    told = [
        corrupt(plan, data, tmp_path / f"{number}.duckdb", asked, 0.02, seed)
        for number, seed in enumerate((1, 1, 2))
    ]
    assert told[0] == told[1]
    assert told[0] != told[2]


def test_faults_of_one_table_keep_apart(studio: Studio, tmp_path: Path) -> None:
    plan, data = studio
    done = corrupt(plan, data, tmp_path / "twin.duckdb", None, 0.01, 1)
    assert {one.kind for one in done} >= set(kinds()) - set(WHOLE) - {"changed_written_row"}
    seats: dict[str, list[str]] = {}
    for one in done:
        if one.kind in ("duplicate_row", "duplicate_key"):
            continue
        seats.setdefault(one.table, []).extend(str(row.key) for row in one.rows)
    assert len(set(seats["people"])) == len(seats["people"])


@pytest.mark.parametrize(
    ("names", "share", "said"),
    [(["orphann"], 0.1, "orphan"), (["orphan"], 0.0, "share"), (["wrong_check_digit"], 0.1, "No row")],
)
def test_what_can_not_be_planted_is_said(
    studio: Studio, tmp_path: Path, names: list[str], share: float, said: str
) -> None:
    plan, data = studio
    bare = Plan.model_validate(plan.model_dump() | {"tables": [plan.tables[0].model_dump()]})
    with pytest.raises(UsageError, match=said):
        corrupt(bare, data, tmp_path / "twin.duckdb", names, share, 1)


def test_a_source_that_can_not_be_read(studio: Studio, tmp_path: Path) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_text("no database")
    with pytest.raises(SourceError):
        corrupt(studio[0], broken, tmp_path / "twin.duckdb", ["orphan"], 0.1, 1)
