"""Rank correlations: sign and size."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.categories import shown
from rowsmith.tools.checks.compile.children import counted, named, rows_of
from rowsmith.tools.checks.compile.leaves import settings, unmarked
from rowsmith.tools.checks.compile.making import Head, attempted
from rowsmith.tools.checks.expressions import Relation, table_of
from rowsmith.tools.checks.judges import OnlyRow, RankJudge
from rowsmith.tools.checks.model import Check, Source, Tally
from rowsmith.tools.checks.sql import both, quoted, text
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.column import Errors, Follows, Outliers, Rank
from rowsmith.tools.plan.expressions import Path, Resolved, resolve_in_table
from rowsmith.tools.plan.samplers import Boolean, Category, Sampler, States
from rowsmith.tools.plan.table import PerRows

SAMPLE = 200_000
"""Rows that are looked at; four standard errors of so many are below one hundredth."""

COARSE = 0.6
"""What a column of few values may lack of a correlation, as a part of it."""


def checks(plan: Plan) -> Iterator[Check]:
    """Every `follows` of columns and of counts."""
    for table in plan.tables:
        for column in table.columns:
            follows = column.modifier(Follows)
            if follows is not None and not column.hidden:
                for rank in follows.columns:
                    yield _column(plan, table, column, rank)
        if isinstance(table.rows, PerRows) and table.rows.follows is not None:
            for rank in table.rows.follows.columns:
                yield _counts(plan, table, table.rows, rank)


def _column(plan: Plan, table: Table, column: Column, rank: Rank) -> Check:
    place = f"tables.{table.name}.columns.{column.name}.follows"
    says = f"{table.name}.{column.name} follows {rank.column} with a rank correlation of {rank.rank:g}"
    head = Head(table.name, f"follows {rank.column}", says, "correlation", place, (column.name,), firm=False)

    def build() -> Check:
        relation = Relation(plan, table.name)
        found = resolve_in_table(plan, table.name, rank.column, place)
        own = ordered(relation.column((), column.name), column.sampler)
        other = ordered(relation.resolved(found), _sampler(plan, found))
        kept = [f"{own} is not null", f"{other} is not null", *_unchanged(relation, table, column)]
        source = _sampled(relation.source())
        few = _few(column.sampler) or _few(_sampler(plan, found))
        sql = correlation(source, own, other, both(kept), _apart(relation, found))
        return head.check(Tally(sql, OnlyRow(_judge(rank, few=few))), tuple(relation.needs))

    return attempted(head, build)


def _counts(plan: Plan, table: Table, rows: PerRows, rank: Rank) -> Check:
    place = f"tables.{table.name}.rows.count.follows"
    says = f"the number of {table.name} follows {rank.column} with a rank correlation of {rank.rank:g}"
    head = Head(table.name, f"rows.follows {rank.column}", says, "correlation", place, (), firm=False)

    def build() -> Check:
        relation = counted(plan, table, rows)
        found = resolve_in_table(plan, table.name, rank.column, place)
        other = ordered(relation.resolved(found), _sampler(plan, found))
        apart = _apart(relation, found)
        sql = correlation(relation.source(), rows_of(table.name), other, f"{other} is not null", apart)
        made = head.check(Tally(sql, OnlyRow(_judge(rank, few=False))), tuple(relation.needs))
        return named(made, table, rows)

    return attempted(head, build)


def _judge(rank: Rank, *, few: bool) -> RankJudge:
    return RankJudge(rank.rank, lost=COARSE if few else 0.0)


def correlation(source: Source, own: str, other: str, kept: str, apart: str) -> str:
    """Spearman's rank correlation: ties have their mean rank.

    `n` is the number of values that were drawn apart from each other: of the rows, or of their parents.
    """
    return (
        "select corr(a, b) as rank, count(distinct p) as n from (select p,"
        " rank() over (order by x) + (count(*) over (partition by x) - 1) / 2 as a,"
        " rank() over (order by y) + (count(*) over (partition by y) - 1) / 2 as b"
        f" from (select {own} as x, {other} as y, {apart} as p from {source.sql} where {kept}))"
    )


def _sampled(source: Source) -> Source:
    base = f"(select * from {source.base} as s using sample reservoir({SAMPLE} rows) repeatable (1))"
    return Source(base, source.joins)


def _apart(relation: Relation, found: Resolved) -> str:
    """Rows of one parent share its value, so that only parents count as drawn apart."""
    path = next(iter(found.inputs.values()), None)
    if isinstance(path, Path) and path.up:
        key = table_of(relation.plan, path.end).key
        return f"({', '.join(f'{relation.way(path.up)}.{quoted(name)}' for name in key)})"
    own = relation.own or table_of(relation.plan, relation.table).key
    return f"({', '.join(f'r.{quoted(name)}' for name in own)})"


def _unchanged(relation: Relation, table: Table, column: Column) -> list[str]:
    labels = [segment.label for segment, _ in settings(table, column.name) if segment.label]
    labels += [m.label for m in (column.modifier(Outliers), column.modifier(Errors)) if m and m.label]
    return [unmarked(label)(relation) for label in labels]


def _sampler(plan: Plan, found: Resolved) -> Sampler | None:
    path = next(iter(found.inputs.values()), None)
    if len(found.inputs) != 1 or not isinstance(path, Path) or found.sql != "i0":
        return None
    column = table_of(plan, path.end).column(path.column)
    return column.sampler if column is not None else None


def _few(sampler: Sampler | None) -> bool:
    return isinstance(sampler, Category | States | Boolean)


def ordered(value: str, sampler: Sampler | None) -> str:
    """The value, or the place of a listed value in its list."""
    if isinstance(sampler, Category | States):
        values = ", ".join(text(shown(one.value)) for one in sampler.values)
        return f"list_position([{values}], {value}::varchar)"
    return value
