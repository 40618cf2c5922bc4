"""The statistics that a shape states: means, quantiles, spreads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from rowsmith.tools.checks.compile.bounds import as_moment, as_number, duration, moment, number
from rowsmith.tools.checks.compile.leaves import Leaf, leaves
from rowsmith.tools.checks.compile.making import Head, attempted
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.judges import (
    ErrorJudge,
    MeanJudge,
    OnlyRow,
    QuantileJudge,
    SdJudge,
    SpreadJudge,
)
from rowsmith.tools.checks.model import Check, Measures, Tally
from rowsmith.tools.checks.sql import both, literal
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.column import Errors, Follows, Nulls, Outliers
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.literals import read_duration
from rowsmith.tools.plan.samplers import After, Before, Date, DateTime, Decimal, Integer
from rowsmith.tools.plan.shape import Known

Shaped = Integer | Decimal | Date | DateTime | After | Before

DAY = 86_400.0
LOOSE = 0.25
"""What bounds may take from a statistic that is stated for each row's own law."""

WHOLE = ("sd", "spread", "top10_share")
"""Statistics of all values together, which say nothing where each row has a law of its own."""
QUANTILES = {
    "median": 0.5, "p1": 0.01, "p5": 0.05, "p10": 0.1, "p25": 0.25,
    "p75": 0.75, "p90": 0.9, "p95": 0.95, "p99": 0.99,
}  # fmt: skip


def checks(plan: Plan) -> Iterator[Check]:
    """Every stated statistic of every number and moment whose rows can be told."""
    for table in plan.tables:
        for column in table.columns:
            if not column.hidden:
                yield from _column(plan, table, column)


def _column(plan: Plan, table: Table, column: Column) -> Iterator[Check]:
    if any(isinstance(one, Outliers | Errors) and one.label is None for one in column.modifiers):
        return
    for leaf in leaves(plan, table, column):
        if isinstance(leaf.sampler, Shaped) and leaf.sampler.shape is not None and not leaf.allowed:
            for known in leaf.sampler.shape.known:
                yield _statistic(plan, table, column, leaf, leaf.sampler, known)


def _statistic(plan: Plan, table: Table, column: Column, leaf: Leaf, sampler: Shaped, known: Known) -> Check:
    lead = f"{leaf.part}." if leaf.part else ""
    part = f" ({leaf.part})" if leaf.part else ""
    says = f"the {known.statistic} of {table.name}.{column.name} is {known.value}{part}"
    head = Head(
        table.name, f"{lead}{known.statistic}", says, "statistic", leaf.place, (column.name,), firm=False
    )

    def build() -> Check:
        if _entangled(table, column):
            raise CheckError("Rows are left out by a condition on a column that goes along with this one.")
        relation = Relation(plan, table.name)
        value = relation.column((), column.name)
        return stated(head, relation, value, sampler, known, leaf.guard(relation))

    return attempted(head, build)


def stated(head: Head, relation: Relation, value: str, sampler: Shaped, known: Known, guard: str) -> Check:
    """The check of one statistic of a value, SQL over the relation, among the rows that meet the guard.

    Raises CheckError where it can't be told.
    """
    measure = replace(_measure(relation, value, sampler), by_row=_by_row(sampler))
    if known.statistic in WHOLE:
        measure = _centred(measure, sampler, known.statistic)
    kept = both([guard, f"{measure.value} is not null"])
    form = FORMS.get(known.statistic)
    if form is not None:
        return form(head, relation, measure, known.value, kept)
    if known.statistic in QUANTILES:
        return _quantile(head, relation, measure, known, kept)
    raise CheckError(f"A {known.statistic} can't be told from the values.")


def _entangled(table: Table, column: Column) -> bool:
    """Whether values are left out by what may be correlated with them."""
    nulls = column.modifier(Nulls)
    if nulls is None or (nulls.where is None and nulls.weight is None):
        return False
    return any(other.modifier(Follows) is not None for other in table.columns)


@dataclass(frozen=True)
class Measure:
    """A column's value as a number: a moment in seconds since 1970, a distance in seconds.

    `stated` turns a statistic into the same unit; `resolution` is how coarse the values are. `by_row` says
    that bounds or statistics differ by row, so that each row has a law of its own, which its bounds then cut.
    `whole` says that values are rounded to the nearest step; moments may be rounded down.
    """

    value: str
    stated: Callable[[Bound], str]
    resolution: float
    by_row: bool = False
    whole: bool = True


def _as_number(relation: Relation, bound: Bound) -> str:
    return f"{number(relation, bound)}::double"


def _as_seconds(relation: Relation, bound: Bound) -> str:
    return f"epoch({duration(relation, bound)})::double"


def _measure(relation: Relation, value: str, sampler: Shaped) -> Measure:
    if isinstance(sampler, Integer | Decimal):
        step = sampler.step or (10.0**-sampler.digits if isinstance(sampler, Decimal) else 1.0)
        as_is = partial(_as_number, relation)
        return Measure(f"{value}::double", as_is, float(step))
    step_length = read_duration(sampler.step) if sampler.step else None
    resolution = step_length.days * DAY if step_length is not None else 1.0
    seconds = partial(_as_seconds, relation)
    if isinstance(sampler, After | Before):
        of = f"epoch({relation.expression(sampler.of)}::timestamp)"
        sign = "" if isinstance(sampler, After) else "-"
        distance = f"{sign}(epoch({value}::timestamp) - {of})"
        return Measure(distance, seconds, max(resolution, DAY if _days(sampler) else 1.0), whole=False)
    low = moment(relation, sampler.low)

    def place(bound: Bound) -> str:
        """A duration counts from the low end."""
        if as_moment(bound) is not None:
            return f"epoch({moment(relation, bound)}::timestamp)"
        if as_number(bound) is None and (isinstance(bound, str) and read_duration(bound) is not None):
            return f"(epoch({low}::timestamp) + {seconds(bound)})"
        return f"epoch({relation.expression(str(bound))}::timestamp)"

    return Measure(
        f"epoch({value}::timestamp)",
        place,
        max(resolution, DAY if isinstance(sampler, Date) else 1.0),
        whole=False,
    )


def _days(sampler: After | Before) -> bool:
    """Whether the distance is likely counted in whole days."""
    ends = [read_duration(bound) if isinstance(bound, str) else None for bound in (sampler.low, sampler.high)]
    return all(end is not None and end.whole_days for end in ends)


def _centred(measure: Measure, sampler: Shaped, statistic: str) -> Measure:
    """A statistic of the spread is stated for each row about its own place, where that differs by row.

    Raises CheckError where that place is not stated.
    """
    assert sampler.shape is not None  # noqa: S101 - asked only with a shape
    places = {one.statistic: one.value for one in sampler.shape.known}
    moving = [name for name, value in places.items() if name != statistic and not _still(value)]
    bounds = [sampler.low, sampler.high] if not isinstance(sampler, After | Before) else []
    if not moving and ("mean" in places or "median" in places or all(map(_still, bounds))):
        return measure
    if statistic == "sd" and moving == ["mean"]:
        return replace(measure, value=f"({measure.value} - {measure.stated(places['mean'])})")
    if statistic == "spread" and moving in (["mean"], ["median"]):
        return replace(measure, value=f"({measure.value} / nullif({measure.stated(places[moving[0]])}, 0))")
    raise CheckError(f"The {statistic} is that of each row's own law, which no other row shares.")


def _by_row(sampler: Shaped) -> bool:
    known = [one.value for one in sampler.shape.known] if sampler.shape is not None else []
    return not all(_still(bound) for bound in (sampler.low, sampler.high, *known))


def _still(bound: Bound) -> bool:
    """Whether a bound or statistic is the same for every row."""
    return _number(bound) is not None or as_moment(bound) is not None


def _number(bound: Bound) -> float | None:
    """A statistic that is a constant number or length."""
    constant = as_number(bound)
    if constant is not None:
        return float(constant)
    length = read_duration(bound) if isinstance(bound, str) else None
    return length.days * DAY if length is not None else None


def _mean(head: Head, relation: Relation, measure: Measure, stated: Bound, kept: str) -> Check:
    """The mean of what is left when the stated mean, which may differ by row, is taken away."""
    constant = _number(stated)
    away = None if constant is not None and as_moment(stated) is None else measure.stated(stated)
    value = measure.value if away is None else f"({measure.value} - {away})"
    filter_ = f" filter (where {kept})"
    aggregates = (
        ("n", f"count({value}){filter_}"),
        ("mean", f"avg({value}){filter_}"),
        ("sd", f"stddev_samp({value}){filter_}"),
    )
    expected = constant if away is None and constant is not None else 0.0
    coarse = measure.resolution * (1 if measure.whole else 2)
    judge = MeanJudge(expected, coarse, LOOSE if measure.by_row else 0.0)
    return head.check(Measures(relation.source(), aggregates, judge), tuple(relation.needs))


def _quantile(head: Head, relation: Relation, measure: Measure, known: Known, kept: str) -> Check:
    stated = measure.stated(known.value)
    apart = 0.0 if measure.whole else measure.resolution
    aggregates = (
        ("n", f"count_if({kept})"),
        ("below", f"count_if({both([kept, f'{measure.value} < {stated} - {literal(apart)}'])})"),
        ("upto", f"count_if({both([kept, f'{measure.value} <= {stated} + {literal(apart)}'])})"),
    )
    judge = QuantileJudge(QUANTILES[known.statistic], LOOSE / 5 if measure.by_row else 0.0)
    return head.check(Measures(relation.source(), aggregates, judge), tuple(relation.needs))


def _sd(head: Head, relation: Relation, measure: Measure, stated: Bound, kept: str) -> Check:
    expected = _constant(stated)
    filter_ = f" filter (where {kept})"
    aggregates = (
        ("n", f"count({measure.value}){filter_}"),
        ("sd", f"stddev_samp({measure.value}){filter_}"),
        ("kurtosis", f"kurtosis_pop({measure.value}){filter_}"),
    )
    judge = SdJudge(expected, measure.resolution, LOOSE if measure.by_row else 0.01)
    return head.check(Measures(relation.source(), aggregates, judge), tuple(relation.needs))


def _spread(head: Head, relation: Relation, measure: Measure, stated: Bound, kept: str) -> Check:
    filter_ = f" filter (where {kept})"
    aggregates = (
        ("n", f"count({measure.value}){filter_}"),
        ("mean", f"avg({measure.value}){filter_}"),
        ("sd", f"stddev_samp({measure.value}){filter_}"),
        ("skewness", f"skewness({measure.value}){filter_}"),
        ("kurtosis", f"kurtosis_pop({measure.value}){filter_}"),
    )
    judge = SpreadJudge(_constant(stated), LOOSE if measure.by_row else 0.02)
    return head.check(Measures(relation.source(), aggregates, judge), tuple(relation.needs))


def _top_share(head: Head, relation: Relation, measure: Measure, stated: Bound, kept: str) -> Check:
    """What the largest tenth holds of the sum, with the standard error of its influence function.

    With c the 90 % quantile, m the mean and S the share, a value x moves S by
    ((x - c)+ + 0.1 c - S x) / m (Cowell and Flachaire 2007, 2.2).
    """
    part = literal(0.1)
    sql = (
        f"with d as (select {measure.value} as x from {relation.source().sql} where {kept}),"
        f" q as (select quantile_cont(x, 1 - {part}) as c, avg(x) as m, count(x) as n from d),"
        f" s as (select avg(greatest(x - c, 0)) + {part} * any_value(c) as top from d, q)"
        f" select any_value(n) as n, any_value(top / m) as value,"
        f" stddev_pop((greatest(x - c, 0) + {part} * c - top / m * x) / m) / sqrt(any_value(n)) as error"
        " from d, q, s"
    )
    judge = OnlyRow(ErrorJudge(_constant(stated), slack=0.03))
    return head.check(Tally(sql, judge), tuple(relation.needs))


def _constant(stated: Bound) -> float:
    found = _number(stated)
    if found is None:
        raise CheckError("A statistic that differs by row can't be told from the values.")
    return found


Form = Callable[[Head, Relation, Measure, Bound, str], Check]

FORMS: dict[str, Form] = {"mean": _mean, "sd": _sd, "spread": _spread, "top10_share": _top_share}
"""How each statistic is measured; quantiles have a form of their own."""
