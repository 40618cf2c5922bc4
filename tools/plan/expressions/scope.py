"""What a dotted name means, seen from a row of a table."""

from __future__ import annotations

from dataclasses import dataclass

from rowsmith.tools.errors import ExpressionError, did_you_mean
from rowsmith.tools.plan.column import Errors, Outliers
from rowsmith.tools.plan.expressions.model import Down
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.samplers import Reference
from rowsmith.tools.plan.table import QueryRows, Table, WrittenRows


@dataclass(frozen=True, slots=True)
class Part:
    """One name of a dotted name, with the reference named in brackets behind it."""

    name: str
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """A walk from a row: up references, then down to other tables' rows, then to a column.

    `column` is None where the name ends at rows (`count(tickets)`); `after` are the references followed
    from the last table reached to the one that holds the column; `end` is that table.
    """

    up: tuple[str, ...]
    base: str | None
    down: tuple[Down, ...]
    after: tuple[str, ...]
    end: str
    column: str | None


def columns_of(table: Table) -> tuple[str, ...]:
    """The names of all columns of a table that the plan states, written ones first."""
    written = table.rows.columns if isinstance(table.rows, WrittenRows) else ()
    named = [column.name for column in table.columns if column.name not in written]
    labels = [segment.label for segment in table.segments if segment.label]
    extra = [
        modifier.label
        for column in table.columns
        for modifier in column.modifiers
        if isinstance(modifier, (Outliers, Errors)) and modifier.label
    ]
    types = [c.sampler.type for c in table.columns if isinstance(c.sampler, Reference) and c.sampler.type]
    composite = [
        name for c in table.columns if isinstance(c.sampler, Reference) for name in c.sampler.columns
    ]
    open_key = table.key if isinstance(table.rows, QueryRows) else ()
    return tuple(dict.fromkeys((*written, *named, *labels, *extra, *types, *composite, *open_key)))


def reference_of(table: Table, name: str) -> Reference | None:
    column = table.column(name)
    return column.sampler if column and isinstance(column.sampler, Reference) else None


def reference_named(table: Table, name: str) -> str | None:
    """The reference column that `name` walks up: by its own name, or by its name without `_id`."""
    for column in table.columns:
        if isinstance(column.sampler, Reference) and name in (column.name, column.name.removesuffix("_id")):
            return column.name
    return None


def references_to(plan: Plan, child: str, parent: str) -> tuple[str, ...]:
    """The reference columns of `child` that point to `parent`."""
    table = plan.table(child)
    if table is None:
        return ()
    return tuple(
        column.name
        for column in table.columns
        if isinstance(column.sampler, Reference)
        and any(target.table == parent for target in column.sampler.tables)
    )


class Walker:
    """Follows dotted names through a plan; `where` and `text` are for its errors."""

    def __init__(self, plan: Plan, text: str, where: str) -> None:
        self.plan, self.text, self.where = plan, text, where

    def table(self, name: str) -> Table:
        found = self.plan.table(name)
        if found is None:
            raise self.error(
                f"There is no table {name}.", did_you_mean(name, [t.name for t in self.plan.tables])
            )
        return found

    def error(self, message: str, hint: str | None = None) -> ExpressionError:
        return ExpressionError(f"{message.rstrip('.')} (in {self.text!r}).", where=self.where, hint=hint)

    def walk(self, start: str, parts: tuple[Part, ...], *, rows: bool) -> Chain:
        """The chain that `parts` name from a row of `start`; `rows` lets names walk down to other rows."""
        here = self.table(start)
        if len(parts) > 1 and parts[0].name == start and self._shadows(here, parts):
            parts = parts[1:]
        up, parts = self._up(here, parts)
        base = up[-1][1] if up else here
        down, parts = self._down(base, parts) if rows else ((), parts)
        last = self.table(down[-1].table) if down else base
        after, parts = self._up(last, parts) if down else ([], parts)
        end = after[-1][1] if after else last
        return Chain(
            up=tuple(name for name, _ in up),
            base=base.name,
            down=down,
            after=tuple(name for name, _ in after),
            end=end.name,
            column=self._column(end, parts, down),
        )

    def _shadows(self, here: Table, parts: tuple[Part, ...]) -> bool:
        return parts[0].name not in columns_of(here) and reference_named(here, parts[0].name) is None

    def _up(self, here: Table, parts: tuple[Part, ...]) -> tuple[list[tuple[str, Table]], tuple[Part, ...]]:
        found: list[tuple[str, Table]] = []
        while len(parts) > 1 and (name := reference_named(here, parts[0].name)) is not None:
            reference = reference_of(here, name)
            if reference is None or len(reference.tables) != 1:
                raise self.error(
                    f"{here.name}.{name} refers to several tables, so no path leads through it.",
                    "Ask for its own columns only.",
                )
            here = self.table(reference.tables[0].table)
            found.append((name, here))
            parts = parts[1:]
        return found, parts

    def _down(self, here: Table, parts: tuple[Part, ...]) -> tuple[tuple[Down, ...], tuple[Part, ...]]:
        found: list[Down] = []
        while parts and parts[0].name not in columns_of(here) and self.plan.table(parts[0].name) is not None:
            child = parts[0].name
            found.append(Down(table=child, via=self._via(here.name, child, parts[0].via)))
            here, parts = self.table(child), parts[1:]
        return tuple(found), parts

    def _via(self, parent: str, child: str, said: str | None) -> str:
        ways = references_to(self.plan, child, parent)
        if said is not None:
            if said not in ways:
                raise self.error(f"{child}.{said} does not refer to {parent}.", did_you_mean(said, ways))
            return said
        if len(ways) == 1:
            return ways[0]
        if not ways:
            raise self.error(f"No rows of {child} refer to {parent}.")
        choices = " or ".join(f"{child}[{way}]" for way in ways)
        raise self.error(f"Several references lead from {child} to {parent}.", f"Say {choices}.")

    def _column(self, end: Table, parts: tuple[Part, ...], down: tuple[Down, ...]) -> str | None:
        if not parts:
            if down:
                return None
            raise self.error("A column is missing.")
        name = parts[0].name
        if len(parts) > 1 or (name not in columns_of(end) and not isinstance(end.rows, QueryRows)):
            known = [
                *columns_of(end),
                *(n.removesuffix("_id") for n in columns_of(end) if reference_of(end, n)),
            ]
            shown = ".".join(part.name for part in parts)
            raise self.error(f"{end.name} has no {shown}.", did_you_mean(name, known))
        return name

    def overall(self, parts: tuple[Part, ...]) -> tuple[str, tuple[Part, ...]]:
        """In a statement about whole tables: the table that a name begins with, and the rest."""
        return self.table(parts[0].name).name, parts[1:]
