from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from langchain_core.runnables import RunnableConfig
from pydantic import BaseModel

from rowsmith.agents.context import RunContext
from rowsmith.agents.events import Event, RowsWritten
from rowsmith.agents.graph import build_graph
from rowsmith.agents.models.scripted import ScriptedModel
from rowsmith.agents.requirements import Contract
from rowsmith.agents.state import RunState, plan_of
from rowsmith.agents.tasks import DraftPlan, RepairPlan, Task, WriteRequirements
from rowsmith.tools.errors import RowsmithError
from rowsmith.tools.plan import Plan
from tests.fakes.sabotage import REQUIREMENTS, WORDS, drafted

Answers = Iterable[BaseModel | RowsmithError]


@dataclass
class Run:
    """A run of the workflow with a scripted model, and what it told."""

    workspace: Path
    model: ScriptedModel
    rounds: int = 4
    events: list[Event] = field(default_factory=list)
    end: RunState = field(default_factory=RunState)

    @property
    def context(self) -> RunContext:
        return RunContext(self.model, self.model, self.workspace, rounds=self.rounds, emit=self.tell)

    def tell(self, event: Event) -> None:
        if not isinstance(event, RowsWritten):
            self.events.append(event)

    def go(self, start: RunState) -> Run:
        found = build_graph().invoke(start, RunnableConfig(), context=self.context)
        self.end = found  # type: ignore[assignment]  # langgraph gives the state as a plain dict
        return self

    @property
    def contract(self) -> Contract:
        return Contract.model_validate(self.end.get("contract"))

    @property
    def plan(self) -> Plan:
        return plan_of(self.end)

    @property
    def story(self) -> list[str]:
        return [type(event).__name__ for event in self.events]

    def broken(self) -> list[str]:
        return [one.quote for one in self.contract.requirements if one.status == "broken"]

    def asked(self, kind: type[Task[BaseModel]]) -> int:
        return sum(isinstance(task, kind) for task in self.model.asked)


Runner = Callable[..., Run]


@pytest.fixture
def run(tmp_path: Path) -> Runner:
    """Runs the workflow over the sabotaged shop; what is not given is scripted as there."""

    def start(
        repairs: Answers = (),
        *,
        drafts: Answers | None = None,
        requirements: Answers | None = None,
        rounds: int = 4,
        messages: tuple[str, ...] = (WORDS,),
        plan: Plan | None = None,
    ) -> Run:
        script: dict[type[Task[BaseModel]], Answers] = {
            DraftPlan: [drafted()] if drafts is None else drafts,
            WriteRequirements: [REQUIREMENTS] if requirements is None else requirements,
            RepairPlan: repairs,
        }
        state = RunState(messages=list(messages))
        if plan is not None:
            state["plan"] = plan.model_dump(mode="json")
        return Run(tmp_path, ScriptedModel(script), rounds).go(state)

    return start
