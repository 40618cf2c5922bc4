"""Where in a window of time a moment lies: evenly over a grid, by the calendar's rates, or at listed points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rowsmith.tools.chance.alias import CumulativeTable
from rowsmith.tools.chance.arrays import Bits, Flags, Integers, Reals
from rowsmith.tools.chance.streams import uniform_integers, unit
from rowsmith.tools.engine.samplers.intensity import Intensity

MOST_LISTED = 2**20


class Points(Protocol):
    """A grid of ticks."""

    def first(self, units: Integers) -> Integers: ...

    def last(self, units: Integers) -> Integers: ...

    def point(self, index: Integers) -> Integers: ...


class Placing(Protocol):
    """Chooses a point of a grid between two of them."""

    def place(self, bits: Bits, low: Integers, high: Integers) -> tuple[Integers, Flags | None]:
        """A point's index per row in [low, high], and rows whose window has none (None: no row)."""
        ...

    def open(self, index: Integers) -> Flags:
        """Whether each point can be drawn."""
        ...


@dataclass(frozen=True)
class Evenly:
    """Every point of the window as likely."""

    def place(self, bits: Bits, low: Integers, high: Integers) -> tuple[Integers, Flags | None]:
        return low + uniform_integers(bits, high - low + 1), None

    def open(self, index: Integers) -> Flags:
        return np.ones(len(index), dtype=np.bool_)


@dataclass(frozen=True)
class ByRate:
    """Points as likely as the calendar's rate in the stretch up to the next point.

    Attributes:
        intensity: of the calendar, in seconds.
        grid: whose step divides the stretches in which the rate is the same.
        seconds: in a tick.
    """

    intensity: Intensity
    grid: Points
    seconds: int

    def place(self, bits: Bits, low: Integers, high: Integers) -> tuple[Integers, Flags | None]:
        start = self._until(low)
        whole = self._until(high + 1) - start
        moment = self.intensity.moment(start + unit(bits) * whole)
        ticks = np.floor(moment / self.seconds).astype(np.int64)
        return np.clip(self.grid.last(ticks), low, high), whole <= 0

    def open(self, index: Integers) -> Flags:
        return self._until(index + 1) > self._until(index)

    def _until(self, index: Integers) -> Reals:
        return self.intensity.until((self.grid.point(index) * self.seconds).astype(np.float64))


@dataclass(frozen=True)
class ByCell:
    """The points of one constant window, by the weights of its cells (hours or days); even within a cell.

    Attributes:
        first: int64[k]; the first point of each cell, ascending.
        counts: int64[k]; how many points it has.
        table: chooses cells.
    """

    first: Integers
    counts: Integers
    table: CumulativeTable

    def place(self, bits: Bits, low: Integers, high: Integers) -> tuple[Integers, Flags | None]:
        cell = self.table.invert(bits)
        edges = self.table.edges
        start = np.concatenate([[0], edges[:-1]])
        reals = (bits >> np.uint64(11)).view(np.int64) - start.take(cell)
        counts = self.counts.take(cell)
        part = reals / (edges - start).take(cell)
        within = np.minimum((part * counts).astype(np.int64), counts - 1)
        return self.first.take(cell) + within, None

    def open(self, index: Integers) -> Flags:
        cell = np.searchsorted(self.first, index, side="right") - 1
        return (cell >= 0) & (index < self.first.take(cell) + self.counts.take(cell))
