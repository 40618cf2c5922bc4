"""The values of one column for a run of rows, in the form that the engine computes with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

TypeName = Literal[
    "integer", "decimal", "double", "boolean", "date", "timestamp", "time", "interval", "text", "nested"
]
Values: TypeAlias = "npt.NDArray[np.int64] | npt.NDArray[np.float64] | npt.NDArray[np.bool_]"


@dataclass(frozen=True, slots=True)
class Type:
    """A column's type; `digits` are those after the point of a decimal."""

    name: TypeName
    digits: int = 0


INTEGER, DOUBLE, BOOLEAN = Type("integer"), Type("double"), Type("boolean")
DATE, TIMESTAMP, TIME, INTERVAL = Type("date"), Type("timestamp"), Type("time"), Type("interval")
TEXT, NESTED = Type("text"), Type("nested")


@dataclass(frozen=True, slots=True)
class Vector:
    """`values` by type: int64 for integer, decimal (scaled by 10**digits), date (days since 1970), timestamp,
    time and interval (microseconds); float64 for double; bool for boolean; for text and nested an Arrow array
    (text may be dictionary-encoded, its nulls inside) and `valid` None.

    `valid` is a bool array, None where no value is null. What stands in `values` at a null is arbitrary.
    """

    type: Type
    values: Values | pa.Array[Any]
    valid: npt.NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        return len(self.values)
