"""Check digits over matrices of ASCII signs: one row is one number, computed for all rows at once."""

from __future__ import annotations

import numpy as np

from rowsmith.tools.chance.arrays import Integers
from rowsmith.tools.semantics.patterns import Bytes

_ZERO = ord("0")
_ROOM = 2**63 // 100 - 100
_VIN_VALUES = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, *range(2, 10)), strict=True)
)
_VIN_WEIGHTS = np.array([8, 7, 6, 5, 4, 3, 2, 10, 9, 8, 7, 6, 5, 4, 3, 2], dtype=np.int64)


def _digits(cells: Bytes) -> Integers:
    values: Integers = cells.astype(np.int64) - _ZERO
    return values


def _with_last(cells: Bytes, digit: Integers) -> Bytes:
    return np.column_stack([cells, (digit + _ZERO).astype(np.uint8)])


def with_luhn(cells: Bytes) -> Bytes:
    """Adds the digit of Luhn's algorithm (ISO/IEC 7812-1)."""
    digits = _digits(cells)
    doubled = digits[:, ::-2] * 2
    total = (doubled - 9 * (doubled > 9)).sum(axis=1) + digits[:, -2::-2].sum(axis=1)
    return _with_last(cells, -total % 10)


def with_ean(cells: Bytes) -> Bytes:
    """Adds the GS1 check digit of an EAN-13 or ISBN-13: weights 1 and 3 in turn."""
    weights = np.where(np.arange(cells.shape[1]) % 2 == cells.shape[1] % 2, 1, 3)
    return _with_last(cells, -(_digits(cells) * weights).sum(axis=1) % 10)


def with_imo(cells: Bytes) -> Bytes:
    """Adds the last digit of a ship's IMO number: the sum of six digits times 7 to 2, modulo 10."""
    weights = np.arange(cells.shape[1] + 1, 1, -1)
    return _with_last(cells, (_digits(cells) * weights).sum(axis=1) % 10)


def with_iban(cells: Bytes) -> Bytes:
    """Sets signs 3 and 4 to the check digits of ISO 13616: the rearranged number is 1 modulo 97."""
    rearranged = np.column_stack([cells[:, 4:], cells[:, :2]])
    remainder, size = np.zeros(len(cells), dtype=np.int64), 97
    for column in rearranged.T:
        is_letter = column >= ord("A")
        if size > _ROOM:
            remainder, size = remainder % 97, 97
        if is_letter.any():
            value = np.where(is_letter, column - np.uint8(ord("A") - 10), column - np.uint8(_ZERO))
            remainder, size = remainder * np.where(is_letter, 100, 10) + value, size * 100
        else:
            remainder, size = remainder * 10 + (column - np.uint8(_ZERO)), size * 10
    remainder = remainder % 97
    check = 98 - remainder * 100 % 97
    finished = cells.copy()
    finished[:, 2] = check // 10 + _ZERO
    finished[:, 3] = check % 10 + _ZERO
    return finished


def with_vin(cells: Bytes) -> Bytes:
    """Puts in the ninth sign of a vehicle identification number (49 CFR 565.15): 16 signs become 17."""
    values = np.zeros(256, dtype=np.int64)
    values[_ZERO : _ZERO + 10] = np.arange(10)
    for letter, value in _VIN_VALUES.items():
        values[ord(letter)] = value
    remainder = (values[cells] * _VIN_WEIGHTS).sum(axis=1) % 11
    check = np.where(remainder == 10, ord("X"), remainder + _ZERO).astype(np.uint8)
    return np.column_stack([cells[:, :8], check, cells[:, 8:]])
