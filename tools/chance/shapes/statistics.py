"""What a plan may state of a shape, and whether it can be at all within the bounds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

from rowsmith.tools.chance.shapes.atoms import Atoms
from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.window import SMALLEST, Window
from rowsmith.tools.errors import PlanError, did_you_mean

QUANTILES = {f"p{percent}": percent / 100 for percent in range(1, 100)}
PLACES = ("mean", "median", "mode", *QUANTILES)
NAMES = (*PLACES, "sd", "spread", "top10_share", "exponent")
Body = Window | Atoms


def measure(body: Body, name: str) -> float:
    """A distribution's statistic; quantiles are those before rounding to a grid."""
    if isinstance(body, Window) and body.mass < SMALLEST:
        return body.limit if name in PLACES else 0.0
    if name in QUANTILES or name == "median":
        return body.quantile(QUANTILES.get(name, 0.5))
    if name == "mode":
        return body.mode
    if name == "exponent":
        return body.exponent
    if name == "top10_share":
        return body.top_share(0.1)
    mean, sd = body.moments
    return {"mean": mean, "sd": sd, "spread": sd / mean if mean else math.inf}[name]


def checked(known: Mapping[str, float], bounds: Bounds) -> dict[str, float]:
    """The statistics, places first, with `spread` said as `sd` where the mean is known.

    Raises:
        PlanError: an unknown name, or two statements that no distribution can meet at the same time.
    """
    for name, value in known.items():
        if name not in NAMES:
            raise PlanError(f"A shape has no statistic {name}.", hint=did_you_mean(name, NAMES))
        if not math.isfinite(value):
            raise PlanError(f"The statistic {name} is {value}, which is no number.")
    stated = _in_one_way(dict(known))
    _check_scales(stated, bounds)
    _check_places(stated, bounds)
    _check_deviation(stated, bounds)
    return {name: stated[name] for name in NAMES if name in stated}


def _in_one_way(stated: dict[str, float]) -> dict[str, float]:
    if "p50" in stated:
        median = stated.pop("p50")
        if stated.setdefault("median", median) != median:
            raise PlanError(
                f"p50: {median:g} conflicts with median: {stated['median']:g}: they are the same."
            )
    spread = stated.get("spread")
    if spread is None or not spread > 0:
        return stated
    if "mean" in stated and "sd" in stated:
        if not math.isclose(stated["sd"], spread * stated["mean"], rel_tol=0.01):
            raise PlanError(
                f"spread: {spread:g} conflicts with sd: {stated['sd']:g} and mean: {stated['mean']:g}: "
                f"sd / mean is {stated['sd'] / stated['mean'] if stated['mean'] else math.inf:g}."
            )
        del stated["spread"]
    elif "mean" in stated:
        if stated["mean"] <= 0:
            raise PlanError(
                f"spread: {spread:g} conflicts with mean: {stated['mean']:g}: it must be above 0."
            )
        stated["sd"] = stated.pop("spread") * stated["mean"]
    elif "sd" in stated:
        stated["mean"] = stated["sd"] / stated.pop("spread")
    return stated


def _check_scales(stated: Mapping[str, float], bounds: Bounds) -> None:
    for name in ("sd", "spread", "exponent"):
        if stated.get(name, 1.0) <= 0:
            raise PlanError(f"{name}: {stated[name]:g} must be above 0.")
    share = stated.get("top10_share", 0.5)
    if not 0.1 < share < 1:
        raise PlanError(f"top10_share: {share:g} must be above 0.1 and below 1.")
    if "top10_share" in stated and bounds.low < 0 and math.isfinite(bounds.low):
        raise PlanError(f"top10_share: {share:g} conflicts with {bounds}: it is said of values from 0 on.")


def _check_places(stated: Mapping[str, float], bounds: Bounds) -> None:
    for name in PLACES:
        if name in stated and not bounds.low <= stated[name] <= bounds.high:
            raise PlanError(f"{name}: {stated[name]:.10g} conflicts with {bounds}: it must lie within them.")
    levels = {**QUANTILES, "median": 0.5}
    ordered = sorted((levels[name], stated[name], name) for name in stated if name in levels)
    for (_, low, lower), (_, high, upper) in pairwise(ordered):
        if low > high:
            raise PlanError(
                f"{lower}: {low:.10g} conflicts with {upper}: {high:.10g}: {upper} must be {low:.10g} or more."
            )


def _check_deviation(stated: Mapping[str, float], bounds: Bounds) -> None:
    """No values between two bounds deviate more than when all lie at the bounds."""
    if "sd" not in stated or not bounds.finite:
        return
    mean = stated.get("mean")
    if mean is None:
        most, other = (bounds.high - bounds.low) / 2, str(bounds)
    else:
        most, other = (
            math.sqrt((mean - bounds.low) * (bounds.high - mean)),
            f"mean: {mean:.10g} within {bounds}",
        )
    if stated["sd"] >= most:
        raise PlanError(f"sd: {stated['sd']:.10g} conflicts with {other}: at most {most:.4g} is possible.")
