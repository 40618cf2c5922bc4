"""Shapes whose bounds or statistics differ by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Reals
from rowsmith.tools.chance.quantiles import QuantileTable
from rowsmith.tools.chance.shapes.bases import base_table
from rowsmith.tools.chance.shapes.by_row import place
from rowsmith.tools.chance.shapes.digits import codes, groups, joined, parted, value_of
from rowsmith.tools.chance.shapes.families import FAMILIES
from rowsmith.tools.chance.shapes.histogram import Bins
from rowsmith.tools.chance.shapes.placement import Ends, Placement, at
from rowsmith.tools.chance.shapes.solve import solve_shape
from rowsmith.tools.chance.streams import uniform_integers, unit
from rowsmith.tools.errors import GenerationError, PlanError, did_you_mean

Value: TypeAlias = Reals | float
_UNKNOWN = -1
_ROUNDING = 1e-9  # of a step: a grid's last value is not lost to rounding


class PerRowShape:
    """Draws values by a family whose bounds or statistics are arrays.

    Statistics are those of the family's law before the row's own bounds cut it. What varies and is no location
    or scale (a mean of poisson, a spread) is rounded to three digits, with a table for each.

    Args:
        kind: a family or "histogram"; None takes uniform without statistics, else gamma with a lower bound
            alone and normal otherwise.
        integer, step: as for `solve_shape`.
        bins: of a histogram.

    Raises:
        PlanError: an unknown kind, or a histogram without bins.
    """

    def __init__(
        self, kind: str | None, *, integer: bool = False, step: float | None = None, bins: Bins = ()
    ) -> None:
        if kind is not None and kind not in FAMILIES and kind != "histogram":
            raise PlanError(f"There is no shape {kind}.", hint=did_you_mean(kind, (*FAMILIES, "histogram")))
        self._kind = "histogram" if bins else kind
        self._integer = integer
        self._step = float(step) if step else (1.0 if integer else 0.0)
        self._histogram = (
            solve_shape("histogram", {}, None, None, integer=integer, bins=bins).table()
            if self._kind == "histogram"
            else None
        )

    def draw(
        self,
        bits: Bits,
        low: Value | None = None,
        high: Value | None = None,
        stats: Mapping[str, Value] | None = None,
    ) -> Reals:
        """A value for each row, float64[n], within its bounds (both inclusive) and on the grid from its lower one.

        A row whose bounds or statistics are NaN, as those of a missing parent are, has any value or NaN.

        Args:
            bits: uint64[n].
            low, high: bounds of each row or of all; None where there is none.
            stats: statistics of each row or of all, by name.

        Raises:
            GenerationError: a row whose lower bound is above its upper bound.
            PlanError: statistics or bounds that the family can't use.
        """
        if len(bits) == 0:
            return np.zeros(0, dtype=np.float64)
        if len(bits) == 1:
            several = {name: _twice(value) for name, value in (stats or {}).items()}
            low, high = (None if end is None else _twice(end) for end in (low, high))
            return self._draw(np.repeat(bits, 2), low, high, several)[:1]
        return self._draw(bits, low, high, stats or {})

    def _draw(self, bits: Bits, low: Value | None, high: Value | None, stats: Mapping[str, Value]) -> Reals:
        lowest, highest = self._inward(low, np.ceil), self._inward(high, np.floor)
        _check_order(lowest, highest)
        known = {name: np.atleast_1d(np.asarray(value, np.float64)) for name, value in stats.items()}
        kind = self._kind or _usual_kind(lowest, highest, known)
        if kind == "uniform":
            return self._uniform(bits, lowest, highest, known)
        half = self._step / 2
        ends = Ends(
            None if lowest is None else lowest - half, None if highest is None else highest + half, self._step
        )
        if self._histogram is not None:
            values = _between(self._histogram, bits, np.zeros(1), np.ones(1), ends)
        else:
            values = self._placed(bits, place(kind, ends, known), ends)
        return self._on_grid(values, lowest, highest)

    def _inward(self, bound: Value | None, rounding: Callable[[Reals], Reals]) -> Reals | None:
        if bound is None:
            return None
        bounds = np.atleast_1d(np.asarray(bound, dtype=np.float64))
        return rounding(bounds) if self._integer else bounds

    def _uniform(
        self, bits: Bits, low: Reals | None, high: Reals | None, stats: Mapping[str, Reals]
    ) -> Reals:
        if stats:
            raise PlanError(f"{next(iter(stats))} conflicts with the shape uniform where bounds settle it.")
        if low is None or high is None:
            raise PlanError("The shape uniform needs both bounds where one of them differs by row.")
        if self._step:
            count = np.floor(np.fmax(high - low, 0.0) / self._step + _ROUNDING).astype(np.int64) + 1
            return low + uniform_integers(bits, count) * self._step
        return np.minimum(low + (high - low) * unit(bits), high)

    def _placed(self, bits: Bits, placement: Placement, ends: Ends) -> Reals:
        fixed = {name: float(v[0]) for name, v in placement.proportions.items() if len(v) == 1}
        varying = {name: v for name, v in placement.proportions.items() if len(v) > 1}
        if not varying:
            table = base_table(placement.base, tuple(fixed.items()))
            return _between(table, bits, placement.location, placement.scale, ends)
        values = np.empty(len(bits), dtype=np.float64)
        unknown = np.isnan(np.stack(list(varying.values()))).any(axis=0)
        code_of = np.where(unknown, _UNKNOWN, joined([codes(each) for each in varying.values()]))
        for code, rows in groups(code_of):
            if code == _UNKNOWN:
                values[rows] = np.nan
                continue
            own = dict(zip(varying, map(value_of, parted(code, len(varying))), strict=True))
            table = base_table(placement.base, tuple({**fixed, **own}.items()))
            place_, scale = at(placement.location, rows), at(placement.scale, rows)
            values[rows] = _between(table, bits[rows], place_, scale, ends.rows(rows))
        return values

    def _on_grid(self, values: Reals, low: Reals | None, high: Reals | None) -> Reals:
        if self._step:
            origin = np.zeros(1) if low is None else low
            steps = np.floor((values - origin) / self._step + 0.5)
            if high is not None:
                np.minimum(steps, np.floor((high - origin) / self._step + _ROUNDING), out=steps)
            if low is not None:
                np.maximum(steps, 0.0, out=steps)
            return origin + steps * self._step
        if low is not None:
            np.maximum(values, low, out=values)
        if high is not None:
            np.minimum(values, high, out=values)
        return values


def _twice(value: Value) -> Value:
    """A single row twice, so that it is not taken for one value of all rows, whose parameters are not rounded."""
    return np.repeat(value, 2) if isinstance(value, np.ndarray) else value


def _check_order(low: Reals | None, high: Reals | None) -> None:
    if low is None or high is None or not (low > high).any():
        return
    row = int(np.argmax(low > high))
    lows, highs = np.broadcast_arrays(low, high)
    raise GenerationError(
        f"In {int((low > high).sum())} rows no value lies between the bounds, "
        f"in the first of them between {lows[row]:.10g} and {highs[row]:.10g}."
    )


def _usual_kind(low: Reals | None, high: Reals | None, stats: Mapping[str, Reals]) -> str:
    if not stats:
        return "uniform"
    if "exponent" in stats:
        return "pareto"
    if "top10_share" in stats:
        return "lognormal"
    return "gamma" if low is not None and high is None else "normal"


def _between(table: QuantileTable, bits: Bits, location: Reals, scale: Reals, ends: Ends) -> Reals:
    """The location plus the scale times the quantile; the bits run from the lower bound's share of the base to the upper's."""
    if ends.low is None and ends.high is None:
        values = table.invert(bits)
    else:
        below = np.zeros(1) if ends.low is None else table.cdf((ends.low - location) / scale)
        upto = np.ones(1) if ends.high is None else table.cdf((ends.high - location) / scale)
        u = unit(bits)
        u *= upto - below
        u += below
        values = table.invert_unit(u)
    values *= scale
    values += location
    return values
