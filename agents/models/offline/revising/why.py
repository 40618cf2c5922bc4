"""Questions about a plan: "why is there a loyalty tier?"."""

from __future__ import annotations

import re

from rowsmith.agents.models.offline.revising.naming import Mention, mentions
from rowsmith.agents.models.offline.text.scan import scan
from rowsmith.agents.tasks import RevisePlan
from rowsmith.tools.plan.friendly.write import write

WHY = re.compile(r"^\W*(?:but\s+|and\s+)?(?:why|how come|what is|what's)\b", re.IGNORECASE)
SENTENCES = re.compile(r"[^.!?\n;]+")


def answer(message: str, task: RevisePlan) -> str | None:
    """Why what the question names is there; None for what is no such question."""
    if not WHY.match(message):
        return None
    named = mentions(list(scan(message, 0, len(message))), write(task.plan))
    if not named:
        return "The question names no table or column of the plan."
    return because(named[-1], task)


def because(one: Mention, task: RevisePlan) -> str:
    """The words that asked for it, or that such a table usually has it."""
    place = f"{one.table}.{one.column}" if one.column else one.table
    content = write(task.plan)
    for message in task.messages[:-1]:
        for sentence in SENTENCES.findall(message):
            found = mentions(list(scan(sentence, 0, len(sentence))), content)
            if any((other.table, other.column) == (one.table, one.column) for other in found):
                return f"{place} is there because of {sentence.strip()!r}."
    return f"No message asks for {place}: it is there because such a table usually has it."
