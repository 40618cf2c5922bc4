"""What a table's rows are counted for: a parent, or each combination of several columns' values."""

from __future__ import annotations

from rowsmith.tools.checks.compile.bounds import interval, moment, number
from rowsmith.tools.checks.compile.calendar import in_spans
from rowsmith.tools.checks.compile.categories import shown
from rowsmith.tools.checks.expressions import Link, Relation, link
from rowsmith.tools.checks.sql import both, literal, quoted, text
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.data import Scalar
from rowsmith.tools.plan.literals import Duration, read_duration
from rowsmith.tools.plan.samplers import (
    Boolean,
    Category,
    Date,
    DateTime,
    Integer,
    Reference,
    Stages,
    States,
)
from rowsmith.tools.plan.table import PerRows


def combinations(plan: Plan, table: Table, rows: PerRows, *, stages: bool = True) -> Relation:
    """A relation with a row for each combination; its own columns are those of `per`.

    `stages` False leaves a column of stages out, so that a row is what goes through them. Raises CheckError
    for a column that cannot be counted through.
    """
    base, own = "(select 1 as one)", dict[str, None]()
    for name in rows.columns:
        column = table.column(name)
        if column is None:
            raise CheckError(f"{table.name} has no column {name}.", where=f"tables.{table.name}.rows")
        if isinstance(column.sampler, Stages) and not stages:
            continue
        before = Relation(plan, table.name, own=own, base=base)
        base = _crossed(plan, before, table, column)
        own |= dict.fromkeys(own_columns(plan, table, column))
        base = _candidates(Relation(plan, table.name, own=own, base=base), column)
    return Relation(plan, table.name, own=own, base=base)


def own_columns(plan: Plan, table: Table, column: Column) -> tuple[str, ...]:
    """The column itself, or the columns of a composite reference."""
    if isinstance(column.sampler, Reference):
        return tuple(own for own, _ in _only(plan, table, column).pairs)
    return (column.name,)


def _only(plan: Plan, table: Table, column: Column) -> Link:
    return link(plan, table.name, column.name)


def _crossed(plan: Plan, before: Relation, table: Table, column: Column) -> str:
    sampler = column.sampler
    if isinstance(sampler, Reference):
        found = _only(plan, table, column)
        chosen = ", ".join(f"{quoted(key)} as {quoted(own)}" for own, key in found.pairs)
        partner = f"(select {chosen} from {quoted(found.target)})"
        if not before.own:
            return partner
        return f"(select r.*, p.* from {before.source().sql} cross join {partner} as p)"
    values = _values(before, sampler)
    if values is None:
        raise CheckError(f"{table.name}.{column.name} cannot be counted through.")
    kept = f" where {spans}" if (spans := _spans(sampler)) else ""
    lateral = f"lateral (select v from (select unnest({values}) as v){kept}) as p"
    return f"(select r.*, p.v as {quoted(column.name)} from {before.source().sql}, {lateral})"


def _values(before: Relation, sampler: object) -> str | None:
    """The list of a column's values, as SQL."""
    if isinstance(sampler, Category | States | Stages):
        return _listed([one.value for one in sampler.values])
    if isinstance(sampler, Boolean):
        return "[false, true]"
    if isinstance(sampler, Integer):
        low, high = number(before, sampler.low), number(before, sampler.high)
        return f"generate_series(ceil({low})::bigint, floor({high})::bigint, {round(sampler.step or 1)})"
    if isinstance(sampler, Date | DateTime):
        return _moments(before, sampler)
    return None


def _listed(values: list[Scalar]) -> str:
    if any(isinstance(value, str) for value in values):
        return f"[{', '.join(text(shown(value)) for value in values)}]"
    return f"[{', '.join(literal(value) for value in values)}]"


def _moments(before: Relation, sampler: Date | DateTime) -> str | None:
    step = read_duration(sampler.step) if sampler.step else None
    if step is None and isinstance(sampler, DateTime):
        return None
    low, high = moment(before, sampler.low), moment(before, sampler.high)
    upper = f"{high}::timestamp"
    if isinstance(sampler, DateTime):
        upper = (
            f"case when typeof({high}) = 'DATE' then {upper} + to_microseconds({DAY - 1}) else {upper} end"
        )
    series = f"generate_series({low}::timestamp, {upper}, {interval(step or Duration(microseconds=DAY))})"
    return f"{series}::date[]" if isinstance(sampler, Date) else series


DAY = 86_400_000_000


def _spans(sampler: object) -> str | None:
    if not isinstance(sampler, Date | DateTime) or not sampler.spans:
        return None
    units = dict.fromkeys(span.unit for span in sampler.spans)
    return both(
        in_spans([span for span in sampler.spans if span.unit == unit and span.weight > 0], "v")
        for unit in units
    )


def _candidates(relation: Relation, column: Column) -> str:
    """Without the combinations that the reference's condition forbids."""
    if not isinstance(column.sampler, Reference) or column.sampler.where is None:
        return relation.base or ""
    condition = relation.expression(column.sampler.where)
    return f"(select r.* from {relation.source().sql} where {condition})"
