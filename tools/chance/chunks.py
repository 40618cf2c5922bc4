"""Kernels run over short pieces of long columns.

Temporaries then stay in the cache and in memory that is already mapped, which makes blocks of 131072 rows two
to four times faster.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

_CHUNK = 16384
_Scalar = TypeVar("_Scalar", np.int64, np.float64, np.uint64)
_Column = NDArray[Any]


def by_chunk(
    kernel: Callable[..., NDArray[_Scalar]], kind: type[_Scalar], first: _Column, *others: _Column | None
) -> NDArray[_Scalar]:
    """``kernel(first, *others)``, computed in pieces; the kernel must treat each row by itself.

    Args:
        kernel: what makes the values from as many columns as are given.
        kind: the type of its values.
        first: array of n rows.
        others: arrays of n rows, or of one row that stands for all, or None.
    """
    size = len(first)
    if size <= _CHUNK:
        return kernel(first, *others)
    values = np.empty(size, dtype=kind)
    for start in range(0, size, _CHUNK):
        rows = slice(start, start + _CHUNK)
        parts = (part if part is None or len(part) == 1 else part[rows] for part in others)
        values[rows] = kernel(first[rows], *parts)
    return values
