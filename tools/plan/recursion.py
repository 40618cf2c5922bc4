"""Columns that depend on their own values in earlier rows: a running balance, the depth in a tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rowsmith.tools.plan.dependencies import Graph, Node, is_earlier, ordered, resolved_texts
from rowsmith.tools.plan.expressions import Aggregate, Input
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.samplers import Reference
from rowsmith.tools.plan.table import Table


def recursive_columns(plan: Plan, graph: Graph) -> dict[Node, tuple[Node, ...]]:
    """The columns whose values depend on earlier values of their own.

    Each is given with all columns of its table that must be made along with it, in the order in which they are
    made for one row. `graph` holds the plan's dependencies.

    Raises:
        PlanError: a circle.
    """
    order = ordered(graph)
    found: dict[Node, tuple[Node, ...]] = {}
    for table in plan.tables:
        own = [node for node in order if node.table == table.name and table.column(node.column) is not None]
        earlier = {node: _earlier(plan, table, node) for node in own}
        if any(earlier.values()):
            found |= _circles(graph, own, earlier)
    return found


def earlier_inputs(plan: Plan, table: str, columns: Sequence[str]) -> tuple[Input, ...]:
    """What these columns use of earlier rows of their table, each once."""
    found: dict[Input, None] = {}
    stated = plan.table(table)
    for name in columns:
        column = stated.column(name) if stated is not None else None
        if stated is None or column is None or isinstance(column.sampler, Reference):
            continue
        wanted = (one for text in resolved_texts(plan, stated, column) for one in text.inputs.values())
        found |= dict.fromkeys(one for one in wanted if is_earlier(one))
    return tuple(found)


def _earlier(plan: Plan, table: Table, node: Node) -> frozenset[Node]:
    wanted = earlier_inputs(plan, table.name, [node.column])
    names = [one.column for one in wanted if not isinstance(one, Aggregate)]
    return frozenset(Node(table.name, name) for name in names if name)


def _circles(
    graph: Mapping[Node, frozenset[Node]], own: list[Node], earlier: Mapping[Node, frozenset[Node]]
) -> dict[Node, tuple[Node, ...]]:
    needs = {node: graph[node] | earlier[node] for node in own}
    reach = {node: _reached(needs, node) for node in own}
    found: dict[Node, tuple[Node, ...]] = {}
    for node in own:
        if node in reach[node]:
            found[node] = tuple(one for one in own if one in reach[node] and node in reach[one])
    return found


def _reached(needs: Mapping[Node, frozenset[Node]], start: Node) -> set[Node]:
    found: set[Node] = set()
    waiting = list(needs[start])
    while waiting:
        node = waiting.pop()
        if node not in found and node in needs:
            found.add(node)
            waiting += needs[node]
    return found
