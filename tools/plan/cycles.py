"""The parts of the calendar's cycles by their names: hours, weekdays, months, days of the month."""

from __future__ import annotations

from rowsmith.tools.errors import PlanError, did_you_mean

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = {"weekday": _WEEKDAYS, "month": _MONTHS}
_CYCLES = {"hour": (0, 24), "weekday": (0, 7), "month": (0, 12), "day": (1, 31)}


def parts_of(unit: str, first: str, last: str, where: str) -> list[int]:
    """The hours 0 to 23, weekdays 0 (Monday) to 6, months 0 to 11 or days 1 to 31 of a span, which may wrap.

    Raises:
        PlanError: a name or number that the cycle does not have.
    """
    start, length = _CYCLES[unit]
    begin, end = (_part(unit, text, where) - start for text in (first, last))
    return [start + (begin + step) % length for step in range((end - begin) % length + 1)]


def _part(unit: str, text: str, where: str) -> int:
    start, length = _CYCLES[unit]
    names = _NAMES.get(unit, ())
    known = text.strip().lower()
    if names and known[:3] in names:
        return names.index(known[:3])
    shift = 1 if unit == "month" else 0  # months by number count from 1
    if known.isdigit() and start <= int(known) - shift < start + length and unit != "weekday":
        return int(known) - shift
    hint = did_you_mean(known, names) or f"{unit}s run from {start + shift} to {start + length - 1 + shift}."
    raise PlanError(f"{text!r} is no {unit}.", where=where, hint=hint)
