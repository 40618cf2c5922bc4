"""The words become a plan."""

from __future__ import annotations

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.events import PlanDrafted
from rowsmith.agents.state import RunState, messages_of
from rowsmith.agents.tasks import DraftPlan
from rowsmith.tools.plan import Plan


def draft(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Asks for a plan; one that was given with the run is kept. Raises ModelError without an answer."""
    context = runtime.context
    if "plan" in state:
        return {}
    task = DraftPlan(
        messages=messages_of(state),
        seed=context.seed if context.seed is not None else 1,
        as_of=context.as_of,
        locale=context.locale,
    )
    plan = with_wishes(context.data_model.answer(task).plan, context)
    context.emit(PlanDrafted(len(plan.tables), sum(len(table.columns) for table in plan.tables)))
    return {"plan": plan.model_dump(mode="json"), "lint_tries": 0}


def with_wishes(plan: Plan, context: RunContext) -> Plan:
    """The command line's word on seed, as-of date and locale stands above the plan's."""
    wishes = {"seed": context.seed, "as_of": context.as_of, "locale": context.locale}
    said = {name: value for name, value in wishes.items() if value is not None}
    return Plan.model_validate(plan.model_dump() | said) if said else plan
