"""The volume benchmark at a tiny scale, and the tables by hand beside it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from rowsmith.evals.benchmarks import workload


def printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object
) -> object:
    monkeypatch.setattr(sys, "argv", ["workload", *map(str, arguments)])
    assert workload.main() == 0
    return json.loads(capsys.readouterr().out)


def test_a_run_tells_its_speed_and_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = printed(
        monkeypatch, capsys, "--child", "rowsmith", "--scale", 0.0005, "--out", tmp_path / "w", "--threads", 2
    )
    assert isinstance(found, dict)
    assert found["rows"] > 5_000
    assert found["rows_per_second"] == pytest.approx(found["rows"] / found["seconds"], rel=0.01)
    assert found["peak_mib"] > 10
    assert {one.name for one in (tmp_path / "w").iterdir()} == {
        "products",
        "customers",
        "orders",
        "order_items",
    }


def test_both_sides_alternate_in_processes_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("faker")
    found = printed(
        monkeypatch, capsys, "--scale", 0.0005, "--out", tmp_path / "w", "--faker", 20, "--pairs", 1
    )
    assert isinstance(found, dict)
    assert len(found["rowsmith"]) == len(found["faker"]) == len(found["ratio"]["pairs"]) == 1


def test_the_tables_by_hand_are_the_same_tables() -> None:
    pytest.importorskip("faker")
    from rowsmith.evals.benchmarks.faker_by_hand import ByHand

    rows = ByHand(seed=1).rows(50)
    assert {len(row) for row in rows.customers} == {9}
    assert {len(row) for row in rows.orders} == {8}
    assert {len(row) for row in rows.items} == {10}
    assert rows.count == 50 + len(rows.orders) + len(rows.items)
    assert {row[1] for row in rows.orders} <= {row[0] for row in rows.customers}
