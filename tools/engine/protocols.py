"""The seam between the engine's rows and its samplers."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.plan.expressions import Input, Resolved

Bits = npt.NDArray[np.uint64]
Index = npt.NDArray[np.int64]


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


class Sampler(Protocol):
    """Draws a column's values."""

    @property
    def type(self) -> Type: ...

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        """One value per row. `bits` are uniform per row (or bent by `follows`); more come from `rows.bits`."""
        ...
