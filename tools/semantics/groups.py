"""Rows of a relation in groups, from which one is drawn by weight: alias tables of all groups in one array."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from rowsmith.tools.chance.alias import AliasTable
from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.chunks import by_chunk

UNKNOWN = -1
_HALF = np.uint64(32)
_LOW_HALF = np.uint64(0xFFFFFFFF)
_ALONE = np.uint64(0xFFFFFFFF) << _HALF
_DIRECT = 2**16


@dataclass(frozen=True)
class Groups:
    """Rows sorted by a code: those of the g-th code are ``order[starts[g] : starts[g + 1]]``.

    Attributes:
        present: the codes that occur, ascending.
        packed: for each row of `order` the cell of its group's alias table.
        direct: for small codes which group each is; -1 for those that do not occur.
    """

    present: Integers
    order: Integers
    starts: Integers
    packed: Bits
    direct: Integers | None

    @classmethod
    def of(cls, codes: Integers, weights: Integers) -> Groups:
        """The groups of rows with these codes, none below 0."""
        present = np.unique(codes)
        order = np.argsort(codes, kind="stable").astype(np.int64)
        starts = np.append(np.searchsorted(codes[order], present), len(codes)).astype(np.int64)
        packed = np.full(len(codes), _ALONE, dtype=np.uint64)
        for low, high in pairwise(starts.tolist()):
            if high - low > 1:
                packed[low:high] = AliasTable.from_weights(weights[order[low:high]]).packed
        return cls(present, order, starts, packed, _direct(present))

    def find(self, codes: Integers) -> Integers:
        """Which group each code is; -1 for codes that do not occur."""
        if self.direct is not None:
            return self.direct[np.minimum(codes, len(self.direct) - 1)]
        at = np.minimum(np.searchsorted(self.present, codes), len(self.present) - 1)
        return np.where(self.present[at] == codes, at, UNKNOWN)

    def draw(self, bits: Bits, groups: Integers) -> Integers:
        """A row of each group by weight; one group may stand for all."""
        return by_chunk(self._draw, np.int64, bits, groups)

    def _draw(self, bits: Bits, groups: Integers) -> Integers:
        start = self.starts[groups].view(np.uint64)
        place = bits >> _HALF
        place *= self.starts[groups + 1].view(np.uint64) - start
        place >>= _HALF
        place += start
        cell = self.packed.take(place.view(np.int64))
        other = (cell & _LOW_HALF) + start
        chosen = np.where((bits & _LOW_HALF) < cell >> _HALF, place, other)
        return self.order.take(chosen.view(np.int64))


def _direct(present: Integers) -> Integers | None:
    """One entry more than the largest code has, and a last one for -1 and for codes above."""
    if not len(present) or int(present[-1]) >= _DIRECT:
        return None
    table = np.full(int(present[-1]) + 2, UNKNOWN, dtype=np.int64)
    table[present] = np.arange(len(present))
    return table
