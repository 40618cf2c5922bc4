"""How often each listed value, and each span of the calendar, comes."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.categories import shown
from rowsmith.tools.checks.compile.leaves import Leaf, leaves
from rowsmith.tools.checks.compile.making import Head, attempted
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.judges import SharesJudge
from rowsmith.tools.checks.model import Check, Tally
from rowsmith.tools.checks.sql import both
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.column import Nulls, Unique
from rowsmith.tools.plan.samplers import Category, States
from rowsmith.tools.plan.table import PerRows

MOST_VALUES = 500
"""Lists longer than this are checked by their values only."""


def checks(plan: Plan) -> Iterator[Check]:
    """Every category's weights."""
    for table in plan.tables:
        through = table.rows.columns if isinstance(table.rows, PerRows) else ()
        for column in table.columns:
            if column.hidden or column.name in through or column.modifier(Unique) is not None:
                continue
            for leaf in leaves(plan, table, column):
                if isinstance(leaf.sampler, Category | States) and not leaf.allowed:
                    yield _weights(plan, table, column, leaf, leaf.sampler)


def _weights(plan: Plan, table: Table, column: Column, leaf: Leaf, sampler: Category | States) -> Check:
    aspect = f"{leaf.part}.shares" if leaf.part else "shares"
    part = f" ({leaf.part})" if leaf.part else ""
    says = f"each value of {table.name}.{column.name} comes as often as its weight says{part}"
    head = Head(table.name, aspect, says, "share", leaf.place, (column.name,), firm=sampler.exact)

    def build() -> Check:
        relation = Relation(plan, table.name)
        numeric = all(
            isinstance(one.value, int | float) and not isinstance(one.value, bool) for one in sampler.values
        )
        value = relation.column((), column.name)
        kept = both([leaf.guard(relation), f"{value} is not null"])
        told = f"{value}::double" if numeric else f"{value}::varchar"
        sql = f"select {told} as value, count(*) as n from {relation.source().sql} where {kept} group by 1"
        weights = tuple(
            (repr(float(str(one.value))) if numeric else shown(one.value), one.weight)
            for one in sampler.values
        )
        whole = not leaf.guards and column.modifier(Nulls) is None
        return head.check(Tally(sql, SharesJudge(weights, sampler.exact and whole)), tuple(relation.needs))

    return attempted(head, build)
