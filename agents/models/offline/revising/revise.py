"""Follow-up messages as plan edits: direct orders, and whatever the message changes in what was read before."""

from __future__ import annotations

from rowsmith.agents.models.offline.planning.plan import Wishes, draft_plan
from rowsmith.agents.models.offline.reading.reader import read
from rowsmith.agents.models.offline.revising.orders import direct_orders
from rowsmith.agents.tasks import ProposedEdits, RevisePlan
from rowsmith.tools.errors import PlanError, UsageError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.edits import diff

NOT_READ = (
    "The message was not understood as a change. Name the table and the column, and what to do with them."
)


def revise_plan(task: RevisePlan) -> ProposedEdits:
    """The edits that the last message asks for; none, with a note, where it was not understood."""
    message = task.messages[-1]
    orders = direct_orders(message, task.plan)
    if orders:
        return ProposedEdits(edits=tuple(orders))
    before = _drafted(task.messages[:-1], task.plan)
    after = _drafted(task.messages, task.plan)
    if before is None or after is None:
        return ProposedEdits(edits=(), note=NOT_READ)
    edits = diff(before, after)
    return ProposedEdits(edits=edits, note="" if edits else NOT_READ)


def _drafted(messages: tuple[str, ...], plan: Plan) -> Plan | None:
    """The plan that these messages give when read as one text."""
    found = read("\n".join(messages))
    wishes = Wishes(plan.seed, None, None)
    try:
        return draft_plan(found.statements, found.vocabulary, found.context.scores, wishes)
    except (UsageError, PlanError):
        return None
