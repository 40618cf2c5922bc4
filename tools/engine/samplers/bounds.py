"""Bounds of a sampler: a number of the plan, or an expression with a number per row."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np

from rowsmith.tools.chance.arrays import Flags, Integers, Reals
from rowsmith.tools.engine.casting import as_reals
from rowsmith.tools.engine.protocols import Rows, Scope
from rowsmith.tools.engine.vector import Vector
from rowsmith.tools.errors import GenerationError, PlanError
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.expressions import Resolved
from rowsmith.tools.plan.literals import read_literal

Side = Literal["low", "high"]
Number = int | float | Resolved
_NUMBERS = ("integer", "decimal", "double")


def read_number(bound: Bound, scope: Scope) -> Number:
    """A bound or statistic that must be a number.

    Raises:
        PlanError: it is a date, a duration, or SQL of another type.
    """
    if not isinstance(bound, str):
        return bound
    try:
        return float(bound) if "." in bound or "e" in bound.lower() else int(bound)
    except ValueError:
        pass
    if read_literal(bound) is not None:
        raise PlanError(f"{bound!r} stands where a number is expected.", where=scope.where)
    expression = scope.resolve(bound)
    kind = scope.type_of(expression).name
    if kind not in _NUMBERS:
        raise PlanError(f"{bound!r} is a {kind} where a number is expected.", where=scope.where)
    return expression


@dataclass(frozen=True, slots=True)
class Edge:
    """The low or the high end of a range in whole units of 10**-digits, rounded inwards."""

    side: Side
    number: Number
    digits: int

    @property
    def constant(self) -> int | None:
        """The end in units; None where it differs by row."""
        if isinstance(self.number, Resolved):
            return None
        scaled = Decimal(str(self.number)).scaleb(self.digits)
        return math.ceil(scaled) if self.side == "low" else math.floor(scaled)

    def units(self, rows: Rows) -> tuple[Integers, Flags | None]:
        """The end of each row, or one for all, and where it is not null (None: everywhere)."""
        if isinstance(self.number, Resolved):
            vector = rows.evaluate(self.number)
            return inward_units(vector, self.digits, self.side), vector.valid
        return np.array([self.constant], dtype=np.int64), None


def inward_units(vector: Vector, digits: int, side: Side) -> Integers:
    """Numbers in units of 10**-digits: a low end is rounded up, a high end down. Null is 0."""
    if vector.type.name == "double":
        scaled = _finite(vector) * 10.0**digits
        return (np.ceil(scaled) if side == "low" else np.floor(scaled)).astype(np.int64)
    held: Integers = np.asarray(vector.values, dtype=np.int64)
    held = held if vector.valid is None else np.where(vector.valid, held, 0)
    more = digits - vector.type.digits
    if more >= 0:
        return held * np.int64(10**more)
    step = np.int64(10**-more)
    return -(-held // step) if side == "low" else held // step


def _finite(vector: Vector) -> Reals:
    reals: Reals = np.asarray(vector.values, dtype=np.float64)
    shown = reals if vector.valid is None else np.where(vector.valid, reals, 0.0)
    return np.nan_to_num(shown, nan=0.0, posinf=2.0**52, neginf=-(2.0**52))


def numbers(bound: Number, rows: Rows) -> tuple[Reals, Flags | None]:
    """A bound's number in each row as float64[n], and where it is not null."""
    if isinstance(bound, Resolved):
        vector = rows.evaluate(bound)
        return as_reals(vector), vector.valid
    return np.full(len(rows), float(bound)), None


def both(first: Flags | None, second: Flags | None) -> Flags | None:
    """Where both are true; None stands for everywhere."""
    if first is None or second is None:
        return first if second is None else second
    return first & second


def refuse_empty(
    empty: Flags, low: Integers, high: Integers, valid: Flags | None, where: str, scale: float = 1.0
) -> None:
    """Raise where a row's range holds no value.

    Args:
        empty: rows whose range holds nothing.
        low, high: the ends of each row.
        valid: rows that count; None for all.
        where: the place for the error.
        scale: what the ends are multiplied by to be shown.

    Raises:
        GenerationError: a range is empty; it names the first.
    """
    wrong = empty if valid is None else empty & valid
    if wrong.any():
        row = int(np.argmax(wrong))
        low, high = np.broadcast_arrays(low, high)
        shown = f"from {low[row] * scale:.15g} to {high[row] * scale:.15g}"
        raise GenerationError(
            f"No value lies in the range of {int(wrong.sum())} rows, the first {shown}.",
            where=where,
            hint="Make the bounds meet, or say when the column is null.",
        )
