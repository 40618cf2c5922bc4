"""The verbs in Python: settings, model, workflow and folder wired together, here and nowhere else."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rowsmith.agents.context import unwatched
from rowsmith.agents.events import Event
from rowsmith.agents.requirements import Contract, Requirement
from rowsmith.agents.tasks import Model
from rowsmith.billing import billed, tell_estimate
from rowsmith.dataset import Dataset
from rowsmith.folder import DatasetFolder, open_folder
from rowsmith.interruption import told_as_interrupt
from rowsmith.models import model_for
from rowsmith.revisions import checkout, compare, edit, propose, redo, refine, undo
from rowsmith.running import Wishes, run, start_of, with_wishes
from rowsmith.settings import Settings, load_settings
from rowsmith.tools.errors import UsageError
from rowsmith.tools.plan import Plan, plan_from_friendly
from rowsmith.tools.plan.yaml import load_plan
from rowsmith.versions import first, write_versions
from rowsmith.workplace import Workplace, bring, target_errors, working

__all__ = [
    "ask", "check", "checkout", "compare", "edit", "generate", "propose", "redo", "refine", "undo",
]  # fmt: skip

if TYPE_CHECKING:
    from rowsmith.agents.validation_agent.answer import Answer
    from rowsmith.tools.plan.friendly.parts import Friendly

MAX_DESCRIPTION = 200_000


def generate(
    description: str | None = None,
    *,
    plan: Plan | Mapping[str, Friendly] | Path | str | None = None,
    out: Path | str | None = None,
    seed: int | None = None,
    scale: float | None = None,
    as_of: str | None = None,
    locale: str | None = None,
    model: str | Model | None = None,
    rounds: int | None = None,
    force: bool = False,
    resume: bool = False,
    settings: Settings | None = None,
    on_event: Callable[[Event], None] = unwatched,
) -> Dataset:
    """A dataset from words, or from a plan without any model.

    Args:
        description: what is wanted, in plain English. Give this or `plan`.
        plan: a plan, its friendly form, or the path of a plan file.
        out: the folder to make; a temporary one that lives as long as the process where it is None.
        scale: multiplies the rows of root tables, 1 by default.
        as_of: the plan's "today", as an ISO date.
        model: "offline", a model's name, or a Model; by default as the settings say.
        rounds: how many repairs are tried.
        force: replaces an existing dataset folder.
        resume: goes on with a run that was cut off; what is not said again stays as it was then.
        on_event: is told what happens.

    Raises:
        UsageError: neither or both of description and plan, an existing folder, an empty description, a wish
            that can't be.
        PlanError: a plan that can't be.
        ModelError: no answer from the model; the words typed stay in the work folder.
        TargetError: the folder can't be written.
    """
    settings = settings or load_settings()
    planned = _given(description, plan, resume=resume)
    wishes = replace(
        Wishes(rounds=settings.rounds, threads=settings.threads, review=settings.review),
        **_said(seed=seed, scale=scale, as_of=as_of, locale=locale, rounds=rounds),
    )
    _ensure_possible(wishes)
    place = Path(out) if out is not None else _temporary()
    with working(place, force=force or out is None, resume=resume) as work:
        if resume:
            wishes = _as_before(work, wishes, _said(seed=seed, scale=scale, as_of=as_of, locale=locale))
        work.write_run(asdict(wishes))
        if description is not None:
            _keep(work, description)
        if isinstance(plan, Path | str):
            bring(DatasetFolder(Path(plan).parent).texts, work.texts)
        start = start_of(work.messages(), with_wishes(planned, wishes) if planned else None)
        asked = model_for(model, settings, work.path, on_event)
        if planned is None and not resume:
            tell_estimate(asked, work.messages(), wishes.rounds, on_event)
        with billed(asked, work, asdict(wishes), on_event):
            run(work, start, wishes, asked, on_event, resume=resume)
        write_versions(work.path, first("generate", next(iter(work.messages()), "from a plan")))
        work.put_in_place()
    return Dataset(DatasetFolder(place))


def _keep(work: Workplace, description: str) -> None:
    """Writes the words down before anything can fail; a run that goes on has them already."""
    kept = work.messages()
    if kept and kept[0] != description:
        raise UsageError(
            "The run to go on with was begun with other words.",
            where=str(work.path),
            hint="Leave the description out, or --resume.",
        )
    if not kept:
        work.write_message(description)


def _said(**wishes: Any) -> dict[str, Any]:
    return {name: value for name, value in wishes.items() if value is not None}


def _as_before(work: Workplace, wishes: Wishes, said: Mapping[str, Any]) -> Wishes:
    """The wishes of the run that goes on, with what is said anew."""
    known = {field.name for field in fields(Wishes)} - {"rounds", "threads", "review"}
    before = {name: value for name, value in work.run().items() if name in known}
    return replace(wishes, **(before | dict(said)))


def _given(description: str | None, plan: object, *, resume: bool) -> Plan | None:
    """The plan that was given, if one was."""
    if resume and description is None and plan is None:
        return None
    if (description is None) == (plan is None):
        raise UsageError("Give a description or a plan, one of the two.")
    if description is None:
        return _as_plan(plan)
    _ensure_readable(description)
    return None


def _ensure_readable(description: str) -> None:
    if not description.strip():
        raise UsageError(
            "The description is empty.", hint='Say what you need: "500 customers, each with 1 to 5 orders".'
        )
    if len(description) > MAX_DESCRIPTION:
        raise UsageError(
            f"The description is longer than {MAX_DESCRIPTION:,} characters.", hint="Say it in fewer words."
        )
    if any("\ud800" <= letter <= "\udfff" for letter in description):
        raise UsageError("The description holds bytes that are no text.", hint="Write it in UTF-8.")


def _ensure_possible(wishes: Wishes) -> None:
    if not 0 < wishes.scale < float("inf"):
        raise UsageError(f"A scale is a number above 0, not {wishes.scale}.", where="scale")
    if wishes.as_of is not None:
        try:
            dt.date.fromisoformat(wishes.as_of)
        except ValueError as error:
            raise UsageError(
                f"{wishes.as_of!r} is no date.", where="as-of", hint="Write it as 2025-01-31."
            ) from error


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


def ask(
    folder: Path | str, question: str, *, model: str | Model | None = None, settings: Settings | None = None
) -> Answer:
    """What the tables of a dataset say to a question; a language model writes the query and sees no rows.

    Raises:
        UsageError: an empty question, or no language model is set.
        SourceError: there is no such dataset.
        ModelError: no query from the model.
        CheckError: the query can't be run.
    """
    from rowsmith.agents.validation_agent.answer import answer

    settings, opened = settings or load_settings(), open_folder(Path(folder))
    if not question.strip():
        raise UsageError("The question is empty.")
    if model is None and settings.offline:
        raise UsageError(
            "Questions are answered by a language model, and none is set.",
            hint="Set OPENAI_API_KEY, or --base-url and --model; or ask in SQL: tables are in data.duckdb.",
        )
    asked = model_for(model, settings, opened.path)
    with told_as_interrupt():
        return answer(opened.existing_data(), opened.plan(), question, asked)


def check(
    folder: Path | str | None = None,
    *,
    plan: Plan | Path | str | None = None,
    describe: str | None = None,
    data: Path | str | None = None,
    model: str | Model | None = None,
    settings: Settings | None = None,
    report: Path | str | None = None,
) -> Contract:
    """The contract of tables as they are now.

    Args:
        folder: a dataset folder: its plan and everything that was asked are checked again.
        plan: with `data`, a plan or the path of a plan file.
        describe: with `data`, what the tables should hold, in plain English; a model writes the checks.
        data: a DuckDB or SQLite file, a Parquet, CSV or JSON-lines file or a folder of them, or the address of a
            Postgres database; all read only.
        model: who reads `describe`, as for `generate`.
        report: where to write the report; nowhere where it is None.

    Raises:
        UsageError: neither a folder nor data with a plan or a description, or an empty description.
        SourceError: the folder or the data can't be read.
        CheckError: a check can't be run.
        ModelError: no answer from the model.
    """
    if (folder is None) == (data is None) or (folder is None and plan is None and describe is None):
        raise UsageError("Give a dataset folder, or data and a plan or a description.")
    if folder is not None:
        opened = open_folder(Path(folder))
        asked = Asked(opened.plan(), opened.messages(), opened.requirements(), opened.scale())
        return _judged(opened.existing_data(), asked, report)
    if describe is None:
        return _judged(data or "", Asked(_as_plan(plan)), report)
    _ensure_readable(describe)
    reader = model_for(model, settings or load_settings(), Path(tempfile.gettempdir()))
    planned = _as_plan(plan) if plan is not None else Plan(name=_name(data), tables=())
    return _judged(data or "", Asked(planned, (describe,)), report, reader)


@dataclass(frozen=True)
class Asked:
    """What tables are held against; requirements that are not written yet come from the messages."""

    plan: Plan
    messages: tuple[str, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    scale: float = 1.0


def _name(data: Path | str | None) -> str:
    return re.sub(r"\W+", "_", Path(str(data).rpartition("/")[2]).stem) or "data"


def _judged(
    data: Path | str, asked: Asked, report: Path | str | None, reader: Model | None = None
) -> Contract:
    from rowsmith.agents.validation_agent.contract import build_contract
    from rowsmith.agents.validation_agent.judge import judge
    from rowsmith.agents.validation_agent.require import requirements_of
    from rowsmith.report import Subject, render_report
    from rowsmith.tools.checks import table_layout
    from rowsmith.tools.checks.database import opened
    from rowsmith.tools.checks.guessing import with_guessed_keys

    with told_as_interrupt(), opened(data) as connection:
        requirements = asked.requirements
        if reader is not None:
            layout = with_guessed_keys(table_layout(connection), connection)
            requirements = requirements_of(reader, asked.messages, layout)
        judgement = judge(connection, asked.plan, requirements, scale=asked.scale)
        contract = build_contract(judgement, asked.messages, asked.plan)
        if report is not None:
            page = render_report(Subject(asked.plan, contract, connection, asked.messages))
            with target_errors(Path(report)):
                Path(report).write_text(page, encoding="utf-8")
    return contract
