"""What an expression is once its names are known.

A resolved expression is DuckDB SQL whose leaves are the placeholders `i0`, `i1`, ...; `inputs` says what each
of them stands for. Whoever runs it (the engine on a block, the judge on finished tables) makes these inputs
columns of one relation and evaluates the SQL over it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Path:
    """A column reached from a row by going up references: `concert.venue.capacity`.

    `start` is the row's table, `up` the reference columns that are followed, `end` the table that holds
    `column`. Without `up` it is a column of the row itself.
    """

    start: str
    up: tuple[str, ...]
    end: str
    column: str


@dataclass(frozen=True, slots=True)
class Down:
    """One step down: to the rows of `table` whose reference column `via` names this row."""

    table: str
    via: str


@dataclass(frozen=True, slots=True)
class Sibling:
    """A fact of the row among the rows of its parent, in their order.

    `what` is "position" (from 1), "siblings" (how many) or "previous" (the value of `column` in the row
    before, null in the first).
    """

    what: str
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregate over rows below, or over a whole table.

    From the row `up` references lead to a row of `base`, then `down` leads to the rows that are aggregated
    (of the last step's table). In a statement about whole tables `base` is None, `up` is empty, and `down`
    holds only the table (its `via` is ""). `sql` is the aggregate call; its placeholders are in `inputs`,
    relative to an aggregated row, and in `outer`, relative to the row that asks.
    """

    base: str | None
    up: tuple[str, ...]
    down: tuple[Down, ...]
    sql: str
    inputs: dict[str, Input] = field(hash=False)
    outer: dict[str, Input] = field(hash=False)

    @property
    def table(self) -> str:
        """The table whose rows are aggregated."""
        return self.down[-1].table


Input: TypeAlias = "Path | Aggregate | Sibling"


@dataclass(frozen=True, slots=True)
class Resolved:
    """An expression with its names resolved.

    `table` is the table whose rows it speaks of, None for whole tables. `text` is what was written. `sql`
    may hold window functions when `windows` is true: these range over the rows of `table`, and
    `partitions` lists, per window, the placeholders that it is partitioned by.
    """

    text: str
    table: str | None
    sql: str
    inputs: dict[str, Input]
    windows: bool = False
    partitions: tuple[tuple[str, ...], ...] = ()
    special: str | None = None
    """no_duplicates, no_overlap, about or popularity where the whole expression is that call."""
    arguments: tuple[str, ...] = ()
    """The special call's arguments as SQL over the same placeholders."""
