"""How each family places its values when bounds or statistics differ by row.

The base shape is solved once for statistics that stand in fixed proportion, and once for each half percent of a
proportion that varies. Statistics are those of the base, before the row's own bounds cut it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from statistics import NormalDist

import numpy as np

from rowsmith.tools.chance.arrays import Reals
from rowsmith.tools.chance.shapes.digits import codes, value_of
from rowsmith.tools.chance.shapes.placement import Base, Ends, Placement
from rowsmith.tools.chance.shapes.statistics import NAMES, PLACES, QUANTILES
from rowsmith.tools.errors import PlanError, did_you_mean

Stats = Mapping[str, Reals]
_LEAST = 1e-12
_NARROW = 0.021  # the least deviation, in proportion to the mean


def place(kind: str, ends: Ends, stats: Stats) -> Placement:
    """The placement of a family.

    Raises:
        PlanError: statistics that the family does not take where they differ by row, or bounds that it needs.
    """
    for name in stats:
        if name not in NAMES:
            raise PlanError(f"A shape has no statistic {name}.", hint=did_you_mean(name, NAMES))
    if not stats and kind not in ("normal", "pareto", "zipf", "poisson", "geometric"):
        low, high = ends.both(kind)
        return Placement(Base(kind, 0.0, 1.0), low, np.maximum(high - low, _LEAST))
    if "exponent" in stats and kind not in ("pareto", "zipf"):
        raise PlanError(f"exponent conflicts with the shape {kind}: it belongs to pareto and zipf.")
    if len(stats) > 2 or (len(stats) > 1 and kind in _SINGLE):
        raise PlanError(f"The shape {kind} is settled before {list(stats)[-1]}: leave one statistic out.")
    return _PLACE[kind](kind, ends, stats)


def _normal(_kind: str, ends: Ends, stats: Stats) -> Placement:
    scores = {name: NormalDist().inv_cdf(share) for name, share in QUANTILES.items()}
    scores |= {"mean": 0.0, "median": 0.0, "mode": 0.0}
    places = [name for name in stats if name in scores]
    if "top10_share" in stats:
        raise PlanError("top10_share conflicts with the shape normal where something differs by row.")
    base = Base("normal", None, None)
    fixed = {"mean": np.zeros(1), "sd": np.ones(1)}
    if len(places) == 2:
        (first, v), (second, w) = ((name, stats[name]) for name in places)
        apart = scores[second] - scores[first]
        if apart == 0:
            raise PlanError(f"{first} and {second} of a normal shape are the same: leave one out.")
        scale = (w - v) / apart
        return Placement(base, v - scores[first] * scale, np.maximum(scale, _LEAST), fixed)
    value, score = (stats[places[0]], scores[places[0]]) if places else (_middle(ends), 0.0)
    if "spread" in stats:
        location = value / (1 + score * stats["spread"])
        return Placement(base, location, np.maximum(np.abs(location) * stats["spread"], _LEAST), fixed)
    scale = stats["sd"] if "sd" in stats else _usual_width(value, ends)
    scale = np.maximum(scale, _LEAST)
    return Placement(base, value - score * scale, scale, fixed)


def _middle(ends: Ends) -> Reals:
    low, high = ends.both("normal")
    return (low + high) / 2


def _usual_width(value: Reals, ends: Ends) -> Reals:
    """As for constant bounds: see the family normal."""
    low, high = ends.low, ends.high
    if low is not None and high is not None:
        nearest = np.minimum(value - low, high - value) / 2
        return np.maximum(np.minimum((high - low) / 6, nearest), (high - low) / 200)
    if low is None and high is None:
        return np.where(value == 0, 1.0, np.abs(value) / 5)
    nearest = value - low if low is not None else high - value if high is not None else value
    return np.where(nearest > 0, nearest / 3, np.where(value == 0, 1.0, np.abs(value) / 5))


def _scaled(kind: str, ends: Ends, stats: Stats) -> Placement:
    """Families that begin at an origin and stretch with their values: all is in proportion to the first place."""
    origin = np.minimum(ends.origin, 0.0) if kind in ("lognormal", "pareto") else ends.origin
    first = next((name for name in stats if name in PLACES and name != "mode"), None)
    if first is None:
        raise PlanError(
            f"The shape {kind} needs a mean, a median or a quantile where something differs by row."
        )
    size = np.maximum(stats[first] - origin, _LEAST)
    proportions = {first: np.ones(1)}
    for name, value in stats.items():
        if name == "spread" and first == "mean":
            proportions["sd"] = np.maximum(value * stats["mean"] / size if origin.any() else value, _NARROW)
        elif name in PLACES and name != first:
            proportions[name] = np.maximum((value - origin) / size, _LEAST)
        elif name != first:
            proportions[name] = np.maximum(value / size, _NARROW) if name == "sd" else value
    return Placement(Base(kind, 0.0, None), origin, size, proportions)


def _pareto(kind: str, ends: Ends, stats: Stats) -> Placement:
    """From its lower bound with one parameter, the exponent; without one in proportion to its mean."""
    if any(name in PLACES for name in stats):
        return _scaled(kind, ends, stats)
    least = np.maximum(ends.origin, _LEAST)
    if ends.high is not None:
        least = np.where(least > ends.high / 1000, least, np.maximum(ends.high / 50, _LEAST))
    exponent = {"exponent": stats["exponent"]} if "exponent" in stats else {}
    return Placement(Base(kind, 1.0, None), np.zeros(1), least, exponent)


def _spanned(kind: str, ends: Ends, stats: Stats) -> Placement:
    """Families between two bounds: all is in proportion to the span."""
    low, high = ends.both(kind)
    span = np.maximum(high - low, _LEAST)
    proportions = {}
    for name, value in stats.items():
        if name in ("sd", "spread"):
            proportions["sd"] = _possible_deviation(name, value, low, span, stats)
        elif name in PLACES:
            proportions[name] = _share((value - low) / span)
        else:
            proportions[name] = value
    return Placement(Base(kind, 0.0, 1.0), low, span, proportions)


def _share(way: Reals) -> Reals:
    """A share of the way between two bounds in steps of 1/256, so that few bases are solved."""
    steps: Reals = np.rint(np.minimum(np.maximum(way, 0.01), 0.99) * 256)
    return steps / 256


def _possible_deviation(name: str, value: Reals, low: Reals, span: Reals, stats: Stats) -> Reals:
    """As a share of the span; no more and no less than a beta shape with this mean can have."""
    if "mean" not in stats:
        if name == "spread":
            raise PlanError("spread is said beside a mean where something differs by row.")
        return np.maximum(value / span, _NARROW)
    mean = _share((stats["mean"] - low) / span)
    most = np.sqrt(mean * (1 - mean))
    deviation = (value if name == "sd" else value * stats["mean"]) / span
    possible: Reals = np.minimum(np.maximum(deviation, _NARROW * most), 0.95 * most)
    return possible


def _counted(kind: str, ends: Ends, stats: Stats) -> Placement:
    """Counts from zero (poisson) or from the lower bound (geometric), settled by their mean."""
    step = ends.step or 1.0
    first = np.zeros(1) if ends.low is None else ends.low + ends.step / 2
    origin = np.minimum(first, 0.0) if kind == "poisson" else first
    if any(name != "mean" for name in stats):
        raise PlanError(f"The shape {kind} takes a mean only where something differs by row.")
    if "mean" in stats:
        mean = stats["mean"]
    else:
        low, high = ends.both(kind)
        mean = first + (high - low - ends.step) / (2 if kind == "poisson" else 5)
    count = np.maximum((mean - origin) / step, 0.0)
    if kind == "geometric":
        scale = _exponential_scale(count) * step
        return Placement(Base("exponential", 0.0, None), origin - step / 2, scale, {"mean": np.ones(1)})
    return Placement(Base(kind, 0.0, None, integer=True), origin, np.full(1, step), {"mean": count})


def _exponential_scale(mean: Reals) -> Reals:
    """The scale 1 / log(1 + 1 / mean) of the exponential law that rounds to a geometric one with this mean."""
    code = codes(mean)
    several, index = np.unique(code, return_inverse=True)
    scales = [1 / math.log1p(1 / max(value_of(each), _LEAST)) for each in several.tolist()]
    return np.array(scales)[index]


def _zipf(kind: str, ends: Ends, stats: Stats) -> Placement:
    """Ranks from the lower bound; a base has twice as many ranks as the last smaller one."""
    if any(name != "exponent" for name in stats):
        raise PlanError(f"The shape {kind} takes an exponent only where something differs by row.")
    low, high = ends.both(kind)
    step = ends.step or 1.0
    count = np.maximum((high - low) / step, 1.0)
    sizes = 2.0 ** np.arange(41)
    size: Reals = sizes.take(np.minimum(np.searchsorted(sizes, count, side="left"), 40)).astype(np.float64)
    size[np.isnan(count)] = np.nan
    exponent = stats.get("exponent", np.ones(1))
    return Placement(
        Base(kind, 0.0, None, integer=True),
        low + ends.step / 2,
        np.full(1, step),
        {"exponent": exponent, "ranks": size},
    )


_SINGLE = ("exponential", "poisson", "geometric", "zipf", "triangular")
_PLACE: Mapping[str, Callable[[str, Ends, Stats], Placement]] = {
    "normal": _normal,
    "lognormal": _scaled,
    "gamma": _scaled,
    "exponential": _scaled,
    "pareto": _pareto,
    "beta": _spanned,
    "triangular": _spanned,
    "poisson": _counted,
    "geometric": _counted,
    "zipf": _zipf,
}
