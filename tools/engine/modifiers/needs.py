"""What a column's drawing may look at besides what its own expressions name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.dependencies import Graph, Node, dependencies, nodes, stages
from rowsmith.tools.plan.expressions import Path, Resolved
from rowsmith.tools.plan.recursion import recursive_columns


def may_look_at(plan: Plan, node: Node, expressions: Iterable[Resolved]) -> bool:
    """Whether a column can be drawn by these expressions, which may name it.

    All else that they name must be early and made before it, and the column must not use its own earlier values.
    """
    own = Path(node.table, (), node.table, node.column)
    wanted = [one for expression in expressions for one in expression.inputs.values() if one != own]
    if not all(isinstance(one, Path) for one in wanted):
        return False
    graph, late, recursive = _known(plan)  # pyright: ignore[reportArgumentType] - plans are frozen, so hashable
    if node in recursive:
        return False
    needed = {needs for one in wanted for needs in nodes(plan, one)}
    return not any(late.get(needs, 0) for needs in needed) and node not in _reached(graph, needed)


@lru_cache(maxsize=4)
def _known(plan: Plan) -> tuple[Graph, dict[Node, int], frozenset[Node]]:
    """What needs what, how late each column is, and which columns use their own earlier values."""
    graph = dependencies(plan)
    return graph, stages(plan), frozenset(recursive_columns(plan, graph))


def _reached(graph: Graph, start: set[Node]) -> set[Node]:
    """The nodes and all that they need."""
    found: set[Node] = set()
    waiting = list(start)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += graph.get(node, frozenset())
    return found
