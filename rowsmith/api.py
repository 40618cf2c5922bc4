"""The verbs in Python: settings, model, workflow and folder wired together, here and nowhere else."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rowsmith.agents.context import RunContext, unwatched
from rowsmith.agents.events import Event
from rowsmith.agents.requirements import Contract
from rowsmith.agents.tasks import Model, RevisePlan
from rowsmith.dataset import Dataset
from rowsmith.folder import DatasetFolder, claim, discard, open_folder, put_in_place, target_errors
from rowsmith.models import model_for
from rowsmith.settings import Settings, load_settings
from rowsmith.tools.errors import GenerationError, PlanError, RowsmithError, UsageError
from rowsmith.tools.plan import Plan, plan_from_friendly
from rowsmith.tools.plan.edits import apply
from rowsmith.tools.plan.yaml import load_plan

if TYPE_CHECKING:
    from rowsmith.agents.state import RunState
    from rowsmith.tools.plan.friendly.parts import Friendly

MAX_DESCRIPTION = 200_000


@dataclass(frozen=True)
class Wishes:
    """What stands beside the words: how large, how random, how far the loop may go."""

    seed: int | None = None
    scale: float = 1.0
    as_of: str | None = None
    locale: str | None = None
    rounds: int = 4
    threads: int = 1


def generate(
    description: str | None = None,
    *,
    plan: Plan | Mapping[str, Friendly] | Path | str | None = None,
    out: Path | str | None = None,
    seed: int | None = None,
    scale: float = 1.0,
    as_of: str | None = None,
    locale: str | None = None,
    model: str | Model | None = None,
    rounds: int | None = None,
    force: bool = False,
    resume: bool = False,
    settings: Settings | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Dataset:
    """A dataset from words, or from a plan without any model.

    Args:
        description: what is wanted, in plain English. Give this or `plan`.
        plan: a plan, its friendly form, or the path of a plan file.
        out: the folder to make; a temporary one that lives as long as the process where it is None.
        scale: multiplies the rows of root tables.
        as_of: the plan's "today", as an ISO date.
        model: "offline", a model's name, or a Model; by default as the settings say.
        rounds: how many repairs are tried.
        force: replaces an existing folder.
        resume: goes on with a run that was cut off.
        on_event: is told what happens.

    Raises:
        UsageError: neither or both of description and plan, an existing folder, an empty description.
        PlanError: a plan that can't be.
        ModelError: no answer from the model; the words typed stay in the work folder.
        TargetError: the folder can't be written.
    """
    settings = settings or load_settings()
    given = _given(description, plan, resume)
    wishes = Wishes(
        seed, scale, as_of, locale, rounds if rounds is not None else settings.rounds, settings.threads
    )
    place = Path(out) if out is not None else _temporary()
    work = claim(place, force=force or out is None, resume=resume)
    try:
        with target_errors(place):
            description, planned = given
            if description is not None:
                work.write_message(description)
            start = None if resume else _start(description, planned)
            _run(work, start, wishes, model_for(model, settings, work.path), on_event)
    except (UsageError, PlanError, GenerationError):
        discard(work)
        raise
    except RowsmithError as error:
        if error.exit_code == 5:
            discard(work)
        raise
    return Dataset(put_in_place(work, place))


def _given(description: str | None, plan: object, resume: bool) -> tuple[str | None, Plan | None]:
    if resume:
        return None, None
    if (description is None) == (plan is None):
        raise UsageError("Give a description or a plan, one of the two.")
    if description is None:
        return None, _as_plan(plan)
    if not description.strip():
        raise UsageError(
            "The description is empty.", hint='Say what you need: "500 customers, each with 1 to 5 orders".'
        )
    if len(description) > MAX_DESCRIPTION:
        raise UsageError(
            f"The description is longer than {MAX_DESCRIPTION:,} characters.", hint="Say it in fewer words."
        )
    return description, None


def _as_plan(plan: object) -> Plan:
    if isinstance(plan, Plan):
        return plan
    if isinstance(plan, Mapping):
        return plan_from_friendly(plan)
    return load_plan(Path(str(plan)))


def _temporary() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="rowsmith-", ignore_cleanup_errors=True)
    _KEPT.append(folder)
    return Path(folder.name) / "dataset"


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
"""Temporary folders that live until the process ends."""


def _run(
    work: DatasetFolder,
    start: RunState | None,
    wishes: Wishes,
    model: Model,
    on_event: Callable[[Event], None] | None,
) -> None:
    """Runs the workflow in the work folder and writes its plan and contract there; no start resumes."""
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.sqlite import SqliteSaver

    from rowsmith.agents.graph import build_graph

    context = RunContext(
        data_model=model,
        judge_model=model,
        workspace=work.path,
        seed=wishes.seed,
        as_of=wishes.as_of,
        locale=wishes.locale,
        scale=wishes.scale,
        rounds=wishes.rounds,
        threads=wishes.threads,
        emit=on_event or unwatched,
    )
    with SqliteSaver.from_conn_string(str(work.history)) as checkpointer:
        graph = build_graph(checkpointer)
        thread = RunnableConfig(configurable={"thread_id": f"run-{len(work.messages())}"})
        end = graph.invoke(start, thread, context=context, durability="sync")
    work.write_scale(wishes.scale)
    work.write_plan(Plan.model_validate(end["plan"]))
    work.write_contract(Contract.model_validate(end["contract"]))


def _start(description: str | None, plan: Plan | None) -> RunState:
    state: RunState = {"messages": [description] if description is not None else []}
    if plan is not None:
        state["plan"] = plan.model_dump(mode="json")
    return state


def refine(
    folder: Path | str,
    message: str,
    *,
    model: str | Model | None = None,
    rounds: int | None = None,
    settings: Settings | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Dataset:
    """The dataset after a follow-up message; what the message does not touch keeps its rows.

    Raises:
        UsageError: an empty message, or one that can't be read as a change.
        ModelError: no answer from the model; the dataset is as it was.
    """
    settings = settings or load_settings()
    old = open_folder(Path(folder))
    if not message.strip():
        raise UsageError("The message is empty.")
    work = claim(old.path, force=True)
    try:
        with target_errors(old.path):
            _refine(
                old, work, message, model_for(model, settings, work.path), rounds or settings.rounds, on_event
            )
    except RowsmithError:
        discard(work)
        raise
    return Dataset(put_in_place(work, old.path))


def _refine(
    old: DatasetFolder,
    work: DatasetFolder,
    message: str,
    model: Model,
    rounds: int,
    on_event: Callable[[Event], None] | None,
) -> None:
    if old.history.is_file():
        shutil.copyfile(old.history, work.history)
    messages = (*old.messages(), message)
    before = old.plan()
    proposed = model.answer(RevisePlan(messages, before))
    if not proposed.edits:
        raise UsageError(
            f"No change could be read from {message!r}.",
            hint=proposed.note or "Say what to add, drop, rename or set.",
        )
    work.write_message(message)
    start: RunState = {
        "messages": list(messages),
        "plan": apply(before, proposed.edits).model_dump(mode="json"),
        "lint_tries": 0,
    }
    _run(work, start, Wishes(scale=old.scale(), rounds=rounds), model, on_event)


def check(
    folder: Path | str | None = None, *, plan: Plan | Path | str | None = None, data: Path | str | None = None
) -> Contract:
    """The contract of tables as they are now.

    Args:
        folder: a dataset folder: its plan and everything that was asked are checked again.
        plan: with `data`, a plan or the path of a plan file.
        data: a DuckDB file, read only.

    Raises:
        SourceError: the folder or the data can't be read.
        CheckError: a check can't be run.
    """
    from rowsmith.agents.validation_agent.contract import build_contract
    from rowsmith.agents.validation_agent.judge import judge

    if folder is not None:
        opened = open_folder(Path(folder))
        judgement = judge(opened.data, opened.plan(), opened.requirements(), scale=opened.scale())
        return build_contract(judgement, opened.messages())
    if plan is None or data is None:
        raise UsageError("Give a dataset folder, or a plan and data.")
    return build_contract(judge(Path(data), _as_plan(plan)), ())
