"""How often each listed value, and each span of the calendar, comes."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.calendar import in_span, named, reached
from rowsmith.tools.checks.compile.categories import shown
from rowsmith.tools.checks.compile.leaves import Leaf, leaves
from rowsmith.tools.checks.compile.making import Head, attempted
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.judges import SharesJudge
from rowsmith.tools.checks.model import Check, Tally
from rowsmith.tools.checks.sql import both, text
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.column import Nulls, Unique
from rowsmith.tools.plan.samplers import Category, Date, DateTime, States, Time
from rowsmith.tools.plan.shape import Span
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
                if leaf.allowed:
                    continue
                if isinstance(leaf.sampler, Category | States):
                    yield _weights(plan, table, column, leaf, leaf.sampler)
                if isinstance(leaf.sampler, Date | DateTime | Time):
                    yield from _spans(plan, table, column, leaf, leaf.sampler)


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


def _spans(
    plan: Plan, table: Table, column: Column, leaf: Leaf, sampler: Date | DateTime | Time
) -> Iterator[Check]:
    """The weight of each span of hours, weekdays, months or days that the window reaches."""
    if sampler.growth or sampler.shape is not None:
        return
    for unit in dict.fromkeys(span.unit for span in sampler.spans):
        spans = reached(sampler, unit)
        if len(spans) > 1:
            yield _span_weights(plan, table, column, leaf, unit, spans)


def _span_weights(
    plan: Plan, table: Table, column: Column, leaf: Leaf, unit: str, spans: list[Span]
) -> Check:
    aspect = f"{leaf.part}.{unit}_shares" if leaf.part else f"{unit}_shares"
    part = f" ({leaf.part})" if leaf.part else ""
    says = f"each span of {unit}s of {table.name}.{column.name} comes as often as its weight says{part}"
    head = Head(table.name, aspect, says, "share", leaf.place, (column.name,), firm=False)

    def build() -> Check:
        relation = Relation(plan, table.name)
        value = relation.column((), column.name)
        arms = " ".join(f"when {in_span(span, value)} then {text(named(span))}" for span in spans)
        kept = both([leaf.guard(relation), f"{value} is not null"])
        rows = f"select case {arms} end as value from {relation.source().sql} where {kept}"
        sql = f"select value, count(*) as n from ({rows}) where value is not null group by 1"
        weights = tuple((named(span), span.weight) for span in spans)
        return head.check(Tally(sql, SharesJudge(weights)), tuple(relation.needs))

    return attempted(head, build)
