"""Who is popular: Zipf weights over a keyed shuffled order of candidates, for a handful up to 2**40 of them.

Rank r (from 0) has the weight (r + 1)**-exponent. Up to 2**16 candidates the weights stand in one alias table.
Beyond, the first 4096 ranks have an entry each and the others share geometric blocks: a block has the mass of
its ranks (midpoint rule, relative error below 1e-7 for exponents up to 3) and deals it evenly among them. As a
block is at most 1/512 longer than its first rank, a single rank's chance is off by at most exponent / 1024 of
itself, and the sum over any whole blocks is right.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from rowsmith.tools.chance.alias import AliasTable
from rowsmith.tools.chance.arrays import Bits, Integers, Reals
from rowsmith.tools.chance.permutation import Permutation
from rowsmith.tools.chance.streams import mix, uniform_integers
from rowsmith.tools.errors import GenerationError

LARGEST = 2**40
_TABLE = 2**16
_HEAD = 4096
_GROWTH = 512
_WITHIN = np.uint64(0x57495448494E0001)


def popularity_weights(n: int, exponent: float, key: np.uint64) -> Reals:
    """The weight of each of n candidates, float64[n]; which of them is popular depends on the key.

    Raises:
        GenerationError: n below 1 or an exponent below 0.
    """
    _check(n, exponent)
    weights = np.empty(n, dtype=np.float64)
    weights[Permutation(n, key).forward(np.arange(n))] = [math.pow(r, -exponent) for r in range(1, n + 1)]
    return weights


class Popularity:
    """Draws candidates by `popularity_weights` without a table of n.

    Raises:
        GenerationError: n outside 1 to 2**40 or an exponent below 0.
    """

    def __init__(self, n: int, exponent: float, key: np.uint64) -> None:
        _check(n, exponent)
        self.size = n
        self._blocks: Blocks | None = None
        if n <= _TABLE:
            self._alias = AliasTable.from_weights(popularity_weights(n, exponent, key))
            return
        self._blocks = zipf_blocks(n, exponent)
        self._alias = AliasTable.from_weights(self._blocks.masses)
        self._order = Permutation(n, key)

    def draw(self, bits: Bits) -> Integers:
        """The chosen candidate in [0, n) for each row."""
        entry = self._alias.draw(bits)
        if self._blocks is None:
            return entry
        rank = uniform_integers(mix(bits, _WITHIN), self._blocks.lengths.take(entry))
        rank += self._blocks.starts.take(entry)
        return self._order.forward(rank)


@dataclass(frozen=True)
class Blocks:
    """Ranks in blocks of neighbours: where each begins, how many ranks it has, and their weights' sum."""

    starts: Integers
    lengths: Integers
    masses: Reals


def zipf_blocks(n: int, exponent: float) -> Blocks:
    """The weights (rank + 1)**-exponent of n ranks, n above 4096, in blocks as the module describes."""
    starts = list(range(_HEAD))
    start = _HEAD
    while start < n:
        starts.append(start)
        start += max(start // _GROWTH, 1)
    ends = np.array([*starts[1:], n], dtype=np.int64)
    lengths = ends - np.array(starts, dtype=np.int64)
    masses = [math.pow(rank + 1, -exponent) for rank in range(_HEAD)]
    masses += [
        _mass(float(start), float(start + length), exponent)
        for start, length in zip(starts[_HEAD:], lengths[_HEAD:].tolist(), strict=True)
    ]
    return Blocks(np.array(starts, dtype=np.int64), lengths, np.array(masses, dtype=np.float64))


def _mass(start: float, end: float, exponent: float) -> float:
    """The sum of (r + 1)**-exponent over start <= r < end: the integral from start + 1/2 to end + 1/2."""
    lower, ratio = start + 0.5, math.log1p((end - start) / (start + 0.5))
    rest = 1 - exponent
    growth = ratio if rest == 0 else math.expm1(rest * ratio) / rest
    return math.pow(lower, rest) * growth


def _check(n: int, exponent: float) -> None:
    if not 1 <= n <= LARGEST:
        raise GenerationError(f"Popularity needs 1 to 2**40 candidates, not {n}.")
    if not 0 <= exponent < math.inf:
        raise GenerationError(f"The exponent of a popularity is 0 or above, not {exponent}.")
