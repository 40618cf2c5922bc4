"""Tables that other programs made, read as they are."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from rowsmith.tools.checks import table_layout
from rowsmith.tools.checks.database import opened
from rowsmith.tools.checks.foreign import without_password
from rowsmith.tools.checks.guessing import with_guessed_keys
from rowsmith.tools.checks.layout import Layout
from rowsmith.tools.errors import SourceError

ODD = 'a "b", c\nd \\N é'


@pytest.fixture
def lite(tmp_path: Path) -> Path:
    file = tmp_path / "shop.db"
    with closing(sqlite3.connect(file)) as source, source:
        source.execute(
            "create table people (person_id integer primary key, name text, born date, pay decimal(8, 2),"
            " is_new boolean, loose integer, raw blob)"
        )
        rows = [
            (1, ODD, "2001-02-03", 10.5, 1, 7, b"\x01\xff"),
            (2, None, None, None, None, "seven", None),
        ]
        source.executemany("insert into people values (?, ?, ?, ?, ?, ?, ?)", rows)
        source.execute("create table orders (id integer, person_id integer)")
        source.execute("insert into orders values (1, 1), (2, 1), (3, 2)")
        source.execute("create view few as select * from orders where id < 3")
    return file


def test_sqlite_keeps_values_and_types(lite: Path) -> None:
    with opened(lite) as connection:
        rows = connection.execute("select * from people order by 1").fetchall()
        assert connection.execute("select count(*) from few").fetchone() == (2,)
    assert rows == [
        (1, ODD, dt.date(2001, 2, 3), Decimal("10.50"), True, "7", "01ff"),
        (2, None, None, None, None, "seven", None),
    ]


def test_sqlite_is_not_changed(lite: Path) -> None:
    before = lite.read_bytes()
    with opened(lite) as connection, pytest.raises(duckdb.Error):
        connection.execute("copy people to 'stolen.csv'")
    assert lite.read_bytes() == before


@pytest.mark.parametrize("lead", ["", "sqlite://"])
def test_addresses_of_files(lite: Path, lead: str) -> None:
    with opened(f"{lead}{lite}") as connection:
        assert connection.execute("select count(*) from people").fetchone() == (2,)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("nowhere.db", "no such file"),
        ("mysql://u@h/d", "Addresses begin with"),
        ("postgresql://me:secret@127.0.0.1:1/x", "can't be read"),
    ],
)
def test_what_can_not_be_read_is_said(said: str, message: str) -> None:
    with pytest.raises(SourceError, match=message) as error, opened(said):
        pass
    assert "secret" not in str(error.value)


def test_a_broken_file_is_said(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"SQLite format 3\0" + b"nonsense" * 100)
    with pytest.raises(SourceError, match="can't be read"), opened(broken):
        pass


def test_passwords_are_not_shown() -> None:
    assert without_password("postgresql://me:se@cret@h/d") == "postgresql://me@h/d"
    assert without_password("postgresql://h/d") == "postgresql://h/d"


def guessed(**tables: str) -> Layout:
    with duckdb.connect() as connection:
        for name, sql in tables.items():
            connection.execute(f"create table {name} as {sql}")
        return with_guessed_keys(table_layout(connection), connection)


def test_keys_are_guessed_by_name_and_rows() -> None:
    layout = guessed(
        customers="select i as customer_id, 1 as id from range(9) t(i)",
        orders="select i as order_no, i % 3 as customer_id, 'x' as code from range(9) t(i)",
        logs="select 1 as a, i as b from range(3) t(i)",
    )
    keys = {table.name: table.key for table in layout.tables}
    assert keys == {"customers": ("customer_id",), "orders": ("order_no",), "logs": ()}
    references = [(one.columns, one.table) for table in layout.tables for one in table.foreign_keys]
    assert references == [(("customer_id",), "customers")]


def test_a_key_with_a_fault_is_still_the_key() -> None:
    layout = guessed(
        people="select case when i = 5 then 4 else i end as id, 'x' as name from range(100) t(i)"
    )
    assert layout.tables[0].key == ("id",)


def test_declared_keys_stay(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("create table a (id int, b int primary key)")
        layout = with_guessed_keys(table_layout(connection), connection)
    assert layout.tables[0].key == ("b",)


def test_a_connection_that_was_told_where_to_look(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{tmp_path / 'x.duckdb'}' as other")
        connection.execute("use other")
        connection.execute("create table found as select 1 as a")
        with opened(connection) as again:
            assert again.execute("select count(*) from found").fetchone() == (1,)
