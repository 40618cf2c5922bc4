"""Values written out in a plan, as typed vectors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

import numpy as np
import pyarrow as pa

from rowsmith.tools.engine.casting import DAY
from rowsmith.tools.engine.vector import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, TIMESTAMP, Type, Values, Vector
from rowsmith.tools.plan.data import Scalar
from rowsmith.tools.plan.literals import days_of, microseconds_of, read_date, read_moment

_FINEST = 6
"""Most digits after the point that make a decimal; numbers with more are doubles."""
_Reader = Callable[[Scalar], int | bool]


def typed_values(values: Sequence[Scalar]) -> Vector:
    """The values as one vector: whole numbers, decimals, booleans, dates, moments, or else text.

    Text of which every value is an ISO date ("2024-05-01") or moment is dates or moments. None is null.
    """
    present = [value for value in values if value is not None]
    kind = _type(present)
    if kind == TEXT:
        texts = [None if value is None else _text(value) for value in values]
        return Vector(TEXT, pa.array(texts, type=pa.string()))
    valid = np.array([value is not None for value in values], dtype=np.bool_)
    if kind == DOUBLE:
        reals = [0.0 if value is None else float(value) for value in values]
        return Vector(kind, np.array(reals, dtype=np.float64), None if valid.all() else valid)
    read = _readers(kind)
    held = [0 if value is None else read(value) for value in values]
    number: Values = np.array(held, dtype=np.bool_) if kind == BOOLEAN else np.array(held, dtype=np.int64)
    return Vector(kind, number, None if valid.all() else valid)


def _type(values: Sequence[Scalar]) -> Type:
    if values and all(isinstance(value, bool) for value in values):
        return BOOLEAN
    if values and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return _number_type(values)
    if values and all(isinstance(value, str) and read_date(value) is not None for value in values):
        return DATE
    if values and all(
        isinstance(value, str) and (read_date(value) or read_moment(value)) for value in values
    ):
        return TIMESTAMP
    return TEXT


def _number_type(values: Sequence[Scalar]) -> Type:
    digits = max(_digits(value) for value in values)
    if digits > _FINEST:
        return DOUBLE
    return Type("decimal", digits) if any(isinstance(value, float) for value in values) else INTEGER


def _digits(value: Scalar) -> int:
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _readers(kind: Type) -> _Reader:
    if kind == BOOLEAN:
        return bool
    if kind == DATE:
        return lambda value: days_of(read_date(str(value)) or dt.date.min)
    if kind == TIMESTAMP:
        return lambda value: _micros(str(value))
    return lambda value: int(Decimal(str(value)).scaleb(kind.digits))


def _micros(text: str) -> int:
    date = read_date(text)
    return days_of(date) * DAY if date else microseconds_of(read_moment(text) or dt.datetime.min)


def _text(value: Scalar) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
