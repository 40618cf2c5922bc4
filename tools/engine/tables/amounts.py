"""How many a stated amount is, settled once by the seed."""

from __future__ import annotations

import math

import numpy as np

from rowsmith.tools.chance.streams import mix, uniform_integers
from rowsmith.tools.plan.data import Quantity

LEEWAY = 0.03
"""How far an amount that is only about right may stray."""


def settled(amount: Quantity, scale: float, key: np.uint64) -> int:
    """A whole number within the amount's bounds, the same for the same key."""
    low, high = bounds(amount, scale)
    bits = mix(np.zeros(1, dtype=np.uint64), key)
    return low + int(uniform_integers(bits, high - low + 1)[0])


def bounds(amount: Quantity, scale: float = 1.0) -> tuple[int, int]:
    """The least and the most that an amount may come to: `about` leaves 3 % to either side."""
    said = amount.value * scale
    low, high = max(0, math.floor(said * (1 - LEEWAY) + 1)), math.floor(said * (1 + LEEWAY))
    exact = max(0, round(said))
    match amount.firmness:
        case "about":
            return (low, high) if low <= high else (exact, exact)
        case "at_least":
            return math.ceil(said), max(math.ceil(said), high)
        case "at_most":
            return min(low, math.floor(said)), math.floor(said)
        case "under":
            top = max(0, math.ceil(said) - 1)
            return min(low, top), top
        case "between":
            return math.ceil(said), max(math.ceil(said), math.floor((amount.high or 0.0) * scale))
    return exact, exact
