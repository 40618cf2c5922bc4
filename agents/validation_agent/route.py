"""Where a run goes next."""

from __future__ import annotations

from typing import Literal

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.state import RunState


def after_lint(state: RunState) -> Literal["write", "repair", "finish"]:
    if "gave_up" in state:
        return "finish"
    return "repair" if state.get("faults") else "write"


def after_generate(state: RunState) -> Literal["require", "repair", "finish"]:
    if "gave_up" in state:
        return "finish"
    return "repair" if state.get("faults") else "require"


def after_check(state: RunState, runtime: Runtime[RunContext]) -> Literal["repair", "review", "finish"]:
    """Repairs go on while something is wrong, a model wrote the plan, and rounds are left."""
    if state.get("findings"):
        return after_review(state, runtime)
    return "review" if runtime.context.reviews and not state.get("reviewed") else "finish"


def after_review(state: RunState, runtime: Runtime[RunContext]) -> Literal["repair", "finish"]:
    return "repair" if is_repairable(state) and rounds_left(state, runtime.context) else "finish"


def after_repair(state: RunState) -> Literal["lint", "finish"]:
    return "finish" if "gave_up" in state else "lint"


def is_repairable(state: RunState) -> bool:
    """Whether something is wrong with a plan that is not the person's own."""
    return bool(state.get("findings")) and "lint_tries" in state


def rounds_left(state: RunState, context: RunContext) -> bool:
    return len(state.get("rounds", [])) < context.rounds
