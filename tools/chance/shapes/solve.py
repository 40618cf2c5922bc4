"""Finds the member of a family that has the stated statistics.

They hold after the bounds have cut it and a grid has rounded it. What is not stated follows from the bounds.
"""

from __future__ import annotations

from collections.abc import Mapping

from rowsmith.tools.chance.shapes.atoms import Atoms
from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.families import FAMILIES, fitting
from rowsmith.tools.chance.shapes.family import Family
from rowsmith.tools.chance.shapes.histogram import Bins, histogram
from rowsmith.tools.chance.shapes.search import Search, view
from rowsmith.tools.chance.shapes.solved import SolvedShape
from rowsmith.tools.chance.shapes.statistics import PLACES, Body, checked, measure
from rowsmith.tools.errors import PlanError, did_you_mean

_AGREES = 0.02
_KINDS = (*FAMILIES, "histogram")


def solve_shape(
    kind: str | None,
    known: Mapping[str, float],
    low: float | None,
    high: float | None,
    *,
    integer: bool = False,
    step: float | None = None,
    bins: Bins = (),
) -> SolvedShape:
    """The shape with these statistics within these bounds, both inclusive.

    Args:
        kind: a family, "histogram", or None: then one that fits the statistics, or uniform.
        known: statistics by name: mean, median, mode, sd, spread, p1 to p99, top10_share, exponent.
        low, high: the bounds; those of whole numbers round inwards.
        integer: the values are whole numbers.
        step: the values are low, low + step, ...
        bins: of a histogram: (from, to, weight).

    Raises:
        PlanError: which two statements conflict, and what would be possible.
    """
    bounds = Bounds.of(low, high, integer=integer, step=step)
    if bins or kind == "histogram":
        return _histogram(kind, known, bins, bounds)
    stated = checked(known, bounds)
    if kind is not None:
        return _solve(_family(kind), stated, bounds)
    refusal: PlanError | None = None
    for each in fitting(stated, bounds):
        try:
            return _solve(FAMILIES[each], stated, bounds)
        except PlanError as error:
            refusal = refusal or error
    raise refusal or PlanError("No shape fits.")


def _family(kind: str) -> Family:
    if kind not in FAMILIES:
        raise PlanError(f"There is no shape {kind}.", hint=did_you_mean(kind, _KINDS))
    return FAMILIES[kind]


def _histogram(kind: str | None, known: Mapping[str, float], bins: Bins, bounds: Bounds) -> SolvedShape:
    if kind not in (None, "histogram"):
        raise PlanError(f"Bins conflict with the shape {kind}: they belong to a histogram.")
    if known:
        raise PlanError(f"{next(iter(known))} conflicts with bins: they settle a histogram.")
    if not bins:
        raise PlanError("A histogram needs bins: [[from, to, weight], ...].")
    return SolvedShape("histogram", bounds, view(histogram(bins, bounds), bounds))


def _solve(family: Family, stated: Mapping[str, float], bounds: Bounds) -> SolvedShape:
    bounds = bounds.counted() if family.counted else bounds
    if "exponent" in stated and family.kind not in ("pareto", "zipf"):
        raise PlanError(f"exponent conflicts with the shape {family.kind}: it belongs to pareto and zipf.")
    number = family.parameters(bounds)
    if bounds.low == bounds.high:
        body: Body = Atoms.single(bounds.low, bounds.step or 0.0, [1.0])
    else:
        known = _settling(family, stated, bounds, number)
        body = Search(family, bounds, known).body()
        _check_others(family, stated, known, body, bounds)
    return SolvedShape(family.kind, bounds, body)


def _settling(family: Family, stated: Mapping[str, float], bounds: Bounds, number: int) -> dict[str, float]:
    """As many statistics as the family has parameters: a place and, if stated, a deviation; else defaults."""
    places = [name for name in stated if name in PLACES]
    others = [name for name in stated if name not in PLACES]
    known = {name: stated[name] for name in [*places[:1], *others, *places[1:]]}
    if number and (not known or (number > 1 and not places)):
        known = {**family.known(bounds), **known}
        if not any(name in PLACES for name in known) and number > len(known):
            raise PlanError(
                f"The shape {family.kind} needs more to go by than {bounds}.",
                hint="State a mean or a median, or both bounds.",
            )
    return dict(list(known.items())[:number])


def _check_others(
    family: Family, stated: Mapping[str, float], known: Mapping[str, float], body: Body, bounds: Bounds
) -> None:
    """What is stated beyond the family's parameters must follow from them."""
    for name, value in stated.items():
        if name in known:
            continue
        reached = measure(body, name)
        if abs(reached - value) > _AGREES * max(abs(value), abs(reached)):
            settled = " and ".join(f"{each}: {known[each]:.6g}" for each in known) or str(bounds)
            raise PlanError(
                f"{name}: {value:.6g} conflicts with {settled}: "
                f"the shape {family.kind} has {name} {reached:.4g} with that.",
                hint="Leave one of them out, or the shape.",
            )
