"""Builders of the table `ranges`: bounds and ranges of numbers, shares, durations, hours and days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from rowsmith.agents.models.offline.grammar.cascade import Builder
from rowsmith.agents.models.offline.grammar.rules import Found
from rowsmith.agents.models.offline.text.measures import Built, amount, quantity
from rowsmith.agents.models.offline.text.quantity import Firmness, Quantity
from rowsmith.agents.models.offline.text.times import UNIT_SECONDS, Clock, Duration, Window

LARGE = 100
DAY = 86_400


def range_of(found: Found) -> Built:
    a, b = quantity(found, "a"), quantity(found, "b")
    if a.low is None or b.high is None or a.low > b.high or {symbol(found, "a"), symbol(found, "b")} == {"Y"}:
        return None
    return "R", replace(Quantity.between(a.low, b.high), unit=b.unit or a.unit)


def symbol(found: Found, name: str) -> str:
    item = found.get(name)
    return item.symbol if item is not None else ""


def several(found: Found) -> Built:
    size = amount(found, "n")
    return "R", Quantity(2 * size, 9 * size, Firmness.about)


def neighbours(found: Found) -> Built:
    a, b = amount(found, "a"), amount(found, "b")
    unit = quantity(found, "b").unit
    return (
        ("R", replace(Quantity.between(a, b), unit=unit)) if b == a + 1 and b < LARGE and not unit else None
    )


def from_zero(found: Found) -> Built:
    return "R", Quantity.between(0, amount(found, "b"))


def zero_or_range(found: Found) -> Built:
    bound = quantity(found, "b")
    return ("R", replace(bound, low=0.0)) if bound.low in {None, 0, 1} else None


def at_least(found: Found) -> Built:
    return "R", replace(quantity(found, "a"), high=None)


def at_least_plus(found: Found) -> Built:
    """18+ is a bound, 3.50 + 1.80 is a sum."""
    return None if found.items[-1].spaced else at_least(found)


def at_most(found: Found) -> Built:
    return "R", replace(quantity(found, "a"), low=None)


def over(found: Found) -> Built:
    return "R", replace(quantity(found, "a"), high=None, open_low=True)


def under(found: Found) -> Built:
    return "R", replace(quantity(found, "a"), low=None, open_high=True)


def about(found: Found) -> Built:
    return "N", quantity(found, "a").softly()


def about_year_like(found: Found) -> Built:
    """About 2000 is a number, not a year."""
    return "N", quantity(found, "a").softly()


def same(found: Found) -> Built:
    return "N", quantity(found, "a")


def constant(found: Found) -> Built:
    low, high = found.options.get("low"), found.options.get("high")
    firmness = Firmness.exactly if found.options.get("hard") else Firmness.about
    return "R", Quantity(low, high, firmness)


def share_range(found: Found) -> Built:
    a, b = quantity(found, "a"), quantity(found, "b")
    item = found.get("a")
    if a.low is None or b.high is None:
        return None
    low = a.low if item is not None and item.symbol == "P" else a.low / 100
    return ("P", Quantity.between(low, b.high)) if low <= b.high else None


def share_about(found: Found) -> Built:
    return "P", quantity(found, "p").softly()


def share_under(found: Found) -> Built:
    return "P", replace(quantity(found, "p"), low=None, open_high=True)


def share_over(found: Found) -> Built:
    return "P", replace(quantity(found, "p"), high=None, open_low=True)


def share_same(found: Found) -> Built:
    return "P", quantity(found, "p")


def length(found: Found, name: str, unit: str) -> tuple[Duration, bool]:
    """The duration in a slot and whether it named its own unit; a bare number is of `unit`."""
    item = found.get(name)
    if item is not None and isinstance(item.value, Duration):
        return item.value, True
    number = amount(found, name)
    return Duration(number, number, unit), False


def duration(found: Found) -> Built:
    b, _ = length(found, "b", "day")
    a, _ = length(found, "a", b.unit)
    if a.unit == b.unit:
        return ("U", Duration(a.low, b.high, b.unit)) if (a.low or 0) <= (b.high or 0) else None
    unit = min(a.unit, b.unit, key=UNIT_SECONDS.__getitem__)
    return "U", Duration(in_unit(a.low, a.unit, unit), in_unit(b.high, b.unit, unit), unit)


def in_unit(value: float | None, unit: str, target: str) -> float:
    return round((value or 0) * UNIT_SECONDS[unit] / UNIT_SECONDS[target], 6)


def duration_neighbours(found: Found) -> Built:
    b, _ = length(found, "b", "day")
    a = amount(found, "a")
    return ("U", Duration(a, b.high, b.unit)) if b.high == a + 1 else None


def duration_within(found: Found) -> Built:
    b, _ = length(found, "b", "day")
    return "U", replace(b, low=0)


def duration_over(found: Found) -> Built:
    a, _ = length(found, "a", "day")
    return "U", replace(a, high=None)


def duration_same(found: Found) -> Built:
    a, _ = length(found, "a", "day")
    return "U", a


def hour(found: Found, name: str) -> Clock:
    item = found.get(name)
    return item.value if item is not None and isinstance(item.value, Clock) else Clock.at(amount(found, name))


def clock(found: Found) -> Built:
    if any(amount(found, name) > 24 for name in ("a", "b")):
        return None
    return "H", hour(found, "a").until(hour(found, "b"))


def clock_hours(found: Found) -> Built:
    """11-14h are hours of the day, 2-3h are not."""
    item, last = found.get("b"), length(found, "b", "hour")[0]
    if item is None or not item.raw.endswith("h") or not 10 <= (last.high or 0) <= 24:
        return None
    return "H", Clock.at(amount(found, "a")).until(Clock.at(last.high or 0))


def clock_halves(found: Found) -> Built:
    """9am to 5pm; 8 to 11 pm: the half of the day holds for both where only one says it."""
    last = found.get("half")
    first = found.get("first") or last
    if last is None or first is None or {last.word, first.word} - {"am", "pm"}:
        return None
    start = amount(found, "a") % 12 + 12 * (first.word == "pm")
    end = amount(found, "b") % 12 + 12 * (last.word == "pm")
    return "H", Clock(start, end)


def window(found: Found, name: str) -> Window:
    item = found.get(name)
    if item is not None and isinstance(item.value, Window):
        return item.value
    return Window.year(int(amount(found, name)))


def years(found: Found) -> Built:
    return windows(found)


def windows(found: Found) -> Built:
    a, b = window(found, "a"), window(found, "b")
    if a.start and b.end and a.start > b.end:
        return None
    return "T", a.until(b)


def school_years(found: Found) -> Built:
    first, last = int(amount(found, "a")), int(amount(found, "b"))
    return ("T", Window.year(first).until(Window.year(first + 1))) if last == (first + 1) % 100 else None


def month_to_window(found: Found) -> Built:
    item, b = found.get("a"), window(found, "b")
    if item is None or b.end is None or not isinstance(item.value, str):
        return None
    return "T", Window.months(b.end.year, int(item.value), b.end.month)


def since(found: Found) -> Built:
    return "T", replace(window(found, "a"), end=None)


def before(found: Found) -> Built:
    end = window(found, "a")
    return ("T", Window(None, end.start - timedelta(days=1), end.unit)) if end.start else None


def until(found: Found) -> Built:
    return "T", replace(window(found, "a"), start=None)


def first_part(found: Found) -> Built:
    span, size = window(found, "t"), length(found, "n", "day")[0]
    if span.start is None or size.seconds()[1] < DAY:
        return None
    return "T", span.lasting(size)


def last_part(found: Found) -> Built:
    span, size = window(found, "t"), length(found, "n", "day")[0]
    if span.end is None:
        return None
    days = round(size.seconds()[1] / 86400)
    return "T", Window(date.fromordinal(span.end.toordinal() - days + 1), span.end)


def lasting(found: Found) -> Built:
    size = length(found, "n", "day")[0]
    return ("T", window(found, "t").lasting(size)) if size.seconds()[1] >= DAY else None


BUILDERS: dict[str, Builder] = {
    "range": range_of,
    "neighbours": neighbours,
    "from_zero": from_zero,
    "zero_or_range": zero_or_range,
    "at_least": at_least,
    "at_least_plus": at_least_plus,
    "at_most": at_most,
    "over": over,
    "under": under,
    "about": about,
    "about_year_like": about_year_like,
    "same": same,
    "constant": constant,
    "several": several,
    "share_range": share_range,
    "share_about": share_about,
    "share_under": share_under,
    "share_over": share_over,
    "share_same": share_same,
    "duration": duration,
    "duration_neighbours": duration_neighbours,
    "duration_within": duration_within,
    "duration_over": duration_over,
    "duration_same": duration_same,
    "clock": clock,
    "clock_hours": clock_hours,
    "clock_halves": clock_halves,
    "years": years,
    "windows": windows,
    "school_years": school_years,
    "month_to_window": month_to_window,
    "since": since,
    "before": before,
    "until": until,
    "first_part": first_part,
    "last_part": last_part,
    "lasting": lasting,
}
