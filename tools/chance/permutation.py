"""Keyed bijections of range(size), computed element by element.

A generalised Feistel cipher (Black and Rogaway: Ciphers with arbitrary finite domains, CT-RSA 2002): the index
is split into a digit below `tall` and one below `wide`, which in turn are shifted by a random function of the
other. `tall * wide` exceeds the size by less than `wide` (below 12 it is at least 12); the few indices that
land outside walk on until they are inside. Up to 2**16 a whole permutation is a table, sorted by random bits: uniform over all permutations.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.chunks import by_chunk
from rowsmith.tools.chance.streams import mix
from rowsmith.tools.errors import GenerationError

LARGEST = 2**62
_TABLE = 2**16
_ROUNDS = 4  # each shifts both digits
_DOMAIN = np.uint64(0x5045524D55544154)
_ROUND_STEP = 0xD1342543DE82EF95
_HALF = np.uint64(32)

_Cipher = Callable[[Bits, Bits, Bits, Bits], Bits]


class Permutation:
    """A keyed bijection of range(size).

    Args:
        size: 1 to 2**62.
        key: which of the permutations.

    Raises:
        GenerationError: a size outside these.
    """

    def __init__(self, size: int, key: np.uint64) -> None:
        if not 1 <= size <= LARGEST:
            raise GenerationError(f"A permutation has 1 to 2**62 elements, not {size}.")
        self.size = size
        self._key = mix(np.array([key], dtype=np.uint64), _DOMAIN)
        self._table: Integers | None = None
        self._back: Integers | None = None
        if size <= _TABLE:
            order = np.argsort(mix(np.arange(size, dtype=np.uint64), self._key), kind="stable")
            self._table = order.astype(np.int64)
            self._back = np.empty(size, dtype=np.int64)
            self._back[self._table] = np.arange(size)

    def forward(self, index: Integers) -> Integers:
        """Where each index in [0, size) goes."""
        if self._table is not None:
            return self._table.take(index)
        return by_chunk(_forward, np.int64, index, self._sizes(), self._key)

    def inverse(self, index: Integers) -> Integers:
        """The index that `forward` takes here."""
        if self._back is not None:
            return self._back.take(index)
        return by_chunk(_inverse, np.int64, index, self._sizes(), self._key)

    def _sizes(self) -> Bits:
        return np.array([self.size], dtype=np.uint64)


def forward_keyed(index: Integers, size: Integers, key: Bits) -> Integers:
    """As `Permutation.forward`, with a size and a key for each row: positions within groups.

    Not the same bijections as `Permutation`, which may use a table.
    """
    return by_chunk(_forward, np.int64, index, size.view(np.uint64), mix(key, _DOMAIN))


def inverse_keyed(index: Integers, size: Integers, key: Bits) -> Integers:
    """The index that `forward_keyed` takes here, for the same sizes and keys."""
    return by_chunk(_inverse, np.int64, index, size.view(np.uint64), mix(key, _DOMAIN))


def _forward(index: Integers, size: Bits, key: Bits) -> Integers:
    return _walk(index, size, key, _encrypt)


def _inverse(index: Integers, size: Bits, key: Bits) -> Integers:
    return _walk(index, size, key, _decrypt)


def _walk(index: Integers, size: Bits, key: Bits, cipher: _Cipher) -> Integers:
    start = index.view(np.uint64)
    if (start >= size).any():
        raise GenerationError("A permutation was asked for an index outside its size.")
    tall, wide = _bases(size)
    reached = cipher(start, tall, wide, key)
    outside = np.flatnonzero(reached >= size)
    while len(outside):
        own_tall, own_wide, own_size, own_key = (_rows(a, outside) for a in (tall, wide, size, key))
        moved = cipher(reached[outside], own_tall, own_wide, own_key)
        reached[outside] = moved
        outside = outside[moved >= own_size]
    return reached.view(np.int64)


def _bases(size: Bits) -> tuple[Bits, Bits]:
    """Near the square root. Ciphers of 2 x 3 or 3 x 3 are not even enough over the keys; 3 x 4 and 2 x 2 are."""
    least = np.where(size > np.uint64(4), np.uint64(3), np.uint64(2))
    wide = np.maximum((np.sqrt(size.astype(np.float64)) + 0.5).astype(np.uint64), least)
    tall = np.maximum((size + wide - np.uint64(1)) // wide, least + (least & np.uint64(1)))
    return tall, wide


def _rows(values: Bits, rows: Integers) -> Bits:
    return values if len(values) == 1 else values[rows]


def _encrypt(index: Bits, tall: Bits, wide: Bits, key: Bits) -> Bits:
    upper = index // wide
    lower = index - upper * wide
    for turn in range(0, 2 * _ROUNDS, 2):
        upper = _wrap(upper + _shift(lower, key, turn, tall), tall)
        lower = _wrap(lower + _shift(upper, key, turn + 1, wide), wide)
    return upper * wide + lower


def _decrypt(index: Bits, tall: Bits, wide: Bits, key: Bits) -> Bits:
    upper = index // wide
    lower = index - upper * wide
    for turn in reversed(range(0, 2 * _ROUNDS, 2)):
        lower = _wrap(lower + wide - _shift(upper, key, turn + 1, wide), wide)
        upper = _wrap(upper + tall - _shift(lower, key, turn, tall), tall)
    return upper * wide + lower


def _shift(digit: Bits, key: Bits, turn: int, base: Bits) -> Bits:
    """A random function of the digit into [0, base); base is at most 2**31, so its upper 32 bits do."""
    bits = mix(digit, key + np.uint64(turn * _ROUND_STEP % 2**64))
    bits >>= _HALF
    bits *= base
    bits >>= _HALF
    return bits


def _wrap(digit: Bits, base: Bits) -> Bits:
    """Reduces modulo base: digits below 2 * base: one that is not too large wraps to a huge number."""
    reduced: Bits = np.minimum(digit, digit - base)
    return reduced
