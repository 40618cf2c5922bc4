"""One plan, always the same rows: however they are made, and whatever else the plan says.

python -P -m rowsmith.evals.suites.determinism [PLANS ...] [--compare OTHER.json] > this.json

PLANS are plan files or folders of them, by default examples/plans. For each: the same rows in blocks of 512,
4,096, 65,536 and 200,000 rows on 1 and 2 threads, and in processes without AVX-512 and AVX2; the earlier rows
unchanged at 1.1 times the rows, but for what can't be (see moving.py); every other column unchanged after one was
added, dropped or renamed in each table. Printed is one JSON object with a checksum per table. Another version of
Python makes the same rows where `--compare` with its file finds no difference. Exit code 1 where anything differs.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np

from rowsmith.evals.suites.made_tables import made, sums
from rowsmith.evals.suites.processors import Sums, elsewhere, levels
from rowsmith.evals.suites.ways_to_make import Outcome, examine
from rowsmith.tools.errors import RowsmithError
from rowsmith.tools.plan.yaml import load_plan

PLANS = Path("examples/plans")


def main() -> int:
    arguments = _arguments()
    paths = list(_files(arguments.plans or [PLANS]))
    if arguments.sums:
        _print({"levels": levels(), "sums": {path.stem: sums(made(load_plan(path))) for path in paths}})
        return 0
    outcomes, failed = _examined(paths)
    told = dict(elsewhere([path for path in paths if path.stem in outcomes]))
    here = {name: one["sums"] for name, one in outcomes.items()}
    differences = [
        *(f"{plan}: {said}" for plan, one in outcomes.items() for said in one["differences"]),
        *(f"{said}, {name}" for name, one in told.items() for said in unlike(here, one["sums"])),
        *_unlike_file(here, arguments.compare),
    ]
    _print(
        {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "levels": {"here": levels()} | {name: one["levels"] for name, one in told.items()},
            "plans": outcomes,
            "failed": failed,
            "differences": differences,
        }
    )
    return 1 if differences or failed else 0


def unlike(here: Sums, there: Sums) -> Iterator[str]:
    """The tables ("plan: table") that both made and whose checksums differ, and the plans that one lacks."""
    yield from (f"{plan}: made by one only" for plan in sorted(set(here) ^ set(there)))
    for plan in sorted(set(here) & set(there)):
        tables = {*here[plan], *there[plan]}
        yield from (
            f"{plan}: {name}" for name in sorted(tables) if here[plan].get(name) != there[plan].get(name)
        )


def _unlike_file(here: Sums, other: Path | None) -> list[str]:
    if other is None:
        return []
    told = json.loads(other.read_text(encoding="utf-8"))
    there = {plan: outcome["sums"] for plan, outcome in told["plans"].items()}
    return [f"{said}, on Python {told['python']}" for said in unlike(here, there)]


def _examined(paths: Iterable[Path]) -> tuple[dict[str, Outcome], dict[str, str]]:
    outcomes: dict[str, Outcome] = {}
    failed: dict[str, str] = {}
    for path in paths:
        try:
            outcomes[path.stem] = examine(load_plan(path))
        except RowsmithError as error:
            failed[path.stem] = str(error)
    return outcomes, failed


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        yield from sorted(place.glob("*.yaml")) if place.is_dir() else [place]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="One plan, always the same rows.")
    parser.add_argument("plans", type=Path, nargs="*", help="plan files, or folders of them")
    parser.add_argument("--compare", type=Path, default=None, help="what another version of Python printed")
    parser.add_argument("--sums", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _print(told: Mapping[str, object]) -> None:
    print(json.dumps(told, indent=1))  # noqa: T201 - this is the suite's result


if __name__ == "__main__":
    sys.exit(main())
