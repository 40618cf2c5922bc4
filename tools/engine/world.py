"""All tables of a run, compiled from a plan, and what their rows ask of each other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from rowsmith.tools.engine.aggregation.local import local_aggregate
from rowsmith.tools.engine.aggregation.memory import Stored
from rowsmith.tools.engine.aggregation.stored import (
    aggregate_of_all,
    aggregate_of_asked,
    row_numbers,
    window_of_all,
)
from rowsmith.tools.engine.aggregation.windows import family_window, settled
from rowsmith.tools.engine.assembly import picked, picked_or_null
from rowsmith.tools.engine.compiling.columns import compile_source
from rowsmith.tools.engine.compiling.counting import compile_counting
from rowsmith.tools.engine.compiling.samplers import compile_chooser
from rowsmith.tools.engine.compiling.tables import compile_tables
from rowsmith.tools.engine.evaluation.connection import Evaluator
from rowsmith.tools.engine.evaluation.evaluate import evaluate
from rowsmith.tools.engine.evaluation.types import expression_type
from rowsmith.tools.engine.protocols import Sampler
from rowsmith.tools.engine.rows.block import Block, Source
from rowsmith.tools.engine.tables.base import BaseTable
from rowsmith.tools.engine.tables.child import ChildTable, Counting
from rowsmith.tools.engine.vector import INTEGER, Type, Vector
from rowsmith.tools.errors import PlanError, did_you_mean
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.dependencies import Node, dependencies, needed_by_others
from rowsmith.tools.plan.expressions import Aggregate, Input, Path, Resolved, Sibling
from rowsmith.tools.plan.forest import is_below, window_levels
from rowsmith.tools.plan.recursion import earlier_inputs, recursive_columns
from rowsmith.tools.plan.table import PerRows

BLOCK = 131_072
_ROUNDS = 4


class TableWorld:
    """The tables of one run. Everything is compiled and counted when it is first asked for."""

    def __init__(self, plan: Plan, scale: float = 1.0, block_rows: int = BLOCK) -> None:
        self.plan, self.scale, self.block_rows = plan, scale, block_rows
        self.evaluator = Evaluator()
        self.lock = threading.RLock()
        self.stored = Stored(self.lock)
        self.tables: dict[str, BaseTable] = compile_tables(self)
        self._sources: dict[tuple[str, str], Source] = {}
        self._compiling: list[tuple[str, str]] = []
        self._assumed: dict[tuple[str, str], Type] = {}
        self._assuming: set[tuple[str, str]] = set()
        graph = dependencies(plan)
        self.needed = needed_by_others(graph)
        self.recursive = recursive_columns(plan, graph)
        self._earlier: dict[tuple[str, str], tuple[Input, ...]] = {}
        self._choosers: dict[tuple[str, str], Sampler] = {}
        self._types: dict[tuple[str | None, str], Type] = {}

    def table(self, name: str) -> BaseTable:
        found = self.tables.get(name)
        if found is None:
            raise PlanError(f"There is no table {name}.", hint=did_you_mean(name, self.tables))
        return found

    def compiled(self, table: BaseTable, column: str) -> Source:
        with self.lock:
            found = self._sources.get((table.name, column))
            if found is None:
                found = self._sources[table.name, column] = self._compile(table, column)
            return found

    def _compile(self, table: BaseTable, column: str) -> Source:
        """The source of a column.

        One that uses its own value (that of an earlier row, or before a segment) has the type that it would
        have of that type.
        """
        mark = (table.name, column)
        known = set(self._sources)
        self._compiling.append(mark)
        try:
            for _ in range(_ROUNDS):
                source = compile_source(self, table, column)
                if mark not in self._assuming or self._assumed.get(mark) == source.type:
                    return source
                self._assumed[mark] = source.type
                self._types.clear()
                self._sources = {one: self._sources[one] for one in known}
        finally:
            self._compiling.pop()
        raise PlanError(
            f"{'.'.join(mark)} changes its type with every row.",
            where=".".join(mark),
            hint="Round or cast the expression.",
        )

    def chooser(self, table: BaseTable, reference: str) -> Sampler:
        with self.lock:
            mark = (table.name, reference)
            found = self._choosers.get(mark)
            if found is None:
                found = self._choosers[mark] = compile_chooser(self, table, reference)
            return found

    def recursion(self, table: str, column: str) -> tuple[str, ...]:
        return tuple(node.column for node in self.recursive.get(Node(table, column), ()))

    def earlier(self, table: str, column: str) -> tuple[Input, ...]:
        found = self._earlier.get((table, column))
        if found is None:
            found = self._earlier[table, column] = earlier_inputs(
                self.plan, table, self.recursion(table, column)
            )
        return found

    def counting(self, table: ChildTable) -> Counting:
        if not isinstance(table.plan.rows, PerRows):
            raise PlanError("Only rows per parent are counted.", where=table.name)
        return compile_counting(self, table, table.plan.rows)

    def type_of(self, expression: Resolved, where: str | None = None) -> Type:
        mark = (expression.table, expression.text)
        found = self._types.get(mark)
        if found is None:
            place = where or expression.table or "rules"
            inputs = {
                name: self.input_type(wanted, expression.table) for name, wanted in expression.inputs.items()
            }
            found = self._types[mark] = expression_type(self.evaluator, expression.sql, inputs, place)
        return found

    def input_type(self, wanted: Input, table: str | None) -> Type | None:
        """The type of what a placeholder stands for in an expression of `table`, None while it is open."""
        if isinstance(wanted, Path):
            return self._column_type(wanted.end, wanted.column)
        if isinstance(wanted, Sibling):
            return INTEGER if wanted.column is None else self._column_type(str(table), wanted.column)
        return self.aggregate_type(wanted, table)

    def aggregate_type(self, wanted: Aggregate, table: str | None) -> Type:
        types = {name: self.input_type(one, wanted.table) for name, one in wanted.inputs.items()}
        types |= {name: self.input_type(one, table) for name, one in wanted.outer.items()}
        return expression_type(self.evaluator, wanted.sql, types, wanted.table)

    def _column_type(self, table: str, column: str) -> Type | None:
        mark = (table, column)
        if mark not in self._compiling:
            return self.table(table).source(column).type
        self._assuming.add(mark)
        return self._assumed.get(mark)

    def evaluate(self, rows: Block, expression: Resolved) -> Vector:
        where = expression.table or "rules"
        if expression.special is not None:
            raise PlanError(f"{expression.special}(...) stands in rules only.", where=where)
        kind = self.type_of(expression)
        if expression.windows:
            return self._window(rows, expression, kind)
        inputs = {name: rows.input(wanted) for name, wanted in expression.inputs.items()}
        return evaluate(self.evaluator, [(expression.sql, kind)], inputs, len(rows), where)[0]

    def _window(self, rows: Block, expression: Resolved, kind: Type) -> Vector:
        levels = window_levels(self.plan, rows.table, expression)
        if levels is not None:
            return family_window(rows, expression, kind, levels)
        mark = ("window", rows.table, expression.text)
        values = self.stored.get(
            mark,
            rows.table,
            lambda: window_of_all(
                self, self.table(rows.table), settled(expression.sql), expression.inputs, kind
            ),
        )
        return picked(values, rows.ids.view(np.int64))

    def aggregate(self, rows: Block, wanted: Aggregate) -> Vector:
        kind = self.aggregate_type(wanted, rows.table)
        if is_below(self.plan, wanted):
            return local_aggregate(rows, wanted, kind, self.block_rows)
        if wanted.outer:
            table = self.table(rows.table)
            values = self.stored.get(
                (rows.table, wanted), rows.table, lambda: aggregate_of_asked(self, table, wanted, kind)
            )
            return picked(values, rows.ids.view(np.int64))
        values = self.stored.get(
            (None, replace(wanted, up=())), rows.table, lambda: aggregate_of_all(self, wanted, kind)
        )
        if wanted.base is None:
            return picked(values, np.zeros(len(rows), dtype=np.int64))
        return picked_or_null(values, row_numbers(rows, wanted.up) if wanted.up else rows.ids.view(np.int64))

    def blocks(self, table: BaseTable) -> Iterator[Block]:
        """All rows of a table, in their order."""
        kept = table.kept()
        if kept is not None:
            yield kept
            return
        total = table.count()
        for start in range(0, total, self.block_rows):
            yield table.rows(np.arange(start, min(start + self.block_rows, total), dtype=np.uint64))
