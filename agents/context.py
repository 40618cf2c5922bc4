"""What a run is given and never changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from rowsmith.agents.events import Event
from rowsmith.agents.tasks import Model
from rowsmith.tools.checks.database import Database
from rowsmith.tools.checks.model import CheckResult
from rowsmith.tools.plan import Plan


class Reviewer(Protocol):
    """A further judge of finished tables, such as a quality metric."""

    def review(self, data: Database, plan: Plan) -> list[CheckResult]: ...


def unwatched(event: Event) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class RunContext:
    """`workspace` is the folder that the run writes to; `rounds` bounds the repairs.

    `data_model` answers the Data Agent's tasks and `judge_model` the Validation Agent's: they may be the
    same model, but never see each other's answers. With `reviews` the judge reads a sample once all holds.
    """

    data_model: Model
    judge_model: Model
    workspace: Path
    seed: int | None = None
    as_of: str | None = None
    locale: str | None = None
    scale: float = 1.0
    rounds: int = 4
    threads: int = 1
    reviews: bool = False
    reviewers: tuple[Reviewer, ...] = ()
    emit: Callable[[Event], None] = field(default=unwatched)
