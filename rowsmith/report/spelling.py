"""Numbers and values as people read them."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal

LONGEST = 80
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What has no shape of its own, or turns the direction of what follows."""


def number(value: float | int | None) -> str:
    """A number with its thousands apart, about four digits long: 1,234,567 and 0.1235."""
    if value is None:
        return "–"
    if isinstance(value, int) or (math.isfinite(value) and float(value).is_integer()):
        return f"{int(value):,}"
    return f"{value:,.2f}" if abs(value) >= 100 else f"{value:.4g}"


def percent(share: float) -> str:
    """A share in per cent; what is neither none nor all never looks like it."""
    if 0 < share < 0.001:
        return "under 0.1 %"
    if 0.999 < share < 1:
        return "over 99.9 %"
    return f"{share * 100:.1f}".removesuffix(".0") + " %"


def plain(text: object) -> str:
    """Text in which nothing is unseen."""
    return UNSEEN.sub("�", str(text))


def cut(text: object, longest: int = LONGEST) -> str:
    """The text at most `longest` letters long."""
    said = plain(text)
    return said if len(said) <= longest else f"{said[:longest]}…"


def shown(value: object) -> str:
    """A cell; nothing is an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    return cut(value)
