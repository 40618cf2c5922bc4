"""References of a table to itself that make a tree: no circles, so many roots, not too deep."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.keys import rows_of
from rowsmith.tools.checks.compile.making import Head, attempted, measured
from rowsmith.tools.checks.expressions import Relation, link, references
from rowsmith.tools.checks.judges import CountJudge
from rowsmith.tools.checks.model import Check, Violations
from rowsmith.tools.checks.sql import both, columns, either, quoted
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.samplers import Reference


def checks(plan: Plan) -> Iterator[Check]:
    """Every reference with roots or a depth."""
    for table in plan.tables:
        for name, reference in references(table):
            itself = [target.table for target in reference.tables] == [table.name]
            if itself and (reference.roots is not None or reference.depth is not None):
                yield from _tree(plan, table, name, reference)


def _tree(plan: Plan, table: Table, name: str, reference: Reference) -> Iterator[Check]:
    own = reference.columns or (name,)
    place = f"tables.{table.name}.columns.{name}"
    head = Head(
        table.name,
        "circles",
        f"{table.name}.{name} leads up to a root",
        "reference",
        place,
        own,
    )
    yield attempted(head, lambda: _circles(plan, table, name, head))
    if reference.depth is not None:
        says = f"the tree of {table.name}.{name} has at most {reference.depth} levels"
        deep = Head(table.name, "depth", says, "reference", place, own)
        depth = reference.depth
        yield attempted(deep, lambda: _deep(plan, table, name, deep, depth))
    if reference.roots is not None:
        roots = Head(
            table.name, "roots", f"{table.name}.{name} has {reference.roots} roots", "reference", place, own
        )
        judge = CountJudge(reference.roots, reference.roots, reference.roots, counted="roots")
        yield measured(plan, roots, lambda relation: _roots(relation, own), judge)


def _roots(relation: Relation, own: tuple[str, ...]) -> dict[str, str]:
    return {"roots": f"count_if({either(f'{relation.column((), name)} is null' for name in own)})"}


def _levels(plan: Plan, table: Table, name: str) -> str:
    """A common table expression `tree` with every row that hangs below a root, and its level from 1."""
    found = link(plan, table.name, name)
    keys = [key for _, key in found.pairs]
    own = [one for one, _ in found.pairs]
    root = either(f"{quoted(one)} is null" for one in own)
    on = both(f"r.{quoted(a)} = tree.{quoted(b)}" for a, b in found.pairs)
    return (
        f"with recursive tree as (select {columns(keys)}, 1 as level from {quoted(table.name)} where {root}"
        f" union all select {columns(keys, 'r')}, tree.level + 1 from {quoted(table.name)} as r join tree on {on})"
    )


def _circles(plan: Plan, table: Table, name: str, head: Head) -> Check:
    """A row whose reference is right hangs below a root, or else in a circle."""
    found = link(plan, table.name, name)
    placed = both(f"tree.{quoted(key)} = r.{quoted(key)}" for _, key in found.pairs)
    parent = both(f"r.{quoted(a)} = p.{quoted(b)}" for a, b in found.pairs)
    shown = columns(dict.fromkeys([*table.key, *(own for own, _ in found.pairs)]), "r")
    sql = (
        f"{_levels(plan, table, name)} select {shown} from {quoted(table.name)} as r"
        f" semi join {quoted(table.name)} as p on {parent} anti join tree on {placed}"
    )
    return head.check(Violations(sql, rows_of(table.name)), tuple(f"{table.name}.{key}" for key in table.key))


def _deep(plan: Plan, table: Table, name: str, head: Head, depth: int) -> Check:
    sql = f"{_levels(plan, table, name)} select * from tree where level > {depth}"
    return head.check(Violations(sql, rows_of(table.name)), tuple(f"{table.name}.{key}" for key in table.key))
