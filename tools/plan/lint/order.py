"""What is made before what goes in no circle.

What is known only when tables are finished may be used anywhere: those tables are then made first.
"""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.dependencies import dependencies, ordered
from rowsmith.tools.plan.plan import Plan


def check(plan: Plan) -> Iterator[PlanError]:
    """Columns and rows that need each other."""
    try:
        ordered(dependencies(plan))
    except PlanError as error:
        yield error
