"""A folder of databases, graded by a script that knows the facts they must hold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TypedDict


class CaseGrade(TypedDict):
    id: str
    right: int
    of: int
    failing: list[dict[str, object]]


class Graded(TypedDict):
    facts_right: int
    facts: int
    cases_right: int
    cases: int
    details: list[CaseGrade]


def grade(grader: Path, cases: Path, out: Path, only: list[str] | None = None) -> Graded:
    """Calls GRADER with CASES and OUT; what failed stands in OUT/graded.txt.

    Raises CalledProcessError where the grader itself fails.
    """
    result = out / "graded.json"
    command = [sys.executable, str(grader), str(cases), str(out), "--json", str(result), "--failures"]
    if only:
        command += ["--only", ",".join(only)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - the path is the caller's
    (out / "graded.txt").write_text(done.stdout, encoding="utf-8")
    loaded: Graded = json.loads(result.read_text(encoding="utf-8"))
    return loaded
