"""Whole numbers and decimals: bounds, steps, digits, endings."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.checks.compile.bounds import as_number, number
from rowsmith.tools.checks.compile.terms import Ok, Term, term_checks
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.model import Check
from rowsmith.tools.checks.sql import literal
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.samplers import Decimal, Integer, Sampler, Series


def checks(plan: Plan) -> Iterator[Check]:
    """Every number lies in its bounds, on its step, with its digits."""
    return term_checks(plan, "range", terms)


def terms(sampler: Sampler) -> Iterator[Term]:
    """What a number promises."""
    if isinstance(sampler, Integer | Decimal):
        yield Term("range", f"lies in [{sampler.low}, {sampler.high}]", _inside(sampler.low, sampler.high))
        if sampler.step is not None:
            yield Term("step", f"is a multiple of {sampler.step:g}", _on_step(sampler.step, sampler.low))
    if isinstance(sampler, Integer):
        yield Term("whole", "is whole", lambda relation, value: f"{value} = round({value})")
    if isinstance(sampler, Decimal):
        yield Term("digits", f"has {sampler.digits} digits after the point", _digits(sampler.digits))
        if sampler.ends:
            yield Term("ends", f"ends in {', '.join(sampler.ends)}", _ends(sampler.ends))
    if isinstance(sampler, Series):
        yield from _series(sampler)


def _series(sampler: Series) -> Iterator[Term]:
    if sampler.low is not None or sampler.high is not None:
        low = sampler.low if sampler.low is not None else "'-infinity'::double"
        high = sampler.high if sampler.high is not None else "'infinity'::double"
        says = f"lies in [{sampler.low if sampler.low is not None else ''}, {sampler.high or ''}]"
        yield Term("range", says, _inside(low, high))
    yield Term("digits", f"has {sampler.digits} digits after the point", _digits(sampler.digits))


def _inside(low: Bound, high: Bound) -> Ok:
    def ok(relation: Relation, value: str) -> str:
        return f"{value} >= {number(relation, low)} and {value} <= {number(relation, high)}"

    return ok


def _on_step(step: float, low: Bound) -> Ok:
    """On the multiples of the step, or on those that start at a constant lower bound."""

    def ok(relation: Relation, value: str) -> str:
        whole = _whole(f"{value} / {literal(step)}")
        start = as_number(low)
        return (
            whole
            if start is None
            else f"{whole} or {_whole(f'({value} - {literal(start)}) / {literal(step)}')}"
        )

    return ok


def _whole(quotient: str) -> str:
    """Whole within what doubles can tell."""
    return f"abs(({quotient})::double - round(({quotient})::double)) < 1e-6"


def _digits(digits: int) -> Ok:
    def ok(relation: Relation, value: str) -> str:
        rounded = f"round({value}, {digits})"
        return f"abs({value} - {rounded})::double <= 1e-9 * greatest(1, abs({value})::double)"

    return ok


def _ends(ends: tuple[str, ...]) -> Ok:
    """The last digits, as whole numbers: '.99' asks for 99 among the last two."""

    def ok(relation: Relation, value: str) -> str:
        return " or ".join(_ending(value, end) for end in ends)

    return ok


def _ending(value: str, end: str) -> str:
    digits = end.replace(".", "")
    places = len(end.partition(".")[2])
    scaled = f"round(abs({value})::double * {10**places})::bigint"
    return f"{scaled} % {10 ** len(digits)} = {int(digits)}"
