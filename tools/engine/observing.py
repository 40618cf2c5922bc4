"""What the rows of a planned table hold, looked at before they are written anywhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from rowsmith.tools.engine.arrow import to_arrow
from rowsmith.tools.engine.world import TableWorld
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.expressions import resolve_in_table


def observe(
    plan: Plan, table: str, expressions: Sequence[str], *, most: int, scale: float = 1.0
) -> tuple[int, pa.Table]:
    """How many rows a table will have, and what expressions come to in the first `most` of them.

    Raises:
        PlanError: there is no such table, an expression that can't be, or a plan that can't be.
        GenerationError: rows can't be made from it.
    """
    world = TableWorld(plan, scale)
    found = world.table(table)
    count = found.count()
    rows = found.rows(np.arange(min(most, count), dtype=np.uint64))
    columns = {
        sql: to_arrow(rows.evaluate(resolve_in_table(plan, table, sql, f"{table}: {sql}")))
        for sql in dict.fromkeys(expressions)
    }
    return count, pa.table(columns)
