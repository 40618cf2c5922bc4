"""All tables of a run, compiled from a plan, and what their rows ask of each other."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np

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
from rowsmith.tools.plan.expressions import Aggregate, Input, Path, Resolved, Sibling
from rowsmith.tools.plan.table import PerRows

BLOCK = 65_536


class TableWorld:
    """The tables of one run. Everything is compiled and counted when it is first asked for."""

    def __init__(self, plan: Plan, scale: float = 1.0, block_rows: int = BLOCK) -> None:
        self.plan, self.scale, self.block_rows = plan, scale, block_rows
        self.evaluator = Evaluator()
        self.lock = threading.RLock()
        self.tables: dict[str, BaseTable] = compile_tables(self)
        self._sources: dict[tuple[str, str], Source] = {}
        self._compiling: list[tuple[str, str]] = []
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
        mark = (table.name, column)
        if mark in self._compiling:
            circle = [*self._compiling[self._compiling.index(mark) :], mark]
            raise PlanError(
                f"Columns depend on each other in a circle: {' -> '.join('.'.join(one) for one in circle)}.",
                where=f"{table.name}.{column}",
                hint="Let one of them not use the next.",
            )
        self._compiling.append(mark)
        try:
            return compile_source(self, table, column)
        finally:
            self._compiling.pop()

    def chooser(self, table: BaseTable, reference: str) -> Sampler:
        with self.lock:
            mark = (table.name, reference)
            found = self._choosers.get(mark)
            if found is None:
                found = self._choosers[mark] = compile_chooser(self, table, reference)
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
            inputs = {name: self.input_type(wanted) for name, wanted in expression.inputs.items()}
            found = self._types[mark] = expression_type(self.evaluator, expression.sql, inputs, place)
        return found

    def input_type(self, wanted: Input) -> Type:
        """The type of what a placeholder stands for."""
        if isinstance(wanted, Path):
            return self.table(wanted.end).source(wanted.column).type
        if isinstance(wanted, Sibling):
            return INTEGER
        inner = {**wanted.inputs, **wanted.outer}
        types = {name: self.input_type(one) for name, one in inner.items()}
        return expression_type(self.evaluator, wanted.sql, types, wanted.table)

    def evaluate(self, rows: Block, expression: Resolved) -> Vector:
        where = expression.table or "rules"
        inputs = {name: rows.input(wanted) for name, wanted in expression.inputs.items()}
        kind = self.type_of(expression)
        return evaluate(self.evaluator, [(expression.sql, kind)], inputs, len(rows), where)[0]

    def aggregate(self, rows: Block, wanted: Aggregate) -> Vector:
        raise NotImplementedError

    def blocks(self, table: BaseTable) -> Iterator[Block]:
        """All rows of a table, in their order."""
        kept = table.kept()
        if kept is not None:
            yield kept
            return
        total = table.count()
        for start in range(0, total, self.block_rows):
            yield table.rows(np.arange(start, min(start + self.block_rows, total), dtype=np.uint64))
