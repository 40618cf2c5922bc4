"""What happens during a run, for whoever watches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class PlanDrafted:
    tables: int
    columns: int


@dataclass(frozen=True, slots=True)
class PlanFaulty:
    """The linter found faults; the model is asked to mend them."""

    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowsWritten:
    """Rows of `table` written so far, of all that it will have."""

    table: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class TextsWritten:
    """A model wrote `texts` of the `asked` texts of a column; `note` says why there are fewer."""

    place: str
    texts: int
    asked: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RequirementsWritten:
    checkable: int
    not_checkable: int
    not_understood: int


@dataclass(frozen=True, slots=True)
class DataChecked:
    """`checks` were run; `findings` say in plain words what is wrong."""

    checks: int
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleReviewed:
    """A model read a sample of the rows; `points` say what gives them away, `note` why there was no answer."""

    points: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PlanRepaired:
    """The edits that answer the findings, in plain words."""

    edits: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class GaveUp:
    """No further repair is tried, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class CostEstimated:
    """What the run will cost, as a guess in plain words."""

    says: str


@dataclass(frozen=True, slots=True)
class AnswerGrew:
    """So many characters of an answer have arrived; sent only where the answers are streamed."""

    characters: int


@dataclass(frozen=True, slots=True)
class ModelBilled:
    """What the run's model cost, in plain words."""

    says: str


@dataclass(frozen=True, slots=True)
class RunFinished:
    status: str
    rounds: int


Event: TypeAlias = (
    PlanDrafted
    | PlanFaulty
    | RowsWritten
    | TextsWritten
    | RequirementsWritten
    | DataChecked
    | SampleReviewed
    | PlanRepaired
    | GaveUp
    | CostEstimated
    | AnswerGrew
    | ModelBilled
    | RunFinished
)
