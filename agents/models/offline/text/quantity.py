"""Quantities: a number or bounds, how firmly they were meant, and their unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Firmness(StrEnum):
    """How a quantity was meant."""

    exactly = "exactly"
    about = "about"
    mostly = "mostly"
    few = "few"


@dataclass(frozen=True, slots=True)
class Quantity:
    """`low` to `high`, both included unless `open_low` or `open_high`; None is no bound on that side."""

    low: float | None
    high: float | None
    firmness: Firmness = Firmness.exactly
    unit: str = ""
    open_low: bool = False
    open_high: bool = False

    @classmethod
    def exactly(cls, value: float) -> Quantity:
        return cls(value, value)

    @classmethod
    def between(cls, low: float, high: float) -> Quantity:
        return cls(min(low, high), max(low, high))

    @property
    def single(self) -> float | None:
        """The one value, or None for a range."""
        return self.low if self.low is not None and self.low == self.high else None

    @property
    def is_soft(self) -> bool:
        return self.firmness is not Firmness.exactly

    def softly(self, firmness: Firmness = Firmness.about) -> Quantity:
        return replace(self, firmness=firmness)

    def measured_in(self, unit: str) -> Quantity:
        return replace(self, unit=unit)

    def times(self, factor: float) -> Quantity:
        """Both bounds multiplied."""
        low, high = (None if end is None else end * factor for end in (self.low, self.high))
        return replace(self, low=low, high=high)

    def __str__(self) -> str:
        return f"{self._sign()}{self._bounds()}{' ' + self.unit if self.unit else ''}"

    def _sign(self) -> str:
        return {"about": "~", "mostly": "mostly ", "few": "few "}.get(self.firmness.value, "")

    def _bounds(self) -> str:
        if self.single is not None:
            return plain(self.single)
        if self.low is None and self.high is not None:
            return f"{'<' if self.open_high else '<='}{plain(self.high)}"
        if self.high is None and self.low is not None:
            return f"{'>' if self.open_low else '>='}{plain(self.low)}"
        return f"{plain(self.low or 0)}..{plain(self.high or 0)}"


def plain(value: float) -> str:
    """A number as a person writes it: 5, 0.25."""
    return str(int(value)) if value == int(value) else repr(round(value, 10))
