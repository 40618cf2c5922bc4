"""The words become requirements, from the words and the tables' layout alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.coverage import uncovered
from rowsmith.agents.events import RequirementsWritten
from rowsmith.agents.requirements import Requirement
from rowsmith.agents.state import RunState, data_of, messages_of, plan_of
from rowsmith.agents.tasks import Model, WriteRequirements
from rowsmith.agents.validation_agent.subject import subject
from rowsmith.tools.checks import Layout, guard_select, table_layout
from rowsmith.tools.errors import ExpressionError

UNREAD = "No requirement covers these words."


def require(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Asks for the requirements; again only where a repair changed the tables under a check.

    Without words there are none. Raises ModelError without an answer.
    """
    messages, context = messages_of(state), runtime.context
    if not messages:
        return {"requirements": []}
    layout = table_layout(data_of(state), plan_of(state))
    known = [Requirement.model_validate(one) for one in state.get("requirements", [])]
    if known and (layout.text() == state.get("layout") or not any(is_stale(one, layout) for one in known)):
        return {}
    held = requirements_of(context.judge_model, messages, layout, context.scale)
    readings = Counter(one.reading for one in held)
    context.emit(
        RequirementsWritten(readings["checkable"], readings["not_checkable"], readings["not_understood"])
    )
    return {"requirements": [one.model_dump(mode="json") for one in held], "layout": layout.text()}


def requirements_of(
    model: Model, messages: Sequence[str], layout: Layout, scale: float = 1.0
) -> tuple[Requirement, ...]:
    """What the words ask of tables of that layout, and what of them nothing covers. Raises ModelError."""
    written = model.answer(WriteRequirements(tuple(messages), layout, scale)).requirements
    return (*written, *unread(messages, written))


def unread(messages: Sequence[str], requirements: Sequence[Requirement]) -> Iterator[Requirement]:
    """What the words hold and no requirement covers, as requirements that were not understood."""
    for number, gap in enumerate(uncovered(messages, requirements), start=1):
        quote = messages[gap.message][gap.start : gap.end]
        yield Requirement(
            id=f"unread{number}",
            quote=quote,
            span=(gap.start, gap.end),
            message=gap.message,
            says=f"Nobody knows what {quote!r} asks for.",
            kind="context",
            reading="not_understood",
            reason=UNREAD,
        )


def is_stale(requirement: Requirement, layout: Layout) -> bool:
    """Whether a check looks at what is no longer there, or says that something is missing."""
    names = layout.names()
    for check in requirement.checks:
        try:
            allowed = guard_select(check.sql, names)
        except ExpressionError:
            return True
        if subject(allowed, names) is None:
            return True
    return False
