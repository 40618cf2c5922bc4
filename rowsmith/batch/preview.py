"""What a batch would do and cost, without doing it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rowsmith.batch.model import Batch, BatchTask
from rowsmith.batch.running import STATE, Record, fingerprints, is_done
from rowsmith.models import DEFAULT_MODEL
from rowsmith.settings import OFFLINE, Settings


@dataclass(frozen=True)
class Planned:
    """A task, whether it would run, and what its model would cost, in words."""

    id: str
    does: str
    needs: tuple[str, ...]
    model: str
    cost: str


def preview(batch: Batch, out: Path, settings: Settings, *, resume: bool) -> list[Planned]:
    """Each task as it would go."""
    record, marks = Record(out / STATE, keep=resume), fingerprints(batch)
    return [
        Planned(
            task.id,
            "is done" if is_done(task, marks[task.id], record, out) else _does(task),
            task.needs,
            _model(task, settings),
            _cost(task, settings),
        )
        for task in batch.tasks
    ]


def _does(task: BatchTask) -> str:
    source = f"plan {task.plan.name}" if task.plan else "words"
    more = [
        (len(task.refine), "messages"),
        (len(task.outputs), "exports"),
        (len(task.expect), "expectations"),
    ]
    return ", ".join([source, *(f"{count} {what}" for count, what in more if count)])


def _model(task: BatchTask, settings: Settings) -> str:
    if task.plan is not None and not task.refine:
        return "none"
    if task.model is None and settings.model is None:
        return OFFLINE if settings.offline else DEFAULT_MODEL
    return task.model or settings.model or OFFLINE


def _cost(task: BatchTask, settings: Settings) -> str:
    model = _model(task, settings)
    if model in ("none", OFFLINE):
        return "nothing"
    from rowsmith.agents.models.language.estimate import estimate

    rounds = settings.rounds if task.rounds is None else task.rounds
    return str(estimate(model, [task.describe or "", *task.refine], rounds)).partition(": ")[2]
