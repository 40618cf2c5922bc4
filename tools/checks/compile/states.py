"""States: columns are filled only in the states that list them."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.emptiness import outside_states
from rowsmith.tools.checks.compile.making import Head, row_check
from rowsmith.tools.checks.compile.nulls import is_null
from rowsmith.tools.checks.model import Check
from rowsmith.tools.checks.sql import both
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.samplers import States


def checks(plan: Plan) -> Iterator[Check]:
    """A column that some state fills is null in all others; where it must be filled is the nulls' affair."""
    for table in plan.tables:
        for state in table.columns:
            if isinstance(state.sampler, States):
                filled = dict.fromkeys(name for one in state.sampler.values for name in one.fills)
                for name in filled:
                    yield _outside(plan, table, state.name, name)


def _outside(plan: Plan, table: Table, state: str, name: str) -> Check:
    place = f"tables.{table.name}.columns.{state}"
    says = f"{table.name}.{name} is empty in the states of {state} that do not fill it"
    head = Head(table.name, f"{state}.states", says, "states", place, (name,))
    return row_check(
        plan, head, lambda relation: both([outside_states(relation, table, name), f"not ({is_null(head)})"])
    )
