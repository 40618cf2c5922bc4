"""Tasks are run, in order or side by side, and what is done is written down after each step."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rowsmith import api
from rowsmith.batch.expecting import met
from rowsmith.batch.model import Batch, BatchTask, Outcome
from rowsmith.batch.parents import with_parents
from rowsmith.dataset import Dataset
from rowsmith.folder import DatasetFolder, open_folder
from rowsmith.settings import Settings
from rowsmith.tools.errors import RowsmithError
from rowsmith.tools.exports import Options
from rowsmith.workplace import work_folder

STATE = "batch.json"
"""In --out: what each task was, and what became of it."""


@dataclass(frozen=True)
class Wishes:
    """How a batch runs: where to, how many at a time, and what of an earlier run is kept."""

    out: Path
    settings: Settings
    jobs: int = 1
    resume: bool = False
    force: bool = False
    fail_fast: bool = False


class Record:
    """What is done so far, on disk; each entry is written whole, so that a kill leaves the last one."""

    def __init__(self, path: Path, *, keep: bool) -> None:
        self._path, self._lock = path, threading.Lock()
        self._entries: dict[str, dict[str, Any]] = {}
        if keep and path.is_file():
            self._entries = dict(json.loads(path.read_text(encoding="utf-8")))

    def entry(self, task: str) -> Mapping[str, Any]:
        return self._entries.get(task, {})

    def write(self, task: str, **entry: Any) -> None:
        with self._lock:
            self._entries[task] = entry
            part = self._path.with_suffix(".part")
            part.write_text(json.dumps(self._entries, indent=1) + "\n", encoding="utf-8")
            part.replace(self._path)


def fingerprints(batch: Batch) -> dict[str, str]:
    """What tells whether a task changed: its words and wishes, its plan file, and the tasks that it needs."""
    found: dict[str, str] = {}
    for task in batch.tasks:
        said = json.dumps(asdict(task), sort_keys=True, default=str)
        plan = task.plan.read_bytes() if task.plan and task.plan.is_file() else b""
        before = "".join(found.get(name, "") for name in task.needs)
        found[task.id] = hashlib.sha256(said.encode() + plan + before.encode()).hexdigest()[:16]
    return found


def is_done(task: BatchTask, mark: str, record: Record, out: Path) -> bool:
    """Whether an earlier run came to its end with this very task."""
    entry = record.entry(task.id)
    return (
        entry.get("mark") == mark
        and "outcome" in entry
        and entry["outcome"]["status"] in ("passed", "open_points", "failed", "unexpected")
        and DatasetFolder(out / task.id).is_finished
    )


def run_batch(batch: Batch, wishes: Wishes, tell: Callable[[Outcome], None]) -> list[Outcome]:
    """What became of each task, in the batch's order; `tell` hears of each as it ends.

    A task whose needs failed, or that the budget does not allow, is skipped.
    """
    wishes.out.mkdir(parents=True, exist_ok=True)
    record = Record(wishes.out / STATE, keep=wishes.resume)
    marks = fingerprints(batch)
    done: dict[str, Outcome] = {}
    waiting = list(batch.tasks)
    running: dict[Future[Outcome], BatchTask] = {}
    with ThreadPoolExecutor(max(1, wishes.jobs)) as pool:
        try:
            while waiting or running:
                for task in _ready(waiting, done, room=wishes.jobs - len(running)):
                    waiting.remove(task)
                    skipped = _skipped(task, batch, wishes, done)
                    if skipped is not None:
                        done[task.id] = skipped
                        tell(skipped)
                    else:
                        settings = _within_budget(task, batch, wishes.settings, done)
                        running[pool.submit(run_task, task, marks[task.id], wishes, settings, record)] = task
                if running:
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        task = running.pop(future)
                        done[task.id] = future.result()
                        tell(done[task.id])
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [done[task.id] for task in batch.tasks]


def _ready(waiting: list[BatchTask], done: Mapping[str, Outcome], room: int) -> list[BatchTask]:
    """The next tasks of which everything that they need came to an end."""
    names = {task.id for task in waiting}
    ready = [
        task for task in waiting if not set(task.needs) & names and all(name in done for name in task.needs)
    ]
    return ready[: max(room, 0)]


def _skipped(task: BatchTask, batch: Batch, wishes: Wishes, done: Mapping[str, Outcome]) -> Outcome | None:
    failed = [name for name in task.needs if done[name].status in ("error", "skipped")]
    if failed:
        return Outcome(task.id, "skipped", 0, message=f"It needs {', '.join(failed)}.")
    if wishes.fail_fast and any(one.exit_code for one in done.values()):
        return Outcome(task.id, "skipped", 0, message="An earlier task failed.")
    spent, tokens = _spent(done)
    if batch.budget.cost is not None and spent >= batch.budget.cost:
        return Outcome(
            task.id, "skipped", 4, message=f"The batch's budget of ${batch.budget.cost} is used up."
        )
    if batch.budget.tokens is not None and tokens >= batch.budget.tokens:
        return Outcome(
            task.id, "skipped", 4, message=f"The batch's {batch.budget.tokens:,} tokens are used up."
        )
    return None


def _spent(done: Mapping[str, Outcome]) -> tuple[float, int]:
    now = [one for one in done.values() if not one.kept]
    return sum(one.cost or 0.0 for one in now), sum(one.tokens for one in now)


def _within_budget(
    task: BatchTask, batch: Batch, settings: Settings, done: Mapping[str, Outcome]
) -> Settings:
    """The settings with the tightest of the task's budget and of what the batch has left."""
    spent, tokens = _spent(done)
    costs = [settings.max_cost, task.budget.cost]
    costs += [batch.budget.cost - spent] if batch.budget.cost is not None else []
    counts = [settings.max_tokens, task.budget.tokens]
    counts += [batch.budget.tokens - tokens] if batch.budget.tokens is not None else []
    return replace(
        settings,
        max_cost=min((one for one in costs if one is not None), default=None),
        max_tokens=min((one for one in counts if one is not None), default=None),
    )


def run_task(task: BatchTask, mark: str, wishes: Wishes, settings: Settings, record: Record) -> Outcome:
    """Makes one dataset, goes on with it, or keeps it as it is."""
    if is_done(task, mark, record, wishes.out):
        return replace(Outcome(**record.entry(task.id)["outcome"]), kept=True)
    started = time.monotonic()
    goes_on = wishes.resume and record.entry(task.id).get("mark") == mark
    record.write(task.id, mark=mark)
    try:
        made, cost, tokens = _made(task, wishes, settings, goes_on=goes_on)
        outcome = _judged(task, made, wishes)
        outcome = replace(outcome, cost=cost, tokens=tokens)
    except RowsmithError as error:
        outcome = Outcome(task.id, "error", error.exit_code, message=str(error))
    outcome = replace(outcome, seconds=round(time.monotonic() - started, 3))
    record.write(task.id, mark=mark, outcome=asdict(outcome))
    return outcome


def _made(
    task: BatchTask, wishes: Wishes, settings: Settings, *, goes_on: bool
) -> tuple[Dataset, float | None, int]:
    """The dataset after all its messages, with what its model cost now."""
    out = wishes.out / task.id
    costs: list[float | None] = []
    tokens = 0

    def spent(made: Dataset) -> None:
        nonlocal tokens
        bill = made.folder.run().get("bill")
        if isinstance(bill, dict):
            cost = bill.get("cost")
            costs.append(float(cost) if isinstance(cost, int | float) else None)
            tokens += sum(int(str(bill.get(name) or 0)) for name in ("prompt_tokens", "completion_tokens"))

    if goes_on and DatasetFolder(out).is_finished:
        made = Dataset(open_folder(out))
    else:
        made = _first(task, out, wishes, settings, goes_on=goes_on)
        spent(made)
    told = len(made.folder.versions().versions) - 1 - (1 if task.parents and task.describe else 0)
    for message in task.refine[max(told, 0) :]:
        made = api.refine(out, message, model=task.model, rounds=task.rounds, settings=settings)
        spent(made)
    known = [one for one in costs if one is not None]
    return made, sum(known) if known else None, tokens


def _first(task: BatchTask, out: Path, wishes: Wishes, settings: Settings, *, goes_on: bool) -> Dataset:
    """The dataset before any message: words or a plan, with the parents' rows put in."""
    plan, edits = with_parents(task, wishes.out)
    begun = goes_on and bool(DatasetFolder(work_folder(out.absolute())).run())
    made = api.generate(
        task.describe,
        plan=plan,
        out=out,
        seed=task.seed,
        scale=task.scale,
        as_of=task.as_of,
        locale=task.locale,
        model=task.model,
        rounds=task.rounds,
        force=wishes.force or wishes.resume,
        resume=begun,
        settings=settings,
    )
    if edits is not None:
        made = api.edit(out, edits(made.plan), model=task.model, rounds=task.rounds, settings=settings)
    return made


def _judged(task: BatchTask, made: Dataset, wishes: Wishes) -> Outcome:
    """The outcome, once the dataset is exported and held against what was expected."""
    try:
        rows = sum(len(table) for table in made.tables.values())
        contract = made.contract
    finally:
        made.connection.close()
    for one in task.outputs:
        said = Options(compress=one.compress, nested=one.nested, dialect=one.dialect)
        place = wishes.out / (one.to or f"{task.id}.{one.format}")
        Dataset(made.folder).export(place, one.format, tables=one.tables, options=said, force=True)
    expected = met(made.folder.existing_data(), task.expect)
    broken = [one for one in expected if not one["holds"]]
    status = contract.status if not broken else "unexpected"
    code = 3 if status in ("failed", "unexpected") else 0
    message = "; ".join(f"not so: {one['says'] or one['sql']}{one['error']}" for one in broken) or None
    return Outcome(task.id, status, code, contract.coverage, rows, message, expectations=tuple(expected))
