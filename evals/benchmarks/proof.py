"""A plan of this folder, made and held against its facts."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from rowsmith.evals.benchmarks.sql_facts import Found, examine, facts_named
from rowsmith.tools.engine import generate_tables
from rowsmith.tools.plan.yaml import load_plan


def prove(name: str, data: Path, scale: float = 1.0, threads: int = 1) -> tuple[dict[str, object], Found]:
    """Makes plans/NAME.yaml into the new DuckDB file `data`; the figures, and what facts/NAME.yaml found."""
    plan = load_plan((files("rowsmith.evals.benchmarks.plans") / f"{name}.yaml").read_text(encoding="utf-8"))
    start = time.perf_counter()
    made = generate_tables(plan, data, scale=scale, threads=threads)
    made_after = time.perf_counter()
    found = examine(data, facts_named(name), scale)
    figures = {
        "rows": made.rows,
        "seconds_made": round(made_after - start, 2),
        "seconds_examined": round(time.perf_counter() - made_after, 2),
    }
    return figures, found


def main(name: str, purpose: str) -> int:
    """The command line of one proof: prints the figures as JSON; 1 where a fact does not hold."""
    parser = argparse.ArgumentParser(description=purpose)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures, found = prove(name, Path(folder) / f"{name}.duckdb", arguments.scale, arguments.threads)
    print(json.dumps(figures | asdict(found), indent=1))  # noqa: T201 - this is the benchmark's result
    return 1 if found.broken else 0
