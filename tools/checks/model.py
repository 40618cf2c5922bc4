"""What a check is, what it found, and what is made of a broken one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from rowsmith.tools.checks.sql import text

Kind = Literal[
    "structure", "rows", "children", "key", "unique", "reference", "nulls", "states", "category", "share",
    "range", "date", "distance", "pattern", "format", "realism", "sequence", "expression", "switch",
    "statistic", "correlation", "segment", "rule", "stages", "written", "query",
]  # fmt: skip

Status = Literal["holds", "broken", "error"]
Cell: TypeAlias = "object"
Example: TypeAlias = "dict[str, Cell]"

MAX_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Join:
    """A relation joined to the rows that are looked at; joins of the same alias are the same join."""

    alias: str
    sql: str


@dataclass(frozen=True, slots=True)
class Source:
    """The rows that are looked at, as `r`: a table or a subquery, and what is joined to each row.

    Joins bring at most one partner per row, so that they never change the number of rows.
    """

    base: str
    joins: tuple[Join, ...] = ()

    @property
    def sql(self) -> str:
        """The FROM clause without its word."""
        return "\n  ".join([f"{self.base} as r", *(join.sql for join in self.joins)])

    def merged(self, other: Source) -> Source:
        """Both sources' joins over the same base."""
        return Source(self.base, tuple({join.alias: join for join in (*self.joins, *other.joins)}.values()))


@dataclass(frozen=True, slots=True)
class RowCondition:
    """Rows for which `violation` is true are at fault; null is not true.

    `shown` names the SQL values that a counter-example shows. `allowed` is the share of rows that may be
    at fault: rows that a segment, outliers or errors changed without a label to know them by.
    """

    source: Source
    violation: str
    shown: tuple[tuple[str, str], ...] = ()
    allowed: float = 0.0

    @property
    def sql(self) -> str:
        """The rows at fault."""
        shown = ", ".join(f'{sql} as "{name}"' for name, sql in self.shown) or "r.*"
        return f"select {shown}\nfrom {self.source.sql}\nwhere {self.violation}"


@dataclass(frozen=True, slots=True)
class Violations:
    """Each row of `sql` is one violation; `rows` is SQL for how many were looked at.

    `proof` is SQL that gives true only where there can be no violation, and is cheaper.
    """

    sql: str
    rows: str
    proof: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge makes of a measurement: `low` to `high` is accepted, both included."""

    holds: bool
    measured: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    rows: int = 0
    violations: int = 0
    examples: tuple[Example, ...] = ()
    message: str | None = None


Measured: TypeAlias = "Mapping[str, float | int | None]"


class Judge(Protocol):
    def __call__(self, measured: Measured) -> Verdict: ...


class TallyJudge(Protocol):
    def __call__(self, rows: Sequence[Mapping[str, Cell]]) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class Measures:
    """Aggregates over a source, one row in all, and who judges them."""

    source: Source
    aggregates: tuple[tuple[str, str], ...]
    judge: Judge

    @property
    def sql(self) -> str:
        chosen = ", ".join(f'{sql} as "{name}"' for name, sql in self.aggregates)
        return f"select {chosen}\nfrom {self.source.sql}"


@dataclass(frozen=True, slots=True)
class Tally:
    """A query of a few rows (a count per value, the difference of two sets) and who judges them."""

    sql: str
    judge: TallyJudge


@dataclass(frozen=True, slots=True)
class Present:
    """A table, or a column of it, is there, of one of these types (any, where none is named)."""

    table: str
    column: str | None = None
    types: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        """What the database says of it."""
        named = f" and column_name = {text(self.column)}" if self.column is not None else ""
        return f"select data_type from duckdb_columns() where table_name = {text(self.table)}{named}"


@dataclass(frozen=True, slots=True)
class Unable:
    """A statement that finished tables cannot be held against, and why."""

    reason: str
    sql: str = ""


Form: TypeAlias = RowCondition | Violations | Measures | Tally | Present | Unable


@dataclass(frozen=True, slots=True)
class Check:
    """A question to finished tables.

    Args:
        id: unique in a plan, and the same whenever the same plan is compiled.
        name: what must hold, in plain words.
        tables: the tables that are read.
        columns: "table.column" of what is at fault when the check breaks, the likeliest first.
        form: the SQL and how its answer is read.
        place: where the plan says it: "tables.orders.columns.total".
        firm: whether the plan leaves no tolerance (a rule, a key, "exactly"); others are statistics.
        needs: "table.column" of everything that the SQL reads.
    """

    id: str
    name: str
    kind: Kind
    tables: tuple[str, ...]
    columns: tuple[str, ...]
    form: Form
    place: str
    firm: bool = True
    needs: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        """SQL that shows the violations, or the statistic."""
        return self.form.sql


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    `violations` of `rows` rows looked at; for a statistic `measured` against `expected`, accepted from
    `low` to `high`. `message` says why a check could not run or what a statistic missed.
    """

    check: Check
    status: Status
    violations: int = 0
    rows: int = 0
    examples: tuple[Example, ...] = ()
    measured: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    message: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken result, explained.

    Args:
        columns: "table.column" at fault, the likeliest first.
        off: how far off, in plain words.
        cause: the likely cause, in plain words.
        place: the plan's place that the cause points to.
        because_of: ids of checks whose break explains this one.
    """

    result: CheckResult
    columns: tuple[str, ...]
    off: str
    cause: str
    place: str
    because_of: tuple[str, ...] = field(default=())
