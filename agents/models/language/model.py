"""The model that asks a language model."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from rowsmith.agents.models.language.asking import Asker
from rowsmith.agents.models.language.drafting import draft_plan
from rowsmith.agents.models.language.editing import repair_plan, revise_plan
from rowsmith.agents.models.language.estimate import Estimate, estimate
from rowsmith.agents.models.language.questions import answer_question, review_sample
from rowsmith.agents.models.language.requirements import write_requirements
from rowsmith.agents.models.language.texts import write_texts
from rowsmith.agents.tasks import (
    Answer_co,
    AnswerQuestion,
    DraftPlan,
    RepairPlan,
    ReviewSample,
    RevisePlan,
    Task,
    WriteRequirements,
    WriteTexts,
)
from rowsmith.tools.llm.budget import Bill
from rowsmith.tools.llm.client import ChatClient
from rowsmith.tools.llm.messages import OnDelta


class LanguageModel:
    """Answers tasks by prompts. What comes back is parsed, resolved and linted before it counts as an answer.

    Args:
        client: who is asked; close it by `close`, or use the model as a context.
        on_delta: called with each piece of an answer as it arrives.
    """

    writes_texts = True

    def __init__(self, client: ChatClient, *, on_delta: OnDelta | None = None) -> None:
        self._client = client
        self._asker = Asker(client, on_delta)

    @property
    def name(self) -> str:
        return self._client.endpoint.model

    def answer(self, task: Task[Answer_co]) -> Answer_co:
        """The task's answer. Raises ModelError where there is none."""
        found = self._answered(task)
        assert isinstance(found, task.answer_type)  # noqa: S101 - each task below is answered in its own type
        return found  # type: ignore[return-value]  # the task's answer type was just checked

    def _answered(self, task: Task[Answer_co]) -> BaseModel:
        match task:
            case DraftPlan():
                return draft_plan(self._asker, task)
            case WriteRequirements():
                return write_requirements(self._asker, task)
            case RepairPlan():
                return repair_plan(self._asker, task)
            case RevisePlan():
                return revise_plan(self._asker, task)
            case WriteTexts():
                return write_texts(self._asker, task)
            case AnswerQuestion():
                return answer_question(self._asker, task)
            case ReviewSample():
                return review_sample(self._asker, task)
            case _:
                raise TypeError(f"{type(task).__name__} is no task of a language model")

    def bill(self) -> Bill:
        """What was spent so far."""
        return self._client.budget.bill()

    def estimate(self, messages: Sequence[str], rounds: int) -> Estimate:
        """What a first run over these messages will cost, with up to `rounds` repairs."""
        return estimate(self.name, messages, rounds)

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> LanguageModel:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
