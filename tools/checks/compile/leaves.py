"""A column's sampler taken apart: which plain sampler speaks for which rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.sql import both, literal, text
from rowsmith.tools.checks.tolerance import share_value
from rowsmith.tools.errors import ExpressionError
from rowsmith.tools.plan import Column, Plan, Segment, Table
from rowsmith.tools.plan.column import Errors, Outliers
from rowsmith.tools.plan.data import Scalar
from rowsmith.tools.plan.expressions import Path, resolve_in_table
from rowsmith.tools.plan.samplers import Arm, Bands, Expression, Lookup, Sampler, Switch

Guard = Callable[[Relation], str]
"""The condition under which a sampler speaks; true or false, never null."""


@dataclass(frozen=True)
class Leaf:
    """A sampler and the rows for which it speaks: those that meet all `guards`.

    A switch among the leaves is a mixture: chance decided between its arms. `allowed` is the share of these
    rows that something without a label may have changed.
    """

    sampler: Sampler
    place: str
    guards: tuple[Guard, ...] = ()
    part: str = ""
    allowed: float = 0.0

    def guard(self, relation: Relation) -> str:
        return both(guard(relation) for guard in self.guards)


def leaves(plan: Plan, table: Table, column: Column) -> Iterator[Leaf]:
    """The plain samplers of a column, its segments' included."""
    yield from branches(base(plan, table, column))
    for segment, sampler in settings(table, column.name):
        if segment.label is not None and not refers_to_itself(plan, table.name, column.name, sampler):
            start = f"tables.{table.name}.segments.{segment.name}.set.{column.name}"
            own = (*_changes(column)[0], marked(segment.label))
            yield from branches(Leaf(sampler, start, own, part=f"segment {segment.name}"))


def base(plan: Plan, table: Table, column: Column) -> Leaf:
    """The column's sampler for all rows that nothing labelled has changed."""
    guards, allowed = _changes(column)
    mixed: list[Arm] = []
    for segment, sampler in settings(table, column.name):
        if segment.label is not None:
            guards.append(unmarked(segment.label))
        elif refers_to_itself(plan, table.name, column.name, sampler):
            allowed += _segment_share(segment)
        else:
            mixed.append(Arm(share=_segment_share(segment), use=sampler))
    whole = Switch(arms=(*mixed, Arm(use=column.sampler))) if mixed else column.sampler
    place = f"tables.{table.name}.columns.{column.name}"
    return Leaf(whole, place, tuple(guards), allowed=allowed)


def settings(table: Table, column: str) -> Iterator[tuple[Segment, Sampler]]:
    """The segments that set a column, and how."""
    for segment in table.segments:
        for setting in segment.set:
            if setting.column == column:
                yield segment, setting.sampler


def branches(leaf: Leaf) -> Iterator[Leaf]:
    """The leaf taken apart as far as conditions, not chance, decide."""
    sampler = leaf.sampler
    if isinstance(sampler, Switch):
        yield from _arms(leaf, sampler)
    elif isinstance(sampler, Lookup):
        yield from _entries(leaf, sampler)
    elif isinstance(sampler, Bands):
        yield from _bands(leaf, sampler)
    else:
        yield leaf


def _arms(leaf: Leaf, switch: Switch) -> Iterator[Leaf]:
    before: list[Guard] = []
    for number, arm in enumerate(switch.arms):
        guards = (*leaf.guards, *before)
        if arm.share is not None:
            rest = Switch(arms=switch.arms[number:])
            yield replace(leaf, sampler=rest, guards=guards, part=_part(leaf, f"arm {number + 1}"))
            return
        part = _part(leaf, f"arm {number + 1}")
        when = [met(arm.when)] if arm.when is not None else []
        yield from branches(replace(leaf, sampler=arm.use, guards=(*guards, *when), part=part))
        if arm.when is not None:
            before.append(unmet(arm.when))


def _entries(leaf: Leaf, lookup: Lookup) -> Iterator[Leaf]:
    for entry in lookup.entries:
        guard = equal(lookup.by, entry.key)
        part = _part(leaf, str(entry.key))
        yield from branches(replace(leaf, sampler=entry.use, guards=(*leaf.guards, guard), part=part))
    if lookup.otherwise is not None:
        others = tuple(different(lookup.by, entry.key) for entry in lookup.entries)
        part = _part(leaf, "otherwise")
        yield from branches(
            replace(leaf, sampler=lookup.otherwise, guards=(*leaf.guards, *others), part=part)
        )


def _bands(leaf: Leaf, bands: Bands) -> Iterator[Leaf]:
    highs = [band.low for band in bands.bands[1:]]
    for band, high in zip(bands.bands, [*highs, None], strict=True):
        guard = between(bands.by, band.low, high)
        part = _part(leaf, f"from {band.low:g}")
        yield from branches(replace(leaf, sampler=band.use, guards=(*leaf.guards, guard), part=part))


def _part(leaf: Leaf, name: str) -> str:
    return f"{leaf.part} {name}".strip()


def met(condition: str) -> Guard:
    return lambda relation: f"coalesce({relation.expression(condition)}, false)"


def unmet(condition: str) -> Guard:
    return lambda relation: f"not coalesce({relation.expression(condition)}, false)"


def equal(by: str, key: Scalar) -> Guard:
    return lambda relation: f"coalesce({_is(relation.expression(by), key)}, false)"


def different(by: str, key: Scalar) -> Guard:
    return lambda relation: f"not coalesce({_is(relation.expression(by), key)}, false)"


def _is(value: str, key: Scalar) -> str:
    """Keys are compared as text where they are text or true and false, whatever the value's type."""
    if key is None:
        return f"{value} is null"
    if isinstance(key, bool | str):
        return f"{value}::varchar = {text(str(key).lower() if isinstance(key, bool) else key)}"
    return f"{value} = {literal(key)}"


def between(by: str, low: float, high: float | None) -> Guard:
    def guard(relation: Relation) -> str:
        value = relation.expression(by)
        upper = f"{value} < {literal(high)}" if high is not None else None
        return f"coalesce({both([f'{value} >= {literal(low)}', upper])}, false)"

    return guard


def marked(label: str) -> Guard:
    return lambda relation: f"coalesce({relation.column((), label)}, false)"


def unmarked(label: str) -> Guard:
    return lambda relation: f"not coalesce({relation.column((), label)}, false)"


def _changes(column: Column) -> tuple[list[Guard], float]:
    """Guards against outliers and errors that are labelled, and the share of those that are not."""
    guards: list[Guard] = []
    allowed = 0.0
    for modifier in (column.modifier(Outliers), column.modifier(Errors)):
        if modifier is not None and modifier.label is not None:
            guards.append(unmarked(modifier.label))
        elif modifier is not None:
            allowed += modifier.share
    return guards, allowed


def _segment_share(segment: Segment) -> float:
    return share_value(segment.share) if segment.share is not None else 1.0


def refers_to_itself(plan: Plan, table: str, column: str, sampler: Sampler) -> bool:
    """Whether a setting speaks of the value that the column would have had, which is not kept."""
    for sql in texts(sampler):
        try:
            found = resolve_in_table(plan, table, sql)
        except ExpressionError:
            continue
        if any(
            isinstance(one, Path) and not one.up and one.column == column for one in found.inputs.values()
        ):
            return True
    return False


def texts(sampler: Sampler) -> Iterator[str]:
    """Every string in a sampler that may be SQL."""
    if isinstance(sampler, Expression):
        yield sampler.sql
    for name in ("low", "high", "of", "level"):
        value = getattr(sampler, name, None)
        if isinstance(value, str):
            yield value
    if isinstance(sampler, Switch):
        for arm in sampler.arms:
            yield from texts(arm.use)
