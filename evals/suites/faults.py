"""Faults planted in good datasets, and whether the checks find and place them.

python -P -m rowsmith.evals.suites.faults [PLANS ...] [--shares ROW 0.001 0.05] [--spots N] [--kinds a,b] > faults.json

PLANS are plan files or folders of them, by default examples/plans. Each kind of fault is planted alone at N spots of
each dataset at each share (ROW is one row). It counts as found where a check breaks that held before and names the
planted table and, of a fault in a column, that column. Each miss is listed; exit code 1 under 99 % found.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from rowsmith.tools.checks import compile_checks, run_checks
from rowsmith.tools.checks.model import Check, CheckResult
from rowsmith.tools.checks.sql import quoted, text
from rowsmith.tools.engine import generate_tables
from rowsmith.tools.faults import is_found, kinds, plant, spots
from rowsmith.tools.plan.yaml import load_plan

PLANS = Path("examples/plans")
ONE_ROW = 1e-9
"""A share so small that one row is planted."""
ENOUGH = 0.99


@dataclass(frozen=True)
class Case:
    """A planted fault: where, in how many rows, and what the checks said of it."""

    dataset: str
    kind: str
    spot: str
    share: float
    count: int
    found: bool
    broken: tuple[str, ...]


class Field:
    """A good dataset in memory, to which every planted fault is undone."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.name, self.plan = path.stem, load_plan(path)
        data = folder / f"{path.stem}.duckdb"
        generate_tables(self.plan, data, sink="duckdb")
        self.connection = duckdb.connect(config={"threads": 1})
        self.connection.execute(f"attach {text(str(data))} as good (read_only)")
        self.tables = [
            str(name)
            for (name,) in self.connection.execute(
                "select table_name from duckdb_tables() where database_name = 'good'"
            ).fetchall()
        ]
        for name in self.tables:
            self.restore(name)
        self.checks = compile_checks(self.plan)
        self.clean = {result.check.id: result.status for result in run_checks(self.connection, self.checks)}

    def restore(self, table: str) -> None:
        name = quoted(table)
        self.connection.execute(f"create or replace table {name} as select * from good.{name} order by rowid")

    def reading(self, table: str) -> list[Check]:
        """The checks that look at a table; no other can notice what becomes of it."""
        return [check for check in self.checks if not check.tables or _reads(check, table)]

    def newly_broken(self, table: str) -> list[CheckResult]:
        results = run_checks(self.connection, self.reading(table))
        return [one for one in results if one.status != "holds" and self.clean[one.check.id] == "holds"]


def _reads(check: Check, table: str) -> bool:
    return table in check.tables or any(need.partition(".")[0] == table for need in check.needs)


def cases(field: Field, names: Iterable[str], shares: Sequence[float], most: int) -> Iterator[Case]:
    """Every kind at up to `most` spots of the dataset, at each share."""
    for name in names:
        planted = 0
        for spot in spots(field.connection, field.plan, name, seed=1):
            if planted == most:
                break
            done = [case for share in shares if (case := _case(field, name, spot.name, share)) is not None]
            planted += bool(done)
            yield from done


def _case(field: Field, name: str, place: str, share: float) -> Case | None:
    spot = next(one for one in spots(field.connection, field.plan, name, seed=1) if one.name == place)
    try:
        done = plant(field.connection, field.plan, name, spot, share, seed=1)
        if done is None:
            return None
        broken = field.newly_broken(spot.table)
    finally:
        field.restore(spot.table)
    return Case(
        field.name,
        name,
        place,
        share,
        done.count,
        is_found(done, broken),
        tuple(one.check.id for one in broken),
    )


def graded(told: Sequence[Case]) -> dict[str, object]:
    """What was found of what was planted, in all and by kind, and each miss."""
    of, found = Counter(one.kind for one in told), Counter(one.kind for one in told if one.found)
    return {
        "planted": len(told),
        "found": sum(found.values()),
        "share": round(sum(found.values()) / max(len(told), 1), 4),
        "kinds": {name: f"{found[name]} of {of[name]}" for name in of},
        "never_planted": [name for name in kinds() if name not in of],
        "misses": [asdict(one) for one in told if not one.found],
    }


def main() -> int:
    arguments = _arguments()
    shares = [ONE_ROW if one == "ROW" else float(one) for one in arguments.shares]
    names = arguments.kinds.split(",") if arguments.kinds else list(kinds())
    told: list[Case] = []
    with tempfile.TemporaryDirectory() as folder:
        for path in plan_files(arguments.plans):
            told += cases(Field(path, Path(folder)), names, shares, arguments.spots)
    result = graded(told)
    print(json.dumps(result, indent=1))  # noqa: T201 - this is the suite's result
    return 0 if sum(one.found for one in told) >= ENOUGH * len(told) else 1


def plan_files(places: Sequence[Path]) -> Iterator[Path]:
    """The files, and those of the folders; without any the example plans."""
    for place in places or [PLANS]:
        yield from sorted(place.glob("*.yaml")) if place.is_dir() else [place]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Planted faults, and whether the checks find them.")
    parser.add_argument("plans", type=Path, nargs="*", help="plan files, or folders of them")
    parser.add_argument("--shares", nargs="+", default=["ROW", "0.001", "0.05"])
    parser.add_argument("--spots", type=int, default=1)
    parser.add_argument("--kinds", default=None)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
