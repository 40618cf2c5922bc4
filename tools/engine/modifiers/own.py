"""Whether an expression looks at a column of its own row."""

from __future__ import annotations

from rowsmith.tools.plan.expressions import Path, Resolved


def mentions(expression: Resolved, column: str) -> bool:
    """Whether the row's own column of that name is among what the expression uses."""
    return any(isinstance(i, Path) and not i.up and i.column == column for i in expression.inputs.values())
