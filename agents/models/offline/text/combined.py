"""Builders of the table `combined`: two bounds that make a range, windows that were said twice."""

from __future__ import annotations

from dataclasses import replace

from rowsmith.agents.models.offline.grammar.cascade import Builder
from rowsmith.agents.models.offline.grammar.rules import Found
from rowsmith.agents.models.offline.lexicon.load import table
from rowsmith.agents.models.offline.text.measures import Built, quantity, word
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.agents.models.offline.text.times import Window


def both_bounds(found: Found) -> Built:
    a, b = quantity(found, "a"), quantity(found, "b")
    if a.high is not None or b.low is not None or (a.low or 0) > (b.high or 0):
        return None
    return "R", replace(a, high=b.high, open_high=b.open_high, unit=a.unit or b.unit)


def one_up_to(found: Found) -> Built:
    a, b = quantity(found, "a"), quantity(found, "b")
    if b.low is not None or a.low is None or b.high is None or a.low >= b.high or a.unit != b.unit:
        return None
    return "R", replace(Quantity.between(a.low, b.high), unit=a.unit)


def range_unit(found: Found) -> Built:
    unit = table("units")["other"].get(word(found, "unit"))
    value = quantity(found, "r")
    return ("R", value.measured_in(unit)) if unit and not value.unit else None


def window_restated(found: Found) -> Built:
    """Four weeks from one day, i.e. until another: the second says the end of the first again."""
    first, second = found.get("t"), found.get("u")
    if first is None or second is None:
        return None
    if not isinstance(first.value, Window) or not isinstance(second.value, Window):
        return None
    start, end = first.value.start, second.value.end
    if start is None or end is None or second.value.start is not None or end < start:
        return None
    return "T", replace(first.value, end=first.value.end or end)


def named_year(found: Found) -> Built:
    """A school year from one day to another."""
    item = found.get("t")
    return ("T", item.value) if item is not None and isinstance(item.value, Window) else None


BUILDERS: dict[str, Builder] = {
    "named_year": named_year,
    "both_bounds": both_bounds,
    "one_up_to": one_up_to,
    "range_unit": range_unit,
    "window_restated": window_restated,
}
