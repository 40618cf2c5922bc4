"""Window expressions: over the rows of a family, or over the whole table."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa
import sqlglot
from sqlglot import exp

from rowsmith.tools.engine.aggregation.stored import ROW
from rowsmith.tools.engine.arrow import from_arrow
from rowsmith.tools.engine.assembly import picked
from rowsmith.tools.engine.evaluation.dialect import fitted_sql
from rowsmith.tools.engine.evaluation.evaluate import held, relation, types_of
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.plan.expressions import Resolved

_ORDERED = (exp.RowNumber, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue, exp.Ntile)


def family_window(rows: Block, expression: Resolved, kind: Type, levels: int) -> Vector:
    """A window expression whose groups lie within the ancestor so many levels up."""
    whole, index = rows.whole(levels)
    inputs = {name: whole.input(wanted) for name, wanted in expression.inputs.items()}
    numbered = relation(inputs, len(whole))
    if inputs:
        numbered = numbered.append_column(ROW, pa.array(np.arange(len(whole))))
    where = expression.table or "rules"
    sql = fitted_sql(settled(expression.sql), types_of(inputs))
    made = rows.source.evaluator.query(
        f"SELECT {ROW}, {held(sql, kind)} AS v FROM block", where, block=numbered
    )
    places = np.empty(len(made), dtype=np.int64)
    places[np.asarray(made.column(ROW).to_numpy())] = np.arange(len(made))
    return picked(from_arrow(made.column("v"), kind, where), places[index])


@cache
def settled(sql: str) -> str:
    """The SQL with ties in an order settled by row, where they would leave a value open."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    for window in list(tree.find_all(exp.Window)):
        if isinstance(_call(window), _ORDERED):
            order = window.args.get("order")
            expressions = list(order.expressions) if order is not None else []
            window.set("order", exp.Order(expressions=[*expressions, exp.column(ROW)]))
    return tree.sql(dialect="duckdb")


def _call(window: exp.Window) -> exp.Expr:
    call: exp.Expr = window.this
    return call.this if isinstance(call, exp.IgnoreNulls | exp.RespectNulls) else call
