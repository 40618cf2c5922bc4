"""Descriptions through a model, graded by facts that the data must hold.

python -m rowsmith.evals.suites.describe [CASES.yaml ...] --out DIR [--grader GRADER.py] [--follow-ups]

CASES hold lists of {id, prompt, then: [messages], facts: [{say, kind, sql}]}; without any, the descriptions that
come with Rowsmith. Each case becomes DIR/<id>.duckdb; another grader is a script that is called with CASES and
DIR. Printed are the facts held, the time, and the silent misses: failing facts of a case whose contract says that
everything holds and lists nothing as not understood.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import NotRequired, TypedDict, cast

from ruamel.yaml import YAML

from rowsmith.agents.context import RunContext
from rowsmith.agents.graph import build_graph
from rowsmith.agents.models.offline import OfflineModel
from rowsmith.agents.requirements import Contract
from rowsmith.agents.state import RunState
from rowsmith.agents.tasks import Model, RevisePlan
from rowsmith.evals.suites.facts import Fact, FactCase, graded
from rowsmith.evals.suites.grading import Graded, grade
from rowsmith.tools.errors import UsageError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.edits import apply


class Case(TypedDict):
    id: str
    prompt: str
    then: NotRequired[list[str]]
    facts: NotRequired[list[Fact]]


@dataclass(frozen=True)
class Ran:
    """What became of one case; `silent` where the contract promises that everything holds."""

    id: str
    status: str
    seconds: float
    coverage: float = 0.0
    silent: bool = False
    message: str = ""


def run_case(case: Case, out: Path, model: Model, *, follow_ups: bool) -> Ran:
    """Makes OUT/<id>.duckdb from a case; a failure is noted, not raised."""
    start = time.perf_counter()
    work = out / f".{case['id']}"
    work.mkdir(parents=True, exist_ok=True)
    try:
        contract, data = _make(case, work, model, follow_ups=follow_ups)
    except Exception as error:  # noqa: BLE001 - the suite's outer edge: a crash is a result to be counted
        return Ran(
            case["id"], "error", time.perf_counter() - start, message=f"{type(error).__name__}: {error}"
        )
    finally:
        if (work / "data.duckdb").exists():
            shutil.move(work / "data.duckdb", out / f"{case['id']}.duckdb")
        shutil.rmtree(work, ignore_errors=True)
    del data
    silent = contract.status == "passed" and not any(
        one.status in ("not_understood", "not_checkable") for one in contract.requirements
    )
    return Ran(case["id"], contract.status, time.perf_counter() - start, contract.coverage, silent)


def _make(case: Case, work: Path, model: Model, *, follow_ups: bool) -> tuple[Contract, str]:
    graph = build_graph()
    context = RunContext(data_model=model, judge_model=model, workspace=work)
    messages = [case["prompt"]]
    state: RunState = {"messages": messages}
    end = graph.invoke(state, context=context)
    for message in case.get("then", []) if follow_ups else []:
        messages = [*messages, message]
        before = Plan.model_validate(end["plan"])
        edits = model.answer(RevisePlan(tuple(messages), before)).edits
        after = apply(before, edits).model_dump(mode="json")
        end = graph.invoke({"messages": messages, "plan": after, "lint_tries": 0}, context=context)
    return Contract.model_validate(end["contract"]), str(end["data"])


def main() -> int:
    parser = argparse.ArgumentParser(description="Descriptions through a model, graded by facts.")
    parser.add_argument("cases", type=Path, nargs="*", default=None)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--grader", type=Path, default=None)
    parser.add_argument("--follow-ups", action="store_true")
    parser.add_argument("--only", default=None, help="ids, with commas between")
    arguments = parser.parse_args()
    wanted = set(arguments.only.split(",")) if arguments.only else None
    cases = [one for one in load(arguments.cases) if wanted is None or one["id"] in wanted]
    arguments.out.mkdir(parents=True, exist_ok=True)
    ran = [run_case(case, arguments.out, OfflineModel(), follow_ups=arguments.follow_ups) for case in cases]
    facts = [cast("FactCase", {"facts": [], **case}) for case in cases]
    held = graded(facts, arguments.out) if arguments.grader is None else _graded_by(arguments, cases)
    (arguments.out / "graded.json").write_text(json.dumps(held, indent=1), encoding="utf-8")
    print(json.dumps(_result(ran, held), indent=1))  # noqa: T201 - this is the suite's result
    return 0


def load(paths: list[Path] | None) -> list[Case]:
    """The cases of these files, or those that come with Rowsmith."""
    own = files("rowsmith.evals.suites.descriptions")
    texts = [path.read_text("utf-8") for path in paths or ()] or [
        one.read_text("utf-8")
        for one in sorted(own.iterdir(), key=lambda one: one.name)
        if one.name.endswith("yaml")
    ]
    yaml = YAML(typ="safe", pure=True)
    return [cast("Case", case) for text in texts for case in yaml.load(text)]


def _graded_by(arguments: argparse.Namespace, cases: list[Case]) -> Graded:
    """By a script of the caller's; it takes one file of cases. Raises UsageError for any other number."""
    if len(arguments.cases or ()) != 1:
        raise UsageError("A grader takes one file of cases.")
    return grade(arguments.grader, arguments.cases[0], arguments.out, [case["id"] for case in cases])


def _result(ran: list[Ran], held: Graded) -> dict[str, object]:
    failing = {one["id"]: len(one["failing"]) for one in held["details"]}
    return {
        "cases": [asdict(one) for one in ran],
        "seconds": round(sum(one.seconds for one in ran), 1),
        "facts_right": held["facts_right"],
        "facts": held["facts"],
        "cases_right": held["cases_right"],
        "silent_misses": sum(failing[one.id] for one in ran if one.silent),
        "failing": sum(failing.values()),
    }


if __name__ == "__main__":
    sys.exit(main())
