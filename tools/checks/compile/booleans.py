"""Booleans: true as often as stated, and only where they may be."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.leaves import Leaf, leaves
from rowsmith.tools.checks.compile.making import Head, measured, row_check
from rowsmith.tools.checks.compile.weighing import unevenness
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.judges import ShareJudge
from rowsmith.tools.checks.model import Check
from rowsmith.tools.checks.sql import both
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.column import Nulls
from rowsmith.tools.plan.data import Quantity
from rowsmith.tools.plan.samplers import Boolean
from rowsmith.tools.plan.table import PerRows


def checks(plan: Plan) -> Iterator[Check]:
    """Every boolean's share, and its condition."""
    for table in plan.tables:
        through = table.rows.columns if isinstance(table.rows, PerRows) else ()
        for column in table.columns:
            if column.hidden or column.name in through:
                continue
            for leaf in leaves(plan, table, column):
                if isinstance(leaf.sampler, Boolean):
                    yield from _boolean(plan, table, column, leaf, leaf.sampler)


def _boolean(plan: Plan, table: Table, column: Column, leaf: Leaf, sampler: Boolean) -> Iterator[Check]:
    lead = f"{leaf.part}." if leaf.part else ""
    said = f"{table.name}.{column.name}"
    if sampler.where is not None or sampler.of is not None:
        only = " and ".join(sql for sql in (sampler.where, sampler.of) if sql is not None)
        head = Head(
            table.name,
            f"{lead}where",
            f"{said} is true only where {only}",
            "share",
            leaf.place,
            (column.name,),
        )
        yield row_check(plan, head, lambda relation: _elsewhere(relation, column.name, leaf, sampler))
    firm = isinstance(sampler.share, Quantity)
    head = Head(
        table.name,
        f"{lead}share",
        f"{said} is true as often as stated",
        "share",
        leaf.place,
        (column.name,),
        firm,
    )
    whole = not leaf.guards and column.modifier(Nulls) is None
    judge = ShareJudge(sampler.share, sampler.exact and whole)
    yield measured(plan, head, lambda relation: _share(relation, column.name, leaf, sampler), judge)


def _elsewhere(relation: Relation, column: str, leaf: Leaf, sampler: Boolean) -> str:
    conditions = [
        f"coalesce({relation.expression(sql)}, false)" for sql in (sampler.where, sampler.of) if sql
    ]
    return both([leaf.guard(relation), relation.column((), column), f"not ({both(conditions)})"])


def _share(relation: Relation, column: str, leaf: Leaf, sampler: Boolean) -> dict[str, str]:
    value = relation.column((), column)
    base = both(
        [
            leaf.guard(relation),
            f"{value} is not null",
            f"coalesce({relation.expression(sampler.of)}, false)" if sampler.of else None,
        ]
    )
    return {
        "hits": f"count_if({both([base, value])})",
        "base": f"count_if({base})",
        **unevenness(relation, sampler.where, sampler.weight, base),
    }
