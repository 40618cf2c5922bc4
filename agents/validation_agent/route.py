"""Where a run goes next."""

from __future__ import annotations

from typing import Literal

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.state import RunState


def after_lint(state: RunState) -> Literal["generate", "repair"]:
    return "repair" if state.get("faults") else "generate"


def after_check(state: RunState, runtime: Runtime[RunContext]) -> Literal["repair", "finish"]:
    """Repairs go on while something is wrong, somebody drafted the plan, and rounds are left."""
    drafted = "lint_tries" in state
    left = len(state.get("rounds", [])) < runtime.context.rounds
    return "repair" if state.get("findings") and drafted and left else "finish"


def after_repair(state: RunState) -> Literal["lint", "finish"]:
    return "finish" if "gave_up" in state else "lint"
