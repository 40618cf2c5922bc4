"""Values that are compared or looked up must be among those that a column has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import sqlglot
from sqlglot import exp

from rowsmith.tools.errors import ExpressionError, PlanError, did_you_mean
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.column import Errors
from rowsmith.tools.plan.data import Scalar
from rowsmith.tools.plan.expressions import Aggregate, Input, Path, Resolved
from rowsmith.tools.plan.lint.constants import resolved_or_none
from rowsmith.tools.plan.lint.expressions import resolve
from rowsmith.tools.plan.lint.walk import Placed, samplers, texts
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import Table, WrittenRows

Values = frozenset[Scalar]
DEEPEST = 8


def check(plan: Plan) -> Iterator[PlanError]:
    """Texts that a column never is, and lookups with keys too many or too few."""
    for text in texts(plan):
        try:
            resolved = resolve(plan, text)
        except ExpressionError:
            continue
        for sql, inputs in _parts(resolved):
            yield from _compared(plan, sql, inputs, text.where)
    for placed in samplers(plan):
        if isinstance(placed.sampler, model.Lookup):
            yield from _looked_up(plan, placed, placed.sampler)


def _parts(resolved: Resolved) -> Iterator[tuple[str, Mapping[str, Input]]]:
    """The expression and the aggregates in it, each with its own placeholders."""
    for sql in (resolved.sql, *resolved.arguments):
        if sql:
            yield sql, resolved.inputs
    waiting = list(resolved.inputs.values())
    while waiting:
        one = waiting.pop()
        if isinstance(one, Aggregate):
            inputs = {**one.outer, **one.inputs}
            yield one.sql, inputs
            waiting += inputs.values()


def _compared(plan: Plan, sql: str, inputs: Mapping[str, Input], where: str) -> Iterator[PlanError]:
    for node in sqlglot.parse_one(sql, read="duckdb").walk():
        for column, literals in _pairs(node):
            wanted = inputs.get(column)
            table = plan.table(wanted.end) if isinstance(wanted, Path) else None
            if table is None or not isinstance(wanted, Path):
                continue
            known = values_of(plan, table, wanted.column)
            if known is None:
                continue
            for literal in literals:
                if literal not in known:
                    names = [str(one) for one in sorted(known, key=str) if one is not None]
                    text = f"{table.name}.{wanted.column} is never {literal!r}."
                    yield PlanError(text, where=where, hint=did_you_mean(literal, names))


def _pairs(node: exp.Expr) -> Iterator[tuple[str, list[str]]]:
    """The placeholders that a node compares with texts, for being the same."""
    match node:
        case exp.EQ():
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(one, exp.Column):
                    yield one.name, _texts([other])
        case exp.In() if isinstance(node.this, exp.Column) and not isinstance(node.parent, exp.Not):
            yield node.this.name, _texts(node.expressions)
        case exp.Case() if isinstance(node.this, exp.Column):
            yield node.this.name, _texts(one.this for one in node.args["ifs"])


def _texts(nodes: Iterable[exp.Expr]) -> list[str]:
    return [node.name for node in nodes if isinstance(node, exp.Literal) and node.is_string]


def values_of(plan: Plan, table: Table, name: str, depth: int = 0) -> Values | None:
    """All values that a column can have; None where they can't be listed."""
    if depth > DEEPEST:
        return None
    if isinstance(table.rows, WrittenRows) and name in table.rows.columns:
        place = table.rows.columns.index(name)
        return frozenset(row[place] for row in table.rows.cells)
    column = table.column(name)
    if column is None or column.modifier(Errors) is not None:
        return None
    settings = [one.sampler for segment in table.segments for one in segment.set if one.column == name]
    return _joined(_sampled(plan, table, said, depth) for said in (column.sampler, *settings))


def _sampled(plan: Plan, table: Table, said: model.Sampler, depth: int) -> Values | None:
    match said:
        case model.Category() | model.States() | model.Stages():
            return frozenset(one.value for one in said.values)
        case model.Constant():
            return frozenset((said.value,))
        case model.Semantic() if said.only is not None:
            return frozenset(said.only)
        case model.Switch():
            return _joined(_sampled(plan, table, arm.use, depth) for arm in said.arms)
        case model.Lookup():
            uses = [*(entry.use for entry in said.entries), *([said.otherwise] if said.otherwise else [])]
            return _joined(_sampled(plan, table, use, depth) for use in uses)
        case model.Bands():
            return _joined(_sampled(plan, table, band.use, depth) for band in said.bands)
        case model.Reference():
            return _joined(_target(plan, target, depth) for target in said.tables)
        case model.Expression():
            return _copied(plan, table, said.sql, depth)
    return None


def _target(plan: Plan, target: model.Target, depth: int) -> Values | None:
    table = plan.table(target.table)
    if table is None or (target.column is None and len(table.key) != 1):
        return None
    return values_of(plan, table, target.column or table.key[0], depth + 1)


def _copied(plan: Plan, table: Table, sql: str, depth: int) -> Values | None:
    """The values of the column that an expression copies."""
    resolved = resolved_or_none(plan, table, sql)
    if resolved is None or list(resolved.inputs) != [resolved.sql]:
        return None
    (wanted,) = resolved.inputs.values()
    end = plan.table(wanted.end) if isinstance(wanted, Path) else None
    return values_of(plan, end, wanted.column, depth + 1) if end and isinstance(wanted, Path) else None


def _joined(parts: Iterable[Values | None]) -> Values | None:
    found: set[Scalar] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found)


def _looked_up(plan: Plan, placed: Placed, said: model.Lookup) -> Iterator[PlanError]:
    known = _copied(plan, placed.table, said.by, 0)
    if known is None:
        return
    where = f"{placed.where}.lookup"
    keys = {entry.key for entry in said.entries}
    for key in sorted(keys - known, key=str):
        names = [str(one) for one in sorted(known, key=str) if one is not None]
        yield PlanError(
            f"{said.by} is never {key!r}.", where=f"{where}.{key}", hint=did_you_mean(str(key), names)
        )
    missing = sorted(str(one) for one in known - keys if one is not None)
    if missing and said.otherwise is None:
        hint = "Add them, or otherwise: null."
        yield PlanError(f"Nothing is said of {', '.join(missing)}.", where=where, hint=hint)
