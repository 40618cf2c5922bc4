"""Every sampler and every expression of a plan, with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.column import Column, Follows, Nulls, Unique
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.literals import read_literal
from rowsmith.tools.plan.patterns import Characters, Either, Node, Repeat, Row, Slot, parse_pattern
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.shape import Shape
from rowsmith.tools.plan.table import PerRows, Segment, Table


@dataclass(frozen=True, slots=True)
class Placed:
    """A sampler at its place: `column` is the one whose values it makes, None where it counts rows.

    `inside` names the samplers that it stands in, from the outside in.
    """

    table: Table
    where: str
    sampler: model.Sampler
    column: Column | None = None
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """An expression at its place, over the rows of `table`; None for a statement about whole tables.

    `role` is what it stands for: a rule may be no_duplicates(...), a weight popularity(...).
    """

    table: Table | None
    where: str
    sql: str
    role: str = ""


def samplers(plan: Plan) -> Iterator[Placed]:
    """All samplers, those inside others too."""
    for table in plan.tables:
        yield from samplers_of(table)


def samplers_of(table: Table) -> Iterator[Placed]:
    for column in table.columns:
        yield from _nested(Placed(table, f"{table.name}.{column.name}", column.sampler, column))
    if isinstance(table.rows, PerRows):
        yield from _nested(Placed(table, f"{table.name}.rows.count", table.rows.count))
    for segment in table.segments:
        for one in segment.set:
            where = f"{table.name}.segments.{segment.name}.set.{one.column}"
            yield from _nested(Placed(table, where, one.sampler, table.column(one.column), ("segment",)))


def _nested(placed: Placed) -> Iterator[Placed]:
    yield placed
    for step, part in _parts(placed.sampler):
        where, inside = f"{placed.where}.{step}", (*placed.inside, placed.sampler.kind)
        yield from _nested(Placed(placed.table, where, part, placed.column, inside))


def _parts(said: model.Sampler) -> Iterator[tuple[str, model.Sampler]]:
    match said:
        case model.Switch():
            yield from ((f"switch[{n}].use", arm.use) for n, arm in enumerate(said.arms, start=1))
        case model.Lookup():
            yield from ((f"lookup.{entry.key}", entry.use) for entry in said.entries)
            if said.otherwise is not None:
                yield "otherwise", said.otherwise
        case model.Bands():
            yield from ((f"bands[{n}]", band.use) for n, band in enumerate(said.bands, start=1))
        case model.Object():
            yield from ((f"object.{field.name}", field.sampler) for field in said.fields)
        case model.Array():
            yield from (("array", said.item), ("count", said.count))


def texts(plan: Plan) -> Iterator[Text]:
    """All expressions."""
    for table in plan.tables:
        for placed in samplers_of(table):
            yield from (Text(table, where, sql, role) for where, sql, role in _texts(placed))
        yield from _rows_texts(table)
        for column in table.columns:
            yield from _modifier_texts(table, column)
        for segment in table.segments:
            yield from _segment_texts(table, segment)
        for rule in table.rules:
            yield Text(table, f"{table.name}.rules.{rule.name}", rule.check, "rule")
    for rule in plan.rules:
        yield Text(None, f"rules.{rule.name}", rule.check, "rule")


Spot = tuple[str, str, str]


def _texts(placed: Placed) -> Iterator[Spot]:
    said, where = placed.sampler, placed.where
    match said:
        case model.Integer() | model.Decimal() | model.Date() | model.DateTime() | model.Time():
            yield from _bounds(where, said.kind, said.low, said.high)
            yield from _statistics(where, said.shape)
        case model.After() | model.Before():
            yield f"{where}.{said.kind}", said.of, ""
            yield from _bounds(where, "by", said.low, said.high)
            yield from _statistics(where, said.shape)
        case model.Series():
            yield from _bounds(where, "series", said.level)
            yield f"{where}.along", said.along, ""
            yield from _listed(where, "within", said.within)
        case model.Reference():
            yield from _said(where, where_=said.where, weight=said.weight, value=said.value)
        case model.Boolean():
            yield from _said(where, where_=said.where, of=said.of, weight=said.weight)
        case _:
            yield from _other_texts(said, where)


def _other_texts(said: model.Sampler, where: str) -> Iterator[Spot]:
    match said:
        case model.Sequence():
            yield from _listed(where, "within", said.within)
            yield from _listed(where, "by", said.by)
        case model.Semantic() | model.Text():
            yield from _listed(where, "fits", said.fits)
        case model.Expression():
            yield f"{where}.expression", said.sql, "expression"
        case model.Lookup() | model.Bands():
            yield f"{where}.by", said.by, ""
        case model.Switch():
            for number, arm in enumerate(said.arms, start=1):
                yield from _said(f"{where}.switch[{number}]", when=arm.when)
        case model.Pattern():
            yield from ((f"{where}.pattern", slot, "") for slot in _slots(said.regex, where))


def _slots(regex: str, where: str) -> Iterator[str]:
    """The paths in a pattern's braces; none where it does not parse, which is told elsewhere."""
    try:
        yield from _slots_of(parse_pattern(regex, where))
    except PlanError:
        return


def _slots_of(node: Node) -> Iterator[str]:
    match node:
        case Slot(sql):
            yield sql
        case Repeat(item):
            yield from _slots_of(item)
        case Row(nodes) | Either(nodes):
            for one in nodes:
                yield from _slots_of(one)
        case Characters():
            return


def _bounds(where: str, key: str, *bounds: Bound) -> Iterator[Spot]:
    for bound in bounds:
        if isinstance(bound, str) and read_literal(bound) is None:
            yield f"{where}.{key}", bound, "bound"


def _statistics(where: str, shape: Shape | None) -> Iterator[Spot]:
    for known in shape.known if shape else ():
        yield from _bounds(where, known.statistic, known.value)


def _listed(where: str, key: str, sqls: tuple[str, ...]) -> Iterator[Spot]:
    yield from ((f"{where}.{key}", sql, "") for sql in sqls)


def _said(place: str, **sqls: str | None) -> Iterator[Spot]:
    for key, sql in sqls.items():
        if sql is not None:
            yield f"{place}.{key.rstrip('_')}", sql, key.rstrip("_")


def _modifier_texts(table: Table, column: Column) -> Iterator[Text]:
    where = f"{table.name}.{column.name}"
    for modifier in column.modifiers:
        match modifier:
            case Nulls():
                said = _said(f"{where}.nulls", where_=modifier.where, of=modifier.of, weight=modifier.weight)
                yield from (Text(table, place, sql, role) for place, sql, role in said)
            case Unique():
                yield from (Text(table, f"{where}.unique", sql) for sql in modifier.within)
            case Follows():
                yield from (
                    Text(table, f"{where}.follows.{one.column}", one.column) for one in modifier.columns
                )


def _rows_texts(table: Table) -> Iterator[Text]:
    if isinstance(table.rows, PerRows) and table.rows.follows is not None:
        for one in table.rows.follows.columns:
            yield Text(table, f"{table.name}.rows.count.follows.{one.column}", one.column)


def _segment_texts(table: Table, segment: Segment) -> Iterator[Text]:
    where = f"{table.name}.segments.{segment.name}"
    for place, sql, role in _said(where, where_=segment.where, of=segment.of, weight=segment.weight):
        yield Text(table, place, sql, role)
