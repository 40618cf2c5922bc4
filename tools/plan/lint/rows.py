"""Where rows come from: `per` that can be counted through, numbers of rows that can be."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.column import Nulls
from rowsmith.tools.plan.data import Quantity, Share
from rowsmith.tools.plan.lint.shares import least
from rowsmith.tools.plan.lint.sizes import (
    Extent,
    amount_extent,
    combinations,
    count_extent,
    extents,
    referred,
)
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import FixedRows, PerRows, Table
from rowsmith.tools.plan.uses import parts

WHOLE = ("integer", "category", "constant", "expression", "switch", "lookup", "bands", "boolean", "learned")
"""The samplers that may give a number of rows."""

STRAY = 4.0
"""Standard deviations by which a drawn share may miss."""


def check(plan: Plan) -> Iterator[PlanError]:
    """Amounts below 0, `per` that goes in circles or can't be counted through, totals out of reach."""
    known = extents(plan)
    for table in plan.tables:
        where = f"{table.name}.rows"
        if isinstance(table.rows, FixedRows):
            yield from _amount(table.rows.amount, where)
        elif isinstance(table.rows, PerRows):
            yield from _circle(plan, table)
            yield from _countable(table, table.rows)
            yield from _count(table.rows.count, f"{where}.count")
            yield from _chosen(plan, table, table.rows, known)
            yield from _total(plan, table, table.rows, known)


def _amount(said: Quantity, where: str) -> Iterator[PlanError]:
    ends = [said.value, *([said.high] if said.high is not None else [])]
    if any(end < 0 or end != int(end) for end in ends):
        shown = " to ".join(f"{end:g}" for end in ends)
        yield PlanError(f"A number of rows is whole and 0 or more, not {shown}.", where=where)
    elif said.high is not None and said.high < said.value:
        yield PlanError(f"Between {said.value:g} and {said.high:g} lies nothing.", where=where)


def _circle(plan: Plan, table: Table) -> Iterator[PlanError]:
    way, here = [table.name], [table]
    while here:
        above = [plan.table(name) for one in here for name in referred(one)]
        here = [one for one in above if one is not None and one.name not in way[1:]]
        if any(one.name == table.name for one in here):
            names = " -> ".join([*dict.fromkeys(way), table.name])
            hint = "One of these tables needs a number of its own."
            yield PlanError(
                f"The rows are counted in a circle: {names}.", where=f"{table.name}.rows.per", hint=hint
            )
            return
        way += [one.name for one in here]


def _countable(table: Table, rows: PerRows) -> Iterator[PlanError]:
    for name in rows.columns:
        column = table.column(name)
        if column is None:
            continue
        where = f"{table.name}.{name}"
        hint = f"{table.name} counts its rows through {name}; leave it out of per, or take this away."
        for what in _obstacles(column.sampler):
            yield PlanError(f"per can't count through {name}: {what}.", where=where, hint=hint)
        if column.modifier(Nulls) is not None:
            yield PlanError(f"per can't count through {name}: it has nulls.", where=where, hint=hint)


def _obstacles(said: model.Sampler) -> Iterator[str]:
    """What keeps a sampler from being counted through."""
    match said:
        case model.Reference():
            yield from _of_reference(said)
        case model.Category() | model.States():
            if len({one.weight for one in said.values}) > 1:
                yield "its values have weights"
        case model.Integer() | model.Date() | model.DateTime():
            if said.shape is not None:
                yield "it has a shape"
            if isinstance(said, model.DateTime) and said.step is None:
                yield "it has no step"
        case model.Stages() | model.Boolean():
            return
        case _:
            yield f"it is a {said.kind}"


def _of_reference(said: model.Reference) -> Iterator[str]:
    if len(said.tables) != 1:
        yield "it refers to several tables"
    for name in ("weight", "at_least", "at_most", "value"):
        if getattr(said, name) is not None:
            yield f"it has {name}"


def _count(said: model.Sampler, where: str) -> Iterator[PlanError]:
    if said.kind not in WHOLE:
        hint = "Use integer, category, expression or switch."
        yield PlanError(f"A {said.kind} is no number of rows.", where=where, hint=hint)
    for value in _stated(said):
        if not isinstance(value, int | float) or isinstance(value, bool) or value < 0 or value != int(value):
            yield PlanError(f"A number of rows is whole and 0 or more, not {value!r}.", where=where)
    for part in parts(said):
        yield from _count(part, where)


def _stated(said: model.Sampler) -> list[object]:
    """The numbers that a sampler states."""
    match said:
        case model.Constant():
            return [said.value]
        case model.Category():
            return [one.value for one in said.values]
        case model.Integer() if isinstance(said.low, int | float) and said.low < 0:
            return [said.low]
    return []


def _chosen(plan: Plan, table: Table, rows: PerRows, known: Mapping[str, Extent]) -> Iterator[PlanError]:
    where = f"{table.name}.rows"
    if rows.pick is not None:
        yield from _amount(rows.pick, f"{where}.pick")
        every = combinations(plan, table, rows, known)
        if amount_extent(rows.pick).low > every.high:
            text = f"{amount_extent(rows.pick)} are picked of {every} {_whose(table, rows)}."
            yield PlanError(text, where=f"{where}.pick", hint="Pick fewer, or make more of them.")
    if rows.childless is not None and rows.pick is not None:
        hint = "Leave one of them out."
        yield PlanError(
            "childless and pick both say which parents have rows.", where=f"{where}.pick", hint=hint
        )
    if rows.childless is not None and least(rows.childless) >= 1:
        yield PlanError("childless: 1 leaves no row at all.", where=f"{where}.childless")


def _total(plan: Plan, table: Table, rows: PerRows, known: Mapping[str, Extent]) -> Iterator[PlanError]:
    if rows.total is None:
        return
    where = f"{table.name}.rows.total"
    yield from _amount(rows.total, where)
    every, each = combinations(plan, table, rows, known), count_extent(plan, table, rows)
    reached = _reached(every, each, rows)
    wanted = amount_extent(rows.total)
    if wanted.low > reached.high or wanted.high < reached.low:
        yield PlanError(
            f"{wanted} rows can't be: {every} {_whose(table, rows)} with {each} each make {reached}.",
            where=where,
            hint=f"Change total or count of {table.name}, {_or_rows(table)}.",
        )


def _reached(every: Extent, each: Extent, rows: PerRows) -> Extent:
    if rows.pick is not None:
        picked = amount_extent(rows.pick)
        return Extent(min(picked.low, every.high), min(picked.high, every.high)).times(each)
    low, high = _with_rows(rows.childless, every), every.high
    if rows.childless is not None and math.isfinite(every.high):
        high = every.high - least(rows.childless) * every.high + _stray(rows.childless, every.high)
    return Extent(0 if rows.gaps else low, high).times(each)


def _with_rows(childless: Share | None, every: Extent) -> float:
    """The least number of parents that have rows."""
    if childless is None:
        return every.low
    return (
        0.0
        if isinstance(childless, Quantity)
        else max(0.0, every.low * (1 - childless) - _stray(childless, every.low))
    )


def _stray(said: Share, count: float) -> float:
    share = min(1.0, max(0.0, least(said)))
    return STRAY * math.sqrt(count * share * (1 - share)) + 1


def _whose(table: Table, rows: PerRows) -> str:
    """What `per` counts through, in words."""
    columns = [table.column(name) for name in rows.columns]
    if len(columns) == 1 and columns[0] is not None and isinstance(columns[0].sampler, model.Reference):
        return columns[0].sampler.tables[0].table
    return (
        f"combinations of {' and '.join(rows.columns)}"
        if len(columns) > 1
        else f"values of {rows.columns[0]}"
    )


def _or_rows(table: Table) -> str:
    return (
        f"or the rows of {' or '.join(referred(table))}" if referred(table) else "or what per counts through"
    )
