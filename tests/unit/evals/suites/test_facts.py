"""Facts against databases, and the names in them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from rowsmith.evals.suites.facts import Fact, FactCase, graded
from rowsmith.evals.suites.placeholders import Names, closest, words_of
from rowsmith.tools.errors import UsageError


@pytest.mark.parametrize(
    ("alternatives", "names", "found"),
    [
        (["customers", "clients"], ["orders", "client"], "client"),
        (["order_items"], ["orders", "orderItems"], "orderItems"),
        (["check_ins"], ["checkins"], "checkins"),
        (["paid_at"], ["paid_on"], "paid_on"),
        (["email"], ["email_address", "name"], "email_address"),
        (["monthly_rent"], ["rent"], "rent"),
        (["colour"], ["color"], "color"),
        (["customer_id"], ["customer"], None),
        (["birth_date"], ["date"], None),
        (["moons"], ["orders"], None),
    ],
)
def test_the_closest_name(alternatives: list[str], names: list[str], found: str | None) -> None:
    assert closest(alternatives, names) == found


def test_the_tables_own_name_is_taken_off() -> None:
    table = words_of("orders")
    assert closest(["status"], ["order_status", "id"], table) == "order_status"
    assert closest(["id"], ["order_no", "total"], table, key="order_no") == "order_no"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as made:
        made.execute("create table clients (client_id integer primary key, email varchar)")
        made.execute("insert into clients values (1, 'a@b.c'), (2, 'd@e.f')")
        made.execute("create table views (seen timestamp)")
    return tmp_path


def fact(sql: str) -> Fact:
    return {"say": sql, "kind": "count", "sql": sql}


def test_facts_hold_or_say_why_not(folder: Path) -> None:
    said = [
        "select count(*) = 2 from {t:customers|clients}",
        "select count({c:customers|clients.id}) = 2 from {t:customers|clients}",
        "select count(*) = 3 from {t:clients}",
        "select null",
        "select 1 from {t:moons}",
        "select {c:clients.colour} from {t:clients}",
        "select no_such_thing",
    ]
    case: FactCase = {"id": "shop", "facts": [fact(sql) for sql in said]}
    found = graded([case], folder)
    assert (found["facts_right"], found["facts"], found["cases_right"]) == (2, 7, 0)
    notes = [str(one["note"]) for one in found["details"][0]["failing"]]
    assert notes[:2] == ["does not hold", "does not hold"]
    assert "no table like moons" in notes[2]
    assert "no column like colour" in notes[3]
    assert "no_such_thing" in notes[4]


def test_a_missing_database_fails_every_fact(tmp_path: Path) -> None:
    case: FactCase = {"id": "gone", "facts": [{"say": "x", "kind": "count", "sql": "select true"}]}
    assert graded([case], tmp_path)["details"][0]["failing"][0]["note"] == "there is no database"


def test_keys_of_several_columns_are_no_key(folder: Path) -> None:
    with duckdb.connect(str(folder / "shop.duckdb")) as made:
        made.execute("create table seats (hall integer, row integer, primary key (hall, row))")
        names = Names(made)
    assert names.keys == {"clients": "client_id"}
    with pytest.raises(UsageError, match="no table"):
        names.filled("{t:moons}")
