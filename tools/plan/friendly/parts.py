"""The small forms of a friendly plan: quantities, shares, spans, shapes, values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TypeAlias, get_args

from rowsmith.tools.errors import PlanError, did_you_mean
from rowsmith.tools.plan.data import Firmness
from rowsmith.tools.plan.shape import Statistic

Friendly: TypeAlias = (
    "str | bool | int | float | dt.date | dt.datetime | Mapping[str, Friendly] | Sequence[Friendly] | None"
)
Canonical: TypeAlias = "str | bool | int | float | dict[str, Canonical] | list[Canonical] | None"

STATISTICS: tuple[str, ...] = get_args(Statistic)
FIRMNESSES: tuple[str, ...] = get_args(Firmness)
CALENDAR_UNITS = {"hours": "hour", "weekdays": "weekday", "months": "month", "days": "day"}
CYCLES = ("daily", "weekly", "yearly")


def scalar(value: Friendly, where: str) -> Canonical:
    """A single value; dates and times become ISO strings."""
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise PlanError(f"One value is expected, not {type(value).__name__}.", where=where)


def mapping(value: Friendly, where: str, what: str = "a map of names") -> Mapping[str, Friendly]:
    if not isinstance(value, Mapping):
        raise PlanError(f"{what.capitalize()} is expected here.", where=where)
    return value


def items(value: Friendly, where: str, what: str = "a list") -> Sequence[Friendly]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise PlanError(f"{what.capitalize()} is expected here.", where=where)
    return value


def listed(value: Friendly, where: str) -> list[Canonical]:
    """One value or a list of them, as a list."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return [scalar(value, where)]
    return [scalar(one, where) for one in value]


def pair(value: Friendly, where: str) -> tuple[Canonical, Canonical]:
    """`[low, high]`; a single value stands for both."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        single = scalar(value, where)
        return single, single
    if len(value) != 2:
        raise PlanError("A pair [low, high] is expected.", where=where)
    return scalar(value[0], where), scalar(value[1], where)


def known_keys(found: Mapping[str, Friendly], allowed: Sequence[str], where: str, what: str) -> None:
    """Raise PlanError at the first key that the form does not have."""
    for key in found:
        if key not in allowed:
            hint = did_you_mean(str(key), allowed)
            raise PlanError(f"{what} has no {key!r}.", where=where, hint=hint)


def quantity(value: Friendly, where: str) -> Canonical:
    """`8` is exactly 8; `{about: 8}`, `{at_least: 8}`, `{between: [6, 9]}` say how firmly."""
    if isinstance(value, Mapping):
        if len(value) != 1:
            raise PlanError("A quantity has one key, such as about or at_most.", where=where)
        ((firmness, amount),) = mapping(value, where).items()
        known_keys({firmness: amount}, FIRMNESSES, where, "A quantity")
        if firmness == "between":
            low, high = pair(amount, where)
            return {"firmness": "between", "value": low, "high": high}
        return {"firmness": firmness, "value": scalar(amount, where)}
    return {"firmness": "exactly", "value": scalar(value, where)}


def share(value: Friendly, where: str) -> Canonical:
    """A bare number is drawn; a map is a quantity with its firmness."""
    return quantity(value, where) if isinstance(value, Mapping) else scalar(value, where)


def spans(value: Friendly, where: str) -> list[tuple[str, str, Canonical]]:
    """`{22-5: 65, 6: 3}` as (first, last, number); an ISO date is one day."""
    found: list[tuple[str, str, Canonical]] = []
    for key, weight in mapping(value, where, "a map of spans").items():
        text = str(scalar(key, where))
        first, _, last = ("", "", "") if _is_date(text) else text.partition("-")
        found.append((first.strip() or text, last.strip() or first.strip() or text, scalar(weight, where)))
    return found


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def shape(found: Mapping[str, Friendly], where: str) -> Canonical:
    """The shape said beside a sampler's bounds; None where nothing is said."""
    known: list[Canonical] = [
        {"statistic": name, "value": scalar(found[name], f"{where}.{name}")}
        for name in STATISTICS
        if name in found
    ]
    kind, bins = found.get("shape"), found.get("bins")
    if kind is None and bins is None and not known:
        return None
    made: dict[str, Canonical] = {"kind": scalar(kind, where), "known": known}
    if bins is not None:
        made["bins"] = [_bin(one, f"{where}.bins") for one in items(bins, where)]
        made["kind"] = made["kind"] or "histogram"
    return made


def _bin(value: Friendly, where: str) -> Canonical:
    parts = items(value, where, "a bin [from, to, weight]")
    if len(parts) != 3:
        raise PlanError("A bin is [from, to, weight].", where=where)
    low, high, weight = (scalar(part, where) for part in parts)
    return {"low": low, "high": high, "weight": weight}


def weighted(value: Friendly, where: str) -> list[tuple[Canonical, Canonical]]:
    """`[a, b]` or `{a: 60, b: rest}` as (value, weight) pairs; the weight `rest` is what is left of 1 or 100."""
    if not isinstance(value, Mapping):
        return [(scalar(one, where), 1.0) for one in items(value, where, "a list or a map of values")]
    pairs = [(scalar(key, where), scalar(weight, where)) for key, weight in mapping(value, where).items()]
    given = sum(weight for _, weight in pairs if isinstance(weight, int | float))
    whole = 1.0 if given <= 1 else 100.0
    return [(key, max(0.0, whole - given) if weight == "rest" else weight) for key, weight in pairs]
