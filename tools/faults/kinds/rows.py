"""Rows that are missing or too many."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.bounds import as_number
from rowsmith.tools.checks.expressions import links
from rowsmith.tools.checks.sql import both, columns, quoted
from rowsmith.tools.faults.model import Alter, Ground, Remove, Repeat, Spot
from rowsmith.tools.plan import Table
from rowsmith.tools.plan.column import Nulls
from rowsmith.tools.plan.samplers import Constant, Integer, Reference, Sequence
from rowsmith.tools.plan.table import FixedRows, PerRows, WrittenRows


def _there(ground: Ground) -> Iterator[Table]:
    return (table for table in ground.plan.tables if table.name in ground.types)


def missing_row(ground: Ground) -> Iterator[Spot]:
    """A row is gone from a table that must be whole: of a fixed number, or numbered without gaps."""
    for table in _there(ground):
        if _counted(table):
            yield Spot(table.name, (), Remove(), f"{quoted(table.name)} as r", _inner(table))


def _counted(table: Table) -> bool:
    rows = table.rows
    return (
        isinstance(rows, WrittenRows)
        or _is_fixed(table)
        or any(isinstance(column.sampler, Sequence) for column in table.columns if not column.hidden)
    )


def _inner(table: Table) -> str:
    """A gap shows only in the middle of a sequence."""
    sequence = next((c for c in table.columns if isinstance(c.sampler, Sequence) and not c.hidden), None)
    if sequence is None or _is_fixed(table):
        return "true"
    value, name = f"r.{quoted(sequence.name)}", quoted(table.name)
    assert isinstance(sequence.sampler, Sequence)  # noqa: S101 - chosen so
    if sequence.sampler.within:
        group = both(f"o.{quoted(one)} = r.{quoted(one)}" for one in sequence.sampler.within)
        return f"exists (select 1 from {name} as o where {group} and o.{quoted(sequence.name)} > {value})"
    return f"{value} < (select max({quoted(sequence.name)}) from {name})"


def _is_fixed(table: Table) -> bool:
    rows = table.rows
    return isinstance(rows, WrittenRows) or (
        isinstance(rows, FixedRows) and rows.amount.firmness == "exactly"
    )


def duplicate_row(ground: Ground) -> Iterator[Spot]:
    """The same row twice, key and all."""
    for table in _there(ground):
        if table.key:
            yield Spot(table.name, (), Repeat(), f"{quoted(table.name)} as r")


def childless_parent(ground: Ground) -> Iterator[Spot]:
    """A child is given to another parent, so that its own has fewer than it must have."""
    for table, own, low, _ in _bounded(ground):
        name = quoted(table.name)
        last = f"(select count(*) from {name} as o where o.{own} = r.{own}) = {low}"
        other = f"(select min(o.{own}) from {name} as o where o.{own} <> r.{own})"
        condition = both([last, f"r.{own} is not null", f"{low} >= 1"])
        yield Spot(table.name, (_bare(own),), Alter(((_bare(own), other),)), f"{name} as r", condition)


def too_many_children(ground: Ground) -> Iterator[Spot]:
    """A child is given to a parent that has as many as it may have."""
    for table, own, _, high in _bounded(ground):
        name = quoted(table.name)
        full = f"(select min(k) from (select {own} as k from {name} group by 1 having count(*) >= {high}))"
        condition = both([f"r.{own} <> {full}"])
        yield Spot(table.name, (_bare(own),), Alter(((_bare(own), full),)), f"{name} as r", condition)


def _bare(name: str) -> str:
    return name[1:-1].replace('""', '"')


def _bounded(ground: Ground) -> Iterator[tuple[Table, str, int, int]]:
    """Tables with so many rows per one parent, with that reference and both bounds."""
    for table in _there(ground):
        rows = table.rows
        if not isinstance(rows, PerRows) or len(rows.columns) != 1 or rows.total or rows.childless:
            continue
        column = table.column(rows.columns[0])
        if column is None or not isinstance(column.sampler, Reference) or column.sampler.columns:
            continue
        if isinstance(rows.count, Integer):
            low, high = as_number(rows.count.low), as_number(rows.count.high)
        elif isinstance(rows.count, Constant):
            low = high = rows.count.value if isinstance(rows.count.value, int) else None
        else:
            continue
        if low is not None and high is not None and column.name in ground.types[table.name]:
            yield table, quoted(column.name), int(low), int(high)


def orphan(ground: Ground) -> Iterator[Spot]:
    """A reference to a row that there is not."""
    for table in _there(ground):
        for column in table.columns:
            if not isinstance(column.sampler, Reference) or column.hidden:
                continue
            for link in links(ground.plan, table.name, column.name):
                own, other = link.pairs[0]
                if own not in ground.types[table.name] or link.target not in ground.types:
                    continue
                new = _nowhere(ground.type_of(table.name, own), own, link.target, other)
                condition = both(
                    [f"r.{quoted(one)} is not null" for one, _ in link.pairs] + [link.meant("r")]
                )
                if new is not None:
                    yield Spot(
                        table.name, (own,), Alter(((own, new),)), f"{quoted(table.name)} as r", condition
                    )


def _nowhere(kind: str, own: str, target: str, other: str) -> str | None:
    """A value that no row of the other table has."""
    if kind in ("BIGINT", "INTEGER", "HUGEINT", "DOUBLE", "DECIMAL"):
        return f"(select coalesce(max({quoted(other)}), 0) from {quoted(target)}) + 1000"
    if kind == "VARCHAR":
        return f"r.{quoted(own)} || '-0'"
    return "uuid '00000000-0000-4000-8000-000000000000'" if kind == "UUID" else None


def null_reference(ground: Ground) -> Iterator[Spot]:
    """A reference that must be set is not."""
    for table in _there(ground):
        for column in table.columns:
            sampler = column.sampler
            if not isinstance(sampler, Reference) or column.hidden or column.modifier(Nulls):
                continue
            own = (sampler.columns or (column.name,))[0]
            if own in ground.types[table.name] and sampler.roots is None and sampler.value is None:
                yield Spot(
                    table.name,
                    (own,),
                    Alter(((own, None),)),
                    f"{quoted(table.name)} as r",
                    f"r.{quoted(own)} is not null",
                )


def circle(ground: Ground) -> Iterator[Spot]:
    """A row of a tree is its own parent."""
    for table in _there(ground):
        for column in table.columns:
            sampler = column.sampler
            if (
                isinstance(sampler, Reference)
                and [one.table for one in sampler.tables] == [table.name]
                and len(table.key) == 1
                and not sampler.columns
                and (sampler.roots is not None or sampler.depth is not None)
            ):
                key = f"r.{columns(table.key)}"
                yield Spot(
                    table.name,
                    (column.name,),
                    Alter(((column.name, key),)),
                    f"{quoted(table.name)} as r",
                    f"r.{quoted(column.name)} is not null",
                )


def changed_written_row(ground: Ground) -> Iterator[Spot]:
    """A row that the plan writes out says something else."""
    for table in _there(ground):
        if not isinstance(table.rows, WrittenRows):
            continue
        for name in table.rows.columns:
            kind = ground.type_of(table.name, name)
            if name in table.key or kind not in ("VARCHAR", "BIGINT", "INTEGER", "DOUBLE"):
                continue
            new = f"r.{quoted(name)} || ' 2'" if kind == "VARCHAR" else f"r.{quoted(name)} + 1"
            yield Spot(table.name, (name,), Alter(((name, new),)), f"{quoted(table.name)} as r")
