"""Numbers and dates as people mistype them."""

from __future__ import annotations

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix, uniform_integers
from rowsmith.tools.engine.samplers.spans import first_days, months_of

_TRIES = 6


def mistyped_number(units: Integers, bits: Bits) -> Integers:
    """Two neighbouring digits change places; where none differ a zero is added."""
    size, sign = np.abs(units), np.sign(units)
    made = size.copy()
    left = np.arange(len(units))
    for attempt in range(_TRIES):
        pairs = np.searchsorted(_POWERS, size[left], side="right") - 1
        place = uniform_integers(mix(bits[left], np.uint64(attempt)), np.maximum(pairs, 1))
        power = _POWERS[place]
        low, high = size[left] // power % 10, size[left] // power // 10 % 10
        fits = (low != high) & (pairs > 0)
        made[left[fits]] += ((low - high) * power * 9)[fits]
        left = left[~fits]
    made[left] = np.where(size[left] < 10**17, np.maximum(size[left], 1) * 10, size[left] // 10)
    return made * np.where(sign == 0, 1, sign)


_POWERS = np.array([10**n for n in range(18)], dtype=np.int64)


def mistyped_day(days: Integers) -> Integers:
    """Day and month change places; where they can't the year is one too late."""
    months = months_of(days)
    day, month = days - first_days(months), months % 12
    swapped = first_days(months - month + np.minimum(day, 11)) + month
    can = (day < 12) & (day != month)
    return np.where(can, swapped, first_days(months + 12) + np.minimum(day, 27))
