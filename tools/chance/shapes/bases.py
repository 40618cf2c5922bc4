"""The tables of base shapes, kept for the rows to come."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache

from rowsmith.tools.chance.quantiles import QuantileTable
from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.families import FAMILIES
from rowsmith.tools.chance.shapes.placement import Base
from rowsmith.tools.chance.shapes.search import view
from rowsmith.tools.chance.shapes.solve import solve_shape
from rowsmith.tools.chance.shapes.statistics import Body

_KEPT = 512  # tables of 100 kB
_LEAST = 1e-9


@lru_cache(maxsize=_KEPT)
def base_table(base: Base, proportions: tuple[tuple[str, float], ...]) -> QuantileTable:
    """The quantiles of a base shape with these statistics; `ranks` is how many values a zipf law has.

    Raises:
        PlanError: no member of the family has them.
    """
    known = dict(proportions)
    direct = _direct(base, known)
    if direct is not None:
        return direct.table()
    ranks = known.pop("ranks", None)
    high = base.high if ranks is None else ranks - 1
    return solve_shape(base.kind, known, base.low, high, integer=base.integer).table()


def _direct(base: Base, known: Mapping[str, float]) -> Body | None:
    """The member where a formula gives it, which spares the search."""
    if base.high is not None or not (set(known) == {"mean", "sd"} or base.kind == "poisson"):
        return None
    coordinates = _COORDINATES.get(base.kind)
    if coordinates is None:
        return None
    family, bounds = FAMILIES[base.kind], Bounds.of(base.low, base.high, integer=base.integer, step=None)
    place, width = coordinates(known["mean"], known.get("sd", 1.0))
    low, high = family.widths(1.0)
    return view(family.member(place, min(max(width, low), high), bounds), bounds)


def _of_lognormal(mean: float, deviation: float) -> tuple[float, float]:
    variance = math.log1p((deviation / mean) ** 2)
    return math.log(mean) - variance / 2, math.sqrt(variance)


_COORDINATES: Mapping[str, Callable[[float, float], tuple[float, float]]] = {
    "gamma": lambda mean, deviation: (math.log(mean), deviation / mean),
    "lognormal": _of_lognormal,
    "poisson": lambda mean, _deviation: (math.log(max(mean, _LEAST)), 1.0),
}
"""Place and width, as the families mean them, of the member with this mean and deviation."""
