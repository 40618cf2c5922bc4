"""Statements about whole tables: every aggregate a scalar, all of a table's in one scan."""

from __future__ import annotations

from dataclasses import dataclass

from rowsmith.tools.checks.expressions.below import said
from rowsmith.tools.checks.expressions.placeholders import filled
from rowsmith.tools.checks.expressions.relation import Relation
from rowsmith.tools.checks.expressions.whole_days import with_whole_days
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.expressions import Aggregate, Resolved


@dataclass(frozen=True, slots=True)
class Statement:
    """A relation of one row, whose columns i0, i1, ... are the aggregates, and what is said over them."""

    source: str
    sql: str
    arguments: tuple[str, ...]
    inputs: tuple[tuple[str, str], ...]
    tables: tuple[str, ...]
    needs: tuple[str, ...]


def statement(plan: Plan, expression: Resolved) -> Statement:
    """The SQL of a resolved overall expression. Raises CheckError where it cannot be checked."""
    scans: dict[str, tuple[Relation, list[str]]] = {}
    for name, wanted in expression.inputs.items():
        if not isinstance(wanted, Aggregate) or wanted.base is not None:
            raise CheckError(f"{expression.text!r} speaks of single rows, not of whole tables.")
        relation, chosen = scans.setdefault(wanted.table, (Relation(plan, wanted.table), []))
        sql = with_whole_days(plan, wanted.sql, wanted.inputs)
        chosen.append(f"{filled(sql, relation.inputs(wanted.inputs))} as {name}")
    sources = [
        f"(select {', '.join(chosen)} from {relation.source().sql}) as t{n}"
        for n, (relation, chosen) in enumerate(scans.values())
    ]
    needs = dict.fromkeys(need for relation, _ in scans.values() for need in relation.needs)
    return Statement(
        source=", ".join(sources) or "(select 1) as t0",
        sql=with_whole_days(plan, expression.sql, expression.inputs),
        arguments=expression.arguments,
        inputs=tuple((n, said(one)) for n, one in expression.inputs.items() if isinstance(one, Aggregate)),
        tables=tuple(scans),
        needs=tuple(needs),
    )
