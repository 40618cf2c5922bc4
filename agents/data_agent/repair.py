"""Findings become plan edits."""

from __future__ import annotations

import re
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
WAYS = 2
"""How often edits are asked for that were not tried before."""
ASKED = re.compile(r"asked (?P<mark>['\"])(?P<quote>.*?)(?P=mark): ")
"""How a finding names the words that it goes against."""
NO_WAY = "No edit of the plan answers what was found."
IN_CIRCLES = "The repairs go in circles: they lead to a plan that was tried before."


def repair(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Asks for edits that answer the faults or findings and applies them.

    Edits that can't be made or lead to a plan that was tried before are asked for once more, told why. Gives
    up, with the reason and the words that stand against each other, when there are none, when those fail,
    too, or when the model may not be asked any more. Raises LintError where the plan can't be and there is
    nothing to fall back to, ModelError where the model can't be reached.
    """
    context = runtime.context
    before = plan_of(state)
    notes = state.get("faults") or state.get("findings") or []
    seen = [*state.get("seen", []), fingerprint(before)]
    found = _way(state, context, before, seen)
    if isinstance(found, str):
        return give_up(state, context, found)
    proposed, after = found
    edits = [describe(edit) for edit in proposed.edits]
    context.emit(PlanRepaired(tuple(edits), proposed.note))
    return {
        "plan": after.model_dump(mode="json"),
        "seen": seen,
        "tried": [*state.get("tried", []), *edits],
        "rounds": _rounds(state, notes, proposed, (before, after)),
    }


def _way(
    state: RunState, context: RunContext, before: Plan, seen: Sequence[str]
) -> tuple[ProposedEdits, Plan] | str:
    """Edits that lead to a new plan, and that plan; or why there are none."""
    notes = state.get("faults") or state.get("findings") or []
    tried, reason = list(state.get("tried", [])), ""
    for _ in range(WAYS):
        task = RepairPlan(messages_of(state), before, _told(notes), tuple(tried))
        try:
            proposed = context.data_model.answer(task)
        except (BudgetExceeded, InvalidAnswer, Refused) as error:
            if "standing" not in state and not reason:
                raise
            return reason or str(error)
        if not proposed.edits:
            return reason or proposed.note or NO_WAY
        try:
            after = apply(before, proposed.edits)
        except PlanError as error:
            reason = f"The proposed edits can't be made: {error}"
        else:
            if fingerprint(after) not in seen:
                return proposed, after
            reason = f"{IN_CIRCLES}{_conflict(state, notes)}"
        tried += [f"{describe(edit)} ({reason})" for edit in proposed.edits]
    return reason


def _conflict(state: RunState, notes: Sequence[FindingNote]) -> str:
    """The words that can't all hold: those that are broken now, and those that were before."""
    earlier = [line for one in state.get("rounds", [])[-1:] for line in Round.model_validate(one).found]
    asked = [ASKED.match(line) for line in (*map(said, notes), *earlier)]
    quotes = dict.fromkeys(found["quote"] for found in asked if found)
    if not quotes:
        return ""
    listed = ", ".join(f"“{quote}”" for quote in quotes)
    return (
        f" What stands in its way: {listed}." if len(quotes) == 1 else f" These do not go together: {listed}."
    )


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
