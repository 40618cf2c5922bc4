"""All families of shapes, and which one fits statistics that come without a name."""

from __future__ import annotations

import math
from collections.abc import Mapping

from rowsmith.tools.chance.shapes import (
    beta,
    exponential,
    gamma,
    geometric,
    lognormal,
    normal,
    pareto,
    poisson,
    triangular,
    uniform,
    zipf,
)
from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.family import Family
from rowsmith.tools.chance.shapes.statistics import PLACES

FAMILIES: Mapping[str, Family] = {
    each.FAMILY.kind: each.FAMILY
    for each in (
        uniform,
        normal,
        lognormal,
        exponential,
        gamma,
        beta,
        poisson,
        geometric,
        pareto,
        zipf,
        triangular,
    )
}


def fitting(known: Mapping[str, float], bounds: Bounds) -> tuple[str, ...]:
    """Kinds to try, the most natural first, for statistics without a shape's name."""
    if not known:
        return ("uniform",)
    if "exponent" in known:
        return ("zipf", "pareto") if bounds.integer else ("pareto",)
    if "top10_share" in known:
        return "lognormal", "pareto", "gamma"
    place = next((known[name] for name in PLACES if name in known), None)
    if place is None:
        return "normal", "beta", "gamma", "uniform"
    if _leans_up(known):
        return "lognormal", "gamma", "beta"
    return _by_position(place, bounds)


def _leans_up(known: Mapping[str, float]) -> bool:
    """A mean clearly above the median or the mode, or a distance to p90 that is larger than that to p10."""
    mean, middle = known.get("mean"), known.get("median", known.get("mode"))
    if mean is not None and middle is not None:
        return mean > middle + 0.02 * abs(middle)
    low, high = known.get("p10"), known.get("p90")
    if middle is not None and low is not None and high is not None:
        return high - middle > 1.3 * (middle - low)
    return False


def _by_position(place: float, bounds: Bounds) -> tuple[str, ...]:
    if not bounds.finite:
        if math.isfinite(bounds.low):
            return "gamma", "lognormal", "normal"
        return "normal", "lognormal"
    share = (place - bounds.low) / (bounds.high - bounds.low) if bounds.high > bounds.low else 0.5
    if 0.35 <= share <= 0.65:
        return "normal", "beta", "triangular"
    if share > 0.65:
        return "beta", "normal", "triangular"
    if bounds.low > 0 and bounds.high >= 100 * bounds.low:
        return "lognormal", "gamma", "beta"
    return "gamma", "lognormal", "beta", "normal"
