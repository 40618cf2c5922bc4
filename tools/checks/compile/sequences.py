"""Numbers in order: from their start, by their step, without gaps, in the order that is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rowsmith.tools.checks.compile.keys import group_columns, rows_of
from rowsmith.tools.checks.compile.leaves import settings
from rowsmith.tools.checks.compile.making import Head, attempted, row_check
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.model import Check, Violations
from rowsmith.tools.checks.sql import columns, quoted, text
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.samplers import Sequence

FIELD = re.compile(r"\{(?:n)?(?::(0?)(\d*)d?)?\}")


def checks(plan: Plan) -> Iterator[Check]:
    """Every sequence that nothing else changes."""
    for table in plan.tables:
        for column in table.columns:
            if isinstance(column.sampler, Sequence) and not column.hidden:
                yield from _sequence(plan, table, column, column.sampler)


def _sequence(plan: Plan, table: Table, column: Column, sampler: Sequence) -> Iterator[Check]:
    place = f"tables.{table.name}.columns.{column.name}"
    said = f"{table.name}.{column.name}"
    changed = any(one.kind in ("nulls", "outliers", "errors") for one in column.modifiers)
    if sampler.format is not None:
        head = Head(
            table.name, "format", f"{said} is written as {sampler.format}", "sequence", place, (column.name,)
        )
        yield row_check(
            plan, head, lambda relation: f"not ({_written(relation, column.name, sampler.format or '')})"
        )
    if changed or any(True for _ in settings(table, column.name)):
        return
    within = f" within {', '.join(sampler.within)}" if sampler.within else ""
    head = Head(
        table.name, "counts", f"{said} counts from {sampler.start} by {sampler.step}{within}", "sequence",
        place, (column.name,),
    )  # fmt: skip
    yield attempted(head, lambda: _gapless(plan, head, table, column, sampler))
    if sampler.by:
        order = Head(
            table.name,
            "order",
            f"{said} rises with {', '.join(sampler.by)}",
            "sequence",
            place,
            (column.name,),
        )
        yield attempted(order, lambda: _ordered(plan, order, table, column, sampler))


def number_of(value: str, form: str | None) -> str:
    """The number inside a formatted one. Raises CheckError where the format holds no number once."""
    if form is None:
        return value
    found = _field(form)
    start, rest = found.start() + 1, len(form) - found.end()
    inner = f"substr({value}, {start}, length({value}) - {start - 1 + rest})"
    return f"try_cast({inner} as bigint)"


def _field(form: str) -> re.Match[str]:
    found = list(FIELD.finditer(form))
    if len(found) != 1:
        raise CheckError(f"The format {form!r} does not say once where the number stands.")
    return found[0]


def _written(relation: Relation, column: str, form: str) -> str:
    found = _field(form)
    width = int(found[2] or 1)
    pattern = f"{re.escape(form[: found.start()])}\\d{{{width},}}{re.escape(form[found.end() :])}"
    return f"regexp_full_match({relation.column((), column)}, {text(pattern)})"


def _group(plan: Plan, table: Table, sampler: Sequence) -> tuple[str, ...]:
    return tuple(part for name in sampler.within for part in group_columns(plan, table, name))


def _gapless(plan: Plan, head: Head, table: Table, column: Column, sampler: Sequence) -> Check:
    """In order of the numbers, each is one step further than the one before; the first is the start."""
    group = _group(plan, table, sampler)
    number = number_of(f"r.{quoted(column.name)}", sampler.format)
    shown = columns(dict.fromkeys([*table.key, *group, column.name]), "r")
    partition = f"partition by {columns(group, 'r')} " if group else ""
    place = f"row_number() over ({partition}order by {number} {'desc' if sampler.step < 0 else 'asc'})"
    expected = f"{sampler.start} + ({place} - 1) * {sampler.step}"
    rows = f"select {shown}, {number} as counted, {expected} as expected from {quoted(table.name)} as r"
    sql = f"select * from ({rows}) where counted is distinct from expected"
    needs = tuple(f"{table.name}.{name}" for name in (*group, *table.key))
    return head.check(Violations(sql, rows_of(table.name), _dense(table, number, group, sampler)), needs)


def _dense(table: Table, number: str, group: tuple[str, ...], sampler: Sequence) -> str:
    """Stored in order, it is enough that each number is one step further than the one before.

    Groups that never fall from row to row stand each in one piece.
    """
    before = f"lag({number}) over ()"
    if not group:
        fits = f"{number} = coalesce({before} + {sampler.step}, {sampler.start})"
        together = "true"
    else:
        row = f"({', '.join(f'r.{quoted(name)}' for name in group)})"
        earlier = f"lag({row}) over ()"
        step = f"case when {row} = {earlier} then {before} + {sampler.step} else {sampler.start} end"
        fits = f"{number} = {step}"
        together = f"row_number() over () = 1 or {row} >= {earlier}"
    rows = f"select ({fits}) and ({together}) as fits from {quoted(table.name)} as r"
    return f"select coalesce(bool_and(coalesce(fits, false)), true) from ({rows})"


def _ordered(plan: Plan, head: Head, table: Table, column: Column, sampler: Sequence) -> Check:
    """In order of the numbers, what they are counted by never falls."""
    relation = Relation(plan, table.name)
    group = _group(plan, table, sampler)
    number = number_of(relation.column((), column.name), sampler.format)
    by = [relation.expression(sql) for sql in sampler.by]
    shown = columns(dict.fromkeys([*table.key, column.name]), "r")
    partition = f"partition by {columns(group, 'r')} " if group else ""
    window = f"over ({partition}order by {number} {'desc' if sampler.step < 0 else 'asc'})"
    now = ", ".join(f"{sql} as by{n}" for n, sql in enumerate(by))
    before = ", ".join(f"lag({sql}) {window} as before{n}" for n, sql in enumerate(by))
    here = ", ".join(f"by{n}" for n in range(len(by)))
    earlier = ", ".join(f"before{n}" for n in range(len(by)))
    rows = f"select {shown}, {now}, {before} from {relation.source().sql}"
    sql = f"select * from ({rows}) where ({here}) < ({earlier})"
    needs = (*relation.needs, *(f"{table.name}.{name}" for name in (*group, *table.key)))
    return head.check(Violations(sql, rows_of(table.name)), needs)
