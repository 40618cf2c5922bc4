"""Parameters that vary by row, rounded so that few tables serve many rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rowsmith.tools.chance.arrays import Integers, Reals

_LOWEST, _HIGHEST = -300, 300
_POWERS = np.array([float(f"1e{e}") for e in range(_LOWEST, _HIGHEST + 1)])
_CODES = 2**20
_NONE = 0


def codes(values: Reals) -> Integers:
    """A number for each value's leading digits, within half a percent: 350 in a power of ten.

    What is not above 1e-300 shares the number of zero.
    """
    values = np.where(np.isfinite(values), values, 0.0)
    exponent = np.searchsorted(_POWERS, values, side="right") - 1
    power = _POWERS.take(np.maximum(exponent, 0))
    digits = np.fmax(values, 0.0) / power * 100
    coarse = np.where(digits < 200, 1.0, np.where(digits < 500, 2.0, 5.0))
    digits = np.rint(digits / coarse) * coarse
    code = exponent * 1000 + digits.astype(np.int64)
    code += np.where(digits == 1000, 100, 0)
    return np.where(exponent < 0, _NONE, code)


def value_of(code: int) -> float:
    """The value that stands for all with this code, 0 for the code of zero."""
    if code == _NONE:
        return 0.0
    exponent, digits = divmod(code - 100, 1000)
    return float(f"{digits + 100}e{exponent + _LOWEST - 2}")


def joined(several: list[Integers]) -> Integers:
    """One number for up to three codes."""
    whole = several[0]
    for each in several[1:]:
        whole = whole * _CODES + each
    return whole


def parted(code: int, count: int) -> list[int]:
    """The codes that `joined` put together."""
    parts = []
    for _ in range(count):
        code, part = divmod(code, _CODES)
        parts.append(part)
    return parts[::-1]


def groups(codes: Integers) -> Iterator[tuple[int, Integers]]:
    """Each code with its rows."""
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    ends = [*(np.flatnonzero(ordered[1:] != ordered[:-1]) + 1).tolist(), len(codes)]
    start = 0
    for end in ends if len(codes) else ():
        yield int(ordered[start]), order[start:end]
        start = end
