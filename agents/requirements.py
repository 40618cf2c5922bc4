"""What the person asked, thing by thing, and what became of each."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from rowsmith.tools.plan.data import Scalar

Kind = Literal[
    "structure", "count", "key", "reference", "null", "value", "pattern", "range", "share",
    "statistic", "rule", "order", "time", "text", "uniqueness", "comparison", "correlation", "context",
]  # fmt: skip

Reading = Literal["checkable", "not_checkable", "not_understood", "context", "withdrawn", "assumed"]
"""What the Validation Agent made of the words before any data is looked at.

"context" are words that ask for nothing (greetings, purposes); "withdrawn" were taken back later.
"""

Status = Literal[
    "holds", "broken", "error", "not_checkable", "not_understood", "context", "withdrawn", "assumed"
]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RequirementCheck(_Data):
    """A DuckDB SELECT that returns the violating rows: none means that it holds.

    A statistic returns one row with what was measured when it is off. `table` is the table that is looked at.
    """

    sql: str
    table: str | None = None


class Requirement(_Data):
    """One thing that the person asked.

    `quote` are their words, at the characters `span` = (start, end) of their `message` (counted from 0);
    `says` is what it means, in one plain sentence; `reason` says why it can't be checked or understood.
    """

    id: str
    quote: str
    span: tuple[int, int]
    message: int = 0
    says: str
    kind: Kind
    reading: Reading = "checkable"
    reason: str | None = None
    checks: tuple[RequirementCheck, ...] = ()


class CheckOutcome(_Data):
    """How a check came out: violating rows of those looked at, with up to five of them.

    A statistic has what was `measured`, what was `expected`, and the bounds that it is accepted within.
    """

    sql: str
    violations: int
    rows: int
    examples: tuple[dict[str, Scalar], ...] = ()
    error: str | None = None
    measured: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None


class JudgedRequirement(_Data):
    """`plan_says` are the plan's lines on what a broken requirement looks at: the other side of the quarrel."""

    id: str
    quote: str
    span: tuple[int, int]
    message: int
    says: str
    kind: Kind
    status: Status
    reason: str | None = None
    checks: tuple[CheckOutcome, ...] = ()
    plan_says: tuple[str, ...] = ()


class JudgedRule(_Data):
    """A check that comes from the plan: a rule, a key, a reference, a range.

    `columns` are "table.column" of what it looks at, the likeliest fault first; `off` says how far off it is
    and `cause` where that probably comes from, both only where it is broken.
    """

    name: str
    status: Literal["holds", "broken", "error"]
    checks: tuple[CheckOutcome, ...] = ()
    kind: str | None = None
    columns: tuple[str, ...] = ()
    off: str | None = None
    cause: str | None = None


class Round(_Data):
    """One turn of the loop: how many findings there were and how many edits answered them.

    `found` and `changes` say both in plain words, `note` why; `diff` is the change of the plan file.
    """

    findings: int
    edits: int
    found: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    note: str = ""
    diff: str = ""


class Contract(_Data):
    """All requirements and rules of a dataset with their status.

    `coverage` is the share of the description's words (context left out) that lie in a requirement that
    was understood, and `coverage_says` the same in words. `note` says why repairs ended before everything held.
    """

    status: Literal["passed", "open_points", "failed"]
    coverage: float
    coverage_says: str = ""
    requirements: tuple[JudgedRequirement, ...] = ()
    rules: tuple[JudgedRule, ...] = ()
    rounds: tuple[Round, ...] = ()
    note: str | None = None
