"""Bounds that hold a value."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from itertools import islice

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.cycles import parts_of
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.lint.constants import Range, bound_range, shown
from rowsmith.tools.plan.lint.walk import Placed, samplers
from rowsmith.tools.plan.literals import read_date, read_duration
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.shape import Span

WANTED = {
    "date": ("moment",),
    "datetime": ("moment",),
    "time": ("time",),
    "after": ("duration", "number"),
    "before": ("duration", "number"),
}
NOUNS = {"moment": "a moment", "time": "a time of day", "duration": "a duration", "number": "a number"}
EXAMPLES = {"moment": "2024-12-31", "time": "14:00", "duration": "21 days", "number": "5"}
LONGEST = 4000
"""Days of a window that are looked through for one that its spans allow."""


def check(plan: Plan) -> Iterator[PlanError]:
    """Ends in the wrong order or of the wrong kind, windows without a value, steps that are none."""
    for placed in samplers(plan):
        match placed.sampler:
            case model.Integer() | model.Decimal():
                yield from _numbers(plan, placed, placed.sampler)
            case model.Date() | model.DateTime() | model.Time() | model.After() | model.Before():
                yield from _moments(plan, placed, placed.sampler)
            case model.Series():
                yield from _ends(
                    placed.sampler.low, placed.sampler.high, f"{placed.where}.low", "low", "high"
                )
            case model.Reference():
                yield from _reference(placed.sampler, placed.where)
            case model.Text():
                yield from _text(placed.sampler, placed.where)


def _numbers(plan: Plan, placed: Placed, said: model.Integer | model.Decimal) -> Iterator[PlanError]:
    where = f"{placed.where}.{said.kind}"
    low, high = _ranges(plan, placed, said.low, said.high)
    yield from _kinds((said.low, low), (said.high, high), ("number",), where)
    yield from _ordered(placed, said.low, said.high, low, high, where)
    if (
        isinstance(said, model.Integer)
        and low
        and high
        and low.low <= high.high
        and _between_wholes(low, high)
    ):
        yield PlanError(f"No whole number lies between {low.low:g} and {high.high:g}.", where=where)
    yield from _step(said, placed.where)
    if isinstance(said, model.Decimal):
        yield from _digits(said, placed.where)


def _between_wholes(low: Range, high: Range) -> bool:
    constant = low.low == low.high and high.low == high.high
    return constant and math.ceil(low.low) > math.floor(high.high)


def _step(said: model.Integer | model.Decimal, where: str) -> Iterator[PlanError]:
    if said.step is None:
        return
    if said.step <= 0:
        yield PlanError(f"A step is above 0, not {said.step:g}.", where=f"{where}.step")
    elif isinstance(said, model.Integer) and said.step != int(said.step):
        hint = "Use decimal for parts of a number."
        yield PlanError(
            f"The step of whole numbers is whole, not {said.step:g}.", where=f"{where}.step", hint=hint
        )


def _digits(said: model.Decimal, where: str) -> Iterator[PlanError]:
    if not 0 <= said.digits <= 15:
        yield PlanError(f"digits lies between 0 and 15, not at {said.digits}.", where=f"{where}.digits")
    elif said.step is not None and said.step > 0 and abs(said.step * 10**said.digits % 1) > 1e-9:
        text = f"A step of {said.step:g} does not fit {said.digits} digits after the point."
        yield PlanError(text, where=f"{where}.step", hint="Raise digits, or round the step.")
    for end in said.ends or ():
        if not re.fullmatch(r"\.\d+", end) or len(end) - 1 > said.digits:
            hint = "Write it as in ['.00', '.99']."
            text = f"{end!r} is no ending of a number with {said.digits} digits after the point."
            yield PlanError(text, where=f"{where}.ends", hint=hint)
    if said.ends and said.step is not None:
        yield PlanError("step and ends can't both be said.", where=f"{where}.ends")


Moment = model.Date | model.DateTime | model.Time
Apart = model.After | model.Before


def _moments(plan: Plan, placed: Placed, said: Moment | Apart) -> Iterator[PlanError]:
    where = f"{placed.where}.{'by' if isinstance(said, Apart) else said.kind}"
    low, high = _ranges(plan, placed, said.low, said.high, upper=isinstance(said, model.DateTime))
    yield from _kinds((said.low, low), (said.high, high), WANTED[said.kind], where)
    yield from _ordered(placed, said.low, said.high, low, high, where)
    if said.step is not None and ((step := read_duration(said.step)) is None or step.days <= 0):
        hint = "Write 30 minutes, 7 days or 3 months."
        yield PlanError(f"{said.step!r} is no step.", where=f"{placed.where}.step", hint=hint)
    if isinstance(said, Moment):
        if said.growth is not None and said.growth <= -1:
            yield PlanError(f"growth is above -1, not {said.growth:g}.", where=f"{placed.where}.growth")
        if not isinstance(said, model.Time) and low and high and low.kind == high.kind == "moment":
            yield from _window(said, low.low, high.high, where)


def _window(said: model.Date | model.DateTime, low: float, high: float, where: str) -> Iterator[PlanError]:
    if not said.spans or high - low > LONGEST or high < low:
        return
    try:
        allowed = [_days(said.spans, unit) for unit in ("weekday", "month", "day")]
    except PlanError:
        return
    first = dt.date(1970, 1, 1) + dt.timedelta(days=math.floor(low))
    days = (first + dt.timedelta(days=n) for n in range(math.floor(high) - math.floor(low) + 1))
    found = (day for day in days if all(one is None or one(day) for one in allowed))
    if not list(islice(found, 1)):
        text = f"No day from {shown(low, 'moment')} to {shown(high, 'moment')} is in the spans."
        yield PlanError(text, where=where, hint="Widen the window, or its weekdays, months or days.")


def _days(spans: tuple[Span, ...], unit: str) -> DayTest | None:
    own = [span for span in spans if span.unit == unit and span.weight > 0]
    return DayTest(unit, own) if own else None


class DayTest:
    """Whether a day is in one of some spans of a unit."""

    def __init__(self, unit: str, spans: list[Span]) -> None:
        self.unit = unit
        dates = [(read_date(span.first), read_date(span.last)) for span in spans]
        self.dates = [(first, last) for first, last in dates if first is not None and last is not None]
        named = [span for span in spans if read_date(span.first) is None]
        self.parts = {part for span in named for part in parts_of(unit, span.first, span.last, "")}

    def __call__(self, day: dt.date) -> bool:
        part = {"weekday": day.weekday(), "month": day.month - 1, "day": day.day}[self.unit]
        return part in self.parts or any(first <= day <= last for first, last in self.dates)


def _ranges(
    plan: Plan, placed: Placed, low: Bound, high: Bound, *, upper: bool = False
) -> tuple[Range | None, Range | None]:
    return bound_range(plan, placed.table, low), bound_range(plan, placed.table, high, upper=upper)


def _kinds(
    low: tuple[Bound, Range | None], high: tuple[Bound, Range | None], wanted: tuple[str, ...], where: str
) -> Iterator[PlanError]:
    for bound, found in (low, high):
        if found is not None and found.kind not in wanted:
            hint = f"Write it as in {EXAMPLES[wanted[0]]}."
            yield PlanError(
                f"{bound!r} is {NOUNS[found.kind]}, not {NOUNS[wanted[0]]}.", where=where, hint=hint
            )
        elif found is None and isinstance(bound, int | float):
            yield PlanError(f"{bound!r} is not {NOUNS[wanted[0]]}.", where=where)


def _ordered(
    placed: Placed, low: Bound, high: Bound, first: Range | None, last: Range | None, where: str
) -> Iterator[PlanError]:
    """No row can have a value where even the least low end lies above the greatest high end."""
    if first is None or last is None or first.kind != last.kind or first.low <= last.high:
        return
    named = f"low ({_said(low, first.low, first.kind)}) lies above high ({_said(high, last.high, last.kind)})"
    yield PlanError(
        f"No value lies between the bounds: {named}.", where=where, hint="Exchange or widen them."
    )


def _said(bound: Bound, value: float, kind: str) -> str:
    text = shown(value, kind)
    return text if str(bound) == text or not isinstance(bound, str) else f"{bound}, at best {text}"


def _ends(low: float | None, high: float | None, where: str, first: str, last: str) -> Iterator[PlanError]:
    if low is not None and high is not None and low > high:
        yield PlanError(f"{first} ({low:g}) lies above {last} ({high:g}).", where=where)


def _reference(said: model.Reference, where: str) -> Iterator[PlanError]:
    yield from _ends(said.at_least, said.at_most, f"{where}.at_least", "at_least", "at_most")
    for name in ("at_most", "roots", "depth"):
        value = getattr(said, name)
        if value is not None and value < 1:
            yield PlanError(f"{name} is 1 or more, not {value}.", where=f"{where}.{name}")
    if said.at_least is not None and said.at_least < 0:
        yield PlanError(f"at_least is 0 or more, not {said.at_least}.", where=f"{where}.at_least")


def _text(said: model.Text, where: str) -> Iterator[PlanError]:
    for name in ("words", "sentences", "turns"):
        pair = getattr(said, name)
        if pair is not None:
            yield from _ends(pair[0], pair[1], f"{where}.{name}", "the least", "the most")
            if pair[1] < 1:
                yield PlanError(f"A text has at least 1 of its {name}.", where=f"{where}.{name}")
    if said.pool is not None and said.pool < 1:
        yield PlanError("A pool holds at least one text.", where=f"{where}.pool")
    if said.pool is not None and said.per_row:
        yield PlanError("There is one text per row, so no pool of them.", where=f"{where}.pool")
    if said.source != "model" and (said.turns is not None or said.per_row):
        asked = "Conversations are" if said.turns is not None else "A text for each row is"
        yield PlanError(f"{asked} written by a model.", where=where, hint="Say from: model.")
