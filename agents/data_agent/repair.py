"""Findings become plan edits."""

from __future__ import annotations

import hashlib
import json

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.events import GaveUp, PlanRepaired
from rowsmith.agents.state import FindingNote, RunState
from rowsmith.agents.tasks import RepairPlan
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.edits import apply, describe
from rowsmith.tools.plan.friendly.parts import Canonical


def repair(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Asks for edits that answer the faults or findings and applies them.

    Gives up, with the reason, when no edit is proposed or when the edits lead back to a plan that was
    tried before.
    """
    context = runtime.context
    notes = state.get("faults") or state.get("findings") or []
    before = Plan.model_validate(state["plan"])
    tried = [*state.get("tried", []), fingerprint(before)]
    task = RepairPlan(tuple(state.get("messages", [])), before, tuple(map(said, notes)), tuple(tried))
    proposed = context.data_model.answer(task)
    if not proposed.edits:
        return _give_up(context, proposed.note or "No edit of the plan answers what was found.", tried)
    after = apply(before, proposed.edits)
    if fingerprint(after) in tried:
        return _give_up(context, "The repairs go in circles: this plan was tried before.", tried)
    context.emit(PlanRepaired(tuple(describe(edit) for edit in proposed.edits), proposed.note))
    rounds = list(state.get("rounds", []))
    if not state.get("faults"):
        turn: dict[str, Canonical] = {"findings": len(notes), "edits": len(proposed.edits)}
        rounds.append(turn)
    return {
        "plan": after.model_dump(mode="json"),
        "tried": tried,
        "rounds": rounds,
        "lint_tries": state.get("lint_tries", 0),
    }


def said(note: FindingNote) -> str:
    return f"{note['place']}: {note['says']}"


def fingerprint(plan: Plan) -> str:
    """A hash of what the plan says."""
    text = json.dumps(plan.model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _give_up(context: RunContext, reason: str, tried: list[str]) -> RunState:
    context.emit(GaveUp(reason))
    return {"gave_up": reason, "tried": tried}
