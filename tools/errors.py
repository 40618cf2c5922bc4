"""The error tree.

RowsmithError                     exit 1: anything that Rowsmith raises on purpose
  UsageError                      exit 2: a flag, a path or a description that can't be used
    UnknownTable                  exit 2: a table that the dataset does not have; also a KeyError
  PlanError                       exit 2: a plan that can't be
    LintError                     exit 2: several located findings of the linter
    ExpressionError               exit 2: SQL in a plan that does not parse, resolve or is not allowed
  GenerationError                 exit 2: rows that can't be made from a plan that looked possible
  CheckError                      exit 2: a check that could not run (a violation is a result, not an error)
  ModelError                      exit 4: the language model can't be used
    Unauthenticated, RateLimited, ContextExceeded, ModelTimeout, ModelUnreachable, InvalidAnswer, Refused
    BudgetExceeded                exit 4: the next call would break the budget
  TargetError                     exit 5: a folder, file or database that can't be written
  SourceError                     exit 5: a folder, file or database that can't be read
  Interrupted                     exit 130: the person ended a run
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar


class RowsmithError(Exception):
    """What happened, where, and what to do next.

    Args:
        message: one sentence that says what happened.
        where: the place, from large to small: "tickets.price", "plan.yaml:12:5".
        hint: what to do next, as one sentence.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message, self.where, self.hint = message, where, hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.hint}" if self.hint else ""
        return f"{place}{self.message}{advice}"


class UsageError(RowsmithError):
    exit_code = 2


class UnknownTable(UsageError, KeyError):
    __str__ = RowsmithError.__str__


class PlanError(RowsmithError):
    exit_code = 2


class LintError(PlanError):
    """All findings of the linter at once; `findings` holds them one by one."""

    def __init__(self, findings: Iterable[PlanError]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class ExpressionError(PlanError):
    pass


class GenerationError(RowsmithError):
    exit_code = 2


class CheckError(RowsmithError):
    exit_code = 2


class ModelError(RowsmithError):
    """The language model can't be used; `retry_after` is in seconds where the server asks to wait."""

    exit_code = 4
    retry_after: float | None = None


class Unauthenticated(ModelError):
    pass


class RateLimited(ModelError):
    """The server asks to wait."""

    def __init__(self, message: str, *, retry_after: float | None = None, where: str | None = None) -> None:
        super().__init__(message, where=where, hint="Wait, or use another model with --model.")
        self.retry_after = retry_after


class ContextExceeded(ModelError):
    pass


class ModelTimeout(ModelError):
    pass


class ModelUnreachable(ModelError):
    pass


class InvalidAnswer(ModelError):
    pass


class Refused(ModelError):
    pass


class BudgetExceeded(ModelError):
    pass


class TargetError(RowsmithError):
    exit_code = 5


class SourceError(RowsmithError):
    exit_code = 5


class Interrupted(RowsmithError):
    exit_code = 130


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """A hint that names the nearest known names, or lists a few when none is near; None without any."""
    from rapidfuzz import process

    choices = list(dict.fromkeys(known))
    if not choices:
        return None
    near = [match for match, score, _ in process.extract(name, choices, limit=3) if score >= 70]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"There is {', '.join(choices[:8])}{', …' if len(choices) > 8 else ''}."
