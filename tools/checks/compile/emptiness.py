"""Where a column is null because of its sampler, its segments or the row's state, and not by `nulls`."""

from __future__ import annotations

from rowsmith.tools.checks.compile.bounds import as_moment, as_number
from rowsmith.tools.checks.compile.categories import shown
from rowsmith.tools.checks.compile.leaves import Leaf, branches, settings
from rowsmith.tools.checks.compile.patterns import INSERTED
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.sql import both, either, text
from rowsmith.tools.plan import Column, Table
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.literals import read_duration
from rowsmith.tools.plan.samplers import (
    After,
    Array,
    Bands,
    Before,
    Boolean,
    Category,
    Constant,
    Date,
    DateTime,
    Decimal,
    Expression,
    Integer,
    Lookup,
    Object,
    Pattern,
    Reference,
    Sampler,
    Semantic,
    Sequence,
    Series,
    States,
    Switch,
    Time,
    Uuid,
)
from rowsmith.tools.plan.samplers import Text as Written
from rowsmith.tools.plan.shape import Shape

NEVER = "false"


def empty(relation: Relation, table: Table, column: Column) -> str | None:
    """The condition under which the column is null before `nulls`; None where that can't be told."""
    parts: list[str | None] = [sampler_empty(relation, column.sampler)]
    guards: list[str] = []
    for segment, sampler in settings(table, column.name):
        own = sampler_empty(relation, sampler)
        if segment.label is None:
            parts.append(NEVER if own == NEVER and parts[0] == NEVER else None)
        else:
            label = f"coalesce({relation.column((), segment.label)}, false)"
            guards.append(label)
            parts.append(None if own is None else both([label, own]))
    if parts[0] is not None and guards:
        parts[0] = both([parts[0], *(f"not {label}" for label in guards)])
    if any(part is None for part in parts):
        return None
    return either([*parts, outside_states(relation, table, column.name)])


def outside_states(relation: Relation, table: Table, column: str) -> str:
    """That the row is in a state that does not fill the column."""
    found: list[str] = []
    for other in table.columns:
        if isinstance(other.sampler, States) and any(column in state.fills for state in other.sampler.values):
            filling = [one.value for one in other.sampler.values if column in one.fills]
            values = ", ".join(text(shown(value)) for value in filling)
            found.append(f"not coalesce({relation.column((), other.name)}::varchar in ({values}), false)")
    return either(found)


def sampler_empty(relation: Relation, sampler: Sampler) -> str | None:
    """The condition under which a sampler may give null; None where that can't be told."""
    if isinstance(sampler, Switch | Lookup | Bands):
        return _branched(relation, sampler)
    if isinstance(sampler, Constant):
        return "true" if sampler.value is None else NEVER
    if isinstance(sampler, Category | States):
        return None if any(one.value is None for one in sampler.values) else NEVER
    if isinstance(sampler, Expression):
        return f"{relation.expression(sampler.sql)} is null"
    if isinstance(sampler, Reference):
        return _reference(relation, sampler)
    if isinstance(sampler, Uuid | Sequence | Boolean | Object | Array):
        return NEVER
    if isinstance(sampler, Pattern):
        return either(f"{relation.expression(one[1])} is null" for one in INSERTED.finditer(sampler.regex))
    if isinstance(sampler, Semantic | Written):
        return either(f"{relation.expression(one)} is null" for one in sampler.fits)
    return _drawn(relation, sampler)


def _drawn(relation: Relation, sampler: Sampler) -> str | None:
    """Numbers and moments are null where one of their bounds or statistics is."""
    if isinstance(sampler, Integer | Decimal | Date | DateTime | Time):
        return either(
            f"{sql} is null" for sql in _expressions(relation, sampler.low, sampler.high, sampler.shape)
        )
    if isinstance(sampler, After | Before):
        parts = [relation.expression(sampler.of)]
        parts += _expressions(relation, sampler.low, sampler.high, sampler.shape)
        return either(f"{sql} is null" for sql in parts)
    if isinstance(sampler, Series):
        return either(f"{sql} is null" for sql in _expressions(relation, sampler.level, 0, None))
    return None


def _expressions(relation: Relation, low: Bound, high: Bound, shape: Shape | None) -> list[str]:
    bounds = [low, high, *(known.value for known in shape.known)] if shape is not None else [low, high]
    return [relation.expression(str(bound)) for bound in bounds if not _constant(bound)]


def _constant(bound: Bound) -> bool:
    if as_number(bound) is not None or as_moment(bound) is not None:
        return True
    return isinstance(bound, str) and read_duration(bound) is not None


def _reference(relation: Relation, sampler: Reference) -> str | None:
    """A reference always finds a row; only the roots of a tree refer to none."""
    if sampler.value is not None:
        return f"{relation.expression(sampler.value)} is null"
    itself = any(target.table == relation.table for target in sampler.tables)
    return None if itself else NEVER


def _branched(relation: Relation, sampler: Switch | Lookup | Bands) -> str | None:
    found: list[str | None] = []
    leaves = list(branches(Leaf(sampler, "")))
    for leaf in leaves:
        if isinstance(leaf.sampler, Switch):
            arms = {sampler_empty(relation, arm.use) for arm in leaf.sampler.arms}
            own = NEVER if arms == {NEVER} else None
        else:
            own = sampler_empty(relation, leaf.sampler)
        found.append(own if own in (None, NEVER) else both([leaf.guard(relation), own]))
    if any(one is None for one in found):
        return None
    if isinstance(sampler, Bands) or (isinstance(sampler, Lookup) and sampler.otherwise is None):
        found.append(f"not ({either(leaf.guard(relation) for leaf in leaves)})")
    return either(found)
