"""Stages: every parent goes through a beginning of the list, and as many stop early as stated."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from rowsmith.tools.checks.compile.categories import shown
from rowsmith.tools.checks.compile.children import named
from rowsmith.tools.checks.compile.combinations import combinations
from rowsmith.tools.checks.compile.making import Head, attempted
from rowsmith.tools.checks.judges import SharesJudge
from rowsmith.tools.checks.model import Check, Tally, Violations
from rowsmith.tools.checks.sql import both, columns, either, quoted, text
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.samplers import Stages
from rowsmith.tools.plan.table import PerRows


def checks(plan: Plan) -> Iterator[Check]:
    """Every table that is counted through stages."""
    for table in plan.tables:
        if not isinstance(table.rows, PerRows):
            continue
        for name in table.rows.columns:
            column = table.column(name)
            if column is not None and isinstance(column.sampler, Stages):
                yield from _stages(plan, table, table.rows, name, column.sampler)


def _stages(plan: Plan, table: Table, rows: PerRows, name: str, stages: Stages) -> Iterator[Check]:
    place = f"tables.{table.name}.columns.{name}"
    head = Head(
        table.name,
        "stages",
        f"{table.name}: the stages run in their order, without gaps",
        "stages",
        place,
        (name,),
    )
    yield attempted(head, lambda: _order(plan, head, table, rows, name, stages))
    stop = Head(
        table.name, "stops", f"{table.name}: as many stop before each stage as stated", "stages", place, (name,),
        firm=False,
    )  # fmt: skip
    yield attempted(stop, lambda: _stops(plan, stop, table, rows, name, stages))


def _reached(
    plan: Plan, table: Table, rows: PerRows, name: str, stages: Stages
) -> tuple[str, tuple[str, ...]]:
    """SQL that gives for each parent its rows, distinct stages, and the furthest stage from 1."""
    parents = combinations(plan, table, rows, stages=False)
    own = list(parents.own or ())
    listed = ", ".join(text(shown(stage.value)) for stage in stages.values)
    place = f"list_position([{listed}], {quoted(name)}::varchar)"
    group = columns(own)
    below = (
        f"select {group}, count(*) as n, count(distinct {place}) as stages, max({place}) as reached"
        f" from {quoted(table.name)} group by {group}"
    )
    on = both(f"r.{quoted(one)} = s.{quoted(one)}" for one in own)
    sql = (
        f"select {columns(own, 'r')}, coalesce(s.n, 0) as n, coalesce(s.stages, 0) as stages,"
        f" coalesce(s.reached, 0) as reached from {parents.source().sql} left join ({below}) as s on {on}"
    )
    return sql, (*parents.needs, *(f"{table.name}.{one}" for one in own))


def _order(plan: Plan, head: Head, table: Table, rows: PerRows, name: str, stages: Stages) -> Check:
    reached, needs = _reached(plan, table, rows, name, stages)
    may_lack = stages.values[0].stop > 0 or rows.childless is not None or rows.pick is not None
    wrong = either(["n <> reached", "stages <> n", None if may_lack else "n = 0"])
    form = Violations(f"select * from ({reached}) where {wrong}", f"select count(*) from ({reached})")
    return named(head.check(form, needs), table, rows)


def _stops(plan: Plan, head: Head, table: Table, rows: PerRows, name: str, stages: Stages) -> Check:
    reached, needs = _reached(plan, table, rows, name, stages)
    sql = f"select reached as value, count(*) as n from ({reached}) group by 1"
    stops = [stage.stop for stage in stages.values]
    weights = [(str(n), stop) for n, stop in enumerate(stops)]
    weights.append((str(len(stops)), max(0.0, 1 - sum(stops))))
    made = head.check(Tally(sql, SharesJudge(tuple(weights))), needs)
    return dataclasses.replace(made, columns=(f"{table.name}.{name}",))
