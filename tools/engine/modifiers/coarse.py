"""What makes two values the same: the value itself, or the day, month ... of a moment."""

from __future__ import annotations

import numpy as np

from rowsmith.tools.chance.arrays import Integers
from rowsmith.tools.engine.casting import DAY, as_text
from rowsmith.tools.engine.samplers.spans import months_of
from rowsmith.tools.engine.vector import Type, Vector
from rowsmith.tools.errors import PlanError, did_you_mean

_HOUR = 3_600_000_000
_LENGTHS = {"minute": 60_000_000, "hour": _HOUR, "day": DAY}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
UNITS = ("minute", "hour", "day", "week", "month", "quarter", "year")


def check_unit(unit: str | None, kind: Type, where: str) -> None:
    """Raise PlanError where values of this type can't be told apart by this unit."""
    if unit is None:
        return
    if unit not in UNITS:
        raise PlanError(f"{unit!r} is no unit of time.", where=where, hint=did_you_mean(unit, UNITS))
    if kind.name not in ("date", "timestamp"):
        raise PlanError(f"A {kind.name} has no {unit}.", where=where, hint="Leave out to.")


def marks(vector: Vector, unit: str | None) -> Integers:
    """A number for each value that is equal for values that count as the same; arbitrary at nulls."""
    if vector.type.name in ("text", "nested"):
        encoded = as_text(vector).dictionary_encode()
        return np.asarray(encoded.indices.fill_null(0).to_numpy(zero_copy_only=False), dtype=np.int64)
    if vector.type.name == "double":
        return np.asarray(vector.values, dtype=np.float64).view(np.int64)
    held: Integers = np.asarray(vector.values, dtype=np.int64)
    if unit is None or (unit == "day" and vector.type.name == "date"):
        return held
    if unit in _LENGTHS:
        return held // (_LENGTHS[unit] if vector.type.name == "timestamp" else 1)
    days = held if vector.type.name == "date" else held // DAY
    return (days + 3) // 7 if unit == "week" else months_of(days) // _MONTHS[unit]
