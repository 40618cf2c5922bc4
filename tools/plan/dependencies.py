"""What depends on what: the order in which cells can be made, and which of them wait for finished tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.column import Column
from rowsmith.tools.plan.expressions import Aggregate, Input, Path, Resolved, Sibling, resolve_in_table
from rowsmith.tools.plan.forest import is_below, links, window_levels
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.samplers import Query, Reference, Sequence
from rowsmith.tools.plan.table import PerRows, QueryRows, Table
from rowsmith.tools.plan.uses import column_texts, sampler_texts, setting_texts

ROWS = "#rows"
"""Stands for a table's rows themselves: how many there are, and which parent each has."""


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A column of a table, or its rows; `chosen` is which row a reference leads to, apart from its key."""

    table: str
    column: str
    chosen: bool = False

    def __str__(self) -> str:
        return self.table if self.column == ROWS else f"{self.table}.{self.column}"


Graph: TypeAlias = dict[Node, frozenset[Node]]


def dependencies(plan: Plan) -> Graph:
    """What each column and each table's rows need. Raises ExpressionError where a name is unknown."""
    found: Graph = {}
    for table in plan.tables:
        found[Node(table.name, ROWS)] = frozenset(_of_rows(plan, table))
        for column in table.columns:
            needs = frozenset(_of_column(plan, table, column))
            if isinstance(column.sampler, Reference):
                found[Node(table.name, column.name, chosen=True)] = needs
                needs = frozenset((Node(table.name, column.name, chosen=True), *_keys(plan, column.sampler)))
            found[Node(table.name, column.name)] = needs
    return found


def needed_by_others(graph: Graph) -> frozenset[Node]:
    """What some other column, or a table's rows, depend on; a reference's own choice is no other column."""
    return frozenset(
        node
        for user, nodes in graph.items()
        for node in nodes
        if (node.table, node.column) != (user.table, user.column)
    )


def resolved_texts(plan: Plan, table: Table, column: Column) -> list[Resolved]:
    """The expressions on which a column's values depend, with their names resolved."""
    place = f"{table.name}.{column.name}"
    return [resolve_in_table(plan, table.name, text, place) for text in column_texts(table, column)]


def _of_rows(plan: Plan, table: Table) -> Iterator[Node]:
    rows = table.rows
    if not isinstance(rows, PerRows):
        return
    for name in rows.columns:
        column = table.column(name)
        if column is not None:
            yield from _of_column(plan, table, column)
    texts = [
        *sampler_texts(rows.count),
        *(one.column for one in (rows.follows.columns if rows.follows else ())),
    ]
    for text in texts:
        expression = resolve_in_table(plan, table.name, text, f"{table.name}.rows")
        for wanted in expression.inputs.values():
            yield from (node for node in nodes(plan, wanted) if node.table != table.name)


def _of_column(plan: Plan, table: Table, column: Column) -> Iterator[Node]:
    if isinstance(column.sampler, Reference):
        yield from (
            Node(target.table, ROWS) for target in column.sampler.tables if target.table != table.name
        )
    for expression in resolved_texts(plan, table, column):
        for wanted in expression.inputs.values():
            yield from nodes(plan, candidate_input(wanted, table, column) or wanted)
    for text in setting_texts(table, column.name):
        own = Path(table.name, (), table.name, column.name)
        for wanted in resolve_in_table(plan, table.name, text, table.name).inputs.values():
            if wanted != own:
                yield from nodes(plan, wanted)


def candidate_input(wanted: Input, table: Table, column: Column) -> Input | None:
    """What a reference's own name means in its conditions: a candidate of its table, not the row chosen.

    None for whatever is not of the candidate.
    """
    said = column.sampler
    if not isinstance(said, Reference) or not isinstance(wanted, Path) or wanted.start != table.name:
        return None
    target = said.tables[0]
    if wanted.up[:1] == (column.name,):
        return Path(target.table, wanted.up[1:], wanted.end, wanted.column)
    if wanted.up == () and wanted.column == column.name:
        return Path(target.table, (), target.table, target.column or ROWS)
    return None


def _keys(plan: Plan, said: Reference) -> Iterator[Node]:
    for target in said.tables:
        table = plan.table(target.table)
        for key in (target.column,) if target.column else table.key if table else ():
            yield Node(target.table, key)


def nodes(plan: Plan, wanted: Input) -> Iterator[Node]:
    """The columns and rows that an input needs.

    A value of an earlier row of the same table (`previous`, or what a self-reference leads to) is none of
    them, since rows are made in their order.
    """
    if isinstance(wanted, Sibling):
        return
    if isinstance(wanted, Aggregate):
        yield from _of_aggregate(plan, wanted)
        return
    here = wanted.start
    for reference in wanted.up:
        yield Node(here, reference, chosen=True)
        here = _target(plan, here, reference)
    if not is_earlier(wanted):
        yield Node(wanted.end, wanted.column)


def is_earlier(wanted: Input) -> bool:
    """Whether an input is a value of an earlier row of the same table."""
    if isinstance(wanted, Path):
        return bool(wanted.up) and wanted.start == wanted.end
    return isinstance(wanted, Sibling) and wanted.what == "previous"


def _of_aggregate(plan: Plan, wanted: Aggregate) -> Iterator[Node]:
    here = wanted.base
    for down in wanted.down:
        yield Node(down.table, ROWS)
        if down.via:
            yield Node(down.table, down.via, chosen=True)
    for inner in (*wanted.inputs.values(), *wanted.outer.values()):
        yield from nodes(plan, inner)
    if here is None:
        return


def _target(plan: Plan, table: str, reference: str) -> str:
    column = (plan.table(table) or plan.tables[0]).column(reference)
    return column.sampler.tables[0].table if column and isinstance(column.sampler, Reference) else table


def ordered(graph: Mapping[Node, frozenset[Node]]) -> list[Node]:
    """Every node after what it needs.

    Raises:
        PlanError: nodes that need each other, named in their order.
    """
    done: dict[Node, None] = {}
    for node in graph:
        _visit(graph, node, done, [])
    return list(done)


def _visit(
    graph: Mapping[Node, frozenset[Node]], node: Node, done: dict[Node, None], way: list[Node]
) -> None:
    if node in done:
        return
    if node in way:
        circle = [*way[way.index(node) :], node]
        names = list(dict.fromkeys(str(one) for one in circle))
        raise PlanError(
            f"These depend on each other in a circle: {' -> '.join([*names, names[0]])}.",
            where=str(node),
            hint="Let one of them not use the next.",
        )
    for needed in sorted(graph.get(node, frozenset())):
        if needed in graph:
            _visit(graph, needed, done, [*way, node])
    done[node] = None


def stages(plan: Plan) -> dict[Node, int]:
    """How often each column waits for finished tables: 0 is early, made with its row; 1 and more is late.

    Raises:
        PlanError: a circle.
    """
    graph = dependencies(plan)
    late = {node for node in graph if _waits(plan, node)}
    found: dict[Node, int] = {}
    for node in ordered(graph):
        before = max((found.get(needed, 0) for needed in graph[node]), default=0)
        found[node] = before + (1 if node in late else 0)
    return found


def _waits(plan: Plan, node: Node) -> bool:
    table = plan.table(node.table)
    if table is None:
        return False
    if isinstance(table.rows, QueryRows):
        return True
    column = table.column(node.column)
    if column is None or node.chosen or isinstance(column.sampler, Reference):
        return False
    if isinstance(column.sampler, Query) or (isinstance(column.sampler, Sequence) and column.sampler.by):
        return isinstance(column.sampler, Query) or not _within_family(plan, table, column.sampler)
    return any(_is_late(plan, table, expression) for expression in resolved_texts(plan, table, column))


def _within_family(plan: Plan, table: Table, said: Sequence) -> bool:
    return any(name == links(plan).get(table.name) for name in said.within)


def _is_late(plan: Plan, table: Table, expression: Resolved) -> bool:
    if expression.windows and window_levels(plan, table.name, expression) is None:
        return True
    return any(_far(plan, wanted) for wanted in expression.inputs.values())


def _far(plan: Plan, wanted: Input) -> bool:
    return isinstance(wanted, Aggregate) and not is_below(plan, wanted)
