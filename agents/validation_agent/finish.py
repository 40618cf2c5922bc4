"""The run's ending."""

from __future__ import annotations

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.events import GaveUp, RunFinished
from rowsmith.agents.requirements import Contract
from rowsmith.agents.state import RunState
from rowsmith.agents.validation_agent.route import is_repairable, rounds_left


def finish(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """The contract with the rounds that led to it, and why no further one was tried."""
    context, rounds = runtime.context, state.get("rounds", [])
    note = state.get("gave_up")
    if note is None and is_repairable(state) and not rounds_left(state, context):
        note = f"All {context.rounds} rounds of repairs are used up." if context.rounds else None
        if note:
            context.emit(GaveUp(note))
    contract = Contract.model_validate({**state.get("contract", {}), "rounds": rounds, "note": note})
    context.emit(RunFinished(contract.status, len(rounds)))
    return {"contract": contract.model_dump(mode="json")}
