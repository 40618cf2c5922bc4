"""Follow-up messages as plan edits: each part an order, a change, or what it adds to what was read before."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence

from rowsmith.agents.models.offline.revising.changes import CHANGES
from rowsmith.agents.models.offline.revising.naming import FriendlyPlan, mentions
from rowsmith.agents.models.offline.revising.orders import direct_orders, dropped
from rowsmith.agents.models.offline.revising.parts import Part, part_of, split
from rowsmith.agents.models.offline.revising.reread import reread
from rowsmith.agents.models.offline.revising.why import answer
from rowsmith.agents.models.offline.text.scan import scan
from rowsmith.agents.tasks import ProposedEdits, RevisePlan
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import Plan, plan_from_friendly
from rowsmith.tools.plan.edits import Edit, apply, diff
from rowsmith.tools.plan.friendly.write import write

NOT_READ = (
    "The message was not understood as a change. Name the table and the column, and what to do with them."
)
ALREADY = "The plan says so already."
UNDO = re.compile(
    r"^\W*(?:please\s+)?(?:undo|revert|take (?:that|it) back|roll (?:that|it) back)\b", re.IGNORECASE
)
TO_UNDO = "This takes the last change back: undo does that, and keeps every other cell."


def revise_plan(task: RevisePlan) -> ProposedEdits:
    """The edits that the last message asks for; none, with a note, where it was not understood."""
    message = task.messages[-1]
    if UNDO.match(message):
        return ProposedEdits(edits=(), note=TO_UNDO)
    if (reply := answer(message, task)) is not None:
        return ProposedEdits(edits=(), note=reply)
    plan, edits, unread = _by_parts(task, message)
    if unread:
        more = reread((*task.messages[:-1], ". ".join(unread)), plan)
        edits += [edit for edit in more if edit not in edits]
        unread = [] if more else unread
    if not edits and not unread:
        return ProposedEdits(edits=(), note=ALREADY)
    note = f"Not understood: {'; '.join(unread)}" if unread and edits else "" if edits else NOT_READ
    return ProposedEdits(edits=tuple(edits), note=note)


def _by_parts(task: RevisePlan, message: str) -> tuple[Plan, list[Edit], list[str]]:
    """The plan after the parts that were understood, the edits, and the parts that were not."""
    plan, edits, unread = task.plan, list[Edit](), list[str]()
    focus = _spoken_of(task.messages[1:-1], plan)
    for text in split(message):
        part = part_of(text, write(plan), focus)
        found = direct_orders(text, plan) or dropped(part, plan) or changed(part, plan)
        try:
            plan = apply(plan, found or [])
        except PlanError:
            found = None
        focus = next((t for t in (*part.tables, focus) if plan.table(t) is not None), "")
        edits += found or []
        unread += [text] if found is None else []
    return plan, edits, unread


def changed(part: Part, plan: Plan) -> list[Edit] | None:
    """The edits of the first change that answers the part and gives a plan that can be; None where none does.

    There are no edits where the plan is so already.
    """
    before = part.plan
    for change in CHANGES:
        part.plan = copy.deepcopy(before)
        if not change(part):
            continue
        try:
            after = plan_from_friendly(part.plan)
        except PlanError:
            continue
        return list(diff(plan, after))
    part.plan = before
    return None


def _spoken_of(messages: Sequence[str], plan: Plan) -> str:
    """The table that earlier follow-up messages named last."""
    content: FriendlyPlan = write(plan)
    for message in reversed(messages):
        named = mentions(list(scan(message, 0, len(message))), content)
        if named:
            return named[-1].table
    return ""
