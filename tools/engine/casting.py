"""Vectors from one type to another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rowsmith.tools.engine.arrow import to_arrow
from rowsmith.tools.engine.vector import TEXT, TIMESTAMP, Type, Values, Vector
from rowsmith.tools.errors import PlanError

DAY = 86_400_000_000
"""Microseconds in a day."""

_LARGEST = 2.0**62
_NUMBERS = ("integer", "decimal", "double")
_MOMENTS = ("date", "timestamp")


def common_type(types: Iterable[Type], where: str) -> Type:
    """The type that holds the values of all of these types.

    Raises:
        PlanError: there is none, as for a number and a date; text holds only text.
    """
    known = list(dict.fromkeys(types))
    names = {one.name for one in known}
    if len(known) == 1:
        return known[0]
    if names <= set(_NUMBERS):
        digits = max(one.digits for one in known)
        return Type("double") if "double" in names else Type("decimal", digits)
    if names <= set(_MOMENTS):
        return TIMESTAMP
    raise PlanError(f"One column can't hold {' and '.join(sorted(names))}.", where=where)


def as_type(vector: Vector, wanted: Type) -> Vector:
    """The same values in another type: numbers to finer numbers, dates to moments, anything to text."""
    if vector.type == wanted:
        return vector
    if wanted == TEXT:
        return Vector(TEXT, as_text(vector))
    values = _converted(vector, wanted)
    return Vector(wanted, values, vector.valid)


def _converted(vector: Vector, wanted: Type) -> Values:
    numbers = cast("npt.NDArray[np.int64]", vector.values)
    match vector.type.name, wanted.name:
        case (("integer" | "decimal"), "decimal"):
            return rescaled(numbers, wanted.digits - vector.type.digits)
        case (("integer" | "decimal" | "double"), "double"):
            return as_reals(vector)
        case "date", "timestamp":
            return numbers * DAY
        case "boolean", "integer":
            return numbers.astype(np.int64)
    raise PlanError(f"A {vector.type.name} can't become a {wanted.name}.")


def fitted(vector: Vector, wanted: Type) -> Vector:
    """The values in a type that may be coarser: numbers are rounded, moments become their days.

    Raises:
        PlanError: no such value can be of that type, as a text where a number is wanted.
    """
    match vector.type.name, wanted.name:
        case "double", ("integer" | "decimal"):
            scaled = np.rint(as_reals(vector) * 10.0**wanted.digits)
            return Vector(
                wanted, np.clip(np.nan_to_num(scaled), -_LARGEST, _LARGEST).astype(np.int64), vector.valid
            )
        case (("integer" | "decimal"), ("integer" | "decimal")):
            numbers = cast("npt.NDArray[np.int64]", vector.values)
            return Vector(wanted, rescaled(numbers, wanted.digits - vector.type.digits), vector.valid)
        case "timestamp", "date":
            return Vector(wanted, np.asarray(vector.values, dtype=np.int64) // DAY, vector.valid)
    return as_type(vector, wanted)


def rescaled(units: npt.NDArray[np.int64], digits: int) -> npt.NDArray[np.int64]:
    """Decimal units with so many more digits; fewer round half up."""
    if digits >= 0:
        return units * np.int64(10**digits)
    step = np.int64(10**-digits)
    return (units + step // 2) // step


def as_reals(vector: Vector) -> npt.NDArray[np.float64]:
    """The numbers of a vector as float64; moments in the unit in which they are held."""
    reals = np.asarray(vector.values, dtype=np.float64)
    return reals / 10.0**vector.type.digits if vector.type.digits else reals


def as_text(vector: Vector) -> pa.Array[Any]:
    """The values written out: string[n], nulls inside; dates and moments in ISO 8601."""
    array = to_arrow(vector)
    if pa.types.is_dictionary(array.type):
        return array.cast(array.type.value_type)
    return array if pa.types.is_string(array.type) else array.cast(pa.string())
