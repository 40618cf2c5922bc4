"""The run's ending."""

from __future__ import annotations

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.events import RunFinished
from rowsmith.agents.requirements import Contract
from rowsmith.agents.state import RunState


def finish(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """The contract with the rounds that led to it."""
    rounds = state.get("rounds", [])
    contract = Contract.model_validate({**state["contract"], "rounds": rounds})
    runtime.context.emit(RunFinished(contract.status, len(rounds)))
    return {"contract": contract.model_dump(mode="json")}
