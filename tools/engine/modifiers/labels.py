"""Boolean columns that mark what was planted: segments, outliers, errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags
from rowsmith.tools.engine.assembly import validity
from rowsmith.tools.engine.modifiers.errors import is_spoilt
from rowsmith.tools.engine.modifiers.outliers import is_outlier
from rowsmith.tools.engine.modifiers.segments import memberships
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.vector import BOOLEAN, Type, Vector
from rowsmith.tools.plan import Table
from rowsmith.tools.plan.column import Column, Errors, Outliers

Mark = Callable[[Rows], Flags]


@dataclass(frozen=True)
class Label:
    """True for rows that any of the marks marks."""

    marks: Sequence[Mark]

    @property
    def type(self) -> Type:
        return BOOLEAN

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        flags = np.zeros(len(rows), dtype=np.bool_)
        for mark in self.marks:
            flags |= mark(rows)
        return Vector(BOOLEAN, flags)


def label_names(table: Table) -> tuple[str, ...]:
    """The names of a table's label columns."""
    named = [segment.label for segment in table.segments]
    for column in table.columns:
        named += [
            one.label for one in (column.modifier(Outliers), column.modifier(Errors)) if one is not None
        ]
    return tuple(dict.fromkeys(name for name in named if name is not None))


def compile_labels(table: Table, scopes: Callable[[str], Scope]) -> dict[str, Sampler]:
    """The label columns of a table, by name; `scopes` gives the scope of a column of that name."""
    found: dict[str, list[Mark]] = {name: [] for name in label_names(table)}
    for number, segment in enumerate(table.segments):
        if segment.label is not None:
            found[segment.label].append(memberships(table, scopes(segment.label))[number].flags)
    for column in table.columns:
        outliers, errors = column.modifier(Outliers), column.modifier(Errors)
        if outliers is not None and outliers.label is not None:
            found[outliers.label].append(_outlying(column, outliers))
        if errors is not None and errors.label is not None:
            found[errors.label].append(_spoilt(column, errors))
    return {name: Label(marks) for name, marks in found.items()}


def _outlying(column: Column, said: Outliers) -> Mark:
    address = (column.origin, "outliers")
    return lambda rows: is_outlier(rows, said, address) & validity(rows.column(column.name))


def _spoilt(column: Column, said: Errors) -> Mark:
    address = (column.origin, "errors")
    return lambda rows: is_spoilt(rows, said, address) & validity(rows.column(column.name))
