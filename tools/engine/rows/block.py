"""Some rows of one table: their columns come about on demand and are remembered."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rowsmith.tools.chance.streams import mix
from rowsmith.tools.engine.assembly import index_behind, picked, picked_or_null
from rowsmith.tools.engine.evaluation.connection import Evaluator
from rowsmith.tools.engine.protocols import Bits, Index
from rowsmith.tools.engine.rows.knowledge import Knowledge
from rowsmith.tools.engine.vector import INTEGER, Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.expressions import Aggregate, Input, Path, Resolved, Sibling


class Source(Protocol):
    """Where a column's values come from."""

    @property
    def type(self) -> Type: ...

    @property
    def grouped(self) -> bool:
        """Whether a row's value can only be made together with its siblings'."""
        ...

    def values(self, rows: Block) -> Vector: ...


class Broods(Protocol):
    """All rows of a child table below a block of parents: see Brood."""

    def __len__(self) -> int: ...

    def block(self) -> Block: ...

    @property
    def is_made(self) -> bool: ...

    def part(self, first: int, stop: int) -> Block: ...

    def release(self) -> None: ...

    @property
    def starts(self) -> Index: ...

    @property
    def counts(self) -> Index: ...


class TableRows(Protocol):
    """A table as far as its blocks need to know it."""

    @property
    def name(self) -> str: ...

    @property
    def link(self) -> str | None:
        """The reference column that leads to the parent; None in a root table."""
        ...

    @property
    def evaluator(self) -> Evaluator: ...

    def count(self) -> int: ...

    def source(self, column: str) -> Source: ...

    def recursion(self, column: str) -> tuple[str, ...]:
        """The columns that are made together, row after row, where `column` uses its own earlier values."""
        ...

    def family_of_earlier(self, rows: Block, column: str) -> tuple[Block, Index]:
        """The rows that must be made along with these, and where these stand among them."""
        ...

    def successive(self, rows: Block, column: str) -> dict[str, Vector]:
        """A column that uses its own earlier values, and those that are made with it."""
        ...

    def key(self, *path: str) -> np.uint64: ...

    def referred(self, reference: str, rows: Block) -> Index:
        """The row number that each row refers to in the reference's table, -1 for none."""
        ...

    def target(self, reference: str) -> TableRows: ...

    def rows(self, ids: Bits) -> Block:
        """The rows of these numbers, ascending and distinct."""
        ...

    def kept(self) -> Block | None:
        """The whole table where it is small, made once."""
        ...

    def whole(self) -> Block: ...

    def brood(self, parents: Block) -> Broods:
        """The rows of this table below a block of its parents."""
        ...

    def below(self, child: str) -> TableRows: ...

    def aggregate(self, rows: Block, wanted: Aggregate) -> Vector: ...

    def evaluate(self, rows: Block, expression: Resolved) -> Vector: ...


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where rows stand below their parents.

    Attributes:
        parents: some rows of the parent table; `index` is each row's place among them.
        brood: all rows below `parents`; None while these are being counted.
        combinations: where rows stand for combinations of several columns: a row for each of them, and
            `combination` is each row's place among these.
    """

    parents: Block
    index: Index
    brood: Broods | None = None
    combinations: Block | None = None
    combination: Index | None = None

    def picked(self, index: Index) -> Lineage:
        combination = None if self.combination is None else self.combination[index]
        return Lineage(self.parents, self.index[index], self.brood, self.combinations, combination)


@dataclass(frozen=True, slots=True)
class Step:
    """One reference followed: rows of its table, and each row's place among them, -1 for none."""

    block: Block
    index: Index


class Block:
    """Rows of one table, by ascending row number.

    A block stands on its own, or is a part of another (`take`, `overlaid`), which then makes the columns.
    """

    def __init__(
        self,
        table: TableRows,
        ids: Bits,
        lineage: Lineage | None = None,
        *,
        overlay: dict[str, Vector] | None = None,
        base: tuple[Block, Index] | None = None,
    ) -> None:
        self.source, self.ids, self.lineage = table, ids, lineage
        self._base = base
        self.known = Knowledge(overlay)
        self._steps: dict[str, Step] = {}
        self._broods: dict[str, Broods] = {}
        self._position: Index | None = None
        self._entered: set[tuple[str, int]] = set()

    @property
    def table(self) -> str:
        return self.source.name

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def position(self) -> Index:
        if self._base is not None:
            return self._base[0].position[self._base[1]]
        if self._position is None:
            numbers = self.ids.view(np.int64)
            if self.lineage is not None and self.lineage.brood is not None:
                numbers = numbers - self.lineage.brood.starts[self.lineage.index]
            self._position = numbers
        return self._position

    @property
    def group(self) -> Index:
        if self._base is not None:
            return self._base[0].group[self._base[1]]
        if self.lineage is None:
            return np.zeros(len(self), dtype=np.int64)
        return self.lineage.parents.ids.view(np.int64)[self.lineage.index]

    @property
    def siblings(self) -> Index:
        if self._base is not None:
            return self._base[0].siblings[self._base[1]]
        if self.lineage is None or self.lineage.brood is None:
            return np.full(len(self), self.source.count(), dtype=np.int64)
        return self.lineage.brood.counts[self.lineage.index]

    def bits(self, *path: str) -> Bits:
        return mix(self.ids, self.source.key(*path))

    def take(self, index: Index) -> Block:
        return Block(self.source, self.ids[index], base=(self, index))

    def overlaid(self, column: str, values: Vector) -> Block:
        everything = np.arange(len(self), dtype=np.int64)
        return Block(self.source, self.ids, overlay={column: values}, base=(self, everything))

    def whole(self, levels: int = 1) -> tuple[Block, Index]:
        """All rows of these rows' parents (or of their ancestors so many levels up), and these rows' places."""
        if self._base is not None:
            whole, index = self._base[0].whole(levels)
            return whole, index[self._base[1]]
        whole = self._family(levels)
        if whole is self or len(whole) == len(self):
            return self, np.arange(len(self), dtype=np.int64)
        return whole, np.searchsorted(whole.ids, self.ids)

    def _family(self, levels: int) -> Block:
        if self.lineage is None or self.lineage.brood is None:
            return self.source.kept() or self.source.whole()
        if levels == 1:
            return self.lineage.brood.block()
        parents, _ = self.lineage.parents.whole(levels - 1)
        return parents.brood(self.table).block()

    def brood(self, child: str) -> Broods:
        """The rows of a child table below these rows."""
        found = self._broods.get(child)
        if found is None:
            found = self._broods[child] = self.source.below(child).brood(self)
        return found

    def release(self) -> None:
        """Forget the rows below: they and their parents hold each other, and would wait for a collection."""
        for brood in self._broods.values():
            brood.release()
        self._broods.clear()

    def column(self, name: str) -> Vector:
        found = self.known.values.get(name)
        if found is None:
            found = self.known.values[name] = self._made(name)
        return found

    def _made(self, name: str) -> Vector:
        if self._base is not None:
            return picked(self._base[0].column(name), self._base[1])
        if (counted := self._counted_through()) is not None and name in counted.block.known.counted():
            return picked(counted.block.column(name), counted.index)
        if self.source.recursion(name):
            return self._successive(name)
        source = self.source.source(name)
        if source.grouped:
            whole, index = self.whole()
            if whole is not self:
                return picked(whole.column(name), index)
        return self._guarded(name, source)

    def _counted_through(self) -> Step | None:
        """The combination that each row stands for."""
        lineage = self.lineage
        if lineage is None or lineage.combinations is None or lineage.combination is None:
            return None
        return Step(lineage.combinations, lineage.combination)

    def _successive(self, name: str) -> Vector:
        """A column that uses its own values in earlier rows: these are made first."""
        whole, index = self.source.family_of_earlier(self, name)
        if whole is not self:
            return picked(whole.column(name), index)
        self.known.values.update(self.source.successive(self, name).items())
        return self.known.values[name]

    def remember(self, wanted: str | Input, values: Vector) -> None:
        """Say what a column or an input is, so that it is not worked out."""
        self.known.values[wanted] = values

    def remembered(self, wanted: str | Input) -> Vector | None:
        """What is known without working it out."""
        found = self.known.values.get(wanted)
        if found is None and self._base is not None:
            known = self._base[0].remembered(wanted)
            found = None if known is None else picked(known, self._base[1])
        return found

    def _guarded(self, name: str, source: Source) -> Vector:
        mark = (name, threading.get_ident())
        if mark in self._entered:
            raise PlanError(
                f"{self.table}.{name} depends on itself.",
                where=f"{self.table}.{name}",
                hint="Break the circle: one of its columns must not use the other.",
            )
        self._entered.add(mark)
        try:
            return source.values(self)
        finally:
            self._entered.discard(mark)

    def referred(self, reference: str) -> Index:
        """The row number that each row refers to, -1 for none."""
        found = self.known.referred.get(reference)
        if found is None:
            found = self.known.referred[reference] = self._rows_of(reference)
        return found

    def _rows_of(self, reference: str) -> Index:
        if self._base is not None:
            return self._base[0].referred(reference)[self._base[1]]
        lineage = self.lineage
        if lineage is None:
            return self.source.referred(reference, self)
        if reference == self.source.link:
            return self.group
        if (
            counted := self._counted_through()
        ) is not None and reference in counted.block.known.counted_rows():
            return counted.block.referred(reference)[counted.index]
        return self.source.referred(reference, self)

    def up(self, reference: str) -> Step:
        """The rows that a reference leads to."""
        found = self._steps.get(reference)
        if found is None:
            found = self._steps[reference] = self._followed(reference)
        return found

    def _followed(self, reference: str) -> Step:
        if self._base is not None:
            step = self._base[0].up(reference)
            return Step(step.block, step.index[self._base[1]])
        if self.lineage is not None and reference == self.source.link:
            return Step(self.lineage.parents, self.lineage.index)
        rows, target = self.referred(reference), self.source.target(reference)
        return step_to(target, rows)

    def input(self, wanted: Input) -> Vector:
        found = self.known.values.get(wanted)
        if found is None:
            found = self.known.values[wanted] = self._input(wanted)
        return found

    def _input(self, wanted: Input) -> Vector:
        known = self.remembered(wanted)
        if known is not None:
            return known
        if isinstance(wanted, Path):
            return self._path(wanted)
        if self._base is not None:
            return picked(self._base[0].input(wanted), self._base[1])
        if isinstance(wanted, Sibling):
            return self._sibling(wanted)
        return self.source.aggregate(self, wanted)

    def _path(self, wanted: Path) -> Vector:
        if not wanted.up:
            return self.column(wanted.column)
        step = self.walk(wanted.up)
        return picked_or_null(step.block.column(wanted.column), step.index)

    def walk(self, references: tuple[str, ...]) -> Step:
        """The rows that several references lead to, one after the other."""
        step = self.up(references[0])
        for reference in references[1:]:
            further = step.block.up(reference)
            step = Step(further.block, index_behind(further.index, step.index))
        return step

    def _sibling(self, wanted: Sibling) -> Vector:
        if wanted.what == "position":
            return Vector(INTEGER, self.position + 1)
        if wanted.what == "siblings":
            return Vector(INTEGER, self.siblings)
        whole, index = self.whole()
        values = whole.column(str(wanted.column))
        before = np.arange(-1, len(whole) - 1, dtype=np.int64)
        before[whole.position == 0] = -1
        return picked(picked_or_null(values, before), index)

    def evaluate(self, expression: Resolved) -> Vector:
        if expression.sql == "i0":
            return self.input(expression.inputs["i0"])
        return self.source.evaluate(self, expression)


def step_to(target: TableRows, rows: Index) -> Step:
    """The rows of a table by number, in any order, -1 for none."""
    if (kept := target.kept()) is not None:
        return Step(kept, rows)
    none = rows < 0
    distinct, places = np.unique(rows[~none], return_inverse=True)
    index = np.full(len(rows), -1, dtype=np.int64)
    index[~none] = places
    return Step(target.rows(distinct.view(np.uint64)), index)
