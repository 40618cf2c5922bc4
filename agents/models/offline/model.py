"""The offline model: answers the same tasks as a language model, by rules, without a network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, cast

from rowsmith.agents.models.offline.planning.plan import Wishes, draft_plan
from rowsmith.agents.models.offline.reading.reader import Understanding, read
from rowsmith.agents.models.offline.reading.statements import Rows, Statement
from rowsmith.agents.models.offline.repairing.repair import repair_plan
from rowsmith.agents.models.offline.repairing.rereading import reread
from rowsmith.agents.models.offline.requirements.write import write_requirements
from rowsmith.agents.models.offline.revising.revise import revise_plan
from rowsmith.agents.tasks import (
    Answer_co,
    DraftedPlan,
    DraftPlan,
    ProposedEdits,
    RepairPlan,
    RevisePlan,
    Task,
    WriteRequirements,
    WrittenRequirements,
)  # fmt: skip
from rowsmith.tools.errors import InvalidAnswer, PlanError, UsageError

BRIEF = 8
"""Clauses that a message may have to mean a whole domain: "a database for a zoo"; more that name no table say nothing."""
Answerer = Callable[[Any], object]


@lru_cache(maxsize=64)
def understood(message: str) -> Understanding:
    """What a message says; both agents read it, neither sees what the other made of it."""
    return read(message)


def scaled(statements: Sequence[Statement], scale: float) -> tuple[Statement, ...]:
    """The statements with every number of rows multiplied."""
    return tuple(
        replace(one, quantity=one.quantity.times(scale)) if isinstance(one, Rows) and scale != 1 else one
        for one in statements
    )


class OfflineModel:
    """Deterministic; what it could not read stands in the requirements as not understood."""

    name = "offline"

    def answer(self, task: Task[Answer_co]) -> Answer_co:
        """The task's answer. Raises UsageError where the words name no table, InvalidAnswer for unknown tasks."""
        answerers: dict[type, Answerer] = {
            DraftPlan: self.draft,
            WriteRequirements: self.require,
            RepairPlan: self.repair,
            RevisePlan: self.revise,
        }
        answer = answerers.get(type(task))
        if answer is None:
            raise InvalidAnswer(f"The offline model can't answer {type(task).__name__}.", where=self.name)
        return cast("Answer_co", answer(task))

    def draft(self, task: DraftPlan) -> DraftedPlan:
        found = understood(task.messages[0])
        wishes = Wishes(task.seed, task.as_of, task.locale, brief=len(found.clauses) <= BRIEF)
        return DraftedPlan(plan=draft_plan(found.statements, found.vocabulary, found.context.scores, wishes))

    def require(self, task: WriteRequirements) -> WrittenRequirements:
        statements = [scaled(understood(message).statements, task.scale) for message in task.messages]
        return WrittenRequirements(requirements=write_requirements(task.messages, statements, task.layout))

    def repair(self, task: RepairPlan) -> ProposedEdits:
        found = self._reread(task)
        return found if found.edits else repair_plan(task)

    def _reread(self, task: RepairPlan) -> ProposedEdits:
        """What the words say of what is at fault; nothing where a later message changed the plan."""
        if len(task.messages) != 1:
            return ProposedEdits(edits=())
        plan = task.plan
        asked = DraftPlan(task.messages, plan.seed, plan.as_of.isoformat(), plan.locale)
        try:
            return reread(task, self.draft(asked).plan)
        except (PlanError, UsageError):
            return ProposedEdits(edits=())

    def revise(self, task: RevisePlan) -> ProposedEdits:
        return revise_plan(task)
