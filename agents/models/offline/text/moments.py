"""Builders of the table `moments`: days, months, quarters, halves, seasons and years of the calendar."""

from __future__ import annotations

from rowsmith.agents.models.offline.grammar.cascade import Builder
from rowsmith.agents.models.offline.grammar.rules import Found
from rowsmith.agents.models.offline.text.measures import Built, amount, word
from rowsmith.agents.models.offline.text.times import Window

SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "q1": 1, "q2": 2, "q3": 3, "q4": 4}


def year_of(found: Found) -> int:
    return int(amount(found, "y"))


def month_of(found: Found, name: str = "m") -> int:
    item = found.get(name)
    return int(item.value) if item is not None and isinstance(item.value, str) else 1


def day(found: Found) -> Built:
    window = Window.day(year_of(found), month_of(found), int(amount(found, "d")))
    return ("D", window) if window else None


def month(found: Found) -> Built:
    return "T", Window.month(year_of(found), month_of(found))


def months(found: Found) -> Built:
    return "T", Window.months(year_of(found), month_of(found), month_of(found, "m2"))


def days(found: Found) -> Built:
    last = month_of(found, "m2" if found.get("m2") else "m")
    first = Window.day(year_of(found), month_of(found), int(amount(found, "d")))
    second = Window.day(year_of(found), last, int(amount(found, "d2")))
    return ("T", first.until(second)) if first and second else None


def half_year(found: Found) -> Built:
    first = 1 if found.options["half"] == 1 else 7
    return "T", Window.months(year_of(found), first, first + 5)


def quarter(found: Found) -> Built:
    number = QUARTERS.get(word(found, "q")) if found.get("q") else int(amount(found, "n"))
    if number is None or not 1 <= number <= 4:
        return None
    return "T", Window.months(year_of(found), 3 * number - 2, 3 * number)


def season(found: Found) -> Built:
    span = SEASONS.get(word(found, "s"))
    item = found.get("s")
    if item is not None and item.raw == "fall" and found.has_word("in"):
        return None
    return ("T", Window.months(year_of(found), *span)) if span else None


def year(found: Found) -> Built:
    return "T", Window.year(year_of(found))


def year_part(found: Found) -> Built:
    window = Window.months(year_of(found), found.options["from"], found.options["to"])
    return ("D", Window(window.end, window.end)) if found.options.get("point") else ("T", window)


def decade(found: Found) -> Built:
    first = year_of(found)
    return "T", Window.year(first).until(Window.year(first + 9))


BUILDERS: dict[str, Builder] = {
    "day": day,
    "month": month,
    "months": months,
    "days": days,
    "half_year": half_year,
    "quarter": quarter,
    "season": season,
    "year": year,
    "year_part": year_part,
    "decade": decade,
}
