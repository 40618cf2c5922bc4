"""Columns that use their own values in earlier rows: in the row before, or in the row referred to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rowsmith.tools.engine.assembly import joined, nulls, picked_or_null
from rowsmith.tools.engine.protocols import Index
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.vector import Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.expressions import Input, Path, Sibling


def family_of_earlier(rows: Block, earlier: Sequence[Input]) -> tuple[Block, Index]:
    """The rows whose values those of `rows` are made from, and where `rows` stand among them.

    These are all siblings, or all rows up to the roots of a self-reference.
    """
    paths = [one for one in earlier if isinstance(one, Path)]
    if not paths:
        return rows.whole()
    source = rows.source
    whole = source.kept() or source.rows(_up_to_roots(rows, paths))
    if len(whole) == len(rows):
        return rows, np.arange(len(rows), dtype=np.int64)
    return whole, np.searchsorted(whole.ids, rows.ids)


def _up_to_roots(rows: Block, paths: Sequence[Path]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    ids = rows.ids
    while True:
        block = rows if len(ids) == len(rows) else rows.source.rows(ids)
        above = [block.referred(reference) for path in paths for reference in path.up]
        found = np.unique(np.concatenate([ids.view(np.int64), *above]))
        found = found[found >= 0]
        if len(found) == len(ids):
            return ids
        ids = found.view(np.uint64)


def successive(rows: Block, columns: Sequence[str], earlier: Sequence[Input]) -> dict[str, Vector]:
    """The columns, made for a few rows at a time so that what they need of earlier rows is known.

    Args:
        rows: a whole family of rows.
        columns: those that depend on each other, in the order in which a row's are made.
        earlier: what they use of earlier rows.

    Raises:
        PlanError: a self-reference that leads to a later row.
    """
    before = {one: _rows_before(rows, one) for one in earlier}
    parts: dict[str, list[tuple[Index, Vector]]] = {name: [] for name in columns}
    for here in _steps(list(before.values()), rows):
        some = rows.take(here)
        for wanted, index in before.items():
            some.remember(wanted, _known(rows, parts, wanted, index[here]))
        for name in columns:
            some.remember(name, rows.source.source(name).values(some))
            parts[name].append((here, some.column(name)))
    return {name: joined(rows.source.source(name).type, len(rows), parts[name]) for name in columns}


def _rows_before(rows: Block, wanted: Input) -> Index:
    """The place of the earlier row that an input speaks of, -1 for none."""
    if isinstance(wanted, Sibling):
        before = np.arange(-1, len(rows) - 1, dtype=np.int64)
        return np.where(rows.position == 0, -1, before)
    assert isinstance(wanted, Path)  # noqa: S101 - only these two look at earlier rows
    numbers = np.arange(len(rows), dtype=np.int64)
    for reference in wanted.up:
        above = rows.referred(reference)
        places = np.where(above < 0, -1, np.searchsorted(rows.ids, np.maximum(above, 0).view(np.uint64)))
        numbers = np.where(numbers < 0, -1, places[np.maximum(numbers, 0)])
    return numbers


def _steps(before: Sequence[Index], rows: Block) -> list[Index]:
    """The places of rows in such an order that what lies before a row stands in an earlier step."""
    level = np.full(len(rows), -1, dtype=np.int64)
    waiting = np.arange(len(rows))
    step = 0
    while len(waiting):
        ready = np.ones(len(waiting), dtype=np.bool_)
        for index in before:
            above = index[waiting]
            ready &= (above < 0) | (level[np.maximum(above, 0)] >= 0)
        if not ready.any():
            raise PlanError(
                "A column uses its value in a row that refers back to it.",
                where=rows.table,
                hint="Let the reference lead to earlier rows only.",
            )
        level[waiting[ready]] = step
        waiting, step = waiting[~ready], step + 1
    order = np.argsort(level, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(level[order])) + 1) if len(order) else []


def _known(rows: Block, parts: dict[str, list[tuple[Index, Vector]]], wanted: Input, index: Index) -> Vector:
    column = wanted.column if isinstance(wanted, Path | Sibling) else None
    name = str(column)
    kind = rows.source.source(name).type
    if (index < 0).all():
        return nulls(kind, len(index))
    if name not in parts:
        return picked_or_null(rows.column(name), index)
    if isinstance(wanted, Sibling):
        places, values = parts[name][-1]
        return picked_or_null(values, np.where(index < 0, -1, np.searchsorted(places, index)))
    return picked_or_null(joined(kind, len(rows), parts[name]), index)
