"""The workflow: its nodes and edges, nothing else."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from langgraph.graph import END, START, StateGraph

from rowsmith.agents.context import RunContext
from rowsmith.agents.data_agent.draft import draft
from rowsmith.agents.data_agent.generate import generate
from rowsmith.agents.data_agent.lint import lint
from rowsmith.agents.data_agent.repair import repair
from rowsmith.agents.data_agent.write import write
from rowsmith.agents.state import RunState
from rowsmith.agents.validation_agent.check import check
from rowsmith.agents.validation_agent.finish import finish
from rowsmith.agents.validation_agent.require import require
from rowsmith.agents.validation_agent.review import review
from rowsmith.agents.validation_agent.route import (
    after_check,
    after_generate,
    after_lint,
    after_repair,
    after_review,
)

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.graph.state import CompiledStateGraph


class Node(StrEnum):
    DRAFT = "draft"
    LINT = "lint"
    WRITE = "write"
    GENERATE = "generate"
    REQUIRE = "require"
    CHECK = "check"
    REPAIR = "repair"
    REVIEW = "review"
    FINISH = "finish"


def build_graph(
    checkpointer: BaseCheckpointSaver[str] | None = None,
) -> CompiledStateGraph[RunState, RunContext, RunState, RunState]:
    """The compiled workflow; with a checkpointer a run that was cut off goes on after its last node."""
    graph = StateGraph(RunState, context_schema=RunContext)
    graph.add_node(Node.DRAFT, draft)
    graph.add_node(Node.LINT, lint)
    graph.add_node(Node.WRITE, write)
    graph.add_node(Node.GENERATE, generate)
    graph.add_node(Node.REQUIRE, require)
    graph.add_node(Node.CHECK, check)
    graph.add_node(Node.REPAIR, repair)
    graph.add_node(Node.REVIEW, review)
    graph.add_node(Node.FINISH, finish)
    graph.add_edge(START, Node.DRAFT)
    graph.add_edge(Node.DRAFT, Node.LINT)
    graph.add_conditional_edges(Node.LINT, after_lint, [Node.WRITE, Node.REPAIR, Node.FINISH])
    graph.add_edge(Node.WRITE, Node.GENERATE)
    graph.add_conditional_edges(Node.GENERATE, after_generate, [Node.REQUIRE, Node.REPAIR, Node.FINISH])
    graph.add_edge(Node.REQUIRE, Node.CHECK)
    graph.add_conditional_edges(Node.CHECK, after_check, [Node.REPAIR, Node.REVIEW, Node.FINISH])
    graph.add_conditional_edges(Node.REVIEW, after_review, [Node.REPAIR, Node.FINISH])
    graph.add_conditional_edges(Node.REPAIR, after_repair, [Node.LINT, Node.FINISH])
    graph.add_edge(Node.FINISH, END)
    return graph.compile(checkpointer=checkpointer)
