"""Autoregressive noise of order one, each value on its own.

x_t = a x_{t-1} + sqrt(1 - a^2) e_t is written out as the sum of its innovations, with x_0 = e_0 at the first row of
a group, so that every x_t has the variance 1 (Box, Jenkins: Time Series Analysis, 1976, section 3.2.3). Where a^k
has faded below 1e-4 the sum ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Integers, Reals
from rowsmith.tools.chance.quantiles import normal_scores
from rowsmith.tools.chance.streams import mix

_FADED = 1e-4
_LONGEST = 2000


@dataclass(frozen=True)
class Memory:
    """Noise with a memory.

    Attributes:
        share: a, in [0, 1): how much of a value the next one keeps.
        key: of the stream of innovations.
    """

    share: float
    key: np.uint64

    def values(self, ids: Bits, position: Integers) -> Reals:
        """Standard normal values of rows, each correlated with those of the rows before it in its group.

        Args:
            ids: row numbers; those of a group follow on each other.
            position: each row's 0-based place in its group.
        """
        total = np.zeros(len(ids))
        innovations = _innovations(ids, min(self._length, int(position.max(initial=0)) + 1), self.key)
        fresh, kept = math.sqrt(1 - self.share * self.share), 1.0
        for back in range(self._length):
            reached = position >= back
            if not reached.any():
                break
            weight = np.where(position > back, kept * fresh, kept)
            total += np.where(reached, weight * innovations(back), 0.0)
            kept *= self.share
        return total

    @property
    def _length(self) -> int:
        if not self.share:
            return 1
        return min(math.ceil(math.log(_FADED) / math.log(self.share)), _LONGEST)


def _innovations(ids: Bits, length: int, key: np.uint64) -> Callable[[int], Reals]:
    """What gives the innovations of the rows so many places before; made once where rows follow on each other."""
    if not len(ids) or int(ids[-1]) - int(ids[0]) + 1 != len(ids):
        return lambda back: normal_scores(mix(ids - np.uint64(back), key))
    first = int(ids[0])
    earlier = min(length - 1, first)
    made = normal_scores(mix(np.arange(first - earlier, first + len(ids), dtype=np.uint64), key))

    def shifted(back: int) -> Reals:
        # Rows before the table's first one are masked by their position.
        start = max(earlier - back, 0)
        part = made[start : start + len(ids) - max(back - earlier, 0)]
        return part if back <= earlier else np.concatenate([np.zeros(back - earlier), part])[: len(ids)]

    return shifted
