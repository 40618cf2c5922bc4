"""The type of a moment as the plan declares it, for columns that depend on each other's earlier rows."""

from __future__ import annotations

from rowsmith.tools.engine.protocols import Scope
from rowsmith.tools.engine.vector import DATE, TIME, TIMESTAMP, Type
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.dependencies import dependencies
from rowsmith.tools.plan.expressions import Path, Resolved, Sibling, resolve_in_table
from rowsmith.tools.plan.literals import Duration, read_literal
from rowsmith.tools.plan.recursion import recursive_columns


def declared_type(expression: Resolved, scope: Scope) -> Type | None:
    """The type of an expression of moments, by the samplers of the columns that it names.

    None where none tells, and where the scope's column uses no earlier rows, so that types are known without it.
    """
    recursive = recursive_columns(scope.plan, dependencies(scope.plan))
    origins = {(scope.table.name, column.name): column.origin for column in scope.table.columns}
    if not any(origins.get((node.table, node.column)) == scope.address[0] for node in recursive):
        return None
    return _of_expression(expression, scope, ())


def _of_expression(expression: Resolved, scope: Scope, seen: tuple[tuple[str, str], ...]) -> Type | None:
    for wanted in expression.inputs.values():
        if isinstance(wanted, Path):
            mark = (wanted.end, wanted.column)
        elif isinstance(wanted, Sibling) and wanted.column is not None and expression.table is not None:
            mark = (expression.table, wanted.column)
        else:
            continue
        found = None if mark in seen else _of_column(*mark, scope, (*seen, mark))
        if found is not None:
            return found
    return None


def _of_column(table: str, name: str, scope: Scope, seen: tuple[tuple[str, str], ...]) -> Type | None:
    stated = scope.plan.table(table)
    column = stated.column(name) if stated is not None else None
    match column.sampler if column is not None else None:
        case model.Date():
            return DATE
        case model.DateTime():
            return TIMESTAMP
        case model.Time():
            return TIME
        case model.After() | model.Before() as said:
            of = _of_expression(resolve_in_table(scope.plan, table, said.of, scope.where), scope, seen)
            return None if of is None else shifted_type(said, of)
    return None


def shifted_type(said: model.After | model.Before, of: Type) -> Type:
    """Whole days from a date are dates; a part of a day makes moments of them."""
    bounds = [bound for bound in (said.low, said.high, said.step) if isinstance(bound, str)]
    durations = [literal for bound in bounds if isinstance(literal := read_literal(bound), Duration)]
    return TIMESTAMP if of == DATE and not all(one.whole_days for one in durations) else of
