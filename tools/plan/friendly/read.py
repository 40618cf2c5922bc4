"""A friendly plan, as people write it, as its canonical form."""

from __future__ import annotations

from rowsmith.tools.plan.canonical import Form
from rowsmith.tools.plan.friendly.parts import Said
from rowsmith.tools.plan.friendly.tables import PLAN


def canonical(friendly: Said) -> Form:
    """The canonical form of a whole friendly plan, not yet validated.

    Raises PlanError with the place ("tables.orders.columns.price") where the form is not a plan's.
    """
    return PLAN.read(friendly, "")
