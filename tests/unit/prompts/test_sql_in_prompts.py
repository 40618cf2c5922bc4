"""The SQL that a prompt shows would itself be let through."""

from __future__ import annotations

import re
from importlib.resources import files

import duckdb
import pytest

from rowsmith.tools.checks.sql_guard import guard_select

TABLES = {
    "customers": ("customer_id",),
    "invoices": ("invoice_id", "status"),
    "p": ("p_id",),
    "c": ("c_id", "p_id"),
}
TEXT = files("rowsmith.prompts").joinpath("write_requirements.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"`(select [^`]+)`", TEXT)


def test_some_is_shown() -> None:
    assert len(SHOWN) >= 5


@pytest.mark.parametrize("sql", SHOWN)
def test_each_passes_the_guard_and_runs(sql: str) -> None:
    with duckdb.connect() as connection:
        for table, columns in TABLES.items():
            connection.execute(
                f"create table {table} ({', '.join(f'{column} varchar' for column in columns)})"
            )
        connection.execute(guard_select(sql, TABLES)).fetchall()


def test_the_share_finds_what_is_off_and_lets_chance_pass() -> None:
    (share,) = [sql for sql in SHOWN if "0.7" in sql]
    with duckdb.connect() as connection:
        for paid, found in ((700, 0), (650, 0), (500, 1), (0, 1)):
            connection.execute(
                "create or replace table invoices as "
                f"select i as invoice_id, case when i < {paid} then 'paid' else 'open' end as status from range(1000) t(i)"
            )
            assert len(connection.execute(share).fetchall()) == found
        connection.execute("delete from invoices")
        assert len(connection.execute(share).fetchall()) == 1
