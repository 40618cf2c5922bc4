"""Where in a YAML file something stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rowsmith.tools.errors import UsageError

Steps = Sequence[str | int]
"""The way from the top of a file to a part of it."""


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a file, and what was expected; line and column are counted from 1."""

    file: Path
    line: int
    column: int
    says: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.says}. Expected: {self.expected}."


class TasksError(UsageError):
    """All mistakes of a file at once; `mistakes` holds them one by one."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, mistakes)))


def mistake(file: Path, found: object, steps: Steps, says: str, expected: str) -> Mistake:
    """A mistake at the part of a file that the steps lead to."""
    line, column = place(found, steps)
    return Mistake(file, line, column, says, expected)


def place(found: object, steps: Steps) -> tuple[int, int]:
    """Line and column, counted from 1, of a part; of what holds it where its own place is not known."""
    line = column = 0
    here: Any = found
    for step in steps:
        marks = getattr(here, "lc", None)
        if marks is None:
            break
        try:
            line, column = marks.item(step) if isinstance(step, int) else marks.key(step)
            here = here[step]
        except (KeyError, IndexError, TypeError):
            break
    return line + 1, column + 1


def named(steps: Steps) -> str:
    """The part in words: "tasks.2.seed", items counted from 1."""
    return ".".join(str(step + 1 if isinstance(step, int) else step) for step in steps) or "the file"
