"""Which table refers to which, and how many rows stand on each side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from rowsmith.tools.checks.expressions import links, references
from rowsmith.tools.checks.expressions.links import Link
from rowsmith.tools.checks.sql import columns, quoted
from rowsmith.tools.plan import Plan


@dataclass(frozen=True)
class Relationship:
    """Rows of `child` refer to `parent`: `least` to `most` of them to each parent, `mean` on average.

    `optional` says that some rows refer to nothing; `childless` is the share of parents without any.
    """

    child: str
    parent: str
    columns: tuple[str, ...]
    least: int
    most: int
    mean: float
    childless: float
    optional: bool

    @property
    def many(self) -> str:
        """How many children a parent has, as found: "1..5"."""
        return f"{self.least}" if self.least == self.most else f"{self.least:,}..{self.most:,}"

    @property
    def many_in_words(self) -> str:
        return self.many.replace("..", " to ")

    @property
    def one(self) -> str:
        return "0..1" if self.optional else "1"


def relationships(connection: duckdb.DuckDBPyConnection, plan: Plan) -> list[Relationship]:
    """Every reference of the plan, counted in the rows; those whose columns are not there are left out."""
    return list(_counted(connection, plan))


def _counted(connection: duckdb.DuckDBPyConnection, plan: Plan) -> Iterator[Relationship]:
    for table in plan.tables:
        for name, _ in references(table):
            for link in links(plan, table.name, name):
                try:
                    yield _relationship(connection, link)
                except (duckdb.CatalogException, duckdb.BinderException):
                    continue


def _relationship(connection: duckdb.DuckDBPyConnection, link: Link) -> Relationship:
    own, other = ([pair[side] for pair in link.pairs] for side in (0, 1))
    filled = link.filled("c")
    counts = (
        f"select count(c.{quoted(own[0])}) as n from (select {columns(other)} from {quoted(link.target)}) as p"
        f" left join (select * from {quoted(link.table)} as c where {filled}) as c"
        f" on {link.condition('c', 'p')} group by {columns(other, 'p')}"
    )
    found = connection.execute(
        "select coalesce(min(n), 0), coalesce(max(n), 0), coalesce(avg(n), 0),"
        f" coalesce(avg((n = 0)::int), 0) from ({counts})"
    ).fetchone()
    unset = connection.execute(
        f"select count(*) from {quoted(link.table)} as c where not ({filled})"
    ).fetchone()
    least, most, mean, childless = found or (0, 0, 0.0, 0.0)
    optional = link.type_column is None and bool(unset and unset[0])
    return Relationship(
        link.table, link.target, tuple(own), int(least), int(most), float(mean), float(childless), optional
    )
