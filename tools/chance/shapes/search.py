"""The search for the member of a family that has one or two statistics."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import pairwise

from rowsmith.tools.chance.shapes.bounds import Bounds
from rowsmith.tools.chance.shapes.family import Family, Member
from rowsmith.tools.chance.shapes.law import Law
from rowsmith.tools.chance.shapes.roots import find_root
from rowsmith.tools.chance.shapes.statistics import PLACES, Body, measure
from rowsmith.tools.chance.shapes.window import Window
from rowsmith.tools.errors import PlanError

_WIDTHS = 25
_PLACES = 16
_SOUGHT, _MET = 1e-9, 1e-5  # of the value's size


def view(member: Member, bounds: Bounds) -> Body:
    """A member as the bounds leave it."""
    return Window(member, bounds) if isinstance(member, Law) else member


class Search:
    """Looks for the place that gives the first statistic, for the width with which that also gives the second."""

    def __init__(self, family: Family, bounds: Bounds, known: Mapping[str, float]) -> None:
        self._family, self._bounds, self._known = family, bounds, dict(known)
        ends = [abs(value) for name, value in known.items() if name in (*PLACES, "sd")]
        self._scale = bounds.span if math.isfinite(bounds.span) else max(ends, default=0.0) or 1.0

    def body(self) -> Body:
        """The member with the known statistics.

        Raises:
            PlanError: which of them no member has, and which it could have.
        """
        if not self._known:
            return self._at(0.0, 1.0)
        (first, value), *rest = self._known.items()
        if not rest:
            return self._with_one(first, value)
        return self._with_two(first, value, *rest[0])

    def _at(self, place: float, width: float) -> Body:
        return view(self._family.member(place, width, self._bounds), self._bounds)

    def _places(self, name: str, value: float, width: float) -> tuple[float, float]:
        if name in PLACES:
            return self._family.places(width, value, self._bounds)
        anchor = (self._bounds.low + self._bounds.high) / 2 if self._bounds.finite else value
        return self._family.places(width, anchor, self._bounds)

    def _placed(self, name: str, value: float, width: float) -> Body:
        """The member of this width that comes nearest to the value."""

        def miss(place: float) -> float:
            return measure(self._at(place, width), name) - value

        ends = self._places(name, value, width)
        if name not in PLACES:
            ends = _around_root(miss, *ends)
        return self._at(find_root(miss, *ends, tolerance=_SOUGHT * self._size(name, value)), width)

    def _size(self, name: str, value: float) -> float:
        return min(abs(value), self._scale) or self._scale if name in PLACES else abs(value)

    def _has(self, body: Body, name: str, value: float) -> bool:
        return abs(measure(body, name) - value) <= _MET * self._size(name, value)

    def _widths(self) -> list[float]:
        low, high = self._family.widths(self._scale)
        if low == high:
            return [low]
        ratio = math.log(high / low) / (_WIDTHS - 1)
        return [low * math.exp(i * ratio) for i in range(_WIDTHS)]

    def _with_one(self, name: str, value: float) -> Body:
        usual = self._family.width(value, self._bounds)
        others = sorted(self._widths(), key=lambda width: abs(math.log(width / usual)))
        for width in (usual, *others):
            body = self._placed(name, value, width)
            if self._has(body, name, value):
                return body
        raise self._none_has(name, value)

    def _with_two(self, first: str, value: float, second: str, other: float) -> Body:
        tried = [(width, self._placed(first, value, width)) for width in self._widths()]
        able = [(width, measure(body, second)) for width, body in tried if self._has(body, first, value)]
        if not able:
            raise self._none_has(first, value)
        for (low, start), (high, end) in pairwise(able):
            if (start - other) * (end - other) > 0:
                continue
            width = math.exp(
                find_root(
                    lambda t: measure(self._placed(first, value, math.exp(t)), second) - other,
                    math.log(low),
                    math.log(high),
                    tolerance=_SOUGHT * self._size(second, other),
                )
            )
            body = self._placed(first, value, width)
            if self._has(body, first, value) and self._has(body, second, other):
                return body
        raise PlanError(
            f"{second}: {other:.6g} conflicts with {first}: {value:.6g} within {self._bounds}: "
            f"{self._possible(second, [measured for _, measured in able])}"
        )

    def _none_has(self, name: str, value: float) -> PlanError:
        reached = [
            measure(self._at(place, width), name)
            for width in self._widths()
            for place in _steps(*self._places(name, value, width))
        ]
        return PlanError(
            f"{name}: {value:.6g} conflicts with {self._bounds}: {self._possible(name, reached)}"
        )

    def _possible(self, name: str, reached: list[float]) -> str:
        low, high = min(reached), max(reached)
        low = 0.0 if 0 < low < high / 1000 else low
        return f"the shape {self._family.kind} can have {name} from {low:.4g} to {high:.4g} there."


def _steps(low: float, high: float) -> list[float]:
    return [low + (high - low) * i / _PLACES for i in range(_PLACES + 1)]


def _around_root(miss: Callable[[float], float], low: float, high: float) -> tuple[float, float]:
    """The first part that the miss changes sign in: a deviation may rise and fall again along the places."""
    steps = _steps(low, high)
    misses = [miss(place) for place in steps]
    for i in range(_PLACES):
        if misses[i] * misses[i + 1] <= 0:
            return steps[i], steps[i + 1]
    return low, high
