"""Weighted choice: alias tables (fastest), cumulative tables (monotone), and exact quotas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rowsmith.tools.chance.arrays import Bits, Integers, Reals
from rowsmith.tools.chance.chunks import by_chunk
from rowsmith.tools.errors import GenerationError

LARGEST = 2**20
_UNITS = 2**32
_GUIDE_BITS = 16
_STEPS = 2  # after the guide's index; the few rows beyond are searched
_HALF = np.uint64(32)
_LOW_HALF = np.uint64(0xFFFFFFFF)
Weights: TypeAlias = Sequence[float] | NDArray[np.floating[Any]] | NDArray[np.integer[Any]]


def checked_weights(weights: Weights) -> Reals:
    """The weights as float64[k].

    Raises:
        GenerationError: none, a negative one, one that is not finite, or all of them zero.
    """
    checked = np.asarray(weights, dtype=np.float64)
    if not np.isfinite(checked).all() or (checked < 0).any():
        raise GenerationError("Weights must be finite and not negative.")
    if not checked.any():
        raise GenerationError("At least one weight must be above zero.")
    return checked


def quota(weights: Weights, n: int) -> Integers:
    """How many of n each weight gets, by largest remainders; int64[k] that sums to n exactly.

    Ties go to the earlier weight. A zero weight gets none.

    Raises:
        GenerationError: bad weights, or n below 0 or above 2**52.
    """
    if not 0 <= n <= 2**52:
        raise GenerationError(f"A quota is dealt out over 0 to 2**52 rows, not {n}.")
    checked = checked_weights(weights)
    shares = checked / checked.max()
    ideal = shares * (n / float(np.cumsum(shares)[-1]))
    counts = np.floor(ideal).astype(np.int64)
    order = np.argsort(counts - ideal, kind="stable")
    return _settle(counts, order[checked[order] > 0], n)


def _settle(counts: Integers, order: Integers, n: int) -> Integers:
    """Hands out what is missing, one each in this order; takes back in reverse what rounding gave too much."""
    missing = n - int(counts.sum())
    while missing > 0:
        gets = order[:missing]
        counts[gets] += 1
        missing -= len(gets)
    while missing < 0:
        gives = order[::-1][counts[order[::-1]] > 0][:-missing]
        counts[gives] -= 1
        missing += len(gives)
    return counts


@dataclass(frozen=True)
class AliasTable:
    """Walker's alias method (Walker 1977; Vose 1991) in integers: probabilities are exact multiples of
    2**-32 / k, and zero weights are never drawn.

    Attributes:
        packed: uint64[k]; the upper half is how many of the cell's 2**32 units are its own, the lower half is
            who gets the others.
    """

    packed: Bits

    @classmethod
    def from_weights(cls, weights: Weights) -> AliasTable:
        """The table of these weights, 1 to 2**20 of them.

        Raises:
            GenerationError: bad weights, or too many.
        """
        size = len(weights)
        if size > LARGEST:
            raise GenerationError(f"At most {LARGEST} weights fit an alias table, not {size}.")
        return cls(_pack(quota(weights, size * _UNITS)))

    def draw(self, bits: Bits) -> Integers:
        """The chosen index in [0, k) for each row."""
        return by_chunk(self._draw, np.int64, bits)

    def _draw(self, bits: Bits) -> Integers:
        own = bits >> _HALF
        own *= np.uint64(len(self.packed))
        own >>= _HALF
        cell = self.packed.take(own.view(np.int64))
        other = cell & _LOW_HALF
        cell >>= _HALF
        is_own = bits & _LOW_HALF
        is_own -= cell
        is_own >>= np.uint64(63)
        own ^= other
        own *= is_own
        other ^= own
        return other.view(np.int64)


def _pack(units: Integers) -> Bits:
    """Pairs cells that lack units with cells that have too many; all whole numbers, so none is left over."""
    left = units.tolist()
    own = [_UNITS - 1] * len(left)
    other = list(range(len(left)))
    small = [index for index, count in enumerate(left) if count < _UNITS]
    large = [index for index, count in enumerate(left) if count > _UNITS]
    while small:
        poor, rich = small.pop(), large[-1]
        own[poor], other[poor] = left[poor], rich
        left[rich] -= _UNITS - left[poor]
        if left[rich] <= _UNITS:
            large.pop()
            if left[rich] < _UNITS:
                small.append(rich)
    return (np.array(own, dtype=np.uint64) << _HALF) | np.array(other, dtype=np.uint64)


@dataclass(frozen=True)
class CumulativeTable:
    """The inverse of a discrete distribution's cumulative function: more bits never give a smaller index.

    Attributes:
        edges: int64, not falling, in units of 2**-53; index i is chosen by reals in [edges[i - 1], edges[i]).
            The last is 2**53; weights of zero after it have none.
        guide: int64[2**g]; for each value of the upper g bits the smallest index that they can choose (Chen
            and Asau 1974).
    """

    edges: Integers
    guide: Integers

    @classmethod
    def from_weights(cls, weights: Weights) -> CumulativeTable:
        """The table of these weights; probabilities are multiples of 2**-53.

        Raises:
            GenerationError: bad weights.
        """
        checked = checked_weights(weights)
        sums = np.cumsum(checked / checked.max())
        scaled = np.floor(sums / sums[-1] * 2.0**53).astype(np.int64)
        return cls.from_edges(scaled[: int(np.searchsorted(scaled, 2**53)) + 1])

    @classmethod
    def from_edges(cls, edges: Integers) -> CumulativeTable:
        """The table of these edges, the last of which is 2**53."""
        width = min(max(len(edges).bit_length() + 1, 4), _GUIDE_BITS)
        starts = np.arange(2**width, dtype=np.int64) << (53 - width)
        return cls(edges, np.searchsorted(edges, starts, side="right").astype(np.int64))

    def invert(self, bits: Bits) -> Integers:
        """The index for each row: monotone in the bits, read as a fraction of 2**64."""
        return by_chunk(self._invert, np.int64, bits)

    def _invert(self, bits: Bits) -> Integers:
        reals = (bits >> np.uint64(11)).view(np.int64)
        index = self.guide.take(reals >> (54 - len(self.guide).bit_length()))
        moving = np.flatnonzero(reals >= self.edges.take(index))
        for _ in range(_STEPS):
            index[moving] += 1
            moving = moving[reals[moving] >= self.edges.take(index[moving])]
        if len(moving):
            index[moving] = np.searchsorted(self.edges, reals[moving], side="right")
        return index
