"""A table held in memory, behind the engine's seam, for samplers to be tried without an engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix, stream_key
from rowsmith.tools.engine.assembly import picked
from rowsmith.tools.engine.evaluation.connection import Evaluator
from rowsmith.tools.engine.evaluation.evaluate import evaluate
from rowsmith.tools.engine.evaluation.types import expression_type
from rowsmith.tools.engine.protocols import Measured, Rows, Sampler
from rowsmith.tools.engine.samplers.registry import compile_sampler
from rowsmith.tools.engine.values import typed_values
from rowsmith.tools.engine.vector import DATE, INTEGER, TEXT, TIMESTAMP, Type, Vector
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.expressions import Input, Path, Resolved, resolve_in_table
from rowsmith.tools.plan.loading import plan_from_friendly
from rowsmith.tools.plan.samplers import Expression
from rowsmith.tools.plan.samplers import Sampler as Model

_TYPES = {"date": DATE, "datetime": TIMESTAMP, "pattern": TEXT}
EVALUATOR = Evaluator()


@dataclass
class FakeTable:
    """Columns by name, and by path ("parent.price") for those of other tables; all vectors of `length` rows.

    `sizes` are the rows of each parent, for a table with a parent. `samplers` make columns on demand.
    """

    columns: dict[str, Vector]
    length: int
    seed: int = 7
    name: str = "t"
    sizes: Sequence[int] | None = None
    samplers: dict[str, tuple[Sampler, tuple[str, ...]]] = field(default_factory=dict)

    def rows(self, ids: Integers | None = None) -> FakeRows:
        return FakeRows(self, np.arange(self.length) if ids is None else np.asarray(ids))

    @property
    def groups(self) -> Integers:
        sizes = [self.length] if self.sizes is None else list(self.sizes)
        return np.repeat(np.arange(len(sizes)), sizes)

    def vector(self, name: str) -> Vector:
        if name not in self.columns:
            sampler, address = self.samplers[name]
            rows = self.rows()
            self.columns[name] = sampler.draw(rows, rows.bits(*address))
        return self.columns[name]


@dataclass
class FakeRows:
    held: FakeTable
    index: Integers
    overlay: Mapping[str, Vector] = field(default_factory=dict)

    @property
    def table(self) -> str:
        return self.held.name

    @property
    def ids(self) -> Bits:
        return self.index.astype(np.uint64)

    @property
    def group(self) -> Integers:
        return self.held.groups[self.index]

    @property
    def position(self) -> Integers:
        groups = self.held.groups
        return (np.arange(self.held.length) - np.searchsorted(groups, groups))[self.index]

    @property
    def siblings(self) -> Integers:
        groups = self.held.groups
        return np.bincount(groups)[groups][self.index]

    def __len__(self) -> int:
        return len(self.index)

    def column(self, name: str) -> Vector:
        return self.overlay[name] if name in self.overlay else picked(self.held.vector(name), self.index)

    def input(self, wanted: Input) -> Vector:
        assert isinstance(wanted, Path)
        return self.column(".".join((*wanted.up, wanted.column)))

    def evaluate(self, expression: Resolved) -> Vector:
        inputs = {name: self.input(wanted) for name, wanted in expression.inputs.items()}
        kinds = {name: vector.type for name, vector in inputs.items()}
        kind = expression_type(EVALUATOR, expression.sql, kinds, self.table)
        return evaluate(EVALUATOR, [(expression.sql, kind)], inputs, len(self), self.table)[0]

    def bits(self, *path: str) -> Bits:
        return mix(self.ids, stream_key(self.held.seed, self.held.name, *path))

    def take(self, index: Integers) -> FakeRows:
        return FakeRows(self.held, self.index[index], {k: picked(v, index) for k, v in self.overlay.items()})

    def overlaid(self, column: str, values: Vector) -> FakeRows:
        return FakeRows(self.held, self.index, {**self.overlay, column: values})

    def whole(self, levels: int = 1) -> tuple[FakeRows, Integers]:
        groups = self.held.groups
        ids = np.flatnonzero(np.isin(groups, self.group))
        return FakeRows(self.held, ids), np.searchsorted(ids, self.index)


@dataclass
class FakeExpression:
    expression: Resolved
    type: Type

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        return rows.evaluate(self.expression)


@dataclass
class FakeScope:
    held: FakeTable
    plan: Plan
    table: Table
    address: tuple[str, ...]
    where: str = "t.c"
    locale: str = "en_US"

    @property
    def own(self) -> Type:
        """What is taken for the column's own type in expressions that look at it."""
        column = self.table.column(self.address[0])
        return _TYPES.get(column.sampler.kind, INTEGER) if column else INTEGER

    @property
    def self(self) -> Path:
        return Path(self.table.name, (), self.table.name, self.address[0])

    def inside(self, *part: str) -> FakeScope:
        return replace(self, address=(*self.address, *part))

    def resolve(self, sql: str) -> Resolved:
        return resolve_in_table(self.plan, self.table.name, sql, self.where)

    def type_of(self, expression: Resolved) -> Type:
        rows = self.held.rows(np.arange(0))
        kinds = {
            name: self.own
            if wanted == self.self and self.address[0] not in self.held.columns
            else rows.input(wanted).type
            for name, wanted in expression.inputs.items()
        }
        return expression_type(EVALUATOR, expression.sql, kinds, self.where)

    def column_type(self, column: str) -> Type:
        return self.held.vector(column).type

    def sampler(self, model: Model) -> Sampler:
        if isinstance(model, Expression):
            return FakeExpression(self.resolve(model.sql), self.type_of(self.resolve(model.sql)))
        return compile_sampler(model, self)

    def key(self, *path: str) -> np.uint64:
        return stream_key(self.held.seed, self.held.name, *path)

    def count(self) -> int:
        return self.held.length

    def pilot(self) -> FakeRows:
        return self.held.rows(np.arange(min(self.held.length, 4096)))

    def scan(self, measure: Callable[[Any], Measured]) -> Measured:
        pieces = np.array_split(np.arange(self.held.length), 3)
        return np.concatenate([measure(self.held.rows(piece)) for piece in pieces])


def stand(
    said: Mapping[str, Any],
    length: int = 1000,
    given: Mapping[str, Vector | Sequence[Any]] | None = None,
    *,
    seed: int = 7,
    sizes: Sequence[int] | None = None,
    table: Mapping[str, Any] | None = None,
    tables: Mapping[str, Any] | None = None,
) -> tuple[FakeTable, FakeScope]:
    """A table `t` whose column `c` is said in the friendly form, and the scope of that column.

    Args:
        said: the column's sampler and modifiers.
        length: rows.
        given: the other columns' values, by name or path.
        seed: of the draws.
        sizes: rows of each parent.
        table: further keys of the table, such as segments.
        tables: further tables of the plan.
    """
    vectors = {
        name: value if isinstance(value, Vector) else typed_values(list(value))
        for name, value in (given or {}).items()
    }
    own = [name for name in vectors if "." not in name]
    columns: dict[str, Any] = {"id": "sequence", **{name: {"integer": [0, 1]} for name in own}}
    columns |= dict((table or {}).get("columns", {})) | {"c": said}
    form: dict[str, Any] = {"rows": length, "key": "id"} | dict(table or {}) | {"columns": columns}
    plan = plan_from_friendly({"name": "fake", "seed": seed, "tables": {"t": form, **(tables or {})}})
    held = FakeTable(vectors, length, seed, sizes=sizes)
    described = plan.tables[0]
    return held, FakeScope(held, plan, described, ("c",))
