"""The suites that judge the judge: planted faults, false alarms, sabotaged plans."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rowsmith.agents.models.offline import OfflineModel
from rowsmith.agents.tasks import DraftPlan
from rowsmith.evals.suites import false_alarms, faults, repairs
from rowsmith.evals.suites.sabotage import SABOTAGES

PLAN = (
    "rowsmith: 1\nname: t\ntables:\n  a: {rows: 60, key: id, columns: {id: sequence, n: {integer: [1, 9]}}}\n"
    "  b:\n    rows: {per: a_id, count: [1, 3]}\n    key: id\n    columns: {id: sequence, a_id: {reference: a}}\n"
)

Printed = Callable[..., dict[str, Any]]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "t.yaml"
    file.write_text(PLAN)
    return file


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Printed:
    def call(main: Callable[[], int], *arguments: object, code: int = 0) -> dict[str, Any]:
        monkeypatch.setattr(sys, "argv", ["suite", *map(str, arguments)])
        assert main() == code
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return call


def test_planted_faults_are_counted(plan: Path, printed: Printed) -> None:
    told = printed(faults.main, plan, "--kinds", "orphan,above_range,missing_row", "--shares", "ROW", "0.05")
    assert (told["planted"], told["found"], told["misses"]) == (6, 6, [])
    assert told["kinds"]["orphan"] == "2 of 2"


def test_clean_data_raises_no_alarm(plan: Path, printed: Printed) -> None:
    told = printed(false_alarms.main, plan, "--seeds", 3)
    assert (told["datasets"], told["seeds"], told["alarms"], told["rate"]) == (1, 3, [], 0)
    assert told["checks"] % 3 == 0


def test_an_alarm_is_listed(plan: Path, printed: Printed) -> None:
    plan.write_text(PLAN + "rules:\n  never: count(a) = 61\n")
    told = printed(false_alarms.main, plan, "--seeds", 1, code=1)
    assert [one["says"] for one in told["alarms"]] == ["never"]


@pytest.mark.parametrize("way", ["offline", "scripted"])
def test_sabotaged_plans_are_mended(monkeypatch: pytest.MonkeyPatch, printed: Printed, way: str) -> None:
    words = repairs.descriptions()[3]
    monkeypatch.setattr(repairs, "descriptions", lambda: [words])
    kept = {name: SABOTAGES[name] for name in ("wrong_children", "missing_table")}
    monkeypatch.setattr(repairs, "SABOTAGES", kept)
    told = printed(repairs.main, "--way", way)
    assert (told["plans"], told["mended"]) == (2, 2)


@pytest.mark.parametrize("name", list(SABOTAGES))
def test_every_sabotage_changes_some_plan(name: str) -> None:
    plans = (OfflineModel().answer(DraftPlan((words,))).plan for words in repairs.descriptions())
    assert any(list(SABOTAGES[name](plan)) for plan in plans)
