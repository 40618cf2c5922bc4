"""What becomes of a plan that can't be: it goes back to the model, or the run falls back."""

from __future__ import annotations

from collections.abc import Sequence

from rowsmith.agents.context import RunContext
from rowsmith.agents.events import GaveUp, PlanFaulty
from rowsmith.agents.state import FindingNote, RunState, said
from rowsmith.tools.errors import LintError, PlanError, RowsmithError

MOST_TRIES = 2
"""How often the faults of one plan go back to be mended."""


def send_back(state: RunState, context: RunContext, found: Sequence[RowsmithError]) -> RunState:
    """Notes the faults of a plan for the model that wrote it; gives up after `MOST_TRIES`.

    Raises LintError where the plan is the person's own.
    """
    tries = state.get("lint_tries")
    if tries is None:
        raise LintError([_as_plan_error(one) for one in found])
    notes = [_note(one) for one in found]
    context.emit(PlanFaulty(tuple(map(said, notes))))
    if tries >= MOST_TRIES:
        return give_up({**state, "faults": notes}, context, "The faults of the plan could not be mended.")
    return {"faults": notes, "lint_tries": tries + 1}


def give_up(state: RunState, context: RunContext, reason: str) -> RunState:
    """No further repair: the plan that the tables were made from stands.

    Raises LintError where the plan can't be and no tables were made from an earlier one.
    """
    if state.get("faults") and "standing" not in state:
        faults = [PlanError(note["says"], where=note["place"]) for note in state.get("faults", [])]
        raise LintError([*faults, PlanError(reason)])
    context.emit(GaveUp(reason))
    return {"gave_up": reason, "plan": state.get("standing", state.get("plan", {})), "faults": []}


def _note(error: RowsmithError) -> FindingNote:
    says = f"{error.message} {error.hint}" if error.hint else error.message
    return {"place": error.where or "plan", "says": says}


def _as_plan_error(error: RowsmithError) -> PlanError:
    return (
        error
        if isinstance(error, PlanError)
        else PlanError(error.message, where=error.where, hint=error.hint)
    )
