"""Rules: conditions on rows, and statements about whole tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator

from rowsmith.tools.checks.compile.keys import duplicates, rows_of
from rowsmith.tools.checks.compile.making import Head, attempted, row_check
from rowsmith.tools.checks.compile.overlaps import overlapping
from rowsmith.tools.checks.compile.statements import about, overall
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.model import Check, Violations
from rowsmith.tools.plan import Plan, Rule
from rowsmith.tools.plan.expressions import Aggregate, Input, Path, Resolved, resolve_in_table


def checks(plan: Plan) -> Iterator[Check]:
    """Every rule holds: of each row (null counts as held), or of whole tables."""
    for table in plan.tables:
        for rule in table.rules:
            yield _in_table(plan, table.name, rule)
    for rule in plan.rules:
        yield overall(plan, rule)


def _in_table(plan: Plan, table: str, rule: Rule) -> Check:
    place = f"tables.{table}.rules.{rule.name}"
    head = Head(table, f"rule.{rule.name}", rule.name, "rule", place)

    def build() -> Check:
        found = resolve_in_table(plan, table, rule.check, place)
        made = SPECIAL.get(found.special or "", _condition)(plan, head, found)
        return dataclasses.replace(made, columns=at_fault(found.inputs.values(), table))

    return attempted(head, build)


def at_fault(inputs: Iterable[Input], table: str) -> tuple[str, ...]:
    """The columns that inputs name, "table.column": those of the row's own table first."""
    found: dict[str, None] = {}
    for one in inputs:
        if isinstance(one, Path):
            found[f"{one.end}.{one.column}"] = None
        elif isinstance(one, Aggregate):
            below = at_fault((*one.inputs.values(), *one.outer.values()), one.table)
            found |= dict.fromkeys(below or (f"{one.table}.{one.down[-1].via}",))
        elif one.column is not None:
            found[f"{table}.{one.column}"] = None
    return tuple(sorted(found, key=lambda name: not name.startswith(f"{table}.")))


def _condition(plan: Plan, head: Head, found: Resolved) -> Check:
    return row_check(plan, head, lambda relation: f"not {relation.resolved(found)}")


def _about(plan: Plan, head: Head, found: Resolved) -> Check:
    return row_check(plan, head, lambda relation: f"not ({about(relation.arguments(found))})")


def _no_duplicates(plan: Plan, head: Head, found: Resolved) -> Check:
    relation = Relation(plan, head.table)
    parts = relation.arguments(found)
    names = [f"value {number}" for number in range(1, len(parts) + 1)]
    return head.check(duplicates(relation.source(), head.table, parts, names), tuple(relation.needs))


def _no_overlap(plan: Plan, head: Head, found: Resolved) -> Check:
    relation = Relation(plan, head.table)
    sql = overlapping(relation, relation.arguments(found))
    return head.check(Violations(sql, rows_of(head.table)), tuple(relation.needs))


SPECIAL: dict[str, Callable[[Plan, Head, Resolved], Check]] = {
    "no_duplicates": _no_duplicates,
    "no_overlap": _no_overlap,
    "about": _about,
}
"""How a rule that is one special call is checked."""
