"""The suite at a small scale: what it finds, and that it would find more."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest

from rowsmith.evals.suites import determinism, ways_to_make
from rowsmith.evals.suites.determinism import main, unlike
from rowsmith.evals.suites.made_tables import differing, made
from rowsmith.evals.suites.moving import may_move
from rowsmith.evals.suites.plan_changes import (
    with_a_column_less,
    with_a_column_more,
    with_a_column_renamed,
)
from rowsmith.evals.suites.processors import levels
from rowsmith.tools.plan.yaml import load_plan

PLAN = """
rowsmith: 1
name: small
tables:
  shops:
    rows: 40
    key: id
    columns:
      id: sequence
      size: {integer: [1, 90]}
      kind: {category: [a, b, c], exact: true}
      sold: {expression: count(sales)}
  people:
    rows: 60
    key: id
    columns:
      id: sequence
      age: {integer: [18, 80]}
      boss_id: {reference: people, roots: 2}
      label: {expression: 'kind_of || 1'}
      kind_of: {category: [x, y]}
  sales:
    rows: {per: person_id, count: [0, 5]}
    key: id
    columns:
      id: sequence
      person_id: {reference: people}
      shop_id: {reference: shops}
      price: {decimal: [1, 99]}
      buyer_age: {expression: person.age}
      shop_size: {expression: shop.size}
  visits:
    rows: {per: person_id, count: [1, 4], total: 150}
    key: id
    columns: {id: sequence, person_id: {reference: people}, on: {date: [2024-01-01, 2024-12-31]}}
  sizes:
    rows: {query: 'select size, count(*) as shops from shops group by 1'}
    key: size
"""
LESS = {
    ("shops", "sold"): None,
    ("people", "label"): None,
    ("sales", "shop_size"): None,
    ("visits", "on"): None,
}


@pytest.fixture
def one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways_to_make, "BLOCKS", (20,))
    monkeypatch.setattr(ways_to_make, "THREADS", (2,))


def written(folder: Path, text: str = PLAN) -> Path:
    path = folder / "small.yaml"
    path.write_text(text)
    return path


@pytest.mark.usefixtures("one_way")
def test_a_plan_that_keeps_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["determinism", str(written(tmp_path).parent)])
    assert main() == 0
    told = json.loads(capsys.readouterr().out)
    assert told["differences"] == []
    assert set(told["levels"]) == {"here", "no AVX-512", "no AVX-512, no AVX2"}
    assert set(told["plans"]["small"]["sums"]) == {"shops", "people", "sales", "visits", "sizes"}
    assert "sales.shop_id" in told["plans"]["small"]["moved"]

    other = tmp_path / "other.json"
    told["python"] = "3.99"
    told["plans"]["small"]["sums"]["people"] = "0"
    other.write_text(json.dumps(told))
    monkeypatch.setattr(determinism, "elsewhere", lambda plans: iter(()))
    monkeypatch.setattr("sys.argv", ["determinism", str(tmp_path / "small.yaml"), "--compare", str(other)])
    assert main() == 1
    assert json.loads(capsys.readouterr().out)["differences"] == ["small: people, on Python 3.99"]


def test_a_plan_that_cannot_be_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "rowsmith: 1\nname: t\ntables:\n  a: {rows: 4, key: id, columns: {id: {integer: [1, b]}}}\n"
    monkeypatch.setattr("sys.argv", ["determinism", str(written(tmp_path, text))])
    monkeypatch.setattr(determinism, "elsewhere", lambda plans: iter(()))
    assert main() == 1
    assert "a.id" in json.loads(capsys.readouterr().out)["failed"]["small"]


def test_the_checksums_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["determinism", "--sums", str(written(tmp_path))])
    assert main() == 0
    told = json.loads(capsys.readouterr().out)
    assert told["levels"] == levels() != []
    assert set(told["sums"]) == {"small"}


@pytest.mark.usefixtures("one_way")
def test_cells_that_know_the_number_of_rows_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways_to_make, "may_move", lambda plan, grown: set())
    outcome = ways_to_make.examine(load_plan(PLAN))
    assert outcome["moved"] == []
    assert "shops.kind, at scale 1.1" in outcome["differences"]
    assert not any(said.startswith(("people", "sales.price")) for said in outcome["differences"])


def test_what_may_move() -> None:
    moved = may_move(load_plan(PLAN), {"shops", "people", "sales", "visits"})
    assert {"shops.kind", "shops.sold", "sales.shop_id", "sales.shop_size"} <= moved
    assert {"visits", "visits.on", "sizes"} <= moved
    assert not moved & {
        "people",
        "people.boss_id",
        "sales",
        "sales.person_id",
        "sales.price",
        "sales.buyer_age",
    }


def test_one_column_more_less_or_renamed() -> None:
    plan = load_plan(PLAN)
    more = with_a_column_more(plan)
    assert [table.columns[0].name for table in more.tables if table.columns] == ["one_more"] * 4
    less, gone = with_a_column_less(plan)
    assert gone == LESS
    assert all(table.column(name) is None for table in less.tables for _, name in gone)
    renamed, names = with_a_column_renamed(plan)
    assert set(names) >= {("people", "kind_of")}
    people = renamed.table("people")
    assert people is not None
    assert people.column("kind_of_one_more") is not None


def test_columns_that_differ_are_named() -> None:
    before = {"t": pa.table({"a": [1, 2], "b": ["x", None], "gone": [1, 1]})}
    after = {"t": pa.table({"a": [1, 3, 3], "c": ["x", None, "y"]})}
    assert list(differing(before, after, {("t", "b"): "c", ("t", "gone"): None})) == ["t.a"]
    assert list(differing(before, after, {})) == ["t.a", "t.b", "t.gone"]


def test_rows_are_in_their_order() -> None:
    ids = made(load_plan(PLAN), block_rows=7, threads=2)["sales"].column("id").to_pylist()
    assert ids == list(range(1, len(ids) + 1))


def test_checksums_that_differ_are_named() -> None:
    assert list(unlike({"p": {"a": "1", "b": "2"}, "q": {}}, {"p": {"a": "1", "b": "3"}})) == [
        "q: made by one only",
        "p: b",
    ]
