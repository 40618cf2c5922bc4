"""How many rows each parent, or each combination, has."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from rowsmith.tools.checks.compile.combinations import combinations
from rowsmith.tools.checks.compile.conforming import conforms
from rowsmith.tools.checks.compile.leaves import Leaf, branches
from rowsmith.tools.checks.compile.making import Head, attempted
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.judges import CountJudge, ShareJudge
from rowsmith.tools.checks.model import Check, Join, Judge, Measures, RowCondition, Violations
from rowsmith.tools.checks.sql import both, columns, literal, quoted
from rowsmith.tools.checks.tolerance import stated_count
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.data import Quantity, Share
from rowsmith.tools.plan.samplers import Category, Constant, Expression, Integer, Sampler, Stages, Switch
from rowsmith.tools.plan.table import PerRows


def alias(table: str) -> str:
    """What the numbers of a table's rows are called beside the combinations; its own for each table."""
    return quoted(f"below_{table}")


def rows_of(table: str) -> str:
    """How many rows of the table a combination has, over `counted`."""
    return f"coalesce({alias(table)}.n, 0)"


def checks(plan: Plan) -> Iterator[Check]:
    """Counts within their bounds, as many without rows as stated, and rows for nothing else."""
    for table in plan.tables:
        if isinstance(table.rows, PerRows):
            yield from _table(plan, table, table.rows)


def counted(plan: Plan, table: Table, rows: PerRows) -> Relation:
    """The combinations, each with the number of its rows (`rows_of`)."""
    relation = combinations(plan, table, rows)
    if any(name in hidden(table) for name in relation.own or ()):
        raise CheckError(f"A column of {_each(rows)} is hidden, so that its rows can't be told apart.")
    own = columns(relation.own or ())
    group = f"select {own}, count(*) as n from {quoted(table.name)} group by {own}"
    beside = alias(table.name)
    on = both(f"r.{quoted(name)} = {beside}.{quoted(name)}" for name in relation.own or ())
    relation.joins.append(Join(f"below_{table.name}", f"left join ({group}) as {beside} on {on}"))
    relation.needs |= dict.fromkeys(f"{table.name}.{name}" for name in relation.own or ())
    return relation


def hidden(table: Table) -> set[str]:
    """The columns that are not in the output."""
    return {column.name for column in table.columns if column.hidden}


def _table(plan: Plan, table: Table, rows: PerRows) -> Iterator[Check]:
    staged = any(isinstance(c.sampler, Stages) for name in rows.columns if (c := table.column(name)))
    if not staged:
        yield _bounds(plan, table, rows)
        if rows.childless is not None and len(rows.columns) == 1:
            yield _without(plan, table, rows, "childless", rows.childless)
        if rows.gaps is not None:
            yield _without(plan, table, rows, "gaps", rows.gaps)
    if rows.pick is not None:
        yield _picked(plan, table, rows, rows.pick)
    if set(rows.columns) & hidden(table):
        yield _grouped(plan, table, rows)
    elif len(rows.columns) > 1 and not staged:
        yield _elsewhere(plan, table, rows)


def _head(table: Table, rows: PerRows, aspect: str, says: str, *, firm: bool = True) -> Head:
    place = f"tables.{table.name}.rows"
    return Head(table.name, f"rows.{aspect}", f"{table.name}: {says}", "children", place, (), firm)


def _each(rows: PerRows) -> str:
    return " and ".join(rows.columns)


def _bounds(plan: Plan, table: Table, rows: PerRows) -> Check:
    head = _head(table, rows, "per", f"each {_each(rows)} has as many rows as its count says")

    def build() -> Check:
        relation = counted(plan, table, rows)
        fits = fitting(relation, rows)
        may_lack = rows.childless is not None or rows.pick is not None or rows.gaps is not None
        violation = both([f"{rows_of(table.name)} <> 0" if may_lack else None, f"not ({fits})"])
        shown = (
            {name: f"r.{quoted(name)}" for name in relation.own or ()}
            | relation.seen
            | {"rows": rows_of(table.name)}
        )
        form = RowCondition(relation.source(), violation, tuple(shown.items()))
        made = head.check(form, tuple(relation.needs))
        return named(made, table, rows)

    return attempted(head, build)


def named(check: Check, table: Table, rows: PerRows) -> Check:
    """The check with the columns of `per` as those at fault."""
    return dataclasses.replace(check, columns=tuple(f"{table.name}.{name}" for name in rows.columns))


def fitting(relation: Relation, rows: PerRows) -> str:
    """The condition that a number of rows fits its count."""
    return both(
        _fits(relation, leaf, total=rows.total is not None) for leaf in branches(Leaf(rows.count, ""))
    )


def _fits(relation: Relation, leaf: Leaf, *, total: bool) -> str:
    sampler = leaf.sampler
    if total:
        ok = _within_limits(relation, sampler)
    elif isinstance(sampler, Expression):
        # What is no whole number may be rounded either way.
        ok = f"abs({rows_of(relation.table)} - coalesce({relation.expression(sampler.sql)}, 0)) < 1"
    else:
        ok = f"coalesce({conforms(relation, sampler, rows_of(relation.table))}, true)"
    return ok if not leaf.guards or ok == "true" else f"not ({leaf.guard(relation)}) or {ok}"


def _within_limits(relation: Relation, sampler: Sampler) -> str:
    """Where a total moves counts, only the least and the most of a count bind."""
    if isinstance(sampler, Integer):
        return conforms(relation, Integer(low=sampler.low, high=sampler.high), rows_of(relation.table))
    if isinstance(sampler, Category):
        numbers = [one.value for one in sampler.values if isinstance(one.value, int | float)]
        return (
            f"{rows_of(relation.table)} between {literal(min(numbers))} and {literal(max(numbers))}"
            if numbers
            else "true"
        )
    return "true"


def never_none(sampler: Sampler) -> bool:
    """Whether a count is surely above 0."""
    if isinstance(sampler, Integer):
        return isinstance(sampler.low, int | float) and sampler.low > 0
    if isinstance(sampler, Constant):
        return isinstance(sampler.value, int | float) and sampler.value > 0
    if isinstance(sampler, Category):
        return all(isinstance(one.value, int | float) and one.value > 0 for one in sampler.values)
    if isinstance(sampler, Switch):
        return all(never_none(arm.use) for arm in sampler.arms)
    return False


def _without(plan: Plan, table: Table, rows: PerRows, aspect: str, share: Share) -> Check:
    says = f"the share of {_each(rows)} without rows is as stated"
    head = _head(table, rows, aspect, says, firm=isinstance(share, Quantity))
    judge = ShareJudge(share, least=not never_none(rows.count))
    aggregates = (("hits", f"count_if({rows_of(table.name)} = 0)"), ("base", "count(*)"))
    return _measured(plan, table, rows, head, aggregates, judge)


def _picked(plan: Plan, table: Table, rows: PerRows, pick: Quantity) -> Check:
    head = _head(table, rows, "pick", f"as many {rows.columns[0]} have rows as stated")
    low, high = stated_count(pick)
    judge = CountJudge(low if never_none(rows.count) else 0, high, pick.value, counted="hits")
    hits = f"count(distinct r.{quoted(rows.columns[0])}) filter (where {rows_of(table.name)} > 0)"
    return _measured(plan, table, rows, head, (("hits", hits),), judge)


def _measured(
    plan: Plan, table: Table, rows: PerRows, head: Head, aggregates: tuple[tuple[str, str], ...], judge: Judge
) -> Check:
    def build() -> Check:
        relation = counted(plan, table, rows)
        return named(
            head.check(Measures(relation.source(), aggregates, judge), tuple(relation.needs)), table, rows
        )

    return attempted(head, build)


def _grouped(plan: Plan, table: Table, rows: PerRows) -> Check:
    """With a hidden column among those counted through, the others have as many rows as it has values."""
    seen = [name for name in rows.columns if name not in hidden(table)]
    head = _head(
        table, rows, "grouped", f"each {' and '.join(seen) or 'table'} has a row for every combination"
    )

    def build() -> Check:
        if not isinstance(rows.count, Constant) or rows.total or rows.gaps or rows.childless or rows.pick:
            raise CheckError("How many rows a hidden column leaves is drawn.")
        relation = combinations(plan, table, rows)
        own = [name for name in relation.own or () if name not in hidden(table)]
        group = columns(own) or "1"
        asked = f"select {columns(own) or '1 as one'}, count(*) * {literal(rows.count.value)} as expected"
        found = f"select {columns(own) or '1 as one'}, count(*) as n from {quoted(table.name)} group by all"
        on = both(f"a.{quoted(name)} = f.{quoted(name)}" for name in own)
        sql = (
            f"select a.*, coalesce(f.n, 0) as found from ({asked} from {relation.base} group by {group}) as a"
            f" left join ({found}) as f on {on} where coalesce(f.n, 0) <> a.expected"
        )
        needs = tuple(f"{table.name}.{name}" for name in own)
        counted_rows = (
            f"select count(*) from (select {columns(own) or '1'} from {relation.base} group by {group})"
        )
        return named(head.check(Violations(sql, counted_rows), (*needs, *relation.needs)), table, rows)

    return attempted(head, build)


def _elsewhere(plan: Plan, table: Table, rows: PerRows) -> Check:
    """No rows stand for combinations that there should not be."""
    head = _head(table, rows, "elsewhere", f"every row stands for one of the combinations of {_each(rows)}")

    def build() -> Check:
        relation = combinations(plan, table, rows)
        own = list(relation.own or ())
        on = both(f"t.{quoted(name)} = r.{quoted(name)}" for name in own)
        shown = columns(dict.fromkeys([*table.key, *own]), "t")
        sql = f"select {shown} from {quoted(table.name)} as t anti join {relation.base} as r on {on}"
        needs = tuple(f"{table.name}.{name}" for name in dict.fromkeys([*own, *table.key]))
        made = head.check(
            Violations(sql, f"select count(*) from {quoted(table.name)}"), (*needs, *relation.needs)
        )
        return named(made, table, rows)

    return attempted(head, build)
