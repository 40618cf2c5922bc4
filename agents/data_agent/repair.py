"""Findings become plan edits."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import unified_diff

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.data_agent.mending import give_up
from rowsmith.agents.events import PlanRepaired
from rowsmith.agents.requirements import Round
from rowsmith.agents.state import FindingNote, RunState, messages_of, plan_of, said
from rowsmith.agents.tasks import ProposedEdits, RepairPlan
from rowsmith.tools.errors import BudgetExceeded, InvalidAnswer, PlanError, Refused
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.canonical import fingerprint
from rowsmith.tools.plan.edits import apply, describe
from rowsmith.tools.plan.friendly.parts import Canonical
from rowsmith.tools.plan.yaml import dump_plan

MOST_FINDINGS = 30
NO_WAY = "No edit of the plan answers what was found."
IN_CIRCLES = "The repairs go in circles: they lead to a plan that was tried before."


def repair(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Asks for edits that answer the faults or findings and applies them.

    Gives up, with the reason, when the model proposes none, has none that can be made, may not be asked any
    more, or goes in circles. Raises LintError where the plan can't be and there is nothing to fall back to,
    ModelError where the model can't be reached.
    """
    context = runtime.context
    before = plan_of(state)
    notes = state.get("faults") or state.get("findings") or []
    tried, seen = state.get("tried", []), [*state.get("seen", []), fingerprint(before)]
    task = RepairPlan(messages_of(state), before, _told(notes), tuple(tried))
    try:
        proposed = context.data_model.answer(task)
        after = apply(before, proposed.edits)
    except (BudgetExceeded, InvalidAnswer, Refused) as error:
        if "standing" not in state:
            raise
        return give_up(state, context, str(error))
    except PlanError as error:
        return give_up(state, context, f"The proposed edits can't be made: {error}")
    if not proposed.edits:
        return give_up(state, context, proposed.note or NO_WAY)
    if fingerprint(after) in seen:
        return give_up(state, context, IN_CIRCLES)
    edits = [describe(edit) for edit in proposed.edits]
    context.emit(PlanRepaired(tuple(edits), proposed.note))
    return {
        "plan": after.model_dump(mode="json"),
        "seen": seen,
        "tried": [*tried, *edits],
        "rounds": _rounds(state, notes, proposed, (before, after)),
    }


def _told(notes: Sequence[FindingNote]) -> tuple[str, ...]:
    """The notes as lines; where there are very many, the first ones, which others may come from."""
    lines = [said(note) for note in notes[:MOST_FINDINGS]]
    left = len(notes) - len(lines)
    return (
        (*lines, f"plan: There are {left} more findings, which are told when these are mended.")
        if left
        else (*lines,)
    )


def _rounds(
    state: RunState, notes: list[FindingNote], proposed: ProposedEdits, plans: tuple[Plan, Plan]
) -> list[dict[str, Canonical]]:
    """The rounds so far, and this one; mending what the linter found is no round."""
    rounds = list(state.get("rounds", []))
    if state.get("faults"):
        return rounds
    this = Round(
        findings=len(notes),
        edits=len(proposed.edits),
        found=tuple(said(note) for note in notes),
        changes=tuple(describe(edit) for edit in proposed.edits),
        note=proposed.note,
        diff=_difference(*plans),
    )
    return [*rounds, this.model_dump(mode="json")]


def _difference(before: Plan, after: Plan) -> str:
    """The change of the plan file, line by line; one line around each change tells where it is."""
    old, new = (dump_plan(plan).splitlines() for plan in (before, after))
    return "\n".join(list(unified_diff(old, new, n=1, lineterm=""))[2:])
