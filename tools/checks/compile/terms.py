"""What a plain sampler promises of each value, as conditions; and checks made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rowsmith.tools.checks.compile.leaves import Leaf, leaves
from rowsmith.tools.checks.compile.making import Head, row_check
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.model import Check, Kind
from rowsmith.tools.checks.sql import both
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.samplers import Sampler

Ok = Callable[[Relation, str], str]
"""From a relation and a value's SQL to the condition that the value is right; null counts as right."""


@dataclass(frozen=True, slots=True)
class Term:
    """One promise: its short name, how it is said after the column's name, and its condition."""

    aspect: str
    says: str
    ok: Ok


Terms = Callable[[Sampler], Iterator[Term]]


def term_checks(
    plan: Plan, kind: Kind, terms: Terms, tables: Sequence[Table] | None = None
) -> Iterator[Check]:
    """A check for each promise of each plain sampler of each column, of all tables or of some."""
    for table in plan.tables if tables is None else tables:
        for column in table.columns:
            if column.hidden:
                continue
            for leaf in leaves(plan, table, column):
                for term in terms(leaf.sampler):
                    yield leaf_check(plan, table.name, column.name, leaf, kind, term)


def leaf_check(plan: Plan, table: str, column: str, leaf: Leaf, kind: Kind, term: Term) -> Check:
    """The check of one promise, for the rows for which the leaf speaks."""
    part = f" ({leaf.part})" if leaf.part else ""
    aspect = f"{leaf.part}.{term.aspect}" if leaf.part else term.aspect
    head = Head(table, aspect, f"{table}.{column} {term.says}{part}", kind, leaf.place, (column,))

    def violation(relation: Relation) -> str:
        value = relation.column((), column)
        return both([leaf.guard(relation), f"not ({term.ok(relation, value)})"])

    return row_check(plan, head, violation, allowed=leaf.allowed)
