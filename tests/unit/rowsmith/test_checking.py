"""Any data, held against words or a plan; what was not understood counts where that is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

import rowsmith
from rowsmith.cli.app import run
from rowsmith.tools.errors import SourceError, UsageError


@pytest.fixture
def cats(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    with duckdb.connect() as connection:
        connection.execute(
            "create table cats as select i as cat_id, 'Tom ' || i as name,"
            " case when i < 19 then 'grey' else 'red' end as colour from range(20) t(i)"
        )
        connection.execute(f"copy cats to '{folder / 'cats.parquet'}'")
    return folder


def test_words_against_any_data(cats: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    contract = rowsmith.check(describe="20 cats with a name", data=cats, model="offline", report=report)
    assert contract.status == "passed"
    assert [one.status for one in contract.requirements if one.status != "context"] == ["holds", "holds"]
    assert "20 cats" in report.read_text(encoding="utf-8")


def test_wrong_counts_are_broken(cats: Path) -> None:
    assert rowsmith.check(describe="30 cats", data=cats, model="offline").status == "failed"


def test_wrong_use_is_said(cats: Path) -> None:
    wrongs: list[dict[str, Any]] = [
        {},
        {"data": cats},
        {"describe": "20 cats"},
        {"describe": " ", "data": cats},
    ]
    for wrong in wrongs:
        with pytest.raises(UsageError):
            rowsmith.check(**wrong)
    with pytest.raises(SourceError):
        rowsmith.check(describe="20 cats", data=cats / "nowhere", model="offline")


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    code = run(["check", *arguments, "--json", "--model", "offline"])
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return code, found


def test_strict_counts_what_was_not_understood(cats: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = "20 cats, blorfing the quux"
    code, contract = asked(capsys, "--describe", words, "--data", str(cats))
    assert (code, contract["status"]) == (0, "open_points")
    assert "not" in str(contract["coverage_says"])
    assert asked(capsys, "--describe", words, "--data", str(cats), "--strict")[0] == 3
    assert asked(capsys, "--describe", "20 cats", "--data", str(cats), "--strict")[0] == 0


def test_a_folder_has_its_own_plan(cats: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, str(cats), "--describe", "20 cats")[0] == 2
