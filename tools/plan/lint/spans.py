"""Spans of the calendar: known names, weights that can be met."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.cycles import parts_of
from rowsmith.tools.plan.lint.walk import Placed, samplers
from rowsmith.tools.plan.literals import read_date
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.samplers import Date, DateTime, Series, Time
from rowsmith.tools.plan.shape import Span

KEYS = {"hour": "hours", "weekday": "weekdays", "month": "months", "day": "days"}
UNITS = {"daily": "hour", "weekly": "weekday", "yearly": "month"}
MEANINGLESS = {"date": ("hour",), "time": ("weekday", "month", "day")}
"""The units that a sampler's values do not have."""


def check(plan: Plan) -> Iterator[PlanError]:
    """Weekdays and months of no such name, hours beyond 23, spans without any weight."""
    for placed in samplers(plan):
        said = placed.sampler
        if isinstance(said, Date | DateTime | Time):
            yield from _spans(placed, said.spans)
        elif isinstance(said, Series):
            for span in said.cycles:
                where = f"{placed.where}.{span.cycle}"
                yield from _part(UNITS[span.cycle], span.first, span.last, where)
                if span.factor < 0:
                    yield PlanError(f"A factor is 0 or more, not {span.factor:g}.", where=where)


def _spans(placed: Placed, spans: tuple[Span, ...]) -> Iterator[PlanError]:
    for unit, key in KEYS.items():
        own = [span for span in spans if span.unit == unit]
        where = f"{placed.where}.{key}"
        if own and unit in MEANINGLESS.get(placed.sampler.kind, ()):
            hint = "Use datetime." if unit == "hour" else "Use date or datetime."
            yield PlanError(f"A {placed.sampler.kind} has no {key}.", where=where, hint=hint)
        for span in own:
            yield from (
                _dates(span, where) if read_date(span.first) else _part(unit, span.first, span.last, where)
            )
            if span.weight < 0:
                yield PlanError(f"A weight is 0 or more, not {span.weight:g}.", where=where)
        if own and not any(span.weight > 0 for span in own):
            yield PlanError(f"None of the {key} has a weight above 0.", where=where)


def _dates(span: Span, where: str) -> Iterator[PlanError]:
    first, last = read_date(span.first), read_date(span.last)
    if span.unit != "day":
        yield PlanError(
            f"{span.first} is a day and no {span.unit}.", where=where, hint="Write it under days."
        )
    elif first is None or last is None or last < first:
        yield PlanError(f"{span.first} to {span.last} holds no day.", where=where)


def _part(unit: str, first: str, last: str, where: str) -> Iterator[PlanError]:
    try:
        parts_of(unit, first, last, where)
    except PlanError as error:
        yield error
