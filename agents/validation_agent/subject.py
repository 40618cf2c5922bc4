"""What a check's SQL looks at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import sqlglot
from sqlglot import exp


def subject(sql: str, tables: Collection[str]) -> str | None:
    """The table whose rows a guarded SELECT goes through: its first one, CTEs and subqueries opened.

    None where it reads no table, as a check does that only says that something is missing.
    """
    known = {name.lower(): name for name in tables}
    tree = sqlglot.parse_one(sql, read="duckdb")
    opened = {cte.alias.lower(): cte.this for cte in tree.find_all(exp.CTE)}
    return next(_read(_main(tree), known, opened, frozenset()), None) or next(_named(tree, known), None)


def _main(tree: exp.Expr) -> exp.Expr:
    """The part that rows come from: the FROM clause where there is one, else all of it."""
    source = tree.args.get("from_")
    return source if isinstance(source, exp.Expr) else tree


def _read(
    node: exp.Expr, known: Mapping[str, str], opened: Mapping[str, exp.Expr], seen: frozenset[str]
) -> Iterator[str]:
    for table in node.find_all(exp.Table):
        name = table.name.lower()
        if name in opened and name not in seen:
            yield from _read(_main(opened[name]), known, opened, seen | {name})
        elif name in known:
            yield known[name]


def _named(tree: exp.Expr, known: Mapping[str, str]) -> Iterator[str]:
    names = (table.name.lower() for table in tree.find_all(exp.Table))
    return (known[name] for name in names if name in known)
