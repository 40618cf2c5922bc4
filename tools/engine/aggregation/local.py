"""Aggregates over rows that stand below the row that asks: its family holds them all."""

from __future__ import annotations

import numpy as np

from rowsmith.tools.engine.aggregation.grouped import grouped
from rowsmith.tools.engine.assembly import joined, picked, picked_or_null
from rowsmith.tools.engine.protocols import Index
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.vector import INTEGER, Type, Vector
from rowsmith.tools.plan.expressions import Aggregate

CHUNK = 4
"""Rows below a block are made in pieces once there are so many times a block's rows."""


def local_aggregate(rows: Block, wanted: Aggregate, kind: Type, block_rows: int) -> Vector:
    """The aggregate for each row, from the rows below it or below one above it."""
    if not wanted.up:
        return _below(rows, wanted, kind, block_rows)
    step = rows.walk(wanted.up)
    if not wanted.outer:
        return picked_or_null(_below(step.block, wanted, kind, block_rows), step.index)
    return _asked(rows, step.block, step.index, wanted, kind)


def _below(base: Block, wanted: Aggregate, kind: Type, block_rows: int) -> Vector:
    if wanted.sql == "COUNT(*)" and len(wanted.down) == 1:
        return Vector(INTEGER, base.brood(wanted.down[0].table).counts.copy())
    pieces = _pieces(base, wanted, CHUNK * block_rows)
    if len(pieces) <= 1:
        return _aggregated(base, wanted, kind)
    made = [(piece, _aggregated(base.source.rows(base.ids[piece]), wanted, kind)) for piece in pieces]
    return joined(kind, len(base), made)


def _pieces(base: Block, wanted: Aggregate, most: int) -> list[Index]:
    """The base rows in runs with so many rows of the next table below; one run where they are few."""
    counts = base.brood(wanted.down[0].table).counts
    if int(counts.sum()) <= most:
        return []
    run = (np.cumsum(counts) - 1) // most
    return np.split(np.arange(len(base)), np.flatnonzero(np.diff(run)) + 1)


def _aggregated(base: Block, wanted: Aggregate, kind: Type) -> Vector:
    owner, below = _descended(base, wanted)
    inputs = {name: below.input(one) for name, one in wanted.inputs.items()}
    inputs |= {name: picked(base.input(one), owner) for name, one in wanted.outer.items()}
    return grouped(base.source.evaluator, wanted, kind, owner, inputs, len(base))


def _descended(base: Block, wanted: Aggregate) -> tuple[Index, Block]:
    """The aggregated rows, and which base row each of them belongs to."""
    owner: Index | None = None
    block = base
    for down in wanted.down:
        block = block.brood(down.table).block()
        assert block.lineage is not None  # noqa: S101 - rows of a brood stand below parents
        index = block.lineage.index
        owner = index if owner is None else owner[index]
    assert owner is not None  # noqa: S101 - an aggregate goes down at least once
    return owner, block


def _asked(rows: Block, base: Block, index: Index, wanted: Aggregate, kind: Type) -> Vector:
    """An aggregate that uses values of the asking row: each asker meets the rows below its base."""
    owner, below = _descended(base, wanted)
    first = np.searchsorted(owner, np.maximum(index, 0), side="left")
    last = np.searchsorted(owner, np.maximum(index, 0), side="right")
    counts = np.where(index < 0, 0, last - first)
    asker = np.repeat(np.arange(len(rows)), counts)
    places = np.arange(len(asker)) - (np.cumsum(counts) - counts - first)[asker]
    inputs = {name: picked(below.input(one), places) for name, one in wanted.inputs.items()}
    inputs |= {name: picked(rows.input(one), asker) for name, one in wanted.outer.items()}
    return grouped(rows.source.evaluator, wanted, kind, asker, inputs, len(rows))
