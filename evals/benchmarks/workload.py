"""How many rows a second: a plan of 14.6 M rows to Parquet, against the same tables by hand with Faker.

python -m rowsmith.evals.benchmarks.workload --scale 1 --pairs 3

Each run is a process of its own, pinned to one core; the two sides alternate, so that their ratio holds
when the machine's speed drifts. Faker's side keeps its rows in memory, ours writes Parquet.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path

PLAN = "workload.yaml"


def main() -> int:
    arguments = _arguments()
    if arguments.child:
        print(json.dumps(_child(arguments)))  # noqa: T201 - the parent process reads it
        return 0
    ours: list[dict[str, float]] = []
    theirs: list[dict[str, float]] = []
    for _ in range(arguments.runs):
        ours.append(_process("rowsmith", arguments))
        if arguments.faker:
            theirs.append(_process("faker", arguments))
    _tell(ours, theirs)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Rows per second of the volume benchmark.")
    parser.add_argument("--scale", type=float, default=1.0, help="1 is 14.6 M rows")
    parser.add_argument("--runs", "--pairs", type=int, default=1)
    parser.add_argument(
        "--faker", type=int, default=0, metavar="CUSTOMERS", help="also by hand, for that many customers"
    )
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=None)
    parser.add_argument("--child", choices=["rowsmith", "faker"], default=None, help=argparse.SUPPRESS)
    return parser.parse_args()


def _process(side: str, arguments: argparse.Namespace) -> dict[str, float]:
    out = arguments.out or Path(tempfile.gettempdir()) / "rowsmith-workload"
    command = [
        sys.executable, "-P", "-m", "rowsmith.evals.benchmarks.workload", "--child", side, "--out", str(out),
        "--scale", str(arguments.scale), "--faker", str(arguments.faker), "--threads", str(arguments.threads),
    ]  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own module
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _child(arguments: argparse.Namespace) -> dict[str, float]:
    if arguments.threads == 1 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    start = time.perf_counter()
    rows = _by_plan(arguments) if arguments.child == "rowsmith" else _by_hand(arguments.faker)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "rows": rows,
        "seconds": round(seconds, 3),
        "rows_per_second": round(rows / seconds),
        "peak_mib": round(peak),
    }


def _by_plan(arguments: argparse.Namespace) -> int:
    from rowsmith.tools.engine import generate_tables
    from rowsmith.tools.plan.yaml import load_plan

    shutil.rmtree(arguments.out, ignore_errors=True)
    plan = load_plan((files("rowsmith.evals.benchmarks.plans") / PLAN).read_text(encoding="utf-8"))
    made = generate_tables(
        plan, arguments.out, sink="parquet", scale=arguments.scale, threads=arguments.threads
    )
    return sum(made.rows.values())


def _by_hand(customers: int) -> int:
    from rowsmith.evals.benchmarks.faker_by_hand import ByHand

    return ByHand(seed=1).rows(customers).count


def _tell(ours: list[dict[str, float]], theirs: list[dict[str, float]]) -> None:
    out: dict[str, object] = {"rowsmith": ours, "faker": theirs}
    if theirs:
        ratios = [a["rows_per_second"] / b["rows_per_second"] for a, b in zip(ours, theirs, strict=True)]
        out["ratio"] = {
            "median": round(statistics.median(ratios), 1),
            "pairs": [round(one, 1) for one in ratios],
        }
    print(json.dumps(out, indent=1))  # noqa: T201 - this is the benchmark's result


if __name__ == "__main__":
    sys.exit(main())
