"""One change: proposed, shown, confirmed, made. The graph stops for the person where it must."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypedDict

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt
from pydantic import TypeAdapter

from rowsmith import api
from rowsmith.agents.events import Event
from rowsmith.dataset import Dataset
from rowsmith.folder import open_folder
from rowsmith.settings import Settings
from rowsmith.tools.plan.edits import Edit, describe

EDITS: TypeAdapter[tuple[Edit, ...]] = TypeAdapter(tuple[Edit, ...])


class TurnState(TypedDict, total=False):
    """The message, the edits in JSON form, what the model says of them, and whether they were made."""

    message: str
    edits: list[dict[str, object]]
    note: str
    agreed: bool


class Turn:
    """Changes of one folder.

    Args:
        folder: the dataset.
        settings: which model is asked.
        confirm: shown the edits in plain words; None where nobody is asked.
        on_event: is told what happens.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        confirm: Callable[[list[str], str], bool] | None,
        on_event: Callable[[Event], None],
    ) -> None:
        self.folder, self.settings, self.confirm, self.on_event = folder, settings, confirm, on_event
        graph = StateGraph(TurnState)
        graph.add_node("propose", self._propose)
        graph.add_node("ask", self._ask)
        graph.add_node("make", self._make)
        graph.add_edge(START, "propose")
        graph.add_edge("propose", "ask")
        graph.add_conditional_edges("ask", _after_ask, ["make", END])
        graph.add_edge("make", END)
        self._graph = graph.compile(checkpointer=InMemorySaver())
        self._count = 0

    def take(self, message: str) -> Dataset | None:
        """The dataset after the message; None where the person did not agree. Raises what `refine` raises."""
        self._count += 1
        thread = {"configurable": {"thread_id": str(self._count)}}
        state = self._graph.invoke({"message": message}, thread)  # type: ignore[call-overload]  # a plain configuration
        while "__interrupt__" in state and self.confirm is not None:
            shown = state["__interrupt__"][0].value
            agreed = self.confirm(shown["edits"], shown["note"])
            state = self._graph.invoke(Command(resume=agreed), thread)  # type: ignore[call-overload]
        return Dataset(open_folder(self.folder)) if state.get("agreed") else None

    def _propose(self, state: TurnState) -> TurnState:
        found = api.propose(
            self.folder, state.get("message", ""), settings=self.settings, on_event=self.on_event
        )
        return {"edits": EDITS.dump_python(found.edits, mode="json"), "note": found.note}

    def _ask(self, state: TurnState) -> TurnState:
        if self.confirm is None:
            return {"agreed": True}
        edits = EDITS.validate_python(state.get("edits", []))
        agreed = interrupt({"edits": [describe(one) for one in edits], "note": state.get("note", "")})
        return {"agreed": bool(agreed)}

    def _make(self, state: TurnState) -> TurnState:
        edits = EDITS.validate_python(state.get("edits", []))
        api.edit(
            self.folder,
            edits,
            message=state.get("message", ""),
            settings=self.settings,
            on_event=self.on_event,
        )
        return {}


def _after_ask(state: TurnState) -> Literal["make", "__end__"]:
    return "make" if state.get("agreed") else "__end__"
