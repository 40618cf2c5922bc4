"""Which columns of a plan may change where rows are added at the end.

A cell does not know how many rows there are, with these exceptions: what is dealt out among all rows (`exact`
and other quotas), rows whose number is a `total` or a grid over what grew, references into a table that grew
(its new rows are chosen too), what SQL computes over finished tables, and whatever uses one of those.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.column import Column, Unique
from rowsmith.tools.plan.dependencies import ROWS, Graph, Node, dependencies, stages
from rowsmith.tools.plan.samplers import Reference
from rowsmith.tools.plan.table import PerRows, QueryRows, Table


def may_move(plan: Plan, grown: Set[str]) -> set[str]:
    """The columns ("table.column"), and the tables with all that is in them, that may change.

    Args:
        grown: the tables that get more rows.
    """
    moved = set(_seeds(plan, grown))
    graph = dependencies(plan)
    while more := {node for node in graph if node not in moved and _uses(graph, node, moved)}:
        moved |= more
    return {str(node) for node in moved}


def _uses(graph: Graph, node: Node, moved: set[Node]) -> bool:
    own_rows = Node(node.table, ROWS)
    return bool(moved & graph[node]) or (node.column != ROWS and own_rows in moved)


def _seeds(plan: Plan, grown: Set[str]) -> Iterator[Node]:
    late = {node for node, stage in stages(plan).items() if stage}
    yield from late
    for table in plan.tables:
        if _rows_move(table, grown):
            yield Node(table.name, ROWS)
        per = table.rows.columns if isinstance(table.rows, PerRows) else ()
        for column in table.columns:
            if _is_dealt(column.model_dump()) or (
                column.name not in per and _chooses_among(column, table, grown)
            ):
                yield Node(table.name, column.name)
                yield Node(table.name, column.name, chosen=True)
        for segment in table.segments:
            if _is_dealt(segment.model_dump(exclude={"set"})):
                yield from (Node(table.name, one.column) for one in segment.set)


def _rows_move(table: Table, grown: Set[str]) -> bool:
    rows = table.rows
    if isinstance(rows, QueryRows):
        return True
    if not isinstance(rows, PerRows):
        return False
    later = [column for column in table.columns if column.name in rows.columns[1:]]
    return _is_dealt(rows.model_dump()) or any(_leads_to(column, grown) for column in later)


def _chooses_among(column: Column, table: Table, grown: Set[str]) -> bool:
    """Whether a reference's candidates are more than before."""
    said = column.sampler
    if not isinstance(said, Reference) or said.value is not None:
        return _leads_to(column, grown)
    shaped = said.depth is not None or said.at_least is not None or said.at_most is not None
    unique = column.modifier(Unique)
    spread = unique is not None and not unique.within
    own = {target.table for target in said.tables} == {table.name}
    return shaped or spread or said.where is not None or (not own and _leads_to(column, grown))


def _leads_to(column: Column, grown: Set[str]) -> bool:
    return any(name in grown for name in _targets(column.model_dump()))


def _targets(form: object) -> Iterator[str]:
    """The tables of all references in a form."""
    if isinstance(form, dict):
        if form.get("kind") == "reference":
            yield from (str(target["table"]) for target in form["tables"])
        for part in form.values():
            yield from _targets(part)
    elif isinstance(form, tuple | list):
        for part in form:
            yield from _targets(part)


def _is_dealt(form: object) -> bool:
    """Whether something in a form is a quota over all rows."""
    if isinstance(form, dict):
        return form.get("exact") is True or "firmness" in form or any(map(_is_dealt, form.values()))
    return isinstance(form, tuple | list) and any(map(_is_dealt, form))
