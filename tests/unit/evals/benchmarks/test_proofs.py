"""The proofs at a small scale, and that each kind of fault is seen by them."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import duckdb
import pytest

from rowsmith.evals.benchmarks.proof import main, prove
from rowsmith.evals.benchmarks.sql_facts import examine, facts_named

SCALE = 0.01


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("proof") / "keys.duckdb"
    assert prove("keys", data, SCALE)[1].broken == ()
    return data


@pytest.fixture(scope="module")
def totals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("proof") / "totals.duckdb"
    assert prove("totals", data, SCALE)[1].broken == ()
    return data


def broken_after(data: Path, folder: Path, change: str) -> tuple[str, ...]:
    """The facts that do not hold any more once one statement changed the rows.

    The copy has no keys, for the file's own would refuse some of the faults.
    """
    copy = folder / "copy.duckdb"
    with duckdb.connect(str(copy)) as connection:
        connection.execute(f"attach '{data}' as made (read_only)")
        names = connection.execute("select table_name from duckdb_tables() where database_name = 'made'")
        for (name,) in names.fetchall():
            connection.execute(f'create table "{name}" as from made."{name}"')
        connection.execute("detach made")
        connection.execute(change)
    return examine(copy, facts_named(data.stem), SCALE).broken


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ("delete from orders where order_id = 7", "orders"),
        ("update orders set bin_number = 999 where order_id = 7", "orders to bins, orphans"),
        ("update orders set bin_number = null where order_id = 7", "orders to bins, empty"),
        ("update bins set region_code = 'none' where number = 2", "bins to regions by code, orphans"),
        ("update customers set email = (select min(email) from customers)", "customers.email is a key"),
        ("update customers set invited_by = customer_id where customer_id = 5", "customers invited in a circle"),
        ("update customers set invited_by = customer_id where customer_id = 5", "customers invited by themselves"),
        ("update categories set parent_id = category_id", "categories have 8 roots"),
        ("update departments set head_id = 1", "departments to their heads, orphans"),
        ("delete from profiles where customer_id = 9", "customers without exactly one profile"),
        ("update passports set customer_id = 9", "customers with several passports"),
        ("update notes set subject_id = -1 where subject_type = 'employees'", "notes to employees, orphans"),
        ("update notes set subject_type = 'clubs' where subject_type = 'orders'", "notes on something else"),
        ("update orders set agent_badge = null", "orders without an agent"),
        ("update orders set ordered_at = timestamp '2001-01-01'", "orders before the customer joined"),
    ],
)  # fmt: skip
def test_a_fault_in_the_keys_is_seen(keys: Path, tmp_path: Path, change: str, seen: str) -> None:
    assert seen in broken_after(keys, tmp_path, change)


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (
            "update orders set total = total + 0.01 where order_id = 3",
            "orders that cost something else than their lines and the shipping",
        ),
        (
            "update orders set ordered_at = timestamp '2020-12-31' where order_id = 3",
            "orders before the sign-up",
        ),
        ("delete from order_lines where order_id = 3", "orders without a line"),
        ("update customers set spent = -1 where customer_id = 3", "customers that spent something else than their orders"),
    ],
)  # fmt: skip
def test_a_fault_in_the_totals_is_seen(totals: Path, tmp_path: Path, change: str, seen: str) -> None:
    assert seen in broken_after(totals, tmp_path, change)


def test_the_command_prints_figures_as_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["totals", "--scale", "0.005"])
    assert main("totals", "tried") == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["rows"]["customers"] == 1000
    assert figures["broken"] == []
    assert set(figures["violations"].values()) == {0}


@pytest.mark.parametrize("name", ["keys", "totals"])
def test_a_fact_that_does_not_hold_ends_with_1(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = facts_named(name) | {"violations": {"all customers": "select count(*) from customers"}}
    monkeypatch.setattr("rowsmith.evals.benchmarks.proof.facts_named", lambda name: facts)
    monkeypatch.setattr("sys.argv", [name, "--scale", "0.01"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(f"rowsmith.evals.benchmarks.{name}", run_name="__main__")
    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out)["broken"] == ["all customers"]
