"""How many of how many: a share said with its firmness, as a chance or as a number of rows."""

from __future__ import annotations

import math

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.data import Quantity, Share

_ASIDE = 0.15
"""How far from a hard limit the aim lies, as a part of the limit: a share "at most 5 %" becomes 4.25 %."""


def checked_share(share: Share, where: str) -> Share:
    """The share itself. Raises PlanError where it is outside [0, 1] or its ends are the wrong way round."""
    ends = (share,) if isinstance(share, int | float) else (share.value, share.high or share.value)
    if not all(0 <= end <= 1 for end in ends) or ends[0] > ends[-1]:
        raise PlanError(f"A share lies between 0 and 1, not {' to '.join(map(str, ends))}.", where=where)
    return share


def aim(share: Share) -> float:
    """The share aimed at: strictly inside what the firmness allows."""
    if isinstance(share, int | float):
        return float(share)
    match share.firmness:
        case "at_most" | "under":
            return share.value * (1 - _ASIDE)
        case "at_least":
            return min(share.value * (1 + _ASIDE), (1 + share.value) / 2)
        case "between":
            return (share.value + (share.value if share.high is None else share.high)) / 2
    return share.value


def quota_of(share: Share, base: int) -> int:
    """The whole number of `base` rows that the share is; within what the firmness allows where any number is."""
    wanted = math.floor(aim(share) * base + 0.5)
    low, high = _allowed(share, base) if isinstance(share, Quantity) else (0, base)
    return min(max(wanted, low), high) if low <= high else wanted


def _allowed(share: Quantity, base: int) -> tuple[int, int]:
    # A product such as 0.07 * 100 may lie a hair above the whole number that it is.
    up, down = math.ceil(share.value * base - 1e-9), math.floor(share.value * base + 1e-9)
    match share.firmness:
        case "at_most":
            return 0, down
        case "under":
            return 0, max(up - 1, 0)
        case "at_least":
            return up, base
        case "between":
            high = share.value if share.high is None else share.high
            return up, math.floor(high * base + 1e-9)
    return 0, base
