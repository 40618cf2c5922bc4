"""Descriptions and plans, made and graded by somebody else's script."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

import duckdb
import pytest

from rowsmith.agents.models.scripted import ScriptedModel
from rowsmith.evals.suites import describe, plans
from rowsmith.evals.suites.describe import run_case
from rowsmith.evals.suites.grading import grade

CASES = """
- {id: cats, prompt: 7 cats with name, then: [add a phone column to the cats]}
- {id: nothing, prompt: asdf qwer}
"""
GRADER = """
import argparse, json, pathlib
parser = argparse.ArgumentParser()
parser.add_argument("cases"); parser.add_argument("out", type=pathlib.Path)
parser.add_argument("--json", type=pathlib.Path); parser.add_argument("--failures", action="store_true")
parser.add_argument("--only")
said = parser.parse_args()
ids = said.only.split(",")
there = {one.stem for one in said.out.glob("*.duckdb")}
details = [{"id": one, "right": 1, "of": 3, "failing": [{}, {}]} for one in ids]
said.json.write_text(json.dumps({
    "facts_right": len(there), "facts": 3 * len(ids), "cases_right": 0, "cases": len(ids), "details": details}))
print("what failed")
"""
PLAN = "rowsmith: 1\nname: t\ntables:\n  a: {rows: 5, key: id, columns: {id: {integer: [1, %s]}}}\n"

Printed = Callable[..., dict[str, Any]]


@pytest.fixture
def grader(tmp_path: Path) -> str:
    (tmp_path / "cases.yaml").write_text(CASES)
    (tmp_path / "grader.py").write_text(GRADER)
    return str(tmp_path / "grader.py")


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Printed:
    def call(main: Callable[[], int], *arguments: object, code: int = 0) -> dict[str, Any]:
        monkeypatch.setattr(sys, "argv", ["suite", *map(str, arguments)])
        assert main() == code
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return call


def test_descriptions_are_made_and_graded(tmp_path: Path, grader: str, printed: Printed) -> None:
    out = tmp_path / "out"
    found = printed(describe.main, tmp_path / "cases.yaml", "--out", out, "--grader", grader)
    states = [(one["id"], one["status"]) for one in found["cases"]]
    assert states == [("cats", "passed"), ("nothing", "error")]
    assert "No table" in found["cases"][1]["message"]
    assert (found["facts_right"], found["facts"], found["failing"]) == (1, 6, 4)
    assert found["silent_misses"] == 2  # both failing facts of the case that promised that everything holds
    assert (out / "graded.txt").read_text() == "what failed\n"
    assert sorted(one.name for one in out.glob("*")) == ["cats.duckdb", "graded.json", "graded.txt"]


def test_one_description_without_a_grader(tmp_path: Path, grader: str, printed: Printed) -> None:
    out = tmp_path / "out"
    found = printed(describe.main, tmp_path / "cases.yaml", "--out", out, "--only", "cats", "--follow-ups")
    assert [one["id"] for one in found["cases"]] == ["cats"]
    with duckdb.connect(str(out / "cats.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(phone) > 0, count(*) from cats").fetchall() == [(True, 7)]
    assert found["facts"] == 0


def test_a_model_without_an_answer_is_counted(tmp_path: Path) -> None:
    ran = run_case({"id": "a", "prompt": "7 cats"}, tmp_path, ScriptedModel({}), follow_ups=False)
    assert ran.status == "error"
    assert "no answer left" in ran.message
    assert list(tmp_path.iterdir()) == []


def test_a_grader_that_fails_is_no_result(tmp_path: Path) -> None:
    (tmp_path / "grader.py").write_text("raise SystemExit(3)")
    with pytest.raises(CalledProcessError):
        grade(tmp_path / "grader.py", tmp_path / "cases.yaml", tmp_path)


def test_plans_are_made_checked_and_graded(tmp_path: Path, grader: str, printed: Printed) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "cats.yaml").write_text(PLAN % 9 + "rules: {large ones: min(a.id) > 9}\n")
    arguments = [folder, "--out", tmp_path / "out", "--cases", tmp_path / "cases.yaml", "--grader", grader]
    (folder / "other.yaml").write_text(PLAN % "nobody")
    found = printed(plans.main, *arguments, code=1)
    cats, other = found["plans"]
    assert (cats["id"], cats["rows"]) == ("cats", 5)
    assert found["broken"] == len(cats["broken"]) == 1
    assert "a.id" in other["message"]
    assert found["facts"] == 3  # only the plan whose case is known is graded
    (folder / "other.yaml").unlink()
    assert "facts" not in printed(plans.main, folder, "--out", tmp_path / "out")
