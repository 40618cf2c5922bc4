"""What a sampler may ask about the column's `follows`."""

from __future__ import annotations

from rowsmith.tools.engine.protocols import Scope
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.column import Follows


def follows_others(scope: Scope) -> bool:
    """Whether the bits of this place are bent by `follows`."""
    columns = (column for column in scope.table.columns if column.origin == scope.address[0])
    return any(column.modifier(Follows) is not None for column in columns)


def refuse_following(scope: Scope) -> None:
    """Raise PlanError where an exact deal stands beside `follows`."""
    if follows_others(scope):
        raise PlanError(
            "exact and follows can't both be said: one deals rows blindly, the other by another column.",
            where=scope.where,
            hint="Leave out one of them.",
        )
