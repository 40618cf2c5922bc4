"""Keys: unique by construction, referred to as they are."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.column import Column, Errors, Nulls, Outliers, Unique
from rowsmith.tools.plan.lint.sizes import count_extent
from rowsmith.tools.plan.lint.walk import samplers
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import PerRows, QueryRows, Table, WrittenRows

UNKNOWN = ("expression", "query", "learned")
"""Samplers whose values may be unique; the data shows whether they are."""


def check(plan: Plan) -> Iterator[PlanError]:
    """Keys that repeat or are null, references to what is no key."""
    for table in plan.tables:
        yield from _filled(table)
        if isinstance(table.rows, WrittenRows):
            yield from _written(table, table.rows)
        elif not isinstance(table.rows, QueryRows) and table.key and not is_unique(plan, table, table.key):
            yield _repeats(table)
    for placed in samplers(plan):
        if isinstance(placed.sampler, model.Reference):
            yield from _reference(plan, placed.sampler, placed.where)


def _repeats(table: Table) -> PlanError:
    where = f"{table.name}.key"
    if len(table.key) == 1:
        hint = f"Make {table.key[0]} a sequence, or add unique: true to it."
        return PlanError(f"The key {table.key[0]} may repeat.", where=where, hint=hint)
    hint = "Key all columns of per, or make one unique: {within: ...} the others."
    return PlanError(f"The key {', '.join(table.key)} may repeat.", where=where, hint=hint)


def _filled(table: Table) -> Iterator[PlanError]:
    for name in table.key:
        column = table.column(name)
        for modifier in column.modifiers if column is not None else ():
            if isinstance(modifier, Nulls | Errors | Outliers):
                text = f"{name} is a key and has {modifier.kind}."
                yield PlanError(text, where=f"{table.name}.{name}.{modifier.kind}", hint="Take them away.")
        for other in table.columns:
            if isinstance(other.sampler, model.States) and any(
                name in state.fills for state in other.sampler.values
            ):
                text = f"{name} is a key and is filled only in some states of {other.name}."
                yield PlanError(text, where=f"{table.name}.{other.name}")


def _written(table: Table, rows: WrittenRows) -> Iterator[PlanError]:
    if not set(table.key) <= set(rows.columns):
        return
    places = [rows.columns.index(name) for name in table.key]
    seen: dict[tuple[object, ...], int] = {}
    for number, row in enumerate(rows.cells, start=1):
        key = tuple(row[place] for place in places)
        where = f"{table.name}.rows[{number}]"
        if None in key:
            yield PlanError("The key is null in a row that is written out.", where=where)
        elif key in seen:
            shown = ", ".join(map(str, key))
            yield PlanError(f"The key {shown} stands in rows {seen[key]} and {number}.", where=where)
        seen.setdefault(key, number)


def is_unique(plan: Plan, table: Table, key: tuple[str, ...]) -> bool:
    """Whether no two rows can have the same values in these columns."""
    if any(_unique_alone(table, name) for name in key):
        return True
    if _one_per_combination(plan, table, key):
        return True
    return any(_unique_within(column, key) for name in key if (column := table.column(name)) is not None)


def _unique_alone(table: Table, name: str) -> bool:
    column = table.column(name)
    if isinstance(table.rows, WrittenRows) and name in table.rows.columns:
        place = table.rows.columns.index(name)
        values = [row[place] for row in table.rows.cells]
        return len(set(values)) == len(values)
    if column is None:  # a label, a type column, a part of a composite reference: not known here
        return True
    said, unique = column.sampler, column.modifier(Unique)
    if unique is not None and not unique.within and unique.to is None:
        return True
    if isinstance(said, model.Sequence):
        return not said.within and said.step != 0
    return isinstance(said, model.Uuid) or said.kind in UNKNOWN or _given(said)


def _given(said: model.Sampler) -> bool:
    return isinstance(said, model.Reference) and said.value is not None


def _one_per_combination(plan: Plan, table: Table, key: tuple[str, ...]) -> bool:
    rows = table.rows
    return (
        isinstance(rows, PerRows)
        and set(rows.columns) <= set(key)
        and count_extent(plan, table, rows).high <= 1
    )


def _unique_within(column: Column, key: tuple[str, ...]) -> bool:
    unique = column.modifier(Unique)
    if unique is not None and unique.within and unique.to is None:
        return set(unique.within) <= set(key)
    said = column.sampler
    return isinstance(said, model.Sequence) and bool(said.within) and set(said.within) <= set(key)


def _reference(plan: Plan, said: model.Reference, where: str) -> Iterator[PlanError]:
    for target in said.tables:
        table = plan.table(target.table)
        if table is None:
            continue
        place = f"{where}.reference"
        if target.column is not None:
            if not (table.key == (target.column,) or _unique_alone(table, target.column)):
                hint = f"Add unique: true to it, or refer to {table.name} by its key."
                yield PlanError(f"{table.name}.{target.column} may repeat.", where=place, hint=hint)
        elif len(table.key) > 1 and len(said.columns) != len(table.key):
            shown = ", ".join(table.key)
            hint = f"Name a column for each of them: as: [{shown}]."
            text = f"The key of {table.name} has {len(table.key)} columns ({shown}), as names {len(said.columns)}."
            yield PlanError(text, where=place, hint=hint)
    if said.columns and all(
        (t := plan.table(one.table)) is not None and len(t.key) == 1 for one in said.tables
    ):
        yield PlanError(
            "as names columns of a key that has only one.", where=f"{where}.as", hint="Leave it out."
        )
    yield from _polymorphic(said, where)


def _polymorphic(said: model.Reference, where: str) -> Iterator[PlanError]:
    if len(said.tables) > 1 and said.type is None:
        hint = "Add type: name_of_a_column, which then says which table is meant."
        yield PlanError(
            "It refers to several tables, and nothing says which.", where=f"{where}.reference", hint=hint
        )
    if len(said.tables) == 1 and said.type is not None:
        yield PlanError("type says which of several tables is meant; there is one.", where=f"{where}.type")
    marks = [one.type_value if one.type_value is not None else one.table for one in said.tables]
    if len(set(marks)) < len(marks):
        yield PlanError("Two tables have the same type_value.", where=f"{where}.reference")
