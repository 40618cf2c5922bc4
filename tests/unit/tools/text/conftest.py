from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from rowsmith.tools.chance.arrays import Bits
from rowsmith.tools.chance.streams import mix


@pytest.fixture
def bits() -> Callable[..., Bits]:
    """Random bits for so many rows."""

    def make(rows: int, key: int = 7) -> Bits:
        return mix(np.arange(rows, dtype=np.uint64), np.uint64(key))

    return make
