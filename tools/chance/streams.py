"""Random bits by address: a cell's 64 bits are a pure function of its stream's key and its row number.

`mix` is the finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators,
OOPSLA 2014) over `id * golden + key`. Two streams of n ids share bits only when their keys lie within n steps
of each other, which for 64-bit hashed keys has a chance of 2n / 2**64.
"""

from __future__ import annotations

import hashlib
import math

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Flags, Integers, Reals
from rowsmith.tools.chance.chunks import by_chunk
from rowsmith.tools.errors import GenerationError

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_LOW_HALF = np.uint64(0xFFFFFFFF)


def stream_key(seed: int, *path: str) -> np.uint64:
    """The key of one stream, such as ``stream_key(7, "orders", "price")``: the same on every machine."""
    digest = hashlib.blake2b(digest_size=8)
    for part in (str(seed), *path):
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8, "little"))
        digest.update(encoded)
    return np.uint64(int.from_bytes(digest.digest(), "little"))


def mix(ids: Bits, key: np.uint64 | Bits) -> Bits:
    """64 random bits for each id; `key` is one for all or one per row. The ids are left as they are."""
    return by_chunk(_mix, np.uint64, ids, np.atleast_1d(key))


def mix2(ids: Bits, others: Bits | np.uint64, key: np.uint64 | Bits) -> Bits:
    """64 random bits for each pair of numbers: row and attempt, parent and position."""
    return by_chunk(_mix_pair, np.uint64, ids, np.atleast_1d(others), np.atleast_1d(key))


def _mix(ids: Bits, key: Bits) -> Bits:
    bits = ids * _GOLDEN
    bits += key
    return _finalise(bits)


def _mix_pair(ids: Bits, others: Bits, key: Bits) -> Bits:
    bits = _mix(ids, key)
    bits += others * _GOLDEN
    return _finalise(bits)


def _finalise(bits: Bits) -> Bits:
    shifted = bits >> np.uint64(30)
    bits ^= shifted
    bits *= _FIRST
    bits ^= np.right_shift(bits, np.uint64(27), out=shifted)
    bits *= _SECOND
    bits ^= np.right_shift(bits, np.uint64(31), out=shifted)
    return bits


def uniform_integers(bits: Bits, span: int | Integers | Bits) -> Integers:
    """Whole numbers in [0, span): the upper 64 bits of the 128-bit product bits * span.

    Args:
        bits: uint64[n].
        span: one span, or one per row; 1 to 2**63.

    Raises:
        GenerationError: a constant span below 1 or above 2**63.
    """
    if isinstance(span, int):
        if not 1 <= span <= 2**63:
            raise GenerationError(f"No whole number can be drawn from a span of {span}.")
        return by_chunk(_upper_product, np.int64, bits, np.array([span], dtype=np.uint64))
    return by_chunk(_upper_product, np.int64, bits, span.view(np.uint64))


def _upper_product(bits: Bits, span: Bits) -> Integers:
    """Both branches give the same value for spans below 2**32, so a block's other rows change nothing."""
    half = np.uint64(32)
    upper, lower = bits >> half, bits & _LOW_HALF
    if not (span > _LOW_HALF).any():
        lower *= span
        lower >>= half
        upper *= span
        upper += lower
        upper >>= half
        return upper.view(np.int64)
    span_upper, span_lower = span >> half, span & _LOW_HALF
    middle = (lower * span_lower >> half) + (upper * span_lower & _LOW_HALF)
    middle += lower * span_upper & _LOW_HALF
    product = upper * span_upper
    product += upper * span_lower >> half
    product += lower * span_upper >> half
    product += middle >> half
    return product.view(np.int64)


def unit(bits: Bits) -> Reals:
    """Reals in [0, 1) from the upper 53 bits."""
    return by_chunk(_unit, np.float64, bits)


def _unit(bits: Bits) -> Reals:
    reals: Reals = (bits >> np.uint64(11)).view(np.int64).astype(np.float64)
    reals *= 2.0**-53
    return reals


def unit_bits(reals: Reals) -> Bits:
    """The bits whose `unit` is the given real; reals outside [0, 1) are taken to its nearest end, NaN to 0."""
    return by_chunk(_unit_bits, np.uint64, reals)


def _unit_bits(reals: Reals) -> Bits:
    scaled = reals * 2.0**53
    np.fmax(scaled, 0.0, out=scaled)
    np.minimum(scaled, 2.0**53 - 1, out=scaled)
    bits = scaled.astype(np.int64).view(np.uint64)
    bits <<= np.uint64(11)
    return bits


def below(bits: Bits, share: float | Reals) -> Flags:
    """True with the chance `share`; never at 0 and always at 1. A share per row is taken into [0, 1].

    Raises:
        GenerationError: a constant share outside [0, 1].
    """
    if isinstance(share, np.ndarray):
        return unit(bits) < share
    if not 0 <= share <= 1:
        raise GenerationError(f"A share is between 0 and 1, not {share}.")
    threshold = math.ceil(share * 2**53) << 11
    if threshold == 2**64:
        return np.ones(len(bits), dtype=np.bool_)
    return bits < np.uint64(threshold)
