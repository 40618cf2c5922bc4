"""What a plan promises of its tables, as constraints that a database can hold."""

from __future__ import annotations

from dataclasses import dataclass

from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.column import Column, Errors, Nulls, Unique
from rowsmith.tools.plan.literals import read_literal


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`columns` of a table hold `target_columns` of `target`."""

    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constraints:
    """The key, other columns that are unique together, columns that are never null, and references."""

    key: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...] = ()
    required: tuple[str, ...] = ()
    references: tuple[ForeignKey, ...] = ()


def constraints_of(plan: Plan) -> dict[str, Constraints]:
    """The constraints of each table, in an order in which rows can be put in: those referred to come first.

    References of a table to itself, to one of several tables, and those that would close a circle are left out.
    """
    ordered = _in_order(plan)
    found: dict[str, Constraints] = {}
    for table in ordered:
        shown = _shown(table)
        references = [
            one for one in _references(plan, table) if one.target in found and set(one.columns) <= shown
        ]
        found[table.name] = Constraints(
            key=table.key if set(table.key) <= shown else (),
            unique=tuple(one for one in _unique(plan, table) if set(one) <= shown),
            required=tuple(column.name for column in table.columns if _is_filled(table, column)),
            references=tuple(one for one in references if _is_unique(plan, one)),
        )
    return found


def later_references(plan: Plan) -> dict[str, tuple[ForeignKey, ...]]:
    """References that can be declared once all rows are in: to the table itself, and those that close a circle."""
    declared = constraints_of(plan)
    found = {
        table.name: tuple(
            one
            for one in _references(plan, table, to_itself=True)
            if one not in declared[table.name].references
            and set(one.columns) <= _shown(table)
            and _is_unique(plan, one)
        )
        for table in plan.tables
    }
    return {name: references for name, references in found.items() if references}


def _in_order(plan: Plan) -> list[Table]:
    done: list[Table] = []
    waiting = list(plan.tables)
    while waiting:
        names = {table.name for table in waiting}
        ready = [
            table
            for table in waiting
            if not {one.target for one in _references(plan, table)} & (names - {table.name})
        ] or waiting[:1]
        done += ready
        waiting = [table for table in waiting if table not in ready]
    return done


def _shown(table: Table) -> set[str]:
    hidden = {column.name for column in table.columns if column.hidden}
    renamed = {c.name for c in table.columns if isinstance(c.sampler, model.Reference) and c.sampler.columns}
    composite = {
        n for c in table.columns if isinstance(c.sampler, model.Reference) for n in c.sampler.columns
    }
    written = set(table.rows.columns) if table.rows.kind == "written" else set()
    queried = set(table.key) if table.rows.kind == "query" else set()
    named = {column.name for column in table.columns} - hidden - renamed
    return named | composite | written | queried


def _references(plan: Plan, table: Table, *, to_itself: bool = False) -> list[ForeignKey]:
    found: list[ForeignKey] = []
    for column in table.columns:
        said = column.sampler
        if not isinstance(said, model.Reference) or len(said.tables) != 1 or column.modifier(Errors):
            continue
        target = plan.table(said.tables[0].table)
        if target is None or (target.name == table.name and not to_itself):
            continue
        keys = (said.tables[0].column,) if said.tables[0].column else target.key
        columns = said.columns or (column.name,)
        if len(columns) == len(keys):
            found.append(ForeignKey(columns, target.name, keys))
    return found


def _unique(plan: Plan, table: Table) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for column in table.columns:
        unique = column.modifier(Unique)
        if unique is not None and unique.to is None and (column.name,) != table.key:
            found.append((*unique.within, column.name))
    own = {
        one.target_columns
        for other in plan.tables
        for one in _references(plan, other)
        if one.target == table.name
    }
    return list(dict.fromkeys([*found, *(one for one in sorted(own) if one != table.key)]))


def _is_unique(plan: Plan, reference: ForeignKey) -> bool:
    target = plan.table(reference.target)
    return target is not None and set(reference.target_columns) <= _shown(target)


def _is_filled(table: Table, column: Column) -> bool:
    """Whether a column has a value in every row, by what its sampler is."""
    if column.hidden or column.modifier(Nulls) or column.modifier(Errors):
        return False
    if any(setting.column == column.name for segment in table.segments for setting in segment.set):
        return False
    states = [other.sampler for other in table.columns if isinstance(other.sampler, model.States)]
    if any(column.name in state.fills for one in states for state in one.values):
        return False
    return _never_null(table, column.sampler)


def _never_null(table: Table, said: model.Sampler) -> bool:
    match said:
        case model.Reference():
            return (
                said.value is None and not said.columns and table.name not in {t.table for t in said.tables}
            )
        case model.Sequence() | model.Uuid() | model.Boolean() | model.Semantic():
            return True
        case model.Category():
            return all(one.value is not None for one in said.values)
        case model.Integer() | model.Decimal() | model.Date() | model.DateTime() | model.Time():
            bounds = [
                said.low,
                said.high,
                *(known.value for known in (said.shape.known if said.shape else ())),
            ]
            return all(not isinstance(one, str) or read_literal(one) is not None for one in bounds)
    return False
