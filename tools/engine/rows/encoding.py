"""Row numbers of a reference that leads to one of several tables."""

from __future__ import annotations

import numpy as np

from rowsmith.tools.engine.protocols import Index

SHIFT = 48
"""A row of the n-th table has its row number plus n * 2**48."""


def encoded_rows(numbers: Index, table: int) -> Index:
    """Row numbers of the n-th table."""
    return numbers + (table << SHIFT)


def split_rows(encoded: Index) -> tuple[Index, Index]:
    """The table and the row number of each reference, -1 for none."""
    none = encoded < 0
    return np.where(none, -1, encoded >> SHIFT), np.where(none, -1, encoded & ((1 << SHIFT) - 1))


def rows_of_table(encoded: Index, table: int) -> Index:
    """The row numbers in the n-th table, -1 for references that lead elsewhere."""
    found, numbers = split_rows(encoded)
    return np.where(found == table, numbers, -1)
