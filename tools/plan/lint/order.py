"""What is made before what: no circles, and nothing early that waits for finished tables."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.dependencies import ROWS, Graph, Node, dependencies, ordered, stages
from rowsmith.tools.plan.lint.expressions import resolve
from rowsmith.tools.plan.lint.walk import texts
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import QueryRows


def check(plan: Plan) -> Iterator[PlanError]:
    """Columns that need each other; rows, references and segments that need what is known only at the end."""
    graph = dependencies(plan)
    try:
        ordered(graph)
    except PlanError as error:
        yield error
        return
    found = stages(plan)
    for node, stage in found.items():
        table = plan.table(node.table)
        if stage and table is not None and not isinstance(table.rows, QueryRows) and _early(node):
            yield _waits(graph, found, node)
    yield from _segments(plan, found)


def _early(node: Node) -> bool:
    """Rows and the choice of a referenced row are made before any table is finished."""
    return node.column == ROWS or node.chosen


def _waits(graph: Graph, found: dict[Node, int], node: Node) -> PlanError:
    late = next(iter(sorted(needed for needed in graph[node] if found.get(needed, 0))), node)
    what = f"How many rows {node.table} has" if node.column == ROWS else f"What {node} refers to"
    return PlanError(
        f"{what} depends on {late}, which is known only when tables are finished.",
        where=f"{node.table}.rows" if node.column == ROWS else str(node),
        hint=f"Let it use other columns, or give {late} a sampler that needs no finished table.",
    )


def _segments(plan: Plan, found: dict[Node, int]) -> Iterator[PlanError]:
    """Who is in a segment is settled with the rows."""
    for text in texts(plan):
        if text.table is None or not text.where.startswith(f"{text.table.name}.segments.") or not text.role:
            continue
        if ".set." in text.where:
            continue
        for wanted in resolve(plan, text).inputs.values():
            node = Node(getattr(wanted, "end", text.table.name), getattr(wanted, "column", None) or "")
            if found.get(node, 0):
                yield PlanError(
                    f"The segment depends on {node}, which is known only when tables are finished.",
                    where=text.where,
                    hint="Let its condition use columns that are made with the row.",
                )
