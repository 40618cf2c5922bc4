"""An aggregate call over groups of rows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from rowsmith.tools.engine.arrow import from_arrow
from rowsmith.tools.engine.assembly import picked_or_null
from rowsmith.tools.engine.evaluation.connection import Evaluator
from rowsmith.tools.engine.evaluation.dialect import fitted_sql
from rowsmith.tools.engine.evaluation.evaluate import held, relation, types_of
from rowsmith.tools.engine.protocols import Index
from rowsmith.tools.engine.vector import INTEGER, Type, Vector
from rowsmith.tools.plan.expressions import Aggregate

GROUP = "__group"


def grouped(
    evaluator: Evaluator,
    wanted: Aggregate,
    kind: Type,
    group: Index,
    inputs: Mapping[str, Vector],
    groups: int,
) -> Vector:
    """The aggregate of each of `groups` groups; one without rows counts 0, and has null otherwise.

    Args:
        evaluator: whose DuckDB aggregates.
        wanted: the aggregate.
        kind: the type of its value.
        group: the group of each row, int64[n].
        inputs: what the call's placeholders stand for, n rows each.
        groups: how many groups there are.
    """
    rows = relation(inputs, len(group)).append_column(GROUP, pa.array(group))
    made = evaluator.query(
        f"{select(wanted, kind, types_of(inputs))} FROM block GROUP BY {GROUP}", wanted.table, block=rows
    )
    return spread(made, wanted, kind, groups)


def select(wanted: Aggregate, kind: Type, types: Mapping[str, Type | None]) -> str:
    return f"SELECT {GROUP}, {held(fitted_sql(wanted.sql, types), kind)} AS v"


def spread(made: pa.Table, wanted: Aggregate, kind: Type, groups: int) -> Vector:
    """A value per group from a table of groups and values."""
    places = np.full(groups, -1, dtype=np.int64)
    places[np.asarray(made.column(GROUP).to_numpy())] = np.arange(len(made))
    values = from_arrow(made.column("v"), kind, wanted.table)
    spread_out = picked_or_null(values, places)
    if not counts(wanted) or spread_out.valid is None:
        return spread_out
    return Vector(INTEGER, np.where(spread_out.valid, spread_out.values, 0))


def counts(wanted: Aggregate) -> bool:
    """Whether it counts: no rows are 0 then, not null."""
    return wanted.sql.upper().startswith("COUNT(")
