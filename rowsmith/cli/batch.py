"""rowsmith batch: many datasets from one file of tasks."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rowsmith.cli import options
from rowsmith.tools.errors import Interrupted, UsageError, did_you_mean

if TYPE_CHECKING:
    from rowsmith.batch.model import Batch, Outcome
    from rowsmith.settings import Settings


def batch(
    tasks: Annotated[Path, typer.Argument(help="A YAML file of tasks.")],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The folder that receives a folder per task.")
    ] = Path(),
    model: options.ModelName = None,
    max_cost: options.MaxCost = None,
    max_tokens: options.MaxTokens = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="How many tasks run at a time.", min=1)] = 1,
    only: Annotated[
        str | None, typer.Option(help="Only these tasks and what they need, with commas between.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on: what is done and did not change is kept.")
    ] = False,
    force: options.Force = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Begin nothing after a failure.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would run, and what it costs.")
    ] = False,
    junit: Annotated[Path | None, typer.Option(help="Write outcomes as JUnit XML to this file.")] = None,
    results: Annotated[Path | None, typer.Option(help="Write outcomes as JSON to this file.")] = None,
    as_json: options.AsJson = False,
) -> int:
    """Make a dataset for each task of a file; the exit code is the worst of them."""
    from rowsmith.batch import results as told
    from rowsmith.batch.reading import load_batch
    from rowsmith.batch.running import Wishes, run_batch
    from rowsmith.settings import load_settings

    settings = load_settings({"model": model, "max_cost": max_cost, "max_tokens": max_tokens})
    wanted = _only(load_batch(tasks), only)
    if dry_run:
        return _preview(wanted, out, settings, resume=resume, as_json=as_json)
    ended: list[Outcome] = []

    def tell(one: Outcome) -> None:
        ended.append(one)
        said = "done before" if one.kept else one.message or one.status
        sys.stderr.write(f"{len(ended)}/{len(wanted.tasks)} {one.id}: {said}\n")

    wishes = Wishes(out, settings, jobs, resume, force, fail_fast)
    try:
        outcomes = run_batch(wanted, wishes, tell)
    except KeyboardInterrupt as error:
        done = f"{len(ended)} of {len(wanted.tasks)} datasets were made"
        begun = next((one.id for one in wanted.tasks if one.id not in {e.id for e in ended}), "the end")
        raise Interrupted(
            f"Interrupted in {begun}; {done}.", where=str(out), hint="The same command with --resume goes on."
        ) from error
    if junit is not None:
        told.write_results(told.junit(outcomes, tasks.stem), junit)
    if results is not None:
        told.write_results(told.as_json(outcomes), results)
    _print(outcomes, as_json=as_json)
    return told.worst(outcomes)


def _only(found: Batch, only: str | None) -> Batch:
    """The batch with these tasks and everything that they need."""
    if only is None:
        return found
    known = {task.id: task for task in found.tasks}
    wanted = [name.strip() for name in only.split(",")]
    for name in wanted:
        if name not in known:
            raise UsageError(f"There is no task {name}.", where="--only", hint=did_you_mean(name, known))
        wanted += [need for need in known[name].needs if need not in wanted]
    return replace(found, tasks=tuple(task for task in found.tasks if task.id in wanted))


def _preview(wanted: Batch, out: Path, settings: Settings, *, resume: bool, as_json: bool) -> int:
    from rowsmith.batch.preview import preview
    from rowsmith.cli import render, tables

    planned = preview(wanted, out, settings, resume=resume)
    if as_json:
        render.print_json({"tasks": [vars(one) for one in planned]})
        return 0
    rows = [(one.id, one.does, ", ".join(one.needs), one.model, one.cost) for one in planned]
    tables.grid(("task", "makes", "after", "model", "costs"), rows, render.console())
    return 0


def _print(outcomes: Sequence[Outcome], *, as_json: bool) -> None:
    from rowsmith.batch.results import as_data
    from rowsmith.cli import render, tables

    if as_json:
        render.print_json(as_data(outcomes))
        return
    rows = [
        (
            one.id,
            one.status,
            f"{one.rows:,}",
            "" if one.coverage is None else f"{one.coverage:.0%}",
            f"{one.seconds:.1f}",
            tables.one_line(one.message or ("done before" if one.kept else "")),
        )
        for one in outcomes
    ]
    names = ("task", "status", "rows", "covered", "seconds", "message")
    tables.grid(names, rows, render.console(), right=(2, 3, 4))
