"""A plan as people write it: the shortest spelling that reads back as the same plan."""

from __future__ import annotations

from rowsmith.tools.plan.canonical import Form, canonical_form
from rowsmith.tools.plan.column import Column
from rowsmith.tools.plan.friendly.columns import COLUMN
from rowsmith.tools.plan.friendly.parts import Friendly, Spelt
from rowsmith.tools.plan.friendly.tables import PLAN, TABLE
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import Table


def write(plan: Plan) -> Spelt:
    """The friendly form; `plan_from_friendly(write(plan)) == plan`.

    What a plan has to say of itself is written even where it is the default: a file should not change its
    meaning with the version that reads it.
    """
    itself: Form = {
        "rowsmith": plan.rowsmith,
        "seed": plan.seed,
        "as_of": plan.as_of.isoformat(),
        "locale": plan.locale,
    }
    return PLAN.write(canonical_form(plan) | itself)


def write_table(table: Table) -> Spelt:
    """The friendly form of a table without its name."""
    form = canonical_form(table)
    return TABLE.write({key: value for key, value in form.items() if key != "name"})


def write_column(column: Column) -> Friendly:
    """The friendly form of a column without its name."""
    return COLUMN.write(canonical_form(column))
