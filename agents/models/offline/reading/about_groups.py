"""Statements about whole columns and groups of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rowsmith.agents.models.offline.reading.terms import Condition, Place, Span, suffix
from rowsmith.agents.models.offline.text.quantity import Quantity, plain


@dataclass(frozen=True, slots=True)
class Ranked:
    """The mean of a measure is higher in earlier groups than in later ones; `factor` is the least ratio."""

    measure: Place
    groups: tuple[Condition, ...]
    quote: Span
    factor: float = 1.0
    per: str = ""

    def __str__(self) -> str:
        times = f" x{plain(self.factor)}" if self.factor != 1 else ""
        return f"ranked {self.measure} by {' > '.join(map(str, self.groups))}{times}"


@dataclass(frozen=True, slots=True)
class Trend:
    """A number rises (+1) or falls (-1) with another; an empty attribute stands for how many rows there are."""

    place: Place
    along: Place
    sign: int
    quote: Span

    def __str__(self) -> str:
        return f"trend {self.place} {'rises' if self.sign > 0 else 'falls'} with {self.along}"


@dataclass(frozen=True, slots=True)
class Skewed:
    """Most values are small (or large), or a few hold most; an empty attribute: the children per parent."""

    place: Place
    kind: Literal["long_tail", "low", "high"]
    quote: Span

    def __str__(self) -> str:
        return f"skewed {self.place} {self.kind}"


@dataclass(frozen=True, slots=True)
class Measured:
    """A statistic of a number: its mean, median, sd, or usual range."""

    place: Place
    statistic: Literal["mean", "median", "sd", "usual"]
    quantity: Quantity
    quote: Span

    def __str__(self) -> str:
        return f"{self.statistic} {self.place} {self.quantity}"


@dataclass(frozen=True, slots=True)
class Law:
    """The law of a number: normal, lognormal ..."""

    place: Place
    shape: str
    quote: Span

    def __str__(self) -> str:
        return f"law {self.place} {self.shape}"


@dataclass(frozen=True, slots=True)
class Timing:
    """When in the day, week or year things happen: these parts are more (or the only, or never) used.

    `parts` are hours "8-19", weekdays "0" (Monday) to "6", or months "1" to "12"; `least` the share they hold.
    With a `measure` it is that attribute's size, and not the number of rows, which changes.
    """

    place: Place
    unit: Literal["hour", "weekday", "month"]
    parts: tuple[str, ...]
    mode: Literal["more", "less", "only", "never"]
    quote: Span
    least: float | None = None
    when: Condition | None = None
    measure: str = ""

    def __str__(self) -> str:
        what = f" of {self.measure}" if self.measure else ""
        least = f" >={plain(self.least)}" if self.least else ""
        return f"timing {self.place}{what} {self.unit} {'|'.join(self.parts)} {self.mode}{least}{suffix(self.when)}"


@dataclass(frozen=True, slots=True)
class ShareOf:
    """The share of an entity's rows (of those that meet `among`) that meet a condition."""

    condition: Condition
    quantity: Quantity
    quote: Span
    among: Condition | None = None

    def __str__(self) -> str:
        among = f" among {self.among}" if self.among else ""
        return f"share {self.condition} {self.quantity}{among}"


@dataclass(frozen=True, slots=True)
class Located:
    """Names, addresses and places belong to a country or city; without an entity it holds for all."""

    entity: str
    country: str
    city: str
    quote: Span

    def __str__(self) -> str:
        return f"located {self.entity or '*'} {self.city or self.country}"
