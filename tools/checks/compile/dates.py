"""Dates, moments and times of day: windows, steps, and spans of the calendar."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.bounds import DAY, as_moment, moment
from rowsmith.tools.checks.compile.calendar import in_spans
from rowsmith.tools.checks.compile.terms import Ok, Term, term_checks
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.model import Check
from rowsmith.tools.checks.sql import either, literal
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.literals import Duration, read_duration
from rowsmith.tools.plan.samplers import Date, DateTime, Sampler, Time
from rowsmith.tools.plan.shape import Span

UNITS = {"hour": "hour", "weekday": "day of the week", "month": "month", "day": "day"}


def checks(plan: Plan) -> Iterator[Check]:
    """Every moment lies in its window, on its grid, within the spans that have weight."""
    return term_checks(plan, "date", terms)


def terms(sampler: Sampler) -> Iterator[Term]:
    """What a moment promises."""
    if not isinstance(sampler, Date | DateTime | Time):
        return
    says = f"lies in [{sampler.low}, {sampler.high}]"
    yield Term("range", says, _inside(sampler))
    if sampler.step is not None:
        yield Term("step", f"stands on a grid of {sampler.step}", on_grid(sampler.step, sampler.low))
    for unit in dict.fromkeys(span.unit for span in sampler.spans):
        spans = [span for span in sampler.spans if span.unit == unit and span.weight > 0]
        named = ", ".join(one.first if one.first == one.last else f"{one.first}-{one.last}" for one in spans)
        yield Term(unit, f"has its {UNITS[unit]} in {named}", _within(spans))


def _within(spans: list[Span]) -> Ok:
    return lambda relation, value: in_spans(spans, value)


def _inside(sampler: Date | DateTime | Time) -> Ok:
    kind = "date" if isinstance(sampler, Date) else "time" if isinstance(sampler, Time) else "timestamp"

    def ok(relation: Relation, value: str) -> str:
        low, high = moment(relation, sampler.low), moment(relation, sampler.high)
        upper = _end_of(high, sampler.high) if kind == "timestamp" else f"{high}::{kind}"
        after, before = f"{value} >= {low}::{kind}", f"{value} <= {upper}"
        if kind == "time":
            return f"case when {low}::time <= {upper} then {after} and {before} else {after} or {before} end"
        return f"{after} and {before}"

    return ok


def _end_of(high: str, said: Bound) -> str:
    """A date as the upper bound of a moment means the end of that day."""
    constant = as_moment(said)
    end = f"({high}::timestamp + to_microseconds({DAY - 1}))"
    if constant is None:
        return f"case when typeof({high}) = 'DATE' then {end} else {high}::timestamp end"
    return end if type(constant).__name__ == "date" else high


def on_grid(step: str, low: Bound) -> Ok:
    """On multiples of the step of the day, or of the step counted from a constant lower bound."""
    length = read_duration(step) or Duration(microseconds=1)
    return _on_months(length.months, low) if length.months else _on_microseconds(length.microseconds, low)


def _on_months(months: int, low: Bound) -> Ok:
    start = as_moment(low)

    def ok(relation: Relation, value: str) -> str:
        if start is None:
            return "true"
        steps = f"(date_diff('month', {literal(start)}::date, {value}::date) // {months})"
        return f"{value} = {literal(start)} + to_months({steps} * {months})"

    return ok


def _on_microseconds(step: int, low: Bound) -> Ok:
    start = as_moment(low)

    def ok(relation: Relation, value: str) -> str:
        plain = f"epoch_us({value}::time) % {step} = 0" if step < DAY else None
        if start is None:
            return plain or "true"
        counted = f"(epoch_us({value}) - epoch_us({literal(start)})) % {step} = 0"
        return either([plain, counted])

    return ok
