"""Builders of the table `measures`: numbers with units, percentages, fractions, durations."""

from __future__ import annotations

from rowsmith.agents.models.offline.grammar.cascade import Builder
from rowsmith.agents.models.offline.grammar.rules import Found
from rowsmith.agents.models.offline.lexicon.load import table
from rowsmith.agents.models.offline.text.items import Value
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.agents.models.offline.text.times import Duration

Built = tuple[str, Value] | None


def quantity(found: Found, name: str) -> Quantity:
    """The quantity in a slot; unbounded where the slot did not match."""
    item = found.get(name)
    return item.value if item is not None and isinstance(item.value, Quantity) else Quantity(None, None)


def amount(found: Found, name: str) -> float:
    """The single number in a slot."""
    value = quantity(found, name)
    return value.low if value.low is not None else value.high or 0.0


def word(found: Found, name: str) -> str:
    item = found.get(name)
    return item.word if item is not None else ""


def with_unit(found: Found, unit: str) -> Built:
    time = table("units")["time"].get(unit)
    value = amount(found, "n")
    if time is not None:
        return "U", Duration(value, value, time)
    other = table("units")["other"].get(unit)
    return ("N", quantity(found, "n").measured_in(other)) if other else None


def measured(found: Found) -> Built:
    fixed = found.options.get("unit")
    if fixed is not None:
        return "N", quantity(found, "n").measured_in(fixed)
    unit = found.get("unit")
    if unit is None or (unit.word in {"h", "m", "g", "l", "min", "x"} and unit.raw != unit.word):
        return None
    return with_unit(found, unit.word)


def measured_two(found: Found) -> Built:
    both = f"{word(found, 'unit')} {word(found, 'second')}"
    unit = table("units")["two_words"].get(both)
    if unit == "day":
        return "U", Duration(amount(found, "n"), amount(found, "n"), "day")
    return ("N", quantity(found, "n").measured_in(unit)) if unit else None


def squared(found: Found) -> Built:
    unit = table("units")["two_words"].get(f"square {word(found, 'unit')}")
    return ("N", quantity(found, "n").measured_in(unit)) if unit else None


def one_time(found: Found) -> Built:
    unit = found.get("unit")
    time = table("units")["time"].get(unit.word) if unit else None
    return ("U", Duration(1, 1, time)) if time and unit and unit.raw == unit.word and len(time) > 2 else None


def percent(found: Found) -> Built:
    return "P", quantity(found, "n").times(0.01)


def fraction(found: Found) -> Built:
    top, bottom = amount(found, "n"), amount(found, "m")
    return ("P", Quantity.exactly(top / bottom)) if 0 < top <= bottom <= 1000 else None


def part(found: Found) -> Built:
    item = found.get("part")
    size = table("numbers")["parts"].get(item.word) if item else None
    if size is None or word(found, "part") == "second":
        return None
    top = amount(found, "n") if found.get("n") else 1.0
    return ("P", Quantity.exactly(top / size)) if top < size else None


def half(found: Found) -> Built:
    return "P", Quantity.exactly(0.5)


BUILDERS: dict[str, Builder] = {
    "measured": measured,
    "measured_two": measured_two,
    "squared": squared,
    "one_time": one_time,
    "percent": percent,
    "fraction": fraction,
    "part": part,
    "half": half,
}
