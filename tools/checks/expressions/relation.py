"""The rows of a table, joined with whatever expressions over them need."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rowsmith.tools.checks.expressions.below import grouped
from rowsmith.tools.checks.expressions.links import link, table_of
from rowsmith.tools.checks.expressions.placeholders import filled
from rowsmith.tools.checks.expressions.siblings import numbered, sibling_name
from rowsmith.tools.checks.expressions.whole_days import with_whole_days
from rowsmith.tools.checks.model import Join, Source
from rowsmith.tools.checks.sql import both, quoted
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Column, Plan
from rowsmith.tools.plan.expressions import Aggregate, Input, Path, Resolved, Sibling, resolve_in_table
from rowsmith.tools.plan.samplers import Expression

Up = tuple[str, ...]

MAX_INLINED = 20
"""How deep hidden columns may stand inside each other."""


class Relation:
    """Collects joins while expressions are turned into SQL over them.

    Args:
        alias: what the rows are called in the SQL.
        ways: aliases of rows that are there already, by the way up to them.
        own: the only columns that the rows have, where these are not the table's rows but what is known
            before they are there (the combinations for which rows are counted).
        base: the rows as SQL, where they are not the table itself.
    """

    def __init__(
        self,
        plan: Plan,
        table: str,
        *,
        alias: str = "r",
        ways: Mapping[Up, str] | None = None,
        own: Collection[str] | None = None,
        base: str | None = None,
    ) -> None:
        self.plan, self.table, self.alias = plan, table, alias
        self.ways: dict[Up, str] = dict(ways or {})
        self.ways[()] = alias
        self.own, self.base = own, base
        self.joins: list[Join] = []
        self.needs: dict[str, None] = {}
        self.seen: dict[str, str] = {}
        self.siblings: list[Sibling] = []
        self.windows: list[tuple[str, Relation]] = []
        self._inlined = 0

    def source(self) -> Source:
        """The rows with all joins that were asked for so far."""
        base = (
            numbered(self.plan, self.table, self.siblings)
            if self.siblings
            else self.base or quoted(self.table)
        )
        if self.windows:
            base = self._windowed(base)
        return Source(base, tuple(self.joins))

    def expression(self, sql: str, where: str | None = None) -> str:
        """SQL as a plan has it, as SQL over this relation."""
        return self.resolved(resolve_in_table(self.plan, self.table, sql, where))

    def resolved(self, expression: Resolved, up: Up = ()) -> str:
        """A resolved expression, seen from the row at the end of `up`."""
        if expression.windows:
            return self._window(expression)
        sql = with_whole_days(self.plan, expression.sql, expression.inputs)
        return f"({filled(sql, self.inputs(expression.inputs, up))})"

    def arguments(self, expression: Resolved) -> tuple[str, ...]:
        """The arguments of a special call."""
        values = self.inputs(expression.inputs)
        arguments = [with_whole_days(self.plan, one, expression.inputs) for one in expression.arguments]
        return tuple(f"({filled(argument, values)})" for argument in arguments)

    def inputs(self, inputs: Mapping[str, Input], up: Up = ()) -> dict[str, str]:
        """SQL for each input, by its placeholder."""
        return {name: self.input(wanted, up) for name, wanted in inputs.items()}

    def input(self, wanted: Input, up: Up = ()) -> str:
        if isinstance(wanted, Path):
            return self.column((*up, *wanted.up), wanted.column)
        if isinstance(wanted, Aggregate):
            return self._aggregate(wanted, up)
        return self._sibling(wanted, up)

    def column(self, up: Up, name: str) -> str:
        """A column of the row at the end of `up`; hidden ones are computed anew."""
        table = self.table_at(up)
        model = table_of(self.plan, table).column(name)
        if not up and self.own is not None:
            self._known(name)
        elif model is not None and model.hidden:
            return self._hidden(table, up, name)
        self.needs[f"{table}.{name}"] = None
        sql = f"{self.way(up)}.{quoted(name)}"
        self.seen[".".join([*(step.removesuffix("_id") for step in up), name])] = sql
        return sql

    def table_at(self, up: Up) -> str:
        table = self.table
        for step in up:
            table = link(self.plan, table, step).target
        return table

    def way(self, up: Up) -> str:
        """The alias of the row at the end of `up`, joined if need be."""
        if up not in self.ways:
            before, step = up[:-1], up[-1]
            found = link(self.plan, self.table_at(before), step)
            if not before:
                for name, _ in found.pairs:
                    self._known(name)
            own = self.way(before)
            alias = f"{self.alias}_{'_'.join(up)}"
            self.needs |= dict.fromkeys(f"{found.table}.{a}" for a, _ in found.pairs)
            self.needs |= dict.fromkeys(f"{found.target}.{b}" for _, b in found.pairs)
            condition = found.condition(own, quoted(alias))
            self.joins.append(
                Join(alias, f"left join {quoted(found.target)} as {quoted(alias)} on {condition}")
            )
            self.ways[up] = quoted(alias)
        return self.ways[up]

    def _known(self, name: str) -> None:
        if self.own is not None and name not in self.own:
            raise CheckError(f"{name} of {self.table} is not known before its rows are there.")

    def _hidden(self, table: str, up: Up, name: str) -> str:
        sql = computed(table_of(self.plan, table).column(name))
        if sql is None or self._inlined >= MAX_INLINED:
            raise CheckError(f"{table}.{name} is hidden, so that nothing that uses it can be checked.")
        self._inlined += 1
        made = self.resolved(resolve_in_table(self.plan, table, sql), up)
        self._inlined -= 1
        return made

    def _sibling(self, wanted: Sibling, up: Up) -> str:
        if up or self.own is not None:
            raise CheckError("A place among siblings can be checked for the row itself only.")
        if wanted not in self.siblings:
            self.siblings.append(wanted)
        if wanted.column is not None:
            self.needs[f"{self.table}.{wanted.column}"] = None
        return f"{self.alias}.{quoted(sibling_name(wanted))}"

    def _aggregate(self, wanted: Aggregate, up: Up) -> str:
        if wanted.base is None:
            raise CheckError("An aggregate over a whole table stands in a rule of the plan only.")
        below = grouped(self.plan, wanted, lambda table, alias: Relation(self.plan, table, alias=alias))
        at = (*up, *below.at)
        if self.own is not None and not at:
            raise CheckError(f"Rows of {self.table} have nothing below them before they are there.")
        base, table = self.way(at), self.table_at(at)
        condition = both(f"{below.alias}.k{n} = {base}.{quoted(key)}" for n, key in enumerate(below.keys))
        join = Join(below.alias, f"left join ({below.sql}) as {below.alias} on {condition}")
        if join not in self.joins:
            self.joins.append(join)
        self.needs |= dict.fromkeys((*below.needs, *(f"{table}.{key}" for key in below.keys)))
        sql = f"coalesce({below.alias}.v, 0)" if below.counts else f"{below.alias}.v"
        self.seen[below.says] = sql
        return sql

    def _window(self, expression: Resolved) -> str:
        if self.own is not None:
            raise CheckError("A window cannot be checked before the rows are there.")
        inner = Relation(self.plan, self.table)
        sql = filled(
            with_whole_days(self.plan, expression.sql, expression.inputs), inner.inputs(expression.inputs)
        )
        name = f"window {len(self.windows)}"
        self.windows.append((f"{sql} as {quoted(name)}", inner))
        self.needs |= inner.needs
        return f"{self.alias}.{quoted(name)}"

    def _windowed(self, base: str) -> str:
        joins = {join.alias: join for _, inner in self.windows for join in inner.joins}
        if any(inner.siblings for _, inner in self.windows):
            base = numbered(
                self.plan,
                self.table,
                [*self.siblings, *(one for _, inner in self.windows for one in inner.siblings)],
            )
        chosen = ", ".join(sql for sql, _ in self.windows)
        return f"(select r.*, {chosen} from {Source(base, tuple(joins.values())).sql})"


def computed(column: Column | None) -> str | None:
    """The expression that alone makes the column; None where chance or a modifier has a hand in it."""
    if column is None or not isinstance(column.sampler, Expression):
        return None
    plain = all(one.kind in ("hidden", "was", "note") for one in column.modifiers)
    return column.sampler.sql if plain else None
