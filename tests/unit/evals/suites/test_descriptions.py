"""The descriptions that come with Rowsmith are whole, and the suite runs them."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
import sqlglot

from rowsmith.evals.suites import describe
from rowsmith.evals.suites.describe import Case, load
from rowsmith.evals.suites.placeholders import PLACEHOLDER

STYLES = {"terse", "conversational", "bullet-spec", "ddl-like", "messy", "long-brief", "underspecified"}


def test_there_are_enough_of_every_style() -> None:
    cases = load(None)
    assert len(cases) >= 60
    assert len({case["id"] for case in cases}) == len(cases)
    assert {str(case.get("style")) for case in cases} == STYLES
    assert sum("then" in case for case in cases) >= 12


@pytest.mark.parametrize("case", load(None), ids=lambda case: str(case["id"]))
def test_a_case_is_sound(case: Case) -> None:
    assert re.fullmatch(r"[a-z0-9-]+", case["id"])
    assert case["prompt"].strip()
    assert len(case.get("facts", [])) >= 5
    for fact in case.get("facts", []):
        sql = PLACEHOLDER.sub("name", fact["sql"])
        assert sqlglot.parse_one(sql, read="duckdb"), fact["say"]


def test_the_suite_grades_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        sys, "argv", ["describe", "--out", str(tmp_path), "--only", "ev-charging", "--follow-ups"]
    )
    assert describe.main() == 0
    found = json.loads(capsys.readouterr().out)
    assert found["facts"] == 9
    assert found["facts_right"] + found["failing"] == 9
    assert found["facts_right"] > 5
    assert (tmp_path / "graded.json").exists()
