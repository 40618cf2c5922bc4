"""Keys and uniqueness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rowsmith.tools.checks.compile.making import Head, attempted
from rowsmith.tools.checks.expressions import reference_of
from rowsmith.tools.checks.model import Check, Source, Violations
from rowsmith.tools.checks.sql import both, quoted, text
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.column import Unique
from rowsmith.tools.plan.samplers import Reference

REPEATED = quoted("rows with it")


def checks(plan: Plan) -> Iterator[Check]:
    """Every key is filled and unique; what is said to be unique is so where it is not null."""
    for table in plan.tables:
        yield from _key(table)
        for column in table.columns:
            unique = column.modifier(Unique)
            if unique is not None and not column.hidden:
                yield _unique(plan, table, column, unique)


def _key(table: Table) -> Iterator[Check]:
    place = f"tables.{table.name}.key"
    said = ", ".join(table.key)
    filled = Head(table.name, "key_filled", f"{table.name}: {said} is never null", "key", place, table.key)
    empty = " or ".join(f"{quoted(name)} is null" for name in table.key)
    yield filled.check(Violations(f"select * from {quoted(table.name)} where {empty}", rows_of(table.name)))
    head = Head(table.name, "key_unique", f"{table.name}: {said} is unique", "key", place, table.key)
    parts = [f"r.{quoted(name)}" for name in table.key]
    yield head.check(duplicates(Source(quoted(table.name)), table.name, parts, table.key))


def rows_of(table: str) -> str:
    """SQL for how many rows a table has."""
    return f"select count(*) from {quoted(table)}"


def duplicates(source: Source, table: str, parts: Sequence[str], names: Sequence[str]) -> Violations:
    """Values that several rows share, one row for each row too many; null equals nothing.

    `parts` are SQL over the source, called `names`. Values that rise from row to row, in whatever order the
    rows are stored, cannot repeat: that is cheap to see, and for most keys enough.
    """
    chosen = ", ".join(f"{part} as {quoted(name)}" for part, name in zip(parts, names, strict=True))
    filled = both(f"({part}) is not null" for part in parts)
    groups = f"select {chosen}, count(*) as {REPEATED} from {source.sql} where {filled} group by all having count(*) > 1"
    sql = f"select g.* from ({groups}) as g, lateral (select unnest(range(1, g.{REPEATED}))) as too_many(n)"
    row = f"({', '.join(parts)})" if len(parts) > 1 else parts[0]
    rising = f"select {row} as v, lag({row}) over () as before from {source.sql} where {filled}"
    return Violations(sql, rows_of(table), f"select coalesce(bool_and(v > before), true) from ({rising})")


def _unique(plan: Plan, table: Table, column: Column, unique: Unique) -> Check:
    own = [column.name]
    if isinstance(column.sampler, Reference) and column.sampler.columns:
        own = list(column.sampler.columns)
    within = [part for name in unique.within for part in group_columns(plan, table, name)]
    place = f"tables.{table.name}.columns.{column.name}.unique"
    group = f" within {', '.join(unique.within)}" if unique.within else ""
    coarse = f" by {unique.to}" if unique.to else ""
    head = Head(
        table.name,
        "unique",
        f"{table.name}.{column.name} is unique{group}{coarse}",
        "unique",
        place,
        (column.name,),
    )
    parts = [
        *(f"r.{quoted(one)}" for one in within),
        *(_coarse(f"r.{quoted(one)}", unique.to) for one in own),
    ]
    needs = tuple(f"{table.name}.{name}" for name in (*within, *own))
    form = duplicates(Source(quoted(table.name)), table.name, parts, (*within, *own))
    return attempted(head, lambda: head.check(form, needs))


def group_columns(plan: Plan, table: Table, name: str) -> tuple[str, ...]:
    """The columns behind a name in `within`: a composite reference stands for its own columns."""
    column = table.column(name)
    if column is not None and isinstance(column.sampler, Reference):
        return reference_of(plan, table.name, name).columns or (name,)
    return (name,)


def _coarse(sql: str, to: str | None) -> str:
    return f"date_trunc({text(to)}, {sql})" if to else sql
