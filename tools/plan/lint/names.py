"""Names: what is spoken of must be there, and once only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from rowsmith.tools.errors import PlanError, did_you_mean
from rowsmith.tools.plan.column import Errors, Outliers
from rowsmith.tools.plan.expressions.scope import columns_of
from rowsmith.tools.plan.lint.walk import samplers, samplers_of
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.samplers import Reference, States, Target
from rowsmith.tools.plan.table import PerRows, QueryRows, Table, WrittenRows


def check(plan: Plan) -> Iterator[PlanError]:
    """Unknown tables and columns; names that two parts have."""
    for table in plan.tables:
        yield from _key(table)
        yield from _per(table)
        yield from _segments(table)
        yield from _fills(table)
        yield from _taken(table)
    for placed in samplers(plan):
        if isinstance(placed.sampler, Reference):
            for target in placed.sampler.tables:
                yield from _target(plan, target, f"{placed.where}.reference")
    yield from _origins("plan", "tables", [(table.name, table.origin) for table in plan.tables])


def unknown(name: str, known: Iterable[str], table: str, where: str) -> PlanError:
    return PlanError(f"{table} has no column {name}.", where=where, hint=did_you_mean(name, known))


def _key(table: Table) -> Iterator[PlanError]:
    known = columns_of(table)
    where = f"{table.name}.key"
    if not table.key:
        yield PlanError(
            f"{table.name} has no key.", where=where, hint="Name the column that tells its rows apart."
        )
    yield from (unknown(name, known, table.name, where) for name in table.key if name not in known)
    yield from (
        PlanError(f"{name} stands twice in the key.", where=where)
        for name, count in Counter(table.key).items()
        if count > 1
    )


def _per(table: Table) -> Iterator[PlanError]:
    if not isinstance(table.rows, PerRows):
        return
    names = [column.name for column in table.columns]
    for name in table.rows.columns:
        if name not in names:
            yield unknown(name, names, table.name, f"{table.name}.rows.per")


def _segments(table: Table) -> Iterator[PlanError]:
    names = [column.name for column in table.columns]
    for segment in table.segments:
        where = f"{table.name}.segments.{segment.name}"
        for one in segment.set:
            if one.column not in names:
                yield unknown(one.column, names, table.name, f"{where}.set.{one.column}")


def _fills(table: Table) -> Iterator[PlanError]:
    names = [column.name for column in table.columns]
    for placed in samplers_of(table):
        if not isinstance(placed.sampler, States):
            continue
        for state in placed.sampler.values:
            for name in state.fills:
                where = f"{placed.where}.states.{state.value}"
                if name not in names:
                    yield unknown(name, names, table.name, where)
                elif placed.column is not None and name == placed.column.name:
                    yield PlanError(f"{name} can't fill itself.", where=where)


def _taken(table: Table) -> Iterator[PlanError]:
    """Columns that come from two places: written rows, columns, labels."""
    written = table.rows.columns if isinstance(table.rows, WrittenRows) else ()
    named = [column.name for column in table.columns]
    for name in named:
        if name in written:
            hint = "Leave it out of one of them."
            yield PlanError(
                f"{name} is written out in the rows and made as a column.",
                where=f"{table.name}.{name}",
                hint=hint,
            )
    labels = list(_labels(table))
    for label, where in labels:
        if label in (*written, *named):
            hint = "A label is a column of its own; choose another name."
            yield PlanError(f"The label {label} is already a column of {table.name}.", where=where, hint=hint)
    twice = [label for label, count in Counter(label for label, _ in labels).items() if count > 1]
    yield from (PlanError(f"Two labels are called {label}.", where=table.name) for label in twice)
    yield from _origins(table.name, "columns", [(column.name, column.origin) for column in table.columns])


def _labels(table: Table) -> Iterator[tuple[str, str]]:
    for segment in table.segments:
        if segment.label is not None:
            yield segment.label, f"{table.name}.segments.{segment.name}.label"
    for column in table.columns:
        for modifier in column.modifiers:
            if isinstance(modifier, Outliers | Errors) and modifier.label is not None:
                yield modifier.label, f"{table.name}.{column.name}.{modifier.kind}.label"


def _origins(where: str, what: str, pairs: list[tuple[str, str]]) -> Iterator[PlanError]:
    """Two parts of one origin would draw the same cells."""
    known: dict[str, str] = {}
    for name, origin in pairs:
        if origin in known:
            hint = "Take was away from one of them."
            yield PlanError(
                f"The {what} {known[origin]} and {name} both come from {origin}.", where=where, hint=hint
            )
        known[origin] = name


def _target(plan: Plan, target: Target, where: str) -> Iterator[PlanError]:
    table = plan.table(target.table)
    if table is None:
        names = [one.name for one in plan.tables]
        yield PlanError(
            f"There is no table {target.table}.", where=where, hint=did_you_mean(target.table, names)
        )
    elif (
        target.column is not None
        and target.column not in columns_of(table)
        and not isinstance(table.rows, QueryRows)
    ):
        yield unknown(target.column, columns_of(table), table.name, where)
