"""SQL over finished tables: `query` rows and columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from rowsmith.tools.engine.aggregation.stored import ROW, streamed
from rowsmith.tools.engine.arrow import from_arrow
from rowsmith.tools.engine.assembly import picked
from rowsmith.tools.engine.evaluation.types import duckdb_type, named_type
from rowsmith.tools.engine.names import quoted
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.tables.base import BaseTable, World
from rowsmith.tools.engine.vector import NESTED, Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.expressions import Path
from rowsmith.tools.plan.expressions.scope import columns_of
from rowsmith.tools.plan.table import QueryRows

KEYS = "__keys"


@dataclass(frozen=True)
class FinishedQuery:
    """One SELECT over other tables, as a plan says it."""

    world: World
    sql: str
    where: str

    @cached_property
    def used(self) -> Mapping[str, tuple[str, ...]]:
        """The tables that it reads, and which of their columns."""
        tree = self._tree()
        own = {one.alias for one in tree.find_all(exp.CTE)}
        names = list(dict.fromkeys(one.name for one in tree.find_all(exp.Table) if one.name not in own))
        said = {column.name.lower() for column in tree.find_all(exp.Column)}
        everything = any(not isinstance(star.parent, exp.Count) for star in tree.find_all(exp.Star))
        found: dict[str, tuple[str, ...]] = {}
        for name in names:
            columns = self.columns(self.world.table(name))
            found[name] = tuple(one for one in columns if everything or one.lower() in said) or columns[:1]
        return found

    def columns(self, table: BaseTable) -> tuple[str, ...]:
        if isinstance(table.plan.rows, QueryRows):
            return tuple(FinishedQuery(self.world, table.plan.rows.sql, table.name).types)
        return columns_of(table.plan)

    @cached_property
    def types(self) -> Mapping[str, Type]:
        """Its columns and their types, without running it. Raises PlanError where DuckDB refuses it."""
        empty = [
            f"{quoted(name)} AS (SELECT {', '.join(self._nothing(name, one) for one in columns)} WHERE false)"
            for name, columns in self.used.items()
        ]
        given = f"WITH {', '.join(empty)} " if empty else ""
        described = self.world.evaluator.described(f"{given}SELECT * FROM ({self.sql})", self.where)
        return {name: named_type(kind) for name, kind in described}

    def _nothing(self, table: str, column: str) -> str:
        kind = self.world.table(table).source(column).type
        said = "VARCHAR" if kind == NESTED else duckdb_type(kind)
        return f"CAST(NULL AS {said}) AS {quoted(column)}"

    def _tree(self) -> exp.Expr:
        try:
            tree = sqlglot.parse_one(self.sql, read="duckdb")
        except SqlglotError as error:
            raise PlanError(f"The query does not parse: {error}.", where=self.where) from error
        if not isinstance(tree, exp.Query):
            raise PlanError("A query is one SELECT.", where=self.where)
        return tree

    def rows(self, order: tuple[str, ...]) -> dict[str, Vector]:
        """Its result, ordered by these columns as far as it has them, and by all others."""
        first = [quoted(name) for name in order if name in self.types]
        rest = [quoted(name) for name, kind in self.types.items() if kind != NESTED]
        ordered = ", ".join(dict.fromkeys([*first, *rest]))
        made = self._run(f"SELECT * FROM ({self.sql})" + (f" ORDER BY {ordered}" if ordered else ""), {})
        return {name: from_arrow(made.column(name), kind, self.where) for name, kind in self.types.items()}

    def values(self, table: BaseTable) -> Vector:
        """Its last column for each row of a table, by the table's key, which the columns before it hold."""
        keys = table.plan.key
        inputs = {f"k{n}": Path(table.name, (), table.name, key) for n, key in enumerate(keys)}
        own = streamed(self.world, table, inputs, lambda rows: {ROW: rows.ids.view(np.int64)})
        names = ", ".join([*(f"q{n}" for n in range(len(keys))), "v"])
        match = " AND ".join(f"k{n} = q{n}" for n in range(len(keys)))
        found = self._run(
            f"SELECT {ROW}, any_value(v) AS v FROM {KEYS} LEFT JOIN ({self.sql}) AS q({names}) ON {match}"
            f" GROUP BY {ROW}",
            {KEYS: own},
        )
        places = np.empty(len(found), dtype=np.int64)
        places[np.asarray(found.column(ROW).to_numpy())] = np.arange(len(found))
        return picked(from_arrow(found.column("v"), self.value_type, self.where), places)

    @property
    def value_type(self) -> Type:
        """The type of the last column."""
        return list(self.types.values())[-1]

    def _run(self, sql: str, also: Mapping[str, pa.RecordBatchReader]) -> pa.Table:
        tables = {name: self._finished(name, columns) for name, columns in self.used.items()}
        return self.world.evaluator.over_tables(sql, self.where, {**tables, **also})

    def _finished(self, name: str, columns: tuple[str, ...]) -> pa.RecordBatchReader:
        table = self.world.table(name)
        inputs = {column: Path(name, (), name, column) for column in columns}
        return streamed(self.world, table, inputs, lambda rows: {})


@dataclass(frozen=True)
class QuerySource:
    """A column whose values a query gives by the table's key."""

    query: FinishedQuery
    table: BaseTable
    name: str
    grouped: bool = False

    @property
    def type(self) -> Type:
        return self.query.value_type

    def values(self, rows: Block) -> Vector:
        mark = ("query", self.table.name, self.name)
        made = self.query.world.stored.get(mark, self.query.where, lambda: self.query.values(self.table))
        return picked(made, rows.ids.view(np.int64))
