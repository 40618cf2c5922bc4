"""SQL scripts: they parse in every dialect, run in real databases, and hold what the plan promises."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from rowsmith.tools.engine import generate_tables
from rowsmith.tools.errors import TargetError
from rowsmith.tools.exports import Options, export
from rowsmith.tools.exports.sql.dialects import dialects
from rowsmith.tools.exports.sql.literals import text_literal
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.yaml import load_plan

TEXTS = [
    "",
    "it's",
    'a "b"',
    "back\\slash",
    "\\'",
    "two\nlines\tand\rmore",
    "Ünï 漢字 🙂",
    "--; /* */",
    "x" * 2000,
]


def script(data: Path, out: Path, dialect: str, plan: Plan | None = None) -> str:
    made = export(data, out, "sql", plan=plan, options=Options(dialect=dialect))
    return (made.folder / "dataset.sql").read_text(encoding="utf-8")


@pytest.mark.parametrize("dialect", dialects())
@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_read_as_they_were(dialect: str, text: str) -> None:
    said = dialects()[dialect]
    tree = sqlglot.parse_one(f"select {text_literal(text, said)}", read=said.sqlglot)
    parts = [one.this for one in tree.find_all(exp.Literal, exp.National)]
    assert "".join(parts) == text


@pytest.mark.parametrize("dialect", dialects())
def test_every_dialect_parses(dialect: str, everything: Path, shop: Path, plan: Plan, tmp_path: Path) -> None:
    for number, (data, of) in enumerate([(everything, None), (shop, plan)]):
        text = script(data, tmp_path / str(number), dialect, of)
        trees = [one for one in sqlglot.parse(text, read=dialects()[dialect].sqlglot) if one is not None]
        created = [one for one in trees if isinstance(one, exp.Create)]
        inserted = [one for one in trees if isinstance(one, exp.Insert)]
        assert len(created) == (2 if of is None else 3)
        assert inserted


@pytest.mark.parametrize("dialect", dialects())
def test_keys_references_and_notes_are_declared(dialect: str, shop: Path, plan: Plan, tmp_path: Path) -> None:
    text = script(shop, tmp_path / "out", dialect, plan)
    assert text.count("PRIMARY KEY") == 3
    assert text.count("FOREIGN KEY") == (2 if dialect in ("sqlite", "duckdb") else 3)
    assert ("UNIQUE" in text) == (dialect != "bigquery")
    assert "People who buy." in text
    assert text.index("customers") < text.index("orders")


def test_duckdb_holds_what_is_declared(shop: Path, plan: Plan, tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(script(shop, tmp_path / "out", "duckdb", plan))
        with pytest.raises(duckdb.ConstraintException):
            connection.execute("insert into orders select 999, 999, 1, now()::timestamp, 'paid'")
        notes = connection.sql(
            "select comment from duckdb_tables() where table_name = 'customers'"
        ).fetchall()
    assert notes == [("People who buy.",)]


def test_sqlite_files_hold_their_references(shop: Path, plan: Plan, tmp_path: Path) -> None:
    made = export(shop, tmp_path / "out", "sqlite", plan=plan)
    with sqlite3.connect(made.folder / "dataset.sqlite") as connection:
        connection.execute("pragma foreign_keys = on")
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("insert into orders values (9999, 9999, 1, '2024-01-01', 'paid')")
        connection.rollback()
    connection.close()


BROKEN = """
name: broken
tables:
  a: {rows: 3, key: id, columns: {id: sequence, code: {pattern: '[A-Z]{4}', unique: true}}}
  b: {rows: 4, key: id, columns: {id: sequence, a_id: {reference: a}}}
"""


def test_what_the_rows_do_not_keep_is_not_declared(tmp_path: Path) -> None:
    plan = load_plan(BROKEN)
    data = tmp_path / "data.duckdb"
    generate_tables(plan, data)
    with duckdb.connect(str(data)) as connection:
        connection.execute("create table x as from a; create table y as from b; drop table b; drop table a")
        connection.execute(
            "create table a as select id, 'same' as code from x; create table b as select 1 as id, 77 as a_id from y"
        )
    text = script(data, tmp_path / "out", "postgres", plan)
    assert "UNIQUE" not in text
    assert "FOREIGN KEY" not in text
    assert text.count("PRIMARY KEY") == 1
    losses = export(data, tmp_path / "more", "sql", plan=plan).losses
    assert [one.says for one in losses] == ["postgres can't declare it unique"]


def test_a_name_that_is_too_long_is_said(tmp_path: Path) -> None:
    data = tmp_path / "data.duckdb"
    with duckdb.connect(str(data)) as connection:
        connection.execute(f"create table t ({'c' * 70} int)")
    with pytest.raises(TargetError, match="no names beyond 63"):
        script(data, tmp_path / "out", "postgres")
    assert "CREATE TABLE" in script(data, tmp_path / "more", "mssql")


def test_lengths_where_keys_need_them(tmp_path: Path) -> None:
    plan = load_plan("{name: k, tables: {t: {rows: 3, key: code, columns: {code: {pattern: '[A-Z]{30}'}}}}}")
    data = tmp_path / "data.duckdb"
    generate_tables(plan, data)
    assert "VARCHAR(50) NOT NULL" in script(data, tmp_path / "a", "mysql", plan)
    assert "VARCHAR2(50 CHAR) NOT NULL" in script(data, tmp_path / "b", "oracle", plan)


def _postgres() -> str | None:
    """The folder of PostgreSQL's programs, where they are installed."""
    found = shutil.which("initdb")
    return str(Path(found).parent) if found else None


@pytest.fixture(scope="module")
def postgres() -> Iterator[list[str]]:
    """A PostgreSQL server of its own; the start of a command line that runs scripts on it."""
    programs = _postgres()
    if programs is None or shutil.which("psql") is None:
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # pytest's own folders are closed to other users
    as_user: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        if shutil.which("runuser") is None:
            pytest.skip("PostgreSQL does not run as root")
        as_user = ["runuser", "-u", "nobody", "--"]
        folder.chmod(0o777)
    data = str(folder / "data")
    quietly([*as_user, f"{programs}/initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8"], folder)
    start = f"-k {folder} -c listen_addresses='' -c timezone=UTC"
    control = [*as_user, f"{programs}/pg_ctl", "-D", data]
    quietly([*control, "-w", "-o", start, "-l", str(folder / "log"), "start"], folder)
    try:
        yield [
            "psql",
            "-h",
            str(folder),
            "-U",
            "tester",
            "-d",
            "postgres",
            "-v",
            "ON_ERROR_STOP=1",
            "-q",
            "-At",
        ]
    finally:
        quietly([*control, "-m", "immediate", "stop"], folder)
        shutil.rmtree(folder)


def quietly(command: list[str], folder: Path) -> None:
    subprocess.run(
        command,
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LC_ALL": "C"},
    )


def answered(command: list[str], sql: str) -> str:
    done = subprocess.run([*command, "-c", sql], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_postgresql_runs_the_script(
    postgres: list[str], everything: Path, shop: Path, plan: Plan, tmp_path: Path
) -> None:
    for number, (data, of) in enumerate([(everything, None), (shop, plan)]):
        script(data, tmp_path / str(number), "postgres", of)
        subprocess.run([*postgres, "-f", str(tmp_path / str(number) / "dataset.sql")], check=True)
    row = answered(
        postgres,
        "select whole, huge, \"real\", amount, flag, \"day\", clock, moment, zoned, span, encode(bytes, 'hex'), nested->>'price', doc->'a'->>0 from everything where id = 1",
    )
    assert row == (
        "-9007199254740993|170141183460469231731687303715884105|0.1|12.50|t|1999-12-31|23:59:59.123456"
        "|2024-02-29 12:34:56.654321|2024-02-29 10:34:56+00|3 days|616200ff|1.50|1"
    )
    assert answered(postgres, "select count(*), count(whole), count(nested) from everything") == "3|2|2"
    assert answered(postgres, "select said = '' from everything where id = 2") == "t"
    with duckdb.connect(str(shop), read_only=True) as connection:
        total = connection.sql("select sum(total) from orders").fetchall()[0][0]
    assert answered(postgres, "select sum(total) from orders") == str(total)
    assert answered(postgres, "select count(*) from pg_constraint where contype = 'f'") == "3"
    assert answered(postgres, "select obj_description('customers'::regclass)") == "People who buy."
