"""Resolved expressions over vectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from rowsmith.tools.engine.arrow import from_arrow, to_arrow
from rowsmith.tools.engine.assembly import picked
from rowsmith.tools.engine.evaluation.arithmetic import computed
from rowsmith.tools.engine.evaluation.connection import Evaluator
from rowsmith.tools.engine.evaluation.dialect import fitted_sql
from rowsmith.tools.engine.vector import INTERVAL, TEXT, Type, Vector

ROW = "__row"


def relation(inputs: Mapping[str, Vector], length: int) -> pa.Table:
    """The inputs as an Arrow table; a relation without any has its row numbers."""
    if not inputs:
        return pa.table({ROW: pa.array(np.arange(length))})
    return pa.table({name: _plain(vector) for name, vector in inputs.items()})


def _plain(vector: Vector) -> pa.Array:  # type: ignore[type-arg]  # pa.Array takes no parameter at run time
    array = to_arrow(vector)
    return array.cast(array.type.value_type) if pa.types.is_dictionary(array.type) else array


def evaluate(
    evaluator: Evaluator,
    wanted: Sequence[tuple[str, Type]],
    inputs: Mapping[str, Vector],
    length: int,
    where: str,
) -> list[Vector]:
    """The values of scalar or window expressions over a relation of `length` rows, in its order.

    Args:
        evaluator: whose DuckDB is asked.
        wanted: pairs of SQL over the inputs' names and the type of its values.
        inputs: the relation's columns.
        length: its rows; expressions without inputs are constants.
        where: the place for errors.

    Raises:
        GenerationError: DuckDB's error, or a number that is too large.
    """
    made = {n: computed(sql, kind, inputs, length) for n, (sql, kind) in enumerate(wanted)}
    left = [pair for n, pair in enumerate(wanted) if made[n] is None]
    found_by_query = iter(asked(evaluator, left, inputs, length, where) if left else ())
    return [found if found is not None else next(found_by_query) for found in made.values()]


def asked(
    evaluator: Evaluator,
    wanted: Sequence[tuple[str, Type]],
    inputs: Mapping[str, Vector],
    length: int,
    where: str,
) -> list[Vector]:
    """The values, by a query. Raises as `evaluate`."""
    types = types_of(inputs)
    columns = ", ".join(
        f"{held(fitted_sql(sql, types), kind)} AS v{n}" for n, (sql, kind) in enumerate(wanted)
    )
    if not inputs:
        made = evaluator.query(f"SELECT {columns}", where)
        same = np.zeros(length, dtype=np.int64)
        return [picked(from_arrow(made.column(n), kind, where), same) for n, (_, kind) in enumerate(wanted)]
    made = evaluator.query(f"SELECT {columns} FROM block", where, block=relation(inputs, length))
    return [from_arrow(made.column(n), kind, where) for n, (_, kind) in enumerate(wanted)]


def types_of(inputs: Mapping[str, Vector]) -> dict[str, Type | None]:
    return {name: vector.type for name, vector in inputs.items()}


def held(sql: str, kind: Type) -> str:
    """An interval is asked for in microseconds; untyped null as text."""
    if kind == INTERVAL:
        return f"epoch_us({sql})"
    return f"CAST({sql} AS VARCHAR)" if kind == TEXT else f"({sql})"
