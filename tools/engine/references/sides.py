"""A condition or a weight about a row and a candidate, told apart by whose values it uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from rowsmith.tools.engine.evaluation.dialect import fitted_sql
from rowsmith.tools.engine.evaluation.evaluate import relation, types_of
from rowsmith.tools.engine.protocols import Index
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.vector import Vector
from rowsmith.tools.plan.expressions import Aggregate, Input, Path, Resolved, Sibling

OWN, OTHER = "__own", "__other"


@dataclass(frozen=True)
class Sides:
    """An expression whose inputs are those of a row (`own`) and those of a candidate (`other`).

    The candidate's are relative to its table: `arrival.country` of a column `arrival_id` is its `country`.
    """

    sql: str
    where: str
    own: Mapping[str, Input]
    other: Mapping[str, Input]


def split(expression: Resolved, column: str, target: str, key: str, where: str) -> Sides:
    """The sides of an expression of the reference `column` to `target`, whose values are of `target.key`."""
    own: dict[str, Input] = {}
    other: dict[str, Input] = {}
    for name, wanted in expression.inputs.items():
        candidate = _of_candidate(wanted, column, target, key)
        if candidate is None:
            own[name] = wanted
        else:
            other[name] = candidate
    return Sides(expression.sql, where, own, other)


def _of_candidate(wanted: Input, column: str, target: str, key: str) -> Input | None:
    if isinstance(wanted, Sibling):
        return None
    if isinstance(wanted, Path) and wanted.up == () and wanted.column == column:
        return Path(target, (), target, key)
    if wanted.up[:1] != (column,):
        return None
    if isinstance(wanted, Aggregate):
        return replace(wanted, up=wanted.up[1:])
    return replace(wanted, start=target, up=wanted.up[1:])


def values_of(inputs: Mapping[str, Input], rows: Block) -> dict[str, Vector]:
    return {name: rows.input(wanted) for name, wanted in inputs.items()}


def matches(sides: Sides, rows: Block, candidates: Block) -> tuple[Index, Index]:
    """All pairs of a row and a candidate for which the condition holds, by row, then by candidate.

    Returns:
        The places of the rows and of the candidates in their blocks.
    """
    return joined_pairs(sides, rows, values_of(sides.other, candidates), len(candidates))


def joined_pairs(
    sides: Sides, rows: Block, candidates: Mapping[str, Vector], count: int
) -> tuple[Index, Index]:
    """As `matches`, with the candidates given by their values."""
    own = values_of(sides.own, rows)
    condition = fitted_sql(sides.sql, types_of({**own, **candidates}))
    found = rows.source.evaluator.query(
        f"SELECT {OWN}, {OTHER} FROM own, other WHERE ({condition}) ORDER BY ALL",
        sides.where,
        own=numbered(OWN, own, len(rows)),
        other=numbered(OTHER, candidates, count),
    )
    return places(found, OWN), places(found, OTHER)


def numbered(name: str, inputs: Mapping[str, Vector], length: int) -> pa.Table:
    """The inputs as a relation with the place of each row."""
    numbers = pa.array(np.arange(length, dtype=np.int64))
    return relation(inputs, length).append_column(name, numbers) if inputs else pa.table({name: numbers})


def places(found: pa.Table, name: str) -> Index:
    return np.asarray(found.column(name).to_numpy(), dtype=np.int64)
