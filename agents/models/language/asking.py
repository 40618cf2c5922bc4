"""A prompt goes out, a typed answer comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from rowsmith.prompts import Prompt, render
from rowsmith.tools.errors import InvalidAnswer
from rowsmith.tools.llm.answers import ask
from rowsmith.tools.llm.client import ChatClient
from rowsmith.tools.llm.messages import OnDelta

A = TypeVar("A", bound=BaseModel)

RETRIES = 2
"""How often a wrong answer goes back with what is wrong with it."""


@dataclass(frozen=True)
class Asker:
    """Whom to ask; `on_delta` is called with each piece of an answer as it arrives."""

    client: ChatClient
    on_delta: OnDelta | None = None

    def ask(
        self,
        prompt: Prompt,
        answer_type: type[A],
        faults: Callable[[A], list[str]] | None = None,
        usable: Callable[[A], bool] | None = None,
    ) -> A:
        """An answer of that type without faults.

        Args:
            prompt: the question.
            answer_type: what the answer must be.
            faults: what is wrong with a well-formed answer, one sentence each.
            usable: whether the last well-formed answer will do with the faults that it still has.

        Raises:
            InvalidAnswer: the last answer was wrong too, and is not usable.
            ModelError: the model can't be used.
        """
        last: list[A] = []

        def found_faults(answer: A) -> list[str]:
            last[:] = [answer]
            return faults(answer) if faults else []

        try:
            answer, _ = ask(
                self.client,
                render(prompt),
                answer_type,
                name=task_name(prompt),
                retries=RETRIES,
                validate=found_faults,
                on_delta=self.on_delta,
            )
        except InvalidAnswer:
            if last and usable and usable(last[-1]):
                return last[-1]
            raise
        return answer


def task_name(prompt: Prompt) -> str:
    """The name under which servers, errors and recordings know the task: draft_plan."""
    return prompt.file.removesuffix(".md")
