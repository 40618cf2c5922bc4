"""Running: locked databases, files, errors that stay alone, fused scans, examples, layouts."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import duckdb
import pytest

from rowsmith.tools.checks import Check, compile_checks, run_checks, table_layout
from rowsmith.tools.checks.database import opened
from rowsmith.tools.checks.fusing import MOST, batches
from rowsmith.tools.checks.judges import CountJudge
from rowsmith.tools.checks.model import (
    MAX_EXAMPLES,
    Form,
    Join,
    Measures,
    RowCondition,
    Source,
    Tally,
    Unable,
    Verdict,
    Violations,
)
from rowsmith.tools.errors import SourceError
from tests.unit.tools.checks.conftest import tables

PLAN = tables("""
towns:
  rows: 3
  key: town_id
  columns:
    town_id: sequence
    size: {integer: [1, 9]}
people:
  rows: {per: town_id, count: 2}
  key: person_id
  columns:
    person_id: sequence
    town_id: {reference: towns}
    height: {integer: [town.size, 20]}
    name: {pattern: '[A-Z][a-z]+'}
""")

DATA = """
create table towns as select i as town_id, i as size from range(1, 4) t(i);
create table people as select i as person_id, (i + 1) // 2 as town_id, 10 as height, 'Anna' as name from range(1, 7) t(i);
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "data.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(DATA)
    return path


def check(id_: str, form: Form, table: str = "people", *, needs: tuple[str, ...] = ()) -> Check:
    return Check(id_, id_, "rule", (table,), (), form, "here", needs=needs)


def rows_of(condition: str) -> RowCondition:
    return RowCondition(Source('"people"'), condition)


def test_a_file_is_read_and_not_written(file: Path) -> None:
    before = file.read_bytes()
    assert {result.status for result in run_checks(file, compile_checks(PLAN))} == {"holds"}
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["data.duckdb"]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/hostname')",
        "copy people to 'x.csv'",
        "attach 'other.duckdb'",
        "set threads = 7",
        "create table x as select 1",
        "delete from people",
        "install httpfs",
    ],
)
def test_the_connection_is_locked(file: Path, sql: str) -> None:
    with opened(file) as connection, pytest.raises(duckdb.Error):
        connection.execute(sql)


def exported(file: Path, folder: Path, ending: str) -> Path:
    folder.mkdir()
    with duckdb.connect(file, read_only=True) as connection:
        for table in ("towns", "people"):
            options = "(format json)" if ending == "jsonl" else ""
            connection.execute(f"copy {table} to '{folder / table}.{ending}' {options}")
    return folder


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_a_folder_of_files_is_read(file: Path, tmp_path: Path, ending: str) -> None:
    folder = exported(file, tmp_path / "files", ending)
    assert {result.status for result in run_checks(folder, compile_checks(PLAN))} == {"holds"}
    with opened(folder) as connection, pytest.raises(duckdb.Error):
        connection.execute("select * from read_text('/etc/hostname')")


def test_a_table_may_be_a_folder_of_parts(file: Path, tmp_path: Path) -> None:
    folder = exported(file, tmp_path / "files", "parquet")
    (folder / "people").mkdir()
    (folder / "people.parquet").rename(folder / "people" / "0.parquet")
    (folder / "empty").mkdir()
    assert {result.status for result in run_checks(folder, compile_checks(PLAN))} == {"holds"}


def test_one_file_is_one_table(file: Path, tmp_path: Path) -> None:
    folder = exported(file, tmp_path / "files", "parquet")
    assert [table.name for table in table_layout(folder / "towns.parquet").tables] == ["towns"]


def test_what_can_not_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        run_checks(tmp_path / "none.duckdb", [])
    with pytest.raises(SourceError, match="no tables"):
        run_checks(tmp_path, [])
    (tmp_path / "x.duckdb").write_text("no database")
    with pytest.raises(SourceError, match="can't be read"):
        run_checks(tmp_path / "x.duckdb", [])


def test_a_check_that_can_not_run_is_an_error_and_harms_no_other(file: Path) -> None:
    asked = [
        check("fine", rows_of("r.height > 99")),
        check("no such function", rows_of("nonsense(r.height)")),
        check("a cast that fails", rows_of("r.name::integer > 3")),
        check("no such column", rows_of("r.weight > 3"), needs=("people.weight",)),
        check("no such table", rows_of("true"), "peple"),
        check("broken SQL", Violations("select * from nowhere", "select 1")),
        check("unable", Unable("because")),
        check("found", rows_of("r.height = 10")),
    ]
    found = {result.check.id: result for result in run_checks(file, asked)}
    assert [result.check.id for result in run_checks(file, asked)] == [one.id for one in asked]
    assert {id_: result.status for id_, result in found.items()} == {
        "fine": "holds",
        "no such function": "error",
        "a cast that fails": "error",
        "no such column": "error",
        "no such table": "error",
        "broken SQL": "error",
        "unable": "error",
        "found": "broken",
    }
    assert found["no such column"].message == "people has no column weight. Did you mean height?"
    assert found["no such table"].message == "There is no table peple. Did you mean people?"
    assert "nonsense" in (found["no such function"].message or "")
    assert found["unable"].message == "because"
    assert (found["found"].violations, found["found"].rows, len(found["found"].examples)) == (
        6,
        6,
        MAX_EXAMPLES,
    )


def test_a_query_that_takes_too_long_is_stopped(file: Path) -> None:
    slow = "select a.range from range(100000) a, range(100000) b where hash(a.range + b.range) = 5"
    asked = [check("slow", Violations(slow, "select 1")), check("fine", rows_of("false"))]
    slow_result, fine = run_checks(file, asked, timeout=0.2)
    assert (slow_result.status, slow_result.message) == ("error", "It took longer than 0.2 seconds.")
    assert fine.status == "holds"


def test_some_violations_may_be_allowed(file: Path) -> None:
    allowed = dataclasses.replace(rows_of("r.person_id = 1"), allowed=0.2)
    (result,) = run_checks(file, [check("some", allowed)])
    assert (result.status, result.violations) == ("holds", 1)


def test_a_tally_is_judged_as_a_whole(file: Path) -> None:
    def judge(rows: object) -> Verdict:
        return Verdict(False, measured=1.0, rows=6, violations=2, examples=({"value": "x"},), message="so")

    (result,) = run_checks(file, [check("tally", Tally("select 1 as n", judge))])
    assert (result.status, result.violations, result.message, result.examples) == (
        "broken",
        2,
        "so",
        ({"value": "x"},),
    )


def test_checks_of_the_same_rows_share_a_scan() -> None:
    town = Source('"people"', (Join("town", "left join towns as town on true"),))
    below = Source('"people"', (Join("below_x", "left join (select 1) as below_x on true"),))
    many = [check(f"a{n}", rows_of("true")) for n in range(MOST + 1)]
    made = batches(
        [
            *many,
            check("b", RowCondition(town, "true")),
            check("c", RowCondition(town, "false")),
            check("d", RowCondition(below, "true")),
            check("e", Measures(Source('"people"'), (("x", "max(r.height)"),), CountJudge(0, 9))),
            check("f", Violations("select 1", "select 1")),
        ]
    )
    assert [len(batch.checks) for batch in made] == [MOST, 2, 2, 1]
    assert made[2].sql.count("left join") == 1
    assert made[0].answer(3, {"rows": 9, "c3.violations": 2, "c31.violations": 5}) == {
        "rows": 9,
        "violations": 2,
    }


def test_results_know_their_time_and_sql(file: Path) -> None:
    for result in run_checks(file, compile_checks(PLAN)):
        assert result.seconds > 0
        assert "select" in result.check.sql.lower()


def test_no_checks_give_no_results(file: Path) -> None:
    assert run_checks(file, []) == []


def test_row_counts_scale() -> None:
    scaled = {one.id: one for one in compile_checks(PLAN, scale=10)}
    form = scaled["towns.rows"].form
    assert isinstance(form, Measures)
    assert form.judge == CountJudge(30, 30, 30)


@pytest.mark.parametrize(("towns", "picked"), [("3", 20), ("[{town_id: 1}, {town_id: 2}, {town_id: 3}]", 2)])
def test_picked_parents_scale_where_parents_do(towns: str, picked: int) -> None:
    plan = tables(f"""
towns: {{rows: {towns}, key: town_id, columns: {{town_id: sequence}}}}
people:
  rows: {{per: town_id, pick: 2}}
  key: person_id
  columns: {{person_id: sequence, town_id: {{reference: towns}}}}
""")
    (form,) = [one.form for one in compile_checks(plan, scale=10) if one.id.endswith(".pick")]
    assert isinstance(form, Measures)
    assert form.judge == CountJudge(picked, picked, picked, counted="hits")


def test_ids_are_unique_and_stable() -> None:
    first, second = ([one.id for one in compile_checks(PLAN)] for _ in range(2))
    assert first == second
    assert len(first) == len(set(first))


def test_a_layout_tells_tables_columns_and_keys(tmp_path: Path) -> None:
    path = tmp_path / "data.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create table towns (town_id bigint primary key, name varchar)")
        connection.execute(
            "create table people (person_id bigint, town_id bigint references towns (town_id))"
        )
        connection.execute("insert into towns values (1, 'Rome')")
    layout = table_layout(path)
    assert layout.names() == {"people": ("person_id", "town_id"), "towns": ("town_id", "name")}
    towns, people = layout.table("towns"), layout.table("people")
    assert towns is not None
    assert people is not None
    assert (towns.rows, towns.key, people.foreign_keys[0].table) == (1, ("town_id",), "towns")
    assert layout.table("nothing") is None
    assert "(town_id) refers to towns (town_id)" in layout.text()
    assert "key (town_id)" in layout.text()


def test_a_layout_takes_keys_from_the_plan(file: Path) -> None:
    layout = table_layout(file, PLAN)
    people = layout.table("people")
    assert people is not None
    assert people.key == ("person_id",)
    assert [(one.columns, one.table, one.other_columns) for one in people.foreign_keys] == [
        (("town_id",), "towns", ("town_id",))
    ]
