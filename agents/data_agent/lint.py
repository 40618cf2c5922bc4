"""The plan is read for faults before any row is made."""

from __future__ import annotations

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.events import PlanFaulty
from rowsmith.agents.state import FindingNote, RunState
from rowsmith.tools.errors import LintError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.lint import lint as faults_of
from rowsmith.tools.semantics import kinds

LINT_TRIES = 2


def lint(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Notes the plan's faults; raises LintError when nobody is left to mend them.

    A plan that the person gave is theirs to mend; one that a model drafted goes back, at most twice.
    """
    plan = Plan.model_validate(state["plan"])
    found = faults_of(plan, kinds=[kind.name for kind in kinds()])
    if not found:
        return {"faults": []}
    tries = state.get("lint_tries")
    if tries is None or tries >= LINT_TRIES:
        raise LintError(found)
    runtime.context.emit(PlanFaulty(tuple(str(one) for one in found)))
    notes: list[FindingNote] = [{"place": one.where or "plan", "says": str(one)} for one in found]
    return {"faults": notes, "lint_tries": tries + 1}
