"""The words become requirements, from the words and the tables' layout alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.events import RequirementsWritten
from rowsmith.agents.state import RunState
from rowsmith.agents.tasks import WriteRequirements
from rowsmith.tools.checks import table_layout


def require(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Asks once for the requirements; without words there are none. Raises ModelError without an answer."""
    messages = tuple(state.get("messages", []))
    if "requirements" in state or not messages:
        return {"requirements": state.get("requirements", [])}
    layout = table_layout(Path(state["data"]))
    written = runtime.context.judge_model.answer(WriteRequirements(messages, layout.text())).requirements
    readings = Counter(one.reading for one in written)
    runtime.context.emit(
        RequirementsWritten(readings["checkable"], readings["not_checkable"], readings["not_understood"])
    )
    return {"requirements": [one.model_dump(mode="json") for one in written]}
