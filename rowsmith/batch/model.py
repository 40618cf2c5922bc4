"""A batch: its tasks as they will run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True)
class Budget:
    """The most that models may cost: US dollars, tokens; None where there is no bound."""

    cost: float | None = None
    tokens: int | None = None


@dataclass(frozen=True)
class Output:
    """An export of a finished dataset; `to` is a folder under --out."""

    format: str
    to: str | None = None
    tables: tuple[str, ...] = ()
    compress: Literal["gzip", "zstd"] | None = None
    dialect: str = "postgres"
    nested: bool = False


@dataclass(frozen=True)
class Expectation:
    """A DuckDB SELECT of one value that must be true; `says` is what it means."""

    sql: str
    says: str = ""


@dataclass(frozen=True)
class BatchTask:
    """One dataset of a batch: `describe` or `plan`, and what stands beside them.

    `after` are tasks that must be done first; `parents` are tables here whose rows are another task's, as
    (table, task, table there).
    """

    id: str
    describe: str | None = None
    plan: Path | None = None
    refine: tuple[str, ...] = ()
    seed: int | None = None
    scale: float = 1.0
    as_of: str | None = None
    locale: str | None = None
    model: str | None = None
    rounds: int | None = None
    budget: Budget = Budget()
    outputs: tuple[Output, ...] = ()
    expect: tuple[Expectation, ...] = ()
    after: tuple[str, ...] = ()
    parents: tuple[tuple[str, str, str], ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """The tasks that must be done before."""
        return tuple(dict.fromkeys((*self.after, *(task for _, task, _ in self.parents))))


@dataclass(frozen=True)
class Batch:
    """Tasks in an order in which they can run."""

    tasks: tuple[BatchTask, ...]
    budget: Budget = Budget()


Status = Literal["passed", "open_points", "failed", "unexpected", "error", "skipped"]


@dataclass(frozen=True)
class Outcome:
    """What became of one task; `message` says what went wrong, `again` whether it was done before.

    `cost` is in US dollars, None where it is not known or nothing was paid.
    """

    id: str
    status: Status
    exit_code: int
    coverage: float | None = None
    rows: int = 0
    message: str | None = None
    cost: float | None = None
    tokens: int = 0
    seconds: float = 0.0
    kept: bool = False
    expectations: tuple[Mapping[str, Any], ...] = field(default=())
