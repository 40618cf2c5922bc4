"""Moments at a distance after or before another one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags, Integers
from rowsmith.tools.chance.streams import uniform_integers
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.bounds import both, refuse_empty
from rowsmith.tools.engine.samplers.declared import declared_type, shifted_type
from rowsmith.tools.engine.samplers.distance import Distance, read_distance
from rowsmith.tools.engine.samplers.law import Law, Statistic, law_of
from rowsmith.tools.engine.samplers.moment_edge import DAY, SECOND
from rowsmith.tools.engine.samplers.moment_law import distance_statistic
from rowsmith.tools.engine.vector import DATE, TEXT, TIME, TIMESTAMP, Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.expressions import Resolved
from rowsmith.tools.plan.literals import read_duration
from rowsmith.tools.plan.shape import Shape

_DAY = DAY * SECOND


def compile_after(said: model.After, scope: Scope) -> Sampler:
    """A moment between `low` and `high` after `of`."""
    return _compile(said, 1, scope)


def compile_before(said: model.Before, scope: Scope) -> Sampler:
    """A moment between `low` and `high` before `of`."""
    return _compile(said, -1, scope)


def _compile(said: model.After | model.Before, sign: int, scope: Scope) -> Sampler:
    of = scope.resolve(said.of)
    kind = _type(said, of, scope)
    tick = _DAY if kind == DATE else SECOND
    low, high = read_distance(said.low, "low", tick, scope), read_distance(said.high, "high", tick, scope)
    if low.constant is not None and high.constant is not None and low.constant > high.constant:
        raise PlanError(f"No distance lies between {said.low} and {said.high}.", where=scope.where)
    step = _step(said.step, tick, scope)
    law = None if said.shape is None else _law(said.shape, low, high, kind == DATE and step == 1, scope)
    return Offset(kind, of, sign, low, high, step, law, scope.where)


def _type(said: model.After | model.Before, of: Resolved, scope: Scope) -> Type:
    kind = scope.type_of(of)
    if kind == TEXT:  # also the type of what is still open, where columns use each other's earlier rows
        kind = declared_type(of, scope) or kind
    if kind not in (DATE, TIMESTAMP, TIME):
        raise PlanError(f"{said.of!r} is no date, moment or time but a {kind.name}.", where=scope.where)
    return shifted_type(said, kind)


def _step(step: str | None, tick: int, scope: Scope) -> int:
    if step is None:
        return 1
    duration = read_duration(step)
    if duration is None or duration.months or duration.microseconds < tick or duration.microseconds % tick:
        raise PlanError(
            f"{step!r} is no step of a distance.", where=scope.where, hint="Write 30 minutes or 7 days."
        )
    return duration.microseconds // tick


def _law(shape: Shape, low: Distance, high: Distance, whole: bool, scope: Scope) -> Law:
    statistics: dict[str, Statistic] = {
        one.statistic: distance_statistic(one.value, scope) for one in shape.known
    }
    return law_of(shape, statistics, low.days, high.days, scope.where, integer=whole)


@dataclass(frozen=True)
class Offset:
    """Draws a distance and goes it from another moment; more bits never give an earlier one.

    Attributes:
        type: of the moments.
        of: where the distance begins.
        sign: 1 forwards, -1 backwards.
        low, high: the least and the largest distance.
        step: ticks between distances, from the least on.
        law: of the distance in days; None for even chances.
        where: the place for errors.
    """

    type: Type
    of: Resolved
    sign: int
    low: Distance
    high: Distance
    step: int
    law: Law | None
    where: str

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        origin = rows.evaluate(self.of)
        held = self._held(origin)
        low, high, valid = self._range(rows, held)
        valid = both(valid, origin.valid)
        distance, known = self._distance(rows, bits if self.sign > 0 else ~bits, low, high)
        values = held + self.sign * distance * self._tick
        if self.type == TIME:
            values %= _DAY
        return Vector(self.type, values // _DAY if self.type == DATE else values, both(valid, known))

    @property
    def _tick(self) -> int:
        return _DAY if self.type == DATE else SECOND

    def _held(self, origin: Vector) -> Integers:
        """Where the distance begins, in microseconds."""
        values: Integers = np.asarray(origin.values, dtype=np.int64)
        values = values if origin.valid is None else np.where(origin.valid, values, 0)
        return values * _DAY if origin.type == DATE else values

    def _range(self, rows: Rows, held: Integers) -> tuple[Integers, Integers, Flags | None]:
        days = held // _DAY
        low, low_valid = self.low.ticks(rows, days, self.sign)
        high, high_valid = self.high.ticks(rows, days, self.sign)
        valid = both(low_valid, high_valid)
        refuse_empty(low > high, low, high, valid, self.where, self._tick / _DAY)
        return low, np.maximum(low, high), valid

    def _distance(
        self, rows: Rows, bits: Bits, low: Integers, high: Integers
    ) -> tuple[Integers, Flags | None]:
        steps = (high - low) // self.step
        if self.law is None:
            return low + uniform_integers(bits, steps + 1) * self.step, None
        scale = _DAY / self._tick
        drawn, valid = self.law.draw(rows, bits, low / scale, high / scale)
        index = np.floor((drawn * scale - low) / self.step + 0.5).astype(np.int64)
        return low + np.clip(index, 0, steps) * self.step, valid
