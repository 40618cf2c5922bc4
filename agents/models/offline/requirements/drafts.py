"""What a writer makes of a statement: what it says, its kind, and the SQL that returns violations."""

from __future__ import annotations

from dataclasses import dataclass

from rowsmith.agents.models.offline.text.quantity import Firmness, Quantity, plain
from rowsmith.agents.requirements import Kind


@dataclass(frozen=True, slots=True)
class Draft:
    """A requirement without its words: `checks` are (SQL, table looked at)."""

    says: str
    kind: Kind
    checks: tuple[tuple[str, str], ...]


def spoken(name: str) -> str:
    """A name as people say it: order_date is "order date"."""
    return name.replace("_", " ")


def outside(sql: str, quantity: Quantity, *, slack: float = 0.1) -> str:
    """The SQL condition that a number lies outside a quantity; soft ones give `slack` of it on both sides.

    "About" alone never fails within one unit, so that about 3 takes 2 and 4.
    """
    low, high = quantity.low, quantity.high
    if quantity.is_soft:
        low = None if low is None else min(low - abs(low) * slack, low - (1 if abs(low) >= 1 else 0))
        high = None if high is None else max(high + abs(high) * slack, high + (1 if abs(high) >= 1 else 0))
    parts = []
    if low is not None:
        parts.append(f"{sql} {'<=' if quantity.open_low else '<'} {low!r}")
    if high is not None:
        parts.append(f"{sql} {'>=' if quantity.open_high else '>'} {high!r}")
    return " or ".join(parts) or "false"


def amount(quantity: Quantity) -> str:
    """A quantity in plain words: "about 30", "1 to 5", "at least 2"."""
    soft = {Firmness.about: "about ", Firmness.mostly: "mostly ", Firmness.few: "few, "}.get(
        quantity.firmness, ""
    )
    unit = f" {quantity.unit}" if quantity.unit else ""
    if quantity.single is not None:
        return f"{soft}{plain(quantity.single)}{unit}"
    if quantity.low is None and quantity.high is not None:
        return f"{soft}{'under' if quantity.open_high else 'at most'} {plain(quantity.high)}{unit}"
    if quantity.high is None and quantity.low is not None:
        return f"{soft}{'over' if quantity.open_low else 'at least'} {plain(quantity.low)}{unit}"
    return f"{soft}{plain(quantity.low or 0)} to {plain(quantity.high or 0)}{unit}"


def off_share(share: str, rows: str, quantity: Quantity) -> str:
    """The SQL condition that a share is not the one asked.

    A drawn share strays by sqrt(p (1 - p) / n); four of these standard errors and half a row are allowed,
    and for soft wishes a tenth of the share more. Bounds ("at most") are hard.
    """
    if quantity.single is None:
        return outside(share, quantity)
    asked = quantity.single
    soft = 0.1 * asked if quantity.is_soft else 0.0
    return f"abs({share} - {asked!r}) > 4 * sqrt({asked * (1 - asked)!r} / {rows}) + 0.5 / {rows} + {soft!r} + 1e-9"


def percent(quantity: Quantity) -> str:
    """A share in plain words: "about 30 %"."""
    return f"{amount(quantity.times(100))} %"
