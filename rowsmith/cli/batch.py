"""rowsmith batch: many datasets from one file of tasks."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rowsmith.cli import options
from rowsmith.tools.errors import Interrupted, RowsmithError

if TYPE_CHECKING:
    from rowsmith.settings import Settings
    from rowsmith.tasks_file import BatchTask


@dataclass(frozen=True)
class Outcome:
    """What became of one task; `message` says what went wrong where no dataset was made."""

    id: str
    status: str
    exit_code: int
    coverage: float | None = None
    rows: int = 0
    message: str | None = None


def batch(
    tasks: Annotated[Path, typer.Argument(help="A YAML file of tasks.")],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The folder that receives a folder per task.")
    ] = Path(),
    model: options.ModelName = None,
    force: options.Force = False,
    as_json: options.AsJson = False,
) -> int:
    """Make a dataset for each task of a file; the exit code is the worst of them."""
    from rowsmith.settings import load_settings
    from rowsmith.tasks_file import load_tasks

    settings, wanted = load_settings({"model": model}), load_tasks(tasks)
    outcomes: list[Outcome] = []
    for number, task in enumerate(wanted, start=1):
        try:
            outcomes.append(_run(task, out, settings, force))
        except KeyboardInterrupt as ended:
            done = f"{len(outcomes)} of {len(wanted)} datasets were made"
            raise Interrupted(f"Interrupted in {task.id}; {done}.", where=str(out)) from ended
        last = outcomes[-1]
        sys.stderr.write(f"{number}/{len(wanted)} {last.id}: {last.message or last.status}\n")
    if as_json:
        sys.stdout.write(json.dumps({"tasks": [vars(one) for one in outcomes]}) + "\n")
    else:
        _print(outcomes)
    return max(one.exit_code for one in outcomes)


def _run(task: BatchTask, out: Path, settings: Settings, force: bool) -> Outcome:
    from rowsmith import api

    try:
        made = api.generate(
            task.describe,
            plan=task.plan,
            out=out / task.id,
            seed=task.seed,
            scale=task.scale,
            as_of=task.as_of,
            locale=task.locale,
            model=task.model,
            force=force,
            settings=settings,
        )
        for message in task.refine:
            made = api.refine(made.path, message, model=task.model, settings=settings)
    except RowsmithError as error:
        return Outcome(task.id, "error", error.exit_code, message=str(error))
    rows = sum(len(table) for table in made.tables.values())
    status = made.contract.status
    return Outcome(task.id, status, 3 if status == "failed" else 0, made.contract.coverage, rows)


def _print(outcomes: list[Outcome]) -> None:
    from rowsmith.cli import render, tables

    rows = [
        (
            one.id,
            one.status,
            f"{one.rows:,}",
            "" if one.coverage is None else f"{one.coverage:.0%}",
            tables.one_line(one.message or ""),
        )
        for one in outcomes
    ]
    tables.grid(("task", "status", "rows", "covered", "message"), rows, render.console(), right=(2, 3))
