"""What a family of shapes tells the solver: its members by two coordinates, and what is sensible.

`place` moves a member up (or, for some, down) and `width` spreads it out; families of one parameter have a place
only. A member is a `Law` on the real line or, for some families of whole numbers, a list of `Atoms`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rowsmith.tools.chance.shapes.atoms import Atoms
from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.law import Law
from rowsmith.tools.errors import PlanError

Known = Mapping[str, float]
Member = Law | Atoms


@dataclass(frozen=True)
class Family:
    """One kind of shape.

    Attributes:
        kind: its name in a plan.
        parameters: how many statistics settle a member within these bounds, 0 to 2; raises PlanError where
            the family can't live within them.
        member: the member at (place, width).
        places: the first and the last place to look at, for this width and this value to be met.
        widths: the smallest and the largest width, for the size of the values at hand.
        width: a sensible width where one statistic is known, for its value.
        known: statistics that the bounds suggest where none is stated; empty where they suggest none.
        counted: its values stand on a grid, which is of steps of one where the column has none.
    """

    kind: str
    parameters: Callable[[Bounds], int]
    member: Callable[[float, float, Bounds], Member]
    places: Callable[[float, float, Bounds], tuple[float, float]]
    known: Callable[[Bounds], Known]
    widths: Callable[[float], tuple[float, float]] = lambda _scale: (1.0, 1.0)
    width: Callable[[float, Bounds], float] = lambda _value, _bounds: 1.0
    counted: bool = False


def require(bounds: Bounds, kind: str, *, low: bool = False, high: bool = False) -> None:
    """Refuses bounds that leave an end open which the family needs.

    Raises:
        PlanError: which bound is missing.
    """
    missing = "lower" if low and not math.isfinite(bounds.low) else ""
    missing = missing or ("upper" if high and not math.isfinite(bounds.high) else "")
    if missing:
        raise PlanError(f"The shape {kind} needs a{'n' if missing == 'upper' else ''} {missing} bound.")


def base(bounds: Bounds) -> float:
    """Where laws above zero begin: at zero, or at a lower bound that is negative."""
    return min(bounds.edges[0], 0.0) if math.isfinite(bounds.low) else 0.0


def above(value: float, origin: float, bounds: Bounds) -> float:
    """How far a value lies above the origin, at least a millionth of what matters."""
    reach = bounds.span if math.isfinite(bounds.span) else max(abs(value), 1.0)
    return max(value - origin, reach * 1e-6)
