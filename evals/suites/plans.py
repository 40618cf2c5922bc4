"""A folder of plan files: generated, held against their own checks, and graded by facts.

python -m rowsmith.evals.suites.plans PLANS --out DIR [--cases CASES.yaml --grader GRADER.py]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from ruamel.yaml import YAML

from rowsmith.agents.validation_agent.judge import judge
from rowsmith.evals.suites.grading import grade
from rowsmith.tools.engine import generate_tables
from rowsmith.tools.errors import RowsmithError
from rowsmith.tools.plan.yaml import load_plan


@dataclass(frozen=True)
class Ran:
    """One plan: its rows, its checks and those that do not hold, the time for both."""

    id: str
    rows: int
    checks: int
    broken: tuple[str, ...]
    seconds: float
    message: str = ""


def run_plan(path: Path, out: Path) -> Ran:
    """Makes OUT/<name>.duckdb; a failure is noted, not raised."""
    start = time.perf_counter()
    target = out / f"{path.stem}.duckdb"
    target.unlink(missing_ok=True)
    try:
        plan = load_plan(path)
        made = generate_tables(plan, target, sink="duckdb")
        found = judge(target, plan).rules
    except RowsmithError as error:
        return Ran(path.stem, 0, 0, (), time.perf_counter() - start, str(error))
    broken = tuple(
        f"{r.check.place}: {r.check.name} ({r.message or r.violations})" for r in found if r.status != "holds"
    )
    return Ran(path.stem, sum(made.rows.values()), len(found), broken, round(time.perf_counter() - start, 2))


def main() -> int:
    parser = argparse.ArgumentParser(description="Plan files, generated, checked and graded.")
    parser.add_argument("plans", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cases", type=Path, default=None)
    parser.add_argument("--grader", type=Path, default=None)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    ran = [run_plan(path, arguments.out) for path in sorted(arguments.plans.glob("*.yaml"))]
    result: dict[str, object] = {
        "plans": [asdict(one) for one in ran],
        "checks": sum(one.checks for one in ran),
        "broken": sum(len(one.broken) for one in ran),
    }
    if arguments.cases and arguments.grader:
        known = {
            one["id"] for one in YAML(typ="safe", pure=True).load(arguments.cases.read_text(encoding="utf-8"))
        }
        graded = grade(arguments.grader, arguments.cases, arguments.out, [r.id for r in ran if r.id in known])
        result |= {key: graded[key] for key in ("facts_right", "facts", "cases_right", "cases")}
    print(json.dumps(result, indent=1))  # noqa: T201 - this is the suite's result
    return 1 if any(one.message for one in ran) else 0


if __name__ == "__main__":
    sys.exit(main())
