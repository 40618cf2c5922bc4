"""Clean datasets under many seeds, and how many of their checks cry wolf.

python -P -m rowsmith.evals.suites.false_alarms [PLANS ...] [--seeds 300] [--first 1] [--seconds 3600] > alarms.json

PLANS are plan files or folders of them, by default examples/plans. Every plan is made with every seed, seed by seed,
until the time is up; each check that does not hold is an alarm and is listed. Exit code 1 above 1 in 10,000.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rowsmith.evals.suites.faults import plan_files
from rowsmith.tools.checks import Check, compile_checks, run_checks
from rowsmith.tools.engine import generate_tables
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.edits import apply
from rowsmith.tools.plan.edits.model import SetPlan
from rowsmith.tools.plan.yaml import load_plan

MOST = 1e-4
"""Of so many checks of clean data one may fail."""


@dataclass(frozen=True)
class Alarm:
    """A check of clean data that does not hold."""

    dataset: str
    seed: int
    check: str
    says: str
    measured: float | None
    low: float | None
    high: float | None
    violations: int


@dataclass(frozen=True)
class Alarms:
    """What was run, and what cried wolf."""

    datasets: int
    seeds: int
    checks: int
    alarms: tuple[Alarm, ...]

    @property
    def rate(self) -> float:
        return len(self.alarms) / max(self.checks, 1)


def alarms(paths: Sequence[Path], seeds: Sequence[int], seconds: float) -> Alarms:
    """Every plan under every seed; no new seed is begun when the time is up."""
    plans = {path.stem: load_plan(path) for path in paths}
    checks = {name: compile_checks(plan) for name, plan in plans.items()}
    end, count, done = time.monotonic() + seconds, 0, 0
    found: list[Alarm] = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            if time.monotonic() > end:
                break
            for name, plan in plans.items():
                found += _of(plan, name, seed, checks[name], Path(folder) / "made.duckdb")
                count += len(checks[name])
            done += 1
    return Alarms(len(plans), done, count, tuple(found))


def _of(plan: Plan, name: str, seed: int, checks: Sequence[Check], target: Path) -> Iterator[Alarm]:
    target.unlink(missing_ok=True)
    generate_tables(apply(plan, [SetPlan(seed=seed)]), target, sink="duckdb")
    for one in run_checks(target, checks):
        if one.status != "holds":
            yield Alarm(
                name, seed, one.check.id, one.check.name, one.measured, one.low, one.high, one.violations
            )


def main() -> int:
    arguments = _arguments()
    seeds = range(arguments.first, arguments.first + arguments.seeds)
    found = alarms(list(plan_files(arguments.plans)), seeds, arguments.seconds)
    print(json.dumps(asdict(found) | {"rate": found.rate}, indent=1))  # noqa: T201 - this is the suite's result
    return 0 if found.rate <= MOST else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Clean datasets, and which of their checks cry wolf.")
    parser.add_argument("plans", type=Path, nargs="*", help="plan files, or folders of them")
    parser.add_argument("--seeds", type=int, default=300)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3600.0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
