"""A model that says what it is told: for tests, and for trying a workflow by hand."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from pydantic import BaseModel

from rowsmith.agents.tasks import Answer_co, Task, WriteTexts
from rowsmith.tools.errors import InvalidAnswer, RowsmithError


class ScriptedModel:
    """Answers each kind of task from its own queue, in order; `asked` keeps the tasks.

    An error in a queue is raised in its turn.
    """

    name = "scripted"

    def __init__(self, script: Mapping[type[Task[BaseModel]], Iterable[BaseModel | RowsmithError]]) -> None:
        self._queues = {kind: deque(answers) for kind, answers in script.items()}
        self.asked: list[Task[BaseModel]] = []

    @property
    def writes_texts(self) -> bool:
        return WriteTexts in self._queues

    def answer(self, task: Task[Answer_co]) -> Answer_co:
        self.asked.append(task)
        queue = self._queues.get(type(task))
        if not queue:
            raise InvalidAnswer(f"The script has no answer left for {type(task).__name__}.", where=self.name)
        found = queue.popleft()
        if isinstance(found, RowsmithError):
            raise found
        assert isinstance(found, task.answer_type)  # noqa: S101 - a wrong script is the test's own fault
        return found  # type: ignore[return-value]  # the task's answer type was just checked
