"""The plan is read for faults before any row is made."""

from __future__ import annotations

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.data_agent.mending import send_back
from rowsmith.agents.state import RunState, plan_of
from rowsmith.tools.plan.lint import lint as faults_of
from rowsmith.tools.semantics import KindNames


def lint(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Notes the plan's faults; raises LintError when nobody is left to mend them.

    A plan that the person gave is theirs to mend; one that a model wrote goes back, at most twice.
    """
    found = faults_of(plan_of(state), kinds=KindNames())
    return send_back(state, runtime.context, found) if found else {"faults": []}
