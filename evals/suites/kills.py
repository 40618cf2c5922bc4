"""A batch that is killed again and again must end as one that never was.

    python -m rowsmith.evals.suites.kills --kills 20 --out folder

Twelve tasks with a follow-up message each; kill -9 at moments drawn from the seed; then --resume to the end.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

TASKS = """\
defaults: {model: offline}
tasks:
  - id: pets
    describe: "{{ n }} cats with a weight from 2 to 9, each cat has 1 to 3 visits in 2024"
    matrix: {n: [20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130]}
    refine: [rename weight to kilograms]
"""
COMMAND = "import sys; from rowsmith.cli.app import run; sys.exit(run(sys.argv[1:]))"


@dataclass(frozen=True)
class Outcome:
    """What the kills did: `again` are tasks that were made anew after they were done, `differ` those that differ."""

    kills: int
    tasks: int
    done_at_each_kill: tuple[int, ...]
    again: tuple[str, ...]
    differ: tuple[str, ...]
    left_over: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not (self.again or self.differ or self.left_over)


def main(arguments: list[str] | None = None) -> int:
    """Runs it and prints the outcome as JSON; 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    said = parser.parse_args(arguments)
    outcome = run(said.out, said.kills, said.seed)
    sys.stdout.write(json.dumps({**asdict(outcome), "holds": outcome.holds}, indent=1) + "\n")
    return 0 if outcome.holds else 1


def run(out: Path, kills: int, seed: int, tasks: str = TASKS) -> Outcome:
    """One batch left alone, one killed so many times; both are compared."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "tasks.yaml").write_text(tasks, encoding="utf-8")
    started = time.monotonic()
    _batch(out, "whole").wait()
    seconds = time.monotonic() - started
    chance = random.Random(seed)  # noqa: S311 - moments of kills, no secret
    done: dict[str, int] = {}
    counts: list[int] = []
    again: set[str] = set()
    for _ in range(kills):
        process = _batch(out, "killed")
        time.sleep(chance.uniform(0.2, max(seconds / 4, 3.0)))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        again |= _made_again(out / "killed", done)
        counts.append(len(done))
    _batch(out, "killed").wait()
    again |= _made_again(out / "killed", done)
    whole, killed = _contents(out / "whole"), _contents(out / "killed")
    differ = [name for name in whole.keys() | killed.keys() if whole.get(name) != killed.get(name)]
    names = {path.name for path in (out / "whole").iterdir()}
    left = [path.name for path in (out / "killed").iterdir() if path.name not in names]
    return Outcome(
        kills, len(whole), tuple(counts), tuple(sorted(again)), tuple(sorted(differ)), tuple(sorted(left))
    )


def _batch(out: Path, place: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-c", COMMAND, "batch", "tasks.yaml", "--resume", "--out", place]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=out, stdout=quiet, stderr=quiet)  # noqa: S603 - our own command


def _made_again(out: Path, done: dict[str, int]) -> set[str]:
    """Tasks that were done and have other data now; notes those that are done."""
    file = out / "batch.json"
    state = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    again: set[str] = set()
    for name in [name for name, entry in state.items() if "outcome" in entry]:
        made = (out / name / "data.duckdb").stat().st_mtime_ns
        if done.setdefault(name, made) != made:
            again.add(name)
    again |= {name for name in done if "outcome" not in state.get(name, {})}
    return again


def _contents(out: Path) -> dict[str, str]:
    """Plan, contract, words and rows of each task, hashed."""
    import duckdb

    found: dict[str, str] = {}
    for folder in sorted(path.parent for path in out.glob("*/data.duckdb")):
        digest = hashlib.sha256()
        for name in ("plan.yaml", "contract.json", "versions.json"):
            digest.update((folder / name).read_bytes())
        with duckdb.connect(str(folder / "data.duckdb"), read_only=True) as connection:
            for (table,) in connection.execute("show tables").fetchall():
                digest.update(repr(connection.table(f'"{table}"').fetchall()).encode())
        found[folder.name] = digest.hexdigest()
    return found


if __name__ == "__main__":
    sys.exit(main())
