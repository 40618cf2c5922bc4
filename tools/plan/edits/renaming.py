"""Renames: the new name everywhere, found by what the old one meant and never by its letters alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import TokenError

from rowsmith.tools.errors import ExpressionError, PlanError, did_you_mean
from rowsmith.tools.plan.column import Was
from rowsmith.tools.plan.data import Bound, changed
from rowsmith.tools.plan.edits import model as m
from rowsmith.tools.plan.edits.places import Spot, rewritten
from rowsmith.tools.plan.expressions import (
    Aggregate,
    Down,
    Input,
    Path,
    Resolved,
    Sibling,
    resolve_in_table,
    resolve_overall,
)
from rowsmith.tools.plan.literals import read_literal
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.samplers import Reference
from rowsmith.tools.plan.table import Table, WrittenRows

SLOT = re.compile(r"(?<=\{)([A-Za-z_][\w.]*)(?=[:}])")
MOST_SPOTS = 10


def rename_column(plan: Plan, edit: m.RenameColumn) -> Plan:
    """The plan with a column's new name. Raises PlanError for an unknown or taken name."""
    table = plan.table(edit.table)
    if table is None:
        raise PlanError(
            f"There is no table {edit.table}.", hint=did_you_mean(edit.table, [t.name for t in plan.tables])
        )
    names = [column.name for column in table.columns]
    written = table.rows.columns if isinstance(table.rows, WrittenRows) else ()
    if edit.column not in (*names, *written):
        raise PlanError(
            f"{edit.table} has no {edit.column}.",
            where=edit.table,
            hint=did_you_mean(edit.column, [*names, *written]),
        )
    if edit.to in (*names, *written):
        raise PlanError(f"The name {edit.to} is taken.", where=edit.table)
    renamed = plan.model_copy(update={"tables": tuple(_with_column(t, edit) for t in plan.tables)})
    return _rewrite(plan, renamed, Renaming(plan, edit.table, edit.column, edit.table, edit.to))


def _with_column(table: Table, edit: m.RenameColumn) -> Table:
    if table.name != edit.table:
        return table
    columns = []
    for column in table.columns:
        if column.name == edit.column:
            kept = tuple(one for one in column.modifiers if not isinstance(one, Was))
            was = () if column.origin == edit.to else (Was(value=column.origin),)
            column = changed(column, name=edit.to, modifiers=(*kept, *was))  # noqa: PLW2901 - the renamed one
        columns.append(column)
    return table.model_copy(update={"columns": tuple(columns)})


def rename_table(plan: Plan, edit: m.RenameTable) -> Plan:
    """The plan with a table's new name. Raises PlanError for an unknown or taken name."""
    names = [table.name for table in plan.tables]
    if edit.table not in names:
        raise PlanError(f"There is no table {edit.table}.", hint=did_you_mean(edit.table, names))
    if edit.to in names:
        raise PlanError(f"The name {edit.to} is taken.", where="plan")
    tables = []
    for table in plan.tables:
        if table.name == edit.table:
            was = None if table.origin == edit.to else table.origin
            table = table.model_copy(update={"name": edit.to, "was": was})  # noqa: PLW2901 - the renamed one
        tables.append(table)
    return _rewrite(
        plan,
        plan.model_copy(update={"tables": tuple(tables)}),
        Renaming(plan, edit.table, None, edit.to, None),
    )


class Renaming:
    """`table.column` becomes `new_table.new_column`; without columns the table itself is renamed."""

    def __init__(
        self, plan: Plan, table: str, column: str | None, new_table: str, new_column: str | None
    ) -> None:
        self.plan = plan
        self.table, self.column, self.new_table, self.new_column = table, column, new_table, new_column

    def table_name(self, name: str) -> str:
        return self.new_table if name == self.table else name

    def column_name(self, table: str | None, name: str) -> str:
        return self.new_column if self.new_column and table == self.table and name == self.column else name

    def target(self, table: str | None, column: str) -> str | None:
        """The table that a reference column points to."""
        found = self.plan.table(table or "")
        said = found.column(column) if found is not None else None
        return (
            said.sampler.tables[0].table if said is not None and isinstance(said.sampler, Reference) else None
        )

    @property
    def spellings(self) -> dict[str, str]:
        """How the old name may stand in a text, and what the new one then is."""
        if self.column is None or self.new_column is None:
            return {self.table: self.new_table}
        found = {self.column: self.new_column}
        if self.column.endswith("_id"):
            found[self.column.removesuffix("_id")] = self.new_column.removesuffix("_id")
        return found


def _rewrite(before: Plan, renamed: Plan, naming: Renaming) -> Plan:
    """Every spot of the renamed plan says what it said before."""
    # Names of reference targets and keys first: expressions are resolved through them.
    plain = rewritten(renamed, lambda spot: _plain(spot, naming))

    def expression(spot: Spot) -> str:
        if spot.kind == "sql":
            return _expression(before, plain, spot, naming, spot.text)
        if spot.kind == "slots":
            return SLOT.sub(lambda found: _expression(before, plain, spot, naming, found[1]), spot.text)
        return spot.text

    return rewritten(plain, expression)


def _plain(spot: Spot, naming: Renaming) -> str:
    old_table = naming.table if spot.table == naming.new_table else spot.table
    if spot.kind == "table":
        return naming.table_name(spot.text)
    if spot.kind == "column":
        return naming.column_name(old_table, spot.text)
    if spot.kind == "query" and (naming.column is None or re.search(rf"\b{naming.table}\b", spot.text)):
        return _tokens_replaced(spot.text, naming.spellings)
    return spot.text


def _tokens_replaced(text: str, spellings: dict[str, str]) -> str:
    places = [(start, end, new) for start, end, new in _places(text, spellings)]
    return _put(text, places)


def _expression(before: Plan, after: Plan, spot: Spot, naming: Renaming, text: str) -> str:
    """The text with the fewest names changed that means in the new plan what it meant in the old one."""
    if is_literal(text) or not (places := list(_places(text, naming.spellings))):
        return text
    old_table = naming.table if spot.table == naming.new_table else spot.table
    wanted = _renamed(_resolved(before, old_table, text, spot.where), naming)
    for count in range(min(len(places), MOST_SPOTS) + 1):
        for chosen in combinations(places, count):
            made = _put(text, chosen)
            if _means(after, spot, made, wanted):
                return made
    everything = _put(text, places)
    if _means(after, spot, everything, wanted):
        return everything
    raise PlanError(f"{text!r} can't follow the rename.", where=spot.where, hint="Change it by hand first.")


def is_literal(text: Bound) -> bool:
    """Whether a bound is a number, a moment or a duration and no SQL."""
    return not isinstance(text, str) or read_literal(text) is not None


def _means(after: Plan, spot: Spot, text: str, wanted: Resolved) -> bool:
    try:
        found = _resolved(after, spot.table, text, spot.where)
    except ExpressionError:
        return False
    return replace(found, text="") == wanted


def _resolved(plan: Plan, table: str | None, text: str, where: str) -> Resolved:
    return resolve_overall(plan, text, where) if table is None else resolve_in_table(plan, table, text, where)


def _places(text: str, spellings: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """Where a spelling stands in the text as a word of its own: start, end, what it becomes."""
    try:
        tokens = DuckDB().tokenize(text)
    except TokenError:
        return
    for token in tokens:
        word = text[token.start : token.end + 1]
        bare = word.strip('"')
        if bare in spellings and not word.startswith("'"):
            yield token.start, token.end + 1, spellings[bare]


def _put(text: str, places: tuple[tuple[int, int, str], ...] | list[tuple[int, int, str]]) -> str:
    for start, end, new in sorted(places, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _renamed(found: Resolved, naming: Renaming) -> Resolved:
    table = naming.table_name(found.table) if found.table is not None else None
    inputs = {name: _input(one, naming, found.table) for name, one in found.inputs.items()}
    return replace(found, text="", table=table, inputs=inputs)


def _input(wanted: Input, naming: Renaming, table: str | None) -> Input:
    match wanted:
        case Path(start, up, end, column):
            return Path(
                naming.table_name(start),
                _ups(start, up, naming),
                naming.table_name(end),
                naming.column_name(end, column),
            )
        case Sibling(what, column):
            return Sibling(what, naming.column_name(table, column) if column else column)
        case Aggregate():
            return _aggregate(wanted, naming, table)


def _ups(start: str, up: tuple[str, ...], naming: Renaming) -> tuple[str, ...]:
    """The steps of a path under their new names: a step is renamed where its own table's column is."""
    made: list[str] = []
    here: str | None = start
    for name in up:
        made.append(naming.column_name(here, name))
        here = naming.target(here, name)
    return tuple(made)


def _aggregate(wanted: Aggregate, naming: Renaming, table: str | None) -> Aggregate:
    last = wanted.table
    return Aggregate(
        base=naming.table_name(wanted.base) if wanted.base else wanted.base,
        up=_ups(table or "", wanted.up, naming),
        down=tuple(Down(naming.table_name(d.table), naming.column_name(d.table, d.via)) for d in wanted.down),
        sql=wanted.sql,
        inputs={name: _input(one, naming, last) for name, one in wanted.inputs.items()},
        outer={name: _input(one, naming, table) for name, one in wanted.outer.items()},
    )
