"""Roots of monotone functions of one variable, for solving a shape's parameters when a plan is read."""

from __future__ import annotations

import math
from collections.abc import Callable

_HUGE = 1e300


def find_root(function: Callable[[float], float], low: float, high: float, *, tolerance: float) -> float:
    """Where the function is within the tolerance of zero, or nearest to a jump over it.

    Chandrupatla's method (1997): inverse quadratic steps where they are safe, halving elsewhere. Where both ends
    have the same sign it gives the end that is nearer to zero.
    """
    here, there = low, high
    f_here, f_there = _finite(function(here)), _finite(function(there))
    if f_here * f_there > 0 or min(abs(f_here), abs(f_there)) <= tolerance:
        return here if abs(f_here) < abs(f_there) else there
    behind, f_behind = here, f_here
    step = 0.5
    for _ in range(100):
        middle = here + step * (there - here)
        f_middle = _finite(function(middle))
        behind, f_behind = (here, f_here) if f_middle * f_here > 0 else (there, f_there)
        if f_middle * f_here <= 0:
            there, f_there = here, f_here
        here, f_here = middle, f_middle
        if abs(f_here) <= tolerance or abs(there - here) <= 1e-15 * max(abs(here), abs(there), 1e-300):
            break
        step = _step(here, there, behind, f_here, f_there, f_behind)
    return here if abs(f_here) <= abs(f_there) else there


def invert_share(
    share: Callable[[float], float],
    density: Callable[[float], float],
    wanted: float,
    start: float,
    ends: tuple[float, float],
) -> float:
    """Where a log-concave share of a distribution (its cdf or survival function) is `wanted`.

    Newton's method on its logarithm, which from any start converges to the root; `density` is the derivative of
    the share without its sign, which is the direction from which the ends lie.
    """
    low, high = ends
    sign = 1.0 if share(low) <= share(high) else -1.0
    place, target = min(max(start, low), high), math.log(wanted)
    for _ in range(200):
        here, slope = share(place), density(place)
        if here <= 0 or slope <= 0:
            return find_root(lambda t: math.log(max(share(t), 1e-320)) - target, low, high, tolerance=1e-13)
        move = sign * (target - math.log(here)) * here / slope
        place = min(max(place + move, low), high)
        if abs(move) <= 1e-14 * max(abs(place), 1.0):
            break
    return place


def _step(here: float, there: float, behind: float, f_here: float, f_there: float, f_behind: float) -> float:
    """The share of the way from here to there: by an inverse parabola if it is sure to lie between."""
    xi = (here - there) / (behind - there)
    phi = (f_here - f_there) / (f_behind - f_there) if f_behind != f_there else 1.0
    if phi * phi >= xi or (1 - phi) * (1 - phi) >= 1 - xi:
        return 0.5
    step = f_here / (f_there - f_here) * f_behind / (f_there - f_behind)
    step += (behind - here) / (there - here) * f_here / (f_behind - f_here) * f_there / (f_behind - f_there)
    return min(max(step, 1e-9), 1 - 1e-9)


def _finite(value: float) -> float:
    return min(max(value, -_HUGE), _HUGE) if not math.isnan(value) else _HUGE
