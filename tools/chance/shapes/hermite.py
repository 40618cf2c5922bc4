"""Quantile tables of smooth laws: some hundred quantiles, joined by cubics of the right slope."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from rowsmith.tools.chance.arrays import Reals
from rowsmith.tools.chance.quantiles import Curve, QuantileTable

_OCTAVES = 41
_PER_OCTAVE = 4
_LEVELS = [2.0 ** (i / _PER_OCTAVE - _OCTAVES) for i in range((_OCTAVES - 1) * _PER_OCTAVE + 1)]
Function: TypeAlias = Callable[[float], float]


def smooth_table(ppf: Function, upper_ppf: Function, pdf: Function) -> QuantileTable:
    """The table of a quantile function with the density `pdf`.

    Four quantiles in each halving of the distance from an end are computed; for densities that are smooth the
    error between them is of the order of 1e-5 of the distance of neighbours.
    """
    return QuantileTable.from_curves(_curve(ppf, pdf, 1.0), _curve(upper_ppf, pdf, -1.0))


def _curve(ppf: Function, pdf: Function, sign: float) -> Curve:
    """Quantiles from one end to the middle; `sign` is the direction in which they run."""
    end = ppf(0.0)
    values = [ppf(level) for level in _LEVELS]
    densities = [pdf(x) for x in values]
    slopes = [sign / density if 0 < density < math.inf else math.nan for density in densities]
    first = end if math.isfinite(end) else values[0]
    levels, knots, rises = (
        np.array([0.0, *_LEVELS]),
        np.array([first, *values]),
        np.array([math.nan, *slopes]),
    )

    def at(wanted: Reals) -> Reals:
        index = np.minimum(np.searchsorted(levels, wanted, side="right"), len(levels) - 1)
        return _cubic(
            wanted, *(part for each in (levels, knots, rises) for part in (each[index - 1], each[index]))
        )

    return at


def _cubic(u: Reals, start: Reals, end: Reals, first: Reals, last: Reals, rise: Reals, fall: Reals) -> Reals:
    """Hermite's cubic; straight where a slope is missing."""
    width = end - start
    t = (u - start) / width
    rest = 1 - t
    straight = first + (last - first) * t
    bent = first * rest * rest * (1 + 2 * t) + last * t * t * (1 + 2 * rest)
    bent += width * t * rest * (rise * rest - fall * t)
    return np.where(np.isnan(bent), straight, bent)
