"""A column: its sampler under its modifiers, the fills of states and the settings of segments."""

from __future__ import annotations

from rowsmith.tools.engine.modifiers.nulls import with_nulls
from rowsmith.tools.engine.modifiers.states import in_states
from rowsmith.tools.engine.protocols import Sampler, Scope
from rowsmith.tools.plan.column import Column, Nulls


def compile_column(column: Column, scope: Scope) -> Sampler:
    """Draws the column's final values.

    The order is: the sampler, bent by what it follows; unique; segments; states; outliers and errors; nulls.

    Raises:
        PlanError: what the column says can't be.
    """
    sampler = scope.sampler(column.sampler)
    sampler = in_states(sampler, column.name, scope.table)
    if (nulls := column.modifier(Nulls)) is not None:
        sampler = with_nulls(sampler, nulls, column.name, scope)
    return sampler
