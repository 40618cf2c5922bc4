"""The cycles of time series: hours, weekdays and months as high or low as their factors say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rowsmith.tools.checks.compile.bounds import number
from rowsmith.tools.checks.compile.calendar import in_span, named
from rowsmith.tools.checks.compile.making import Head, attempted
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.judges import SeasonJudge
from rowsmith.tools.checks.model import Check, Tally
from rowsmith.tools.checks.sql import literal, text
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Column, Plan, Table
from rowsmith.tools.plan.samplers import Series
from rowsmith.tools.plan.shape import Span

UNITS = {"daily": "hour", "weekly": "weekday", "yearly": "month"}
REST = "all others"


def checks(plan: Plan) -> Iterator[Check]:
    """Every cycle of every series that stands in a column of its own."""
    for table in plan.tables:
        for column in table.columns:
            if isinstance(column.sampler, Series) and not column.hidden and not _changed(table, column):
                for cycle in dict.fromkeys(span.cycle for span in column.sampler.cycles):
                    yield _cycle(plan, table, column, column.sampler, cycle)


def _changed(table: Table, column: Column) -> bool:
    kinds = {one.kind for one in column.modifiers} - {"was", "note", "nulls"}
    return bool(kinds) or any(one.column == column.name for segment in table.segments for one in segment.set)


def _cycle(plan: Plan, table: Table, column: Column, series: Series, cycle: str) -> Check:
    place = f"tables.{table.name}.columns.{column.name}.{cycle}"
    says = f"{table.name}.{column.name} is as high in each part of its {cycle} cycle as stated"
    head = Head(table.name, cycle, says, "statistic", place, (column.name,), firm=False)

    def build() -> Check:
        relation = Relation(plan, table.name)
        value, along = relation.column((), column.name), relation.expression(series.along)
        factors = " * ".join(factor(spans_of(series, one), along) for one in UNITS)
        arms = " ".join(
            f"when {in_span(span, along)} then {text(named(span))}" for span in spans_of(series, cycle)
        )
        sql = (
            f"select case {arms} else {text(REST)} end as part, count({value}) as n, sum({value})::double as found,"
            f" sum({_level(relation, series)} * {factors}) as expected from {relation.source().sql}"
            f" where {value} is not null group by 1"
        )
        memory = series.memory or 0.0
        judge = SeasonJudge(
            noise=(series.noise or 0.0) * ((1 + memory) / (1 - memory)) ** 0.5,
            anomalies=series.anomalies or 0.0,
            slack=ROUGH + (abs(series.trend or 0.0) if cycle == "yearly" else 0.0),
        )
        return head.check(Tally(sql, judge), tuple(relation.needs))

    return attempted(head, build)


ROUGH = 0.1
"""What bounds and rounding may take from a season's height."""


def spans_of(series: Series, cycle: str) -> list[Span]:
    """The cycle's spans, the last said first, as it stands above those before it."""
    unit = UNITS[cycle]
    return [
        Span.model_validate({"unit": unit, "first": one.first, "last": one.last, "weight": one.factor})
        for one in reversed(series.cycles)
        if one.cycle == cycle
    ]


def factor(spans: Sequence[Span], along: str) -> str:
    """The factor of a moment; 1 where no span holds it."""
    if not spans:
        return "1.0"
    arms = " ".join(f"when {in_span(span, along)} then {literal(float(span.weight))}" for span in spans)
    return f"(case {arms} else 1.0 end)"


def _level(relation: Relation, series: Series) -> str:
    """The level, or 1 where it is hidden: on a grid every part of a cycle has the same levels."""
    try:
        return f"({number(relation, series.level)})::double"
    except CheckError:
        return "1.0"
