"""Aggregates over the rows below a row, as one grouped subquery."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from rowsmith.tools.checks.expressions.links import Link, link, table_of
from rowsmith.tools.checks.expressions.placeholders import filled
from rowsmith.tools.checks.expressions.whole_days import with_whole_days
from rowsmith.tools.checks.model import Join, Source
from rowsmith.tools.checks.sql import quoted
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.expressions import Aggregate, Input, Path, Sibling

Up = tuple[str, ...]


class Rows(Protocol):
    """What this room needs of a relation."""

    joins: list[Join]
    needs: dict[str, None]
    ways: dict[Up, str]

    def inputs(self, inputs: Mapping[str, Input], up: Up = ()) -> dict[str, str]: ...

    def way(self, up: Up) -> str: ...

    def source(self) -> Source: ...


Opener = Callable[[str, str], Rows]
"""A relation over a table under an alias."""


@dataclass(frozen=True, slots=True)
class Below:
    """A subquery with the columns k0, k1, ... and v, the aggregate.

    k0, k1, ... are the values of the columns `keys` of the row at the end of the way `at`.
    """

    alias: str
    sql: str
    at: Up
    keys: tuple[str, ...]
    counts: bool
    says: str
    needs: tuple[str, ...]


def grouped(plan: Plan, wanted: Aggregate, opened: Opener) -> Below:
    """The aggregate for every base row that has rows below it."""
    return _asked(plan, wanted, opened) if wanted.outer else _plain(plan, wanted, opened)


def counts(sql: str) -> bool:
    """Whether the aggregate is a count, which is 0 where there is nothing to count."""
    return sql.upper().lstrip("( ").startswith(("COUNT(", "COUNT_IF("))


def said(wanted: Aggregate) -> str:
    """The aggregate in words, for counter-examples."""
    names = {name: _name(one) for name, one in (wanted.inputs | wanted.outer).items()}
    return f"{'.'.join([*wanted.up, *(down.table for down in wanted.down)])}: {filled(wanted.sql, names)}"


def _name(wanted: Input) -> str:
    return (
        wanted.column or wanted.what
        if isinstance(wanted, Sibling)
        else (wanted.column if isinstance(wanted, Path) else said(wanted))
    )


def _plain(plan: Plan, wanted: Aggregate, opened: Opener) -> Below:
    rows = opened(wanted.table, "d")
    value = filled(with_whole_days(plan, wanted.sql, wanted.inputs), rows.inputs(wanted.inputs))
    steps = _steps(plan, wanted)
    top = _climb(rows, steps)
    first = steps[0]
    keys = [f"{top}.{quoted(own)} as k{n}" for n, (own, _) in enumerate(first.pairs)]
    meant = first.meant(top)
    sql = _from(rows, "d", f"select {', '.join(keys)}, {value} as v", meant)
    sql += f" group by {_numbers(len(keys))}"
    return _below(
        wanted, (rows,), sql, keys=tuple(other for _, other in first.pairs), steps=steps, at=wanted.up
    )


def _asked(plan: Plan, wanted: Aggregate, opened: Opener) -> Below:
    """The asking rows stand beside the rows below them, so that the aggregate sees both."""
    at, asking, outer = _asking(wanted)
    asker = opened(asking, "q")
    values = asker.inputs(outer)
    base = asker.way(wanted.up[len(at) :])
    rows = opened(wanted.table, "d")
    narrowed = with_whole_days(plan, wanted.sql, wanted.inputs | wanted.outer)
    value = filled(narrowed, rows.inputs(wanted.inputs) | values)
    steps = _steps(plan, wanted)
    top = _climb(rows, steps)
    key = table_of(plan, asking).key
    keys = ", ".join(f"q.{quoted(name)} as k{n}" for n, name in enumerate(key))
    near = steps[0].condition(top, base)
    on = near if len(steps) == 1 else "true"
    joins = [join.sql for join in asker.joins]
    joins += [f"join {quoted(wanted.table)} as d on {on}", *(join.sql for join in rows.joins)]
    sql = f"select {keys}, {value} as v from {quoted(asking)} as q {' '.join(joins)} where {near}"
    sql += f" group by {_numbers(len(key))}"
    return _below(wanted, (rows, asker), sql, keys=key, steps=steps, at=at)


def _asking(wanted: Aggregate) -> tuple[Up, str, dict[str, Path]]:
    """The rows by which to group: the base rows where they know all that is asked for, else the asking rows.

    Gives the way up to them, their table, and the outer inputs seen from there.
    """
    paths = {name: one for name, one in wanted.outer.items() if isinstance(one, Path)}
    if len(paths) != len(wanted.outer):
        raise CheckError("An aggregate that compares with another aggregate cannot be checked.")
    reach = len(wanted.up)
    if all(path.up[:reach] == wanted.up for path in paths.values()):
        base = wanted.base or ""
        return wanted.up, base, {n: Path(base, p.up[reach:], p.end, p.column) for n, p in paths.items()}
    return (), next(iter(paths.values())).start, paths


def _numbers(count: int) -> str:
    return ", ".join(str(n + 1) for n in range(count))


def _steps(plan: Plan, wanted: Aggregate) -> list[Link]:
    """The references of the way down, from the base's children to the aggregated rows."""
    above = wanted.base or ""
    found: list[Link] = []
    for down in wanted.down:
        found.append(link(plan, down.table, down.via, above))
        above = down.table
    return found


def _climb(rows: Rows, steps: list[Link]) -> str:
    """The alias of the base's children, seen from the aggregated rows."""
    return rows.way(tuple(step.column for step in reversed(steps[1:])))


def _from(rows: Rows, alias: str, select: str, where: str | None) -> str:
    source = rows.source()
    joins = " ".join(join.sql for join in source.joins)
    condition = f" where {where}" if where else ""
    return f"{select} from {source.base} as {alias} {joins}{condition}"


def _below(
    wanted: Aggregate,
    relations: tuple[Rows, ...],
    sql: str,
    *,
    keys: tuple[str, ...],
    steps: list[Link],
    at: Up,
) -> Below:
    needs = [need for rows in relations for need in rows.needs]
    needs += [f"{step.table}.{own}" for step in steps for own, _ in step.pairs]
    alias = "below_" + hashlib.sha256(sql.encode()).hexdigest()[:10]
    return Below(alias, sql, at, keys, counts(wanted.sql), said(wanted), tuple(dict.fromkeys(needs)))
