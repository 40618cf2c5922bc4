"""Nulls: where they must be, where they must not be, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.emptiness import NEVER, empty
from rowsmith.tools.checks.compile.making import Head, measured, row_check
from rowsmith.tools.checks.compile.weighing import unevenness
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.judges import ShareJudge
from rowsmith.tools.checks.model import Check
from rowsmith.tools.checks.sql import both, either, quoted
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.column import Nulls
from rowsmith.tools.plan.data import Quantity
from rowsmith.tools.plan.samplers import Reference


def checks(plan: Plan) -> Iterator[Check]:
    """Columns are null exactly where and as often as the plan says."""
    for table in plan.tables:
        for column in table.columns:
            if not column.hidden:
                yield from _column(plan, table, column)


def _column(plan: Plan, table: Table, column: Column) -> Iterator[Check]:
    nulls = column.modifier(Nulls)
    yield _filled(plan, table, column, nulls)
    if nulls is not None and nulls.share is None and nulls.where is not None:
        yield _emptied(plan, table, column, nulls.where)
    if nulls is not None and nulls.share is not None:
        yield _share(plan, table, column, nulls)


def _head(table: Table, column: Column, aspect: str, says: str, *, firm: bool = True) -> Head:
    place = f"tables.{table.name}.columns.{column.name}"
    place += ".nulls" if column.modifier(Nulls) is not None else ""
    own: tuple[str, ...] = (column.name,)
    if isinstance(column.sampler, Reference) and column.sampler.columns:
        own = column.sampler.columns
    return Head(table.name, aspect, f"{table.name}.{column.name} {says}", "nulls", place, own, firm)


def is_null(head: Head) -> str:
    """That the column is null; of a composite reference any part."""
    return either(f"r.{quoted(name)} is null" for name in head.columns)


def _filled(plan: Plan, table: Table, column: Column, nulls: Nulls | None) -> Check:
    says = "is never null"
    if nulls is not None:
        says = "is null only where it may be"
    head = _head(table, column, "filled", says)

    def violation(relation: Relation) -> str:
        before = _known(empty(relation, table, column), head)
        may: list[str | None] = [before]
        if nulls is not None:
            conditions = [
                f"coalesce({relation.expression(sql)}, false)" for sql in (nulls.where, nulls.of) if sql
            ]
            if nulls.share is not None and not conditions:
                raise CheckError(f"{head.name} by chance, so that no single null is wrong.")
            may.append(both(conditions))
        return both([is_null(head), f"not ({either(may)})"])

    return row_check(plan, head, violation)


def _emptied(plan: Plan, table: Table, column: Column, where: str) -> Check:
    head = _head(table, column, "emptied", f"is null where {where}")

    def violation(relation: Relation) -> str:
        return both([f"not ({is_null(head)})", f"coalesce({relation.expression(where)}, false)"])

    return row_check(plan, head, violation)


def _share(plan: Plan, table: Table, column: Column, nulls: Nulls) -> Check:
    """The share among the rows that would have had a value."""
    assert nulls.share is not None  # noqa: S101 - asked only with a share
    share = nulls.share
    head = _head(table, column, "null_share", "is null as often as stated", firm=isinstance(share, Quantity))

    def aggregates(relation: Relation) -> dict[str, str]:
        before = _known(empty(relation, table, column), head)
        base = both(
            [
                None if before == NEVER else f"not ({before})",
                f"coalesce({relation.expression(nulls.of)}, false)" if nulls.of else None,
            ]
        )
        return {
            "hits": f"count_if({both([base, is_null(head)])})",
            "base": f"count_if({base})",
            **unevenness(relation, nulls.where, nulls.weight, base),
        }

    return measured(plan, head, aggregates, ShareJudge(share, nulls.exact))


def _known(condition: str | None, head: Head) -> str:
    if condition is None:
        raise CheckError(f"Whether {head.name.split()[0]} is null by its sampler can't be told.")
    return condition
