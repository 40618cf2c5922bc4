"""The seam between the engine's rows and its samplers.

Who does what: the engine resolves names, finds rows and their parents and referenced rows, and asks samplers
for values. Samplers never look at other tables but through `Rows`. Compiling (`Scope`) sees the plan alone:
what depends on rows (`count`, `pilot`, `scan`) is asked for while drawing, never while compiling.

The samplers' room answers with
- `samplers.registry.compile_sampler(model, scope) -> Sampler` for every kind but reference, sequence,
  expression and query, which the engine compiles;
- `samplers.columns.compile_column(column, scope) -> Sampler`: the column's sampler (by `scope.sampler`) under
  its modifiers (nulls, unique, follows, outliers, errors), the fills of states and the settings of segments;
  `unique` on a reference is the engine's;
- `samplers.columns.compile_labels(table, scopes: Callable[[str], Scope]) -> dict[str, Sampler]`: the boolean
  columns that mark segments, outliers and errors, by name; `scopes` gives the scope of a column of that name.

A column that is a reference draws the *row numbers* of its target (INTEGER; null where it refers to none), so
that modifiers and segments treat it as any other; the engine fills in the keys.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.expressions import Input, Resolved
from rowsmith.tools.plan.samplers import Sampler as Model

Bits = npt.NDArray[np.uint64]
Index = npt.NDArray[np.int64]
Measured = npt.NDArray[Any]


class Rows(Protocol):
    """Some rows of one table, in ascending row number; columns come about on demand and are remembered."""

    @property
    def table(self) -> str: ...

    @property
    def ids(self) -> Bits:
        """Row numbers from 0."""
        ...

    @property
    def position(self) -> Index:
        """0-based place of each row among the rows of its parent; the row number in a root table."""
        ...

    @property
    def group(self) -> Index:
        """A number per row that is equal for rows of the same parent: the parent's row number; 0 in a root table."""
        ...

    @property
    def siblings(self) -> Index:
        """How many rows each row's parent has, itself included; the table's row count in a root table."""
        ...

    def __len__(self) -> int: ...

    def column(self, name: str) -> Vector: ...

    def input(self, wanted: Input) -> Vector: ...

    def evaluate(self, expression: Resolved) -> Vector: ...

    def bits(self, *path: str) -> Bits:
        """Random bits per row, a pure function of (seed, table, path, row number)."""
        ...

    def take(self, index: Index) -> Rows:
        """Some of these rows (ascending index); they share what is already known."""
        ...

    def overlaid(self, column: str, values: Vector) -> Rows:
        """The same rows, with these values wherever that column is asked for (a segment's own column)."""
        ...

    def whole(self, levels: int = 1) -> tuple[Rows, Index]:
        """All rows of these rows' parents (or of their ancestors so many levels up), and these rows' places.

        For what needs to see siblings together. In a root table that is the whole table.
        """
        ...


class Sampler(Protocol):
    """Draws a column's values."""

    @property
    def type(self) -> Type: ...

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        """One value per row. `bits` are uniform per row (or bent by `follows`); more come from `rows.bits`."""
        ...


class Scope(Protocol):
    """What a sampler may know of the place where it stands."""

    @property
    def plan(self) -> Plan: ...

    @property
    def table(self) -> Table: ...

    @property
    def locale(self) -> str:
        """Of the column, the table or the plan."""
        ...

    @property
    def address(self) -> tuple[str, ...]:
        """Where the cells are drawn: the column's origin, then the parts inside it.

        `rows.bits(*scope.address, "nulls")` are bits of a sampler's own; a top-level sampler is drawn with
        `rows.bits(*scope.address)`.
        """
        ...

    @property
    def where(self) -> str:
        """The place for errors: "orders.price"."""
        ...

    def inside(self, *part: str) -> Scope:
        """The scope of a part of the sampler, such as an arm."""
        ...

    def resolve(self, sql: str) -> Resolved: ...

    def type_of(self, expression: Resolved) -> Type: ...

    def column_type(self, column: str) -> Type:
        """The type of another column of the table."""
        ...

    def sampler(self, model: Model) -> Sampler:
        """Compiles a sampler of any kind that stands here; parts are compiled as `inside(...).sampler(...)`."""
        ...

    def key(self, *path: str) -> np.uint64:
        """A stream's key in this table: a row's `bits` along a path are `mix(row number, key of that path)`."""
        ...

    def count(self) -> int:
        """How many rows are drawn at this place: the table's, or the parents' for a count of children."""
        ...

    def pilot(self) -> Rows:
        """A fixed few thousand rows of the table, for distributions that must not depend on the data."""
        ...

    def scan(self, measure: Callable[[Rows], Measured]) -> Measured:
        """`measure` over all rows of the table in their order, block by block, joined; kept for this place."""
        ...
