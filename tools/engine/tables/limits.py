"""Between which numbers a count may move when a total is met: what its sampler says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rowsmith.tools.engine.assembly import is_true
from rowsmith.tools.engine.protocols import Index, Scope
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.engine.tables.totals import LARGEST
from rowsmith.tools.engine.vector import Vector
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.data import Bound, Scalar
from rowsmith.tools.plan.expressions import Resolved

Ends = tuple[Index, Index]


class Limits(Protocol):
    def of(self, rows: Block) -> Ends:
        """The least and the most of each row."""
        ...


@dataclass(frozen=True)
class FreeLimits:
    """Any count."""

    def of(self, rows: Block) -> Ends:
        return np.zeros(len(rows), dtype=np.int64), np.full(len(rows), LARGEST, dtype=np.int64)


@dataclass(frozen=True)
class RangeLimits:
    """Between two numbers or expressions, rounded inwards."""

    low: int | float | Resolved
    high: int | float | Resolved

    def of(self, rows: Block) -> Ends:
        low, high = _numbers(self.low, rows), _numbers(self.high, rows)
        return np.ceil(low).astype(np.int64), np.floor(high).astype(np.int64)


@dataclass(frozen=True)
class ArmLimits:
    """Of the first arm whose condition holds; arms that chance decides are open to both sides."""

    arms: tuple[tuple[Resolved | None, Limits], ...]

    def of(self, rows: Block) -> Ends:
        low = np.zeros(len(rows), dtype=np.int64)
        high = np.zeros(len(rows), dtype=np.int64)
        left = np.ones(len(rows), dtype=np.bool_)
        for when, limits in self.arms:
            here = left if when is None else left & is_true(rows.evaluate(when))
            own_low, own_high = limits.of(rows)
            low, high = np.where(here, own_low, low), np.where(here, own_high, high)
            left &= ~here
        return low, high


def limits_of(said: model.Sampler, scope: Scope) -> Limits:
    """The limits that a count's sampler states; an expression or a constant states none."""
    if isinstance(said, model.Integer):
        return RangeLimits(_bound(said.low, scope), _bound(said.high, scope))
    if isinstance(said, model.Category):
        numbers = [_number(one.value) for one in said.values if one.weight > 0]
        return RangeLimits(min(numbers), max(numbers)) if numbers else FreeLimits()
    if isinstance(said, model.Switch) and all(arm.share is None for arm in said.arms):
        arms = [
            (scope.resolve(arm.when) if arm.when else None, limits_of(arm.use, scope)) for arm in said.arms
        ]
        return ArmLimits(tuple(arms))
    return FreeLimits()


def _bound(bound: Bound, scope: Scope) -> int | float | Resolved:
    return scope.resolve(bound) if isinstance(bound, str) else bound


def _number(value: Scalar) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _numbers(number: int | float | Resolved, rows: Block) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if not isinstance(number, Resolved):
        return np.full(len(rows), float(number))
    return _reals(rows.evaluate(number))


def _reals(vector: Vector) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    reals = np.asarray(vector.values, dtype=np.float64) / 10.0**vector.type.digits
    return reals if vector.valid is None else np.where(vector.valid, reals, 0.0)
