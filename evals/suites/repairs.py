"""Sabotaged plans, and whether the loop of checks and repairs mends them.

python -P -m rowsmith.evals.suites.repairs [--way offline|scripted] [--rounds 3] > repairs.json

The offline model reads each description and writes its requirements; its plan is sabotaged in every way that fits.
The plan is mended by the offline model too, or by a script that knows the edits. Mended means that the contract does
not fail within the rounds and that the tables which the sabotage spared have the same rows. Exit code 1 under 95 %.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import cast

import duckdb

from rowsmith.agents.context import RunContext
from rowsmith.agents.graph import build_graph
from rowsmith.agents.models.offline import OfflineModel
from rowsmith.agents.requirements import Contract
from rowsmith.agents.tasks import (
    Answer_co,
    DraftedPlan,
    DraftPlan,
    ProposedEdits,
    RepairPlan,
    Task,
)
from rowsmith.evals.suites.made_tables import Tables, made, sums
from rowsmith.evals.suites.sabotage import SABOTAGES
from rowsmith.tools.errors import RowsmithError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.edits import apply, diff

ENOUGH = 0.95


@dataclass(frozen=True)
class Mended:
    """A sabotaged plan and how it ended."""

    description: str
    sabotage: str
    is_mended: bool
    rounds: int
    note: str
    changed_tables: tuple[str, ...]


class Saboteur:
    """Answers with the sabotaged plan, and all else as the offline model does; a script may know the repair."""

    name = "saboteur"
    writes_texts = False

    def __init__(self, broken: Plan, good: Plan | None) -> None:
        self.broken, self.good, self.model = broken, good, OfflineModel()

    def answer(self, task: Task[Answer_co]) -> Answer_co:
        known = self._known(task)
        return self.model.answer(task) if known is None else cast("Answer_co", known)

    def _known(self, task: object) -> DraftedPlan | ProposedEdits | None:
        if isinstance(task, DraftPlan):
            return DraftedPlan(plan=self.broken)
        if isinstance(task, RepairPlan) and self.good is not None:
            return ProposedEdits(edits=diff(task.plan, self.good))
        return None


def cases(way: str, rounds: int) -> Iterator[Mended]:
    """Every sabotage of every description's plan that changes it."""
    for words in descriptions():
        good = OfflineModel().answer(DraftPlan((words,))).plan
        tables = sums(made(good))
        for name, sabotage in SABOTAGES.items():
            edits = list(sabotage(good))
            if edits:
                yield _run(words, name, (good, apply(good, edits)), tables, way, rounds)


def descriptions() -> list[str]:
    found: list[str] = json.loads((files("rowsmith.evals.suites") / "sabotage.json").read_text("utf-8"))
    return found


def _run(
    words: str, name: str, plans: tuple[Plan, Plan], tables: dict[str, str], way: str, rounds: int
) -> Mended:
    good, broken = plans
    with tempfile.TemporaryDirectory() as folder:
        model = Saboteur(broken, good if way == "scripted" else None)
        context = RunContext(model, model, Path(folder), rounds=rounds)
        try:
            end = build_graph().invoke({"messages": [words]}, context=context)
        except RowsmithError as error:
            return Mended(words, name, False, 0, str(error), ())
        contract = Contract.model_validate(end["contract"])
        now = sums(_tables(Path(end["data"])))
    spared = [table for table in tables if broken.table(table) == good.table(table)]
    moved = tuple(
        table for table in spared if now.get(table) != tables[table] and not _depends(good, table, plans)
    )
    fine = contract.status != "failed" and not moved
    return Mended(words, name, fine, len(contract.rounds), contract.note or "", moved)


def _depends(plan: Plan, table: str, plans: tuple[Plan, Plan]) -> bool:
    """Whether the table's rows follow those of a table that was sabotaged and may have been mended otherwise."""
    good, broken = plans
    found = plan.table(table)
    text = found.model_dump_json() if found is not None else ""
    return any(f'"{other.name}"' in text for other in good.tables if broken.table(other.name) != other)


def _tables(data: Path) -> Tables:
    with duckdb.connect(str(data), read_only=True) as connection:
        names = [
            str(name) for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()
        ]
        return {name: connection.sql(f'from "{name}"').to_arrow_table() for name in names}


def main() -> int:
    parser = argparse.ArgumentParser(description="Sabotaged plans, and whether they are mended.")
    parser.add_argument("--way", choices=("offline", "scripted"), default="offline")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    told = list(cases(arguments.way, arguments.rounds))
    mended = sum(one.is_mended for one in told)
    result = {
        "way": arguments.way,
        "plans": len(told),
        "mended": mended,
        "share": round(mended / max(len(told), 1), 4),
        "not_mended": [asdict(one) for one in told if not one.is_mended],
    }
    print(json.dumps(result, indent=1))  # noqa: T201 - this is the suite's result
    return 0 if mended >= ENOUGH * len(told) else 1


if __name__ == "__main__":
    sys.exit(main())
