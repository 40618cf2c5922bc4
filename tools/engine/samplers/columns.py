"""A column: its sampler under its modifiers, the fills of states and the settings of segments."""

from __future__ import annotations

from rowsmith.tools.engine.modifiers.errors import with_errors
from rowsmith.tools.engine.modifiers.follows import following
from rowsmith.tools.engine.modifiers.labels import compile_labels, label_names
from rowsmith.tools.engine.modifiers.no_overlap import without_overlap
from rowsmith.tools.engine.modifiers.nulls import with_nulls
from rowsmith.tools.engine.modifiers.outliers import with_outliers
from rowsmith.tools.engine.modifiers.rules import keeping_rules
from rowsmith.tools.engine.modifiers.segments import with_segments
from rowsmith.tools.engine.modifiers.states import in_states
from rowsmith.tools.engine.modifiers.unique import unique_over_table
from rowsmith.tools.engine.modifiers.unique_within import unique_within
from rowsmith.tools.engine.protocols import Sampler, Scope
from rowsmith.tools.engine.samplers.countable import Countable
from rowsmith.tools.engine.samplers.located import located
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.column import Column, Errors, Follows, Nulls, Outliers, Unique
from rowsmith.tools.plan.samplers import Reference
from rowsmith.tools.plan.table import PerRows


def compile_column(column: Column, scope: Scope) -> Sampler:
    """Draws the column's final values.

    The order is: the sampler, bent by what it follows; unique (also a key by itself); segments; outliers and
    errors; states; nulls; and what breaks a rule of the row is drawn again.

    Raises:
        PlanError: what the column says can't be.
    """
    with located(scope.where):
        sampler = _with_nulls(_planted(_drawn(column, scope), column, scope), column, scope)
        return keeping_rules(sampler, column, scope)


def _drawn(column: Column, scope: Scope) -> Sampler:
    sampler = without_overlap(scope.sampler(column.sampler), column, scope)
    unique, follows = column.modifier(Unique), column.modifier(Follows)
    if follows is not None:
        sampler = following(sampler, follows, scope)
    if isinstance(column.sampler, Reference):
        return sampler
    if unique is None:
        return unique_over_table(sampler, scope) if _is_key(column, sampler, scope) else sampler
    _refuse_set(column, scope)
    return unique_within(sampler, unique, scope) if unique.within else unique_over_table(sampler, scope)


def _is_key(column: Column, sampler: Sampler, scope: Scope) -> bool:
    """Whether the column alone is the key, and its values can be kept apart without being asked."""
    rows = scope.table.rows
    counted = isinstance(rows, PerRows) and column.name in rows.columns
    return scope.table.key == (column.name,) and not counted and isinstance(sampler, Countable)


def _refuse_set(column: Column, scope: Scope) -> None:
    for segment in scope.table.segments:
        if any(setting.column == column.name for setting in segment.set):
            raise PlanError(
                f"{column.name} is unique, and the segment {segment.name} sets it.",
                where=scope.where,
                hint="Leave out unique, or let the segment set another column.",
            )


def _planted(sampler: Sampler, column: Column, scope: Scope) -> Sampler:
    sampler = with_segments(sampler, column.name, scope)
    outliers, errors = column.modifier(Outliers), column.modifier(Errors)
    if outliers is not None:
        sampler = with_outliers(sampler, outliers, scope)
    return sampler if errors is None else with_errors(sampler, errors, scope)


def _with_nulls(sampler: Sampler, column: Column, scope: Scope) -> Sampler:
    sampler = in_states(sampler, column.name, scope.table)
    nulls = column.modifier(Nulls)
    return sampler if nulls is None else with_nulls(sampler, nulls, column.name, scope)


__all__ = ["compile_column", "compile_labels", "label_names"]
