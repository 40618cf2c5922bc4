"""No more unique values are asked for than there are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.column import Column, Nulls, Unique
from rowsmith.tools.plan.forest import link_of
from rowsmith.tools.plan.lint.constants import sampler_range
from rowsmith.tools.plan.lint.shares import least
from rowsmith.tools.plan.lint.sizes import ANY, Extent, count_extent, extents
from rowsmith.tools.plan.literals import read_duration
from rowsmith.tools.plan.patterns import Characters, Either, Node, Repeat, Row, parse_pattern
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import PerRows, Table

DAYS = {
    "day": 1.0,
    "week": 7.0,
    "month": 28.0,
    "quarter": 90.0,
    "year": 365.0,
    "hour": 1 / 24,
    "minute": 1 / 1440,
}
"""The least length of each unit, so that the number of units is never taken for too small."""


def check(plan: Plan) -> Iterator[PlanError]:
    """Unique columns with fewer values than rows, in the table or in each group."""
    known = extents(plan)
    for table in plan.tables:
        for column in table.columns:
            unique = column.modifier(Unique)
            if unique is not None:
                yield from _column(plan, table, column, unique, known)


def _column(
    plan: Plan, table: Table, column: Column, unique: Unique, known: Mapping[str, Extent]
) -> Iterator[PlanError]:
    wanted = _filled(column, _group(plan, table, unique, known))
    space = values(plan, table, column.sampler, known)
    if unique.to is not None:
        space = min(space, _units(plan, table, column.sampler, unique.to))
    if wanted <= space:
        return
    whose = f"for each {', '.join(unique.within)}" if unique.within else f"in {table.name}"
    yield PlanError(
        f"{wanted:,.0f} unique values can't be had of {space:,.0f} {whose}.",
        where=f"{table.name}.{column.name}.unique",
        hint=f"Make fewer rows ({table.name}.rows), more values, or leave out unique.",
    )


def _group(plan: Plan, table: Table, unique: Unique, known: Mapping[str, Extent]) -> float:
    """The least number of rows that must differ."""
    if not unique.within:
        return known.get(table.name, ANY).low
    rows = table.rows
    of_parent = isinstance(rows, PerRows) and tuple(unique.within) == (link_of(table),)
    if isinstance(rows, PerRows) and of_parent and len(rows.columns) == 1:
        return count_extent(plan, table, rows).low
    return 0.0


def _filled(column: Column, rows: float) -> float:
    """The rows whose value is not null."""
    nulls = column.modifier(Nulls)
    if nulls is None:
        return rows
    share = 1.0 if nulls.where is not None or nulls.share is None else least(nulls.share)
    return max(0.0, rows * (1 - share) - 4 * math.sqrt(rows * share * (1 - share)) - 1)


def values(plan: Plan, table: Table, said: model.Sampler, known: Mapping[str, Extent]) -> float:
    """How many values a sampler has at most; infinite where they can't be counted."""
    match said:
        case model.Category() | model.States() | model.Stages():
            return len(said.values)
        case model.Boolean():
            return 2
        case model.Constant():
            return 1
        case model.Semantic() if said.only is not None:
            return len(said.only)
        case model.Pattern():
            return pattern_size(parse_pattern(said.regex, table.name))
        case model.Reference():
            return sum(known.get(target.table, ANY).high for target in said.tables)
        case model.Switch():
            return sum(values(plan, table, arm.use, known) for arm in said.arms)
        case model.Integer() | model.Decimal() | model.Date() | model.DateTime() | model.Time():
            return _points(plan, table, said)
    return math.inf


def pattern_size(node: Node) -> float:
    """How many texts a pattern makes at most; infinite where it holds values of the row."""
    match node:
        case Characters(choices):
            return len(set(choices))
        case Either(options):
            return sum(map(pattern_size, options))
        case Row(parts):
            return math.prod(map(pattern_size, parts))
        case Repeat(item, fewest, most):
            size = pattern_size(item)
            return (
                math.inf if math.isinf(size) else float(sum(size**times for times in range(fewest, most + 1)))
            )
    return math.inf


Scaled = model.Integer | model.Decimal | model.Date | model.DateTime | model.Time


def _points(plan: Plan, table: Table, said: Scaled) -> float:
    found = sampler_range(plan, table, said)
    if found is None:
        return math.inf
    width = found.high - found.low
    if isinstance(said, model.Decimal) and said.ends is not None:
        return (math.floor(width) + 2) * len(said.ends)
    return math.floor(width / _distance(said) + 1e-9) + 1


def _distance(said: Scaled) -> float:
    """How far one value is from the next, in numbers or days."""
    if isinstance(said, model.Integer):
        return said.step or 1
    if isinstance(said, model.Decimal):
        return said.step or 10.0**-said.digits
    step = read_duration(said.step) if said.step is not None else None
    if step is not None and step.days > 0:
        return step.days
    return 1.0 if isinstance(said, model.Date) else 1 / 86_400


def _units(plan: Plan, table: Table, said: model.Sampler, unit: str) -> float:
    found = sampler_range(plan, table, said)
    if found is None or found.kind != "moment" or unit not in DAYS:
        return math.inf
    return math.floor((found.high - found.low) / DAYS[unit]) + 2
