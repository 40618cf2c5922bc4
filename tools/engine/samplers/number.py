"""Integers and decimals between bounds, on a grid, evenly or by a shape."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags, Integers
from rowsmith.tools.chance.streams import uniform_integers
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.bounds import Edge, both, read_number, refuse_empty
from rowsmith.tools.engine.samplers.countable import not_countable, ranks, strictly_rising
from rowsmith.tools.engine.samplers.grid import Grid
from rowsmith.tools.engine.samplers.law import End, Law, SameLaw, number_law
from rowsmith.tools.engine.samplers.listable import spread
from rowsmith.tools.engine.vector import INTEGER, Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model

_LARGEST = 2**62


def compile_integer(said: model.Integer, scope: Scope) -> Sampler:
    """Whole numbers in [low, high]."""
    return _compile(said, INTEGER, _step_grid(said.step, 0, scope), scope)


def compile_decimal(said: model.Decimal, scope: Scope) -> Sampler:
    """Numbers in [low, high] with `digits` after the point."""
    if said.digits < 0:
        raise PlanError("digits is 0 or more.", where=scope.where)
    if said.ends and said.step:
        raise PlanError("step and ends can't both be said.", where=scope.where)
    grid = Grid.ending(said.ends, said.digits, scope.where) if said.ends else None
    grid = grid or _step_grid(said.step, said.digits, scope)
    return _compile(said, Type("decimal", said.digits), grid, scope)


def _step_grid(step: float | None, digits: int, scope: Scope) -> Grid | None:
    if step is None:
        return None
    units = Decimal(str(step)).scaleb(digits)
    if units < 1 or units != int(units):
        raise PlanError(f"A step of {step} does not fit {digits} digits after the point.", where=scope.where)
    return Grid.every(int(units))


def _compile(said: model.Integer | model.Decimal, kind: Type, grid: Grid | None, scope: Scope) -> Sampler:
    low = Edge("low", read_number(said.low, scope), kind.digits)
    high = Edge("high", read_number(said.high, scope), kind.digits)
    for edge in (low, high):
        if edge.constant is not None and abs(edge.constant) >= _LARGEST:
            raise PlanError(f"{edge.number} is too large with {kind.digits} digits.", where=scope.where)
    if said.step is not None and grid is not None and low.constant is not None:
        grid = Grid.every(grid.period, low.constant)
    grid = grid or Grid.every(1)
    made = NumberSampler(kind, low, high, grid, None, scope.where)
    made.check()
    if said.shape is None:
        return made
    step = None if len(grid.offsets) > 1 else grid.period / 10.0**kind.digits
    law = number_law(said.shape, low.number, high.number, scope, integer=kind == INTEGER, step=step)
    return replace(made, law=law)


@dataclass(frozen=True)
class NumberSampler:
    """Draws points of a grid between two ends.

    A step counts from a constant low end, and from zero where the low end differs by row.
    """

    type: Type
    low: Edge
    high: Edge
    grid: Grid
    law: Law | None
    where: str

    def check(self) -> None:
        """Raises PlanError where constant bounds hold no value."""
        ends = self._ends()
        if ends is not None and ends[0] > ends[1]:
            shown = f"{self.low.number} to {self.high.number}"
            raise PlanError(f"No value lies between the bounds {shown}.", where=self.where)

    def room(self, wanted: int) -> int | None:
        """How many values there are. Raises PlanError where the bounds differ by row."""
        ends = self._ends()
        if ends is None:
            raise not_countable("its bounds differ by row", self.where)
        return ends[1] - ends[0] + 1

    def nth(self, index: Integers, rows: Rows) -> Vector:
        """The value of each index in [0, room)."""
        ends = self._ends()
        return Vector(self.type, self.grid.point(index + (0 if ends is None else ends[0])))

    def ranked(self, count: int) -> Integers | None:
        """The indices of so many values by the shape; None without a shape."""
        if self.law is None:
            return None
        if not isinstance(self.law, SameLaw):
            raise not_countable("its shape differs by row", self.where)
        low, high = self._ends() or (0, 0)
        drawn = self.law.shape.draw(ranks(count)) * 10.0**self.type.digits
        return strictly_rising(np.clip(self.grid.nearest(drawn), low, high) - low, high - low + 1)

    def listed(self, rows: Rows) -> tuple[Integers, Vector]:
        """Every value of every row."""
        low, high, _ = self._ranges(rows)
        owner, index = spread(low, high, len(rows))
        return owner, Vector(self.type, self.grid.point(index))

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        low, high, valid = self._ranges(rows)
        if self.law is None:
            index = low + uniform_integers(bits, high - low + 1)
        else:
            index, valid = self._shaped(self.law, rows, bits, low, high, valid)
        return Vector(self.type, self.grid.point(index), valid)

    def _shaped(
        self, law: Law, rows: Rows, bits: Bits, low: Integers, high: Integers, valid: Flags | None
    ) -> tuple[Integers, Flags | None]:
        scale = 10.0**self.type.digits
        drawn, known = law.draw(rows, bits, self._end(self.low, low), self._end(self.high, high))
        index = self.grid.nearest(drawn * scale)
        return np.clip(index, low, high), both(valid, known)

    def _end(self, edge: Edge, index: Integers) -> End:
        values = self.grid.point(index) / 10.0**self.type.digits
        return values if edge.constant is None else float(values[0])

    def _ends(self) -> tuple[int, int] | None:
        if self.low.constant is None or self.high.constant is None:
            return None
        ends = np.array([self.low.constant, self.high.constant], dtype=np.int64)
        return int(self.grid.first(ends[:1])[0]), int(self.grid.last(ends[1:])[0])

    def _ranges(self, rows: Rows) -> tuple[Integers, Integers, Flags | None]:
        """The first and last grid index of each row, or of all, and where both bounds are known."""
        low, low_valid = self.low.units(rows)
        high, high_valid = self.high.units(rows)
        valid = both(low_valid, high_valid)
        first, last = self.grid.first(low), self.grid.last(high)
        empty = first > last
        if empty.any():
            refuse_empty(empty, low, high, valid, self.where, 10.0**-self.type.digits)
            last = np.maximum(first, last)
        return first, last, valid
