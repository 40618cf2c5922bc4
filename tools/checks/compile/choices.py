"""Who is chosen: how often each candidate of a reference is referred to, by its weight."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.keys import rows_of
from rowsmith.tools.checks.compile.making import Head, attempted
from rowsmith.tools.checks.expressions import Link, Relation, link, references
from rowsmith.tools.checks.judges import ChiSquareJudge, OnlyRow, PopularityJudge
from rowsmith.tools.checks.model import Check, Tally, Violations
from rowsmith.tools.checks.sql import both, columns, quoted
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.column import Follows, Unique
from rowsmith.tools.plan.expressions import resolve_in_table
from rowsmith.tools.plan.samplers import Reference
from rowsmith.tools.plan.table import PerRows

LEAST = 8
"""Candidates that are expected to be chosen fewer times than this are taken together."""


def checks(plan: Plan) -> Iterator[Check]:
    """Every reference that chance decides by weight, or that is dealt exactly."""
    for table in plan.tables:
        through = table.rows.columns if isinstance(table.rows, PerRows) else ()
        for name, reference in references(table):
            if name not in through and _free(table, name, reference):
                yield _chosen(plan, table, name, reference)


def _free(table: Table, name: str, reference: Reference) -> bool:
    """Whether the weights alone say how often each is chosen."""
    column = table.column(name)
    bound = reference.where, reference.value, reference.at_least, reference.at_most, reference.roots
    if column is None or column.hidden or len(reference.tables) != 1 or any(one is not None for one in bound):
        return False
    if reference.depth is not None or column.modifier(Unique) is not None:
        return False
    return column.modifier(Follows) is None and not any(
        setting.column == name for segment in table.segments for setting in segment.set
    )


def _chosen(plan: Plan, table: Table, name: str, reference: Reference) -> Check:
    place = f"tables.{table.name}.columns.{name}"
    own = reference.columns or (name,)
    how = f"by {reference.weight}" if reference.weight else "evenly"
    says = f"rows of {reference.tables[0].table} are chosen {how} by {table.name}.{name}"
    head = Head(table.name, "chosen", says, "share", place, own, firm=reference.exact)

    def build() -> Check:
        found = link(plan, table.name, name)
        exponent = popularity(plan, table, reference)
        if exponent is not None:
            even = reference.model_copy(update={"weight": None})
            rows, needs = _expected(plan, table, found, even)
            sql = f"select count(*) as candidates, max(times) as most, sum(times) as n from ({rows})"
            return head.check(Tally(sql, OnlyRow(PopularityJudge(exponent))), needs)
        rows, needs = _expected(plan, table, found, reference)
        if reference.exact:
            sql = f"select * from ({rows}) where times < floor(expected - 1e-9) or times > ceil(expected + 1e-9)"
            return head.check(Violations(sql, rows_of(found.target)), needs)
        # Few candidates, or few rows, leave no group that is large enough to judge.
        small = f"expected < {LEAST}"
        groups = (
            f"select case when {small} then null else number end as g, sum(times) as o, sum(expected) as e"
        )
        told = f"select * from ({groups} from ({rows}) group by 1) where e >= {LEAST}"
        sql = f"select sum((o - e) * (o - e) / e) as chi, count(*) - 1 as freedom, sum(o) as n from ({told})"
        return head.check(Tally(sql, OnlyRow(ChiSquareJudge())), needs)

    return attempted(head, build)


def popularity(plan: Plan, table: Table, reference: Reference) -> float | None:
    """The exponent of a popularity, 1 where none is said; None for other weights.

    Raises CheckError where it is dealt, or is no number: which rows are popular is drawn.
    """
    if reference.weight is None:
        return None
    found = resolve_in_table(plan, table.name, reference.weight)
    if found.special != "popularity":
        return None
    if reference.exact:
        raise CheckError("Which rows are popular is drawn, so that no weight says it.")
    try:
        return float(found.arguments[0]) if found.arguments else 1.0
    except ValueError as error:
        raise CheckError("The exponent of a popularity is a number.") from error


def _expected(plan: Plan, table: Table, found: Link, reference: Reference) -> tuple[str, tuple[str, ...]]:
    """SQL that gives for each candidate how often it is chosen, and how often its weight says."""
    weight, relation = "1.0", None
    own = [a for a, _ in found.pairs]
    chosen = ", ".join(f"{quoted(b)} as {quoted(a)}" for a, b in found.pairs)
    if reference.weight is not None:
        relation = Relation(plan, table.name, own=own, base=f"(select {chosen} from {quoted(found.target)})")
        weight = f"greatest(coalesce({relation.expression(reference.weight)}, 0), 0)::double"
    candidates = relation.source().sql if relation else f"(select {chosen} from {quoted(found.target)}) as r"
    group = columns(own)
    filled = both(f"{quoted(a)} is not null" for a in own)
    times = f"select {group}, count(*) as times from {quoted(table.name)} where {filled} group by {group}"
    on = both(f"c.{quoted(a)} = t.{quoted(a)}" for a in own)
    weighed = f"select {columns(own, 'r')}, {weight} as weight from {candidates}"
    needs = (*(relation.needs if relation else ()), *(f"{found.target}.{b}" for _, b in found.pairs))
    sql = (
        f"select {columns(own, 'c')}, coalesce(t.times, 0) as times, row_number() over () as number,"
        f" sum(coalesce(t.times, 0)) over () * c.weight / sum(c.weight) over () as expected"
        f" from ({weighed}) as c left join ({times}) as t on {on}"
    )
    return sql, needs
