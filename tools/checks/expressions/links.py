"""References as join conditions on key values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rowsmith.tools.checks.sql import both, literal, quoted
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Plan, Table
from rowsmith.tools.plan.data import Scalar
from rowsmith.tools.plan.samplers import Reference, Target


@dataclass(frozen=True, slots=True)
class Link:
    """How rows of `table` find the rows of `target` that their reference `column` names.

    `pairs` are (own column, target's column), one for each part of the key. `type_column` and `type_value`
    say which rows refer to this target where there are several.
    """

    table: str
    column: str
    target: str
    pairs: tuple[tuple[str, str], ...]
    type_column: str | None = None
    type_value: Scalar = None

    def condition(self, own: str, other: str) -> str:
        """The ON clause between the aliases of both sides."""
        equal = [f"{own}.{quoted(a)} = {other}.{quoted(b)}" for a, b in self.pairs]
        return both([*equal, self.meant(own)])

    def meant(self, own: str) -> str | None:
        """The condition that a row refers to this target; None where it is the only one."""
        if self.type_column is None:
            return None
        return f"{own}.{quoted(self.type_column)} = {literal(self.type_value)}"

    def filled(self, own: str) -> str:
        """The condition that a row refers to something."""
        return both([*(f"{own}.{quoted(a)} is not null" for a, _ in self.pairs), self.meant(own)])


def links(plan: Plan, table: str, column: str) -> tuple[Link, ...]:
    """The ways in which a reference column leads to other tables, one for each target.

    Raises CheckError where there is no such reference or its key does not fit.
    """
    reference = reference_of(plan, table, column)
    return tuple(_link(plan, table, column, reference, target) for target in reference.tables)


def link(plan: Plan, table: str, column: str, target: str | None = None) -> Link:
    """The only way, or the one to `target`. Raises CheckError where none leads there."""
    ways = links(plan, table, column)
    found = next((way for way in ways if way.target == target), None) if target else None
    if found is None and len(ways) == 1 and target is None:
        found = ways[0]
    if found is None:
        raise CheckError(f"{table}.{column} does not lead to {target or 'one table'}.", where=table)
    return found


def reference_of(plan: Plan, table: str, column: str) -> Reference:
    found = table_of(plan, table).column(column)
    if found is None or not isinstance(found.sampler, Reference):
        raise CheckError(f"{table}.{column} is no reference.", where=table)
    return found.sampler


def table_of(plan: Plan, name: str) -> Table:
    found = plan.table(name)
    if found is None:
        raise CheckError(f"There is no table {name}.", where=name)
    return found


def references(table: Table) -> Iterator[tuple[str, Reference]]:
    """The table's reference columns."""
    for column in table.columns:
        if isinstance(column.sampler, Reference):
            yield column.name, column.sampler


def _link(plan: Plan, table: str, column: str, reference: Reference, target: Target) -> Link:
    own = reference.columns or (column,)
    other = (target.column,) if target.column else table_of(plan, target.table).key
    if len(own) != len(other):
        raise CheckError(
            f"{table}.{column} has {len(own)} columns and the key of {target.table} has {len(other)}.",
            where=f"tables.{table}.columns.{column}",
        )
    pairs = tuple(zip(own, other, strict=True))
    if reference.type is None:
        return Link(table, column, target.table, pairs)
    value = target.table if target.type_value is None else target.type_value
    return Link(table, column, target.table, pairs, reference.type, value)
