"""References: every one finds its row, may find it, and finds none too often."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rowsmith.tools.checks.compile.keys import rows_of
from rowsmith.tools.checks.compile.making import Head, attempted, row_check
from rowsmith.tools.checks.expressions import Link, Relation, links, references
from rowsmith.tools.checks.model import Check, Violations
from rowsmith.tools.checks.sql import both, columns, either, literal, quoted
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.samplers import Reference


def checks(plan: Plan) -> Iterator[Check]:
    """Orphans, forbidden partners, and how often one row is referred to."""
    for table in plan.tables:
        for name, reference in references(table):
            head = _head(table, name, reference)
            yield from _orphans(plan, table, name, reference)
            if reference.type is not None:
                yield _types(plan, table, name, reference)
            if reference.where is not None:
                yield _where(plan, head, reference.where)
            if reference.at_least is not None or reference.at_most is not None:
                yield from _often(plan, table, name, reference)


def _head(table: Table, name: str, reference: Reference) -> Head:
    own = reference.columns or (name,)
    said = ", ".join(own)
    place = f"tables.{table.name}.columns.{name}"
    return Head(table.name, "reference", f"{table.name}.{said} refers to a row", "reference", place, own)


def _orphans(plan: Plan, table: Table, name: str, reference: Reference) -> Iterator[Check]:
    several = len(reference.tables) > 1
    for target in reference.tables:
        head = _head(table, name, reference)
        aspect = f"{name}.orphans.{target.table}" if several else "orphans"
        said = f"{head.table}.{', '.join(head.columns)} refers to a row of {target.table}"
        whole = Head(head.table, aspect, said, "reference", head.place, head.columns)
        yield attempted(whole, partial(_orphan_check, plan, table, name, whole, target.table))


def _orphan_check(plan: Plan, table: Table, name: str, head: Head, target: str) -> Check:
    (found,) = (one for one in links(plan, table.name, name) if one.target == target)
    shown = columns(dict.fromkeys([*table.key, *(own for own, _ in found.pairs)]), "r")
    other = quoted(found.target)
    sql = (
        f"select {shown} from {quoted(table.name)} as r anti join {other} as t on {found.condition('r', 't')}"
        f" where {found.filled('r')}"
    )
    needs = tuple(f"{found.target}.{key}" for _, key in found.pairs)
    return head.check(Violations(sql, rows_of(table.name)), needs)


def _types(plan: Plan, table: Table, name: str, reference: Reference) -> Check:
    """The type column names one of the tables wherever the reference is filled."""
    type_column = reference.type or ""
    head = Head(
        table.name, f"{name}.type", f"{table.name}.{type_column} names a table that {name} may refer to",
        "reference", f"tables.{table.name}.columns.{name}", (type_column,),
    )  # fmt: skip

    def violation(_: Relation) -> str:
        found = links(plan, table.name, name)
        values = ", ".join(literal(one.type_value) for one in found)
        known = f"coalesce(r.{quoted(type_column)} in ({values}), false)"
        filled = either(f"r.{quoted(own)} is not null" for own, _ in found[0].pairs)
        return f"({filled}) <> {known}"

    return row_check(plan, head, violation)


def _where(plan: Plan, head: Head, where: str) -> Check:
    said = Head(head.table, "where", f"{head.name} with {where}", "reference", head.place, head.columns)

    def violation(relation: Relation) -> str:
        filled = both(f"r.{quoted(name)} is not null" for name in head.columns)
        return both([filled, f"not coalesce({relation.expression(where)}, false)"])

    return row_check(plan, said, violation)


def _often(plan: Plan, table: Table, name: str, reference: Reference) -> Iterator[Check]:
    """How often each candidate is referred to."""
    least, most = reference.at_least, reference.at_most
    said = " and ".join(
        text
        for text in (f"at least {least}" if least else "", f"at most {most}" if most is not None else "")
        if text
    )
    head = _head(table, name, reference)
    whole = Head(
        table.name, "often", f"each row is referred to by {table.name}.{name} {said} times", "reference",
        head.place, head.columns,
    )  # fmt: skip
    for found in links(plan, table.name, name):
        yield attempted(whole, partial(_often_check, plan, whole, found, least, most))


def _often_check(plan: Plan, head: Head, found: Link, least: int | None, most: int | None) -> Check:
    own = columns(own for own, _ in found.pairs)
    group = f"select {own}, count(*) as n from {quoted(found.table)} as r where {found.filled('r')} group by {own}"
    keys = columns((key for _, key in found.pairs), "t")
    on = both(f"c.{quoted(own)} = t.{quoted(key)}" for own, key in found.pairs)
    wrong = either(
        [
            f"coalesce(c.n, 0) < {least}" if least else None,
            f"c.n > {most}" if most is not None else None,
        ]
    )
    sql = (
        f"select {keys}, coalesce(c.n, 0) as times from {quoted(found.target)} as t left join ({group}) as c on {on}"
        f" where {wrong}"
    )
    return head.check(Violations(sql, rows_of(found.target)), (f"{found.target}.{found.pairs[0][1]}",))
